"""What comes before what, what is a part of what, and what comes again."""
