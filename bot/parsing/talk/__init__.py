"""Free words said to Muster: questions, deeds, corrections, reminders."""
