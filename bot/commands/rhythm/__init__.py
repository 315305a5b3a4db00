"""Orders about reminders: why they came, what comes next, what would be sent."""
