"""Other trackers of tasks, made to keep one on this machine in the same minutes as Muster."""
