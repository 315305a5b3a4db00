"""What comes by the clock: standups, digests, nudges."""
