"""A further language is a table of words: the engine reads it with the patterns it has."""

from datetime import UTC, date, datetime, time

import pytest

from bot.parsing.dates.dates import read_dates
from bot.parsing.dates.dates_en import ENGLISH
from bot.parsing.dates.languages import Language, Word

NOW = datetime(2026, 3, 11, 10, 0, tzinfo=UTC)

WORDS: dict[str, Word] = {
    **{name: ("w", number) for number, name in enumerate(["montag", "dienstag", "mittwoch", "donnerstag", "freitag"])},
    "samstag": ("w", 5), "sonntag": ("w", 6), "märz": ("m", 3), "april": ("m", 4), "dezember": ("m", 12),
    "heute": ("t", 0), "morgen": ("t", 1), "übermorgen": ("t", 2), "bis": ("B", 0), "am": ("G", 0), "um": ("A", 0),
    "uhr": ("h", 0), "in": ("I", 0), "tagen": ("u", "day"), "wochen": ("u", "week"), "drei": ("n", 3),
    "jeden": ("e", 0), "jede": ("e", 0), "zweiten": ("O", 2), "woche": ("u", "week"), "täglich": ("y", ("DAILY", 1)),
    "nachmittags": ("p", "afternoon"), "abends": ("p", "evening"), "und": ("&", 0), "der": ("H", 0), "den": ("H", 0),
}  # fmt: skip
GERMAN = Language("de", WORDS, before_a_number=frozenset({"raum", "seite"}), nouns_are_capital=True)

LINES = [
    ("Angebot bis Freitag um 15 Uhr senden", date(2026, 3, 13), time(15), None),
    ("Rechnung am 3. April bezahlen", date(2026, 4, 3), None, None),
    ("übermorgen anrufen", date(2026, 3, 13), None, None),
    ("in drei Wochen nachfassen", date(2026, 4, 1), None, None),
    ("jeden zweiten Dienstag berichten", date(2026, 3, 17), None, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
    ("täglich um 9:30 prüfen", date(2026, 3, 12), time(9, 30), "FREQ=DAILY"),
]


@pytest.mark.parametrize(("line", "on", "at", "rule"), LINES)
def test_a_table_of_words_is_all_that_a_language_needs(line: str, on: date, at: time | None, rule: str | None) -> None:
    found = read_dates(line, NOW, languages=(ENGLISH, GERMAN))
    assert found is not None
    assert (found.day, found.clock, found.rrule) == (on, at, rule)


def test_each_line_is_read_in_its_own_language() -> None:
    """ "am" leads a date in one language and follows an hour in the other."""
    for line, on in (("call at 9 am tomorrow", 12), ("Kunden am Freitag anrufen", 13)):
        found = read_dates(line, NOW, languages=(ENGLISH, GERMAN))
        assert found is not None
        assert found.day == date(2026, 3, on)


def test_the_speakers_own_language_decides_where_the_line_does_not() -> None:
    tomorrow = Language("xx", {"anon": ("t", 1)})
    later = Language("yy", {"anon": ("t", 3)})
    for hint, on in (("xx", 12), ("yy", 14)):
        found = read_dates("anon", NOW, hint, languages=(tomorrow, later))
        assert found is not None
        assert found.day == date(2026, 3, on)
