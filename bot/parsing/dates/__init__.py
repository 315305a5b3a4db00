"""Dates, clocks and rhythms in English and Chinese: tokens, a grammar over their kinds, words as data."""
