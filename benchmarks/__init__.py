"""How right, how fast and how steady the reading of task lines is: `make bench`."""
