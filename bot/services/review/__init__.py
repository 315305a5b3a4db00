"""Acceptance in steps, and what is kept of how a task went."""
