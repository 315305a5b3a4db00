"""What follows a verb: numbers, names, filters, amounts, tables."""
