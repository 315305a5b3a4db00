"""What was heard and what is to be said: inbox, outbox, and the messages that tasks came from."""
