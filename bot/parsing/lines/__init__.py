"""What makes a task of a line, and an outline of a pasted text."""
