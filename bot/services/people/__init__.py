"""People, their teams and channels, and what becomes of the work of somebody who leaves."""
