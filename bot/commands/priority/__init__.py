"""Verbs of what comes first."""
