"""Verbs of one task: its people, its fields, its life."""
