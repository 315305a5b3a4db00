"""Verbs of the plan: order, parts, dates that move others."""
