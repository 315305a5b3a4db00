"""Doors: somebody spoke."""
