"""Two gates for what must not be wrong: every branch of it is tested, and nearly every change to it is noticed."""
