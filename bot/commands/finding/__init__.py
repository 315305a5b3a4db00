"""Lists, search, saved lists, files, App Home."""
