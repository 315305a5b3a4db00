"""Muster, a task assistant: everything here is true on any chat platform."""
