"""What comes first: levels, the order of a day, proposals."""
