"""Reads what people type: task lines, dates, numbers of tasks; in English and Simplified Chinese."""
