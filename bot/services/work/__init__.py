"""Tasks from their making to their end: the one way a task changes, and what every change brings along."""
