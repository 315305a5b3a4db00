"""What is measured, each in a process of its own: Muster, the Slack it speaks to, and bare Bolt as the floor."""
