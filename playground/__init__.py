"""A small Slack for a laptop: it plays Slack's side strictly and lets people act in it."""
