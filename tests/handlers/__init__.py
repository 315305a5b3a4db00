"""The doors, each before a server that answers as a test tells it."""
