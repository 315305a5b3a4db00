"""Signed slash commands, as many as a server takes."""
