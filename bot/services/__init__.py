"""Everything that changes data: plural nouns of plain functions that take a session and who acts."""
