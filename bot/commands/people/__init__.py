"""Who belongs where, and who takes over."""
