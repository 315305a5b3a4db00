"""Finding: the index of words, saved lists, files, App Home."""
