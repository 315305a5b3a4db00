"""A line as somebody would type it, in the words of a button: "due 2 2026-03-20" is "Move #2 to Fri 20 Mar"."""

import re
from datetime import date

from bot.locales import marked
from bot.render.slack.text import one_line
from bot.render.slack.times import written_day
from bot.render.slack.voice import Voice

LABELS = {
    "done": marked("Finish #{number}"),
    "start": marked("Start #{number}"),
    "cancel": marked("Cancel #{number}"),
    "reopen": marked("Reopen #{number}"),
    "block": marked("Mark #{number} as blocked"),
    "unblock": marked("Unblock #{number}"),
    "due": marked("Move #{number} to {words}"),
    "due none": marked("Remove the date of #{number}"),
    "assign": marked("Assign #{number} to {words}"),
    "rename": marked("Rename #{number} to “{words}”"),
    "priority": marked("Set #{number} to {words}"),
    "show": marked("Show #{number}"),
}
LEVELS = {
    "urgent": marked("urgent"),
    "high": marked("high"),
    "normal": marked("normal"),
    "low": marked("low"),
    "someday": marked("someday"),
}
DAY = re.compile(r"(\d{4}-\d\d-\d\d)")
LONGEST = 75


def read_numbers_of(line: str) -> list[str]:
    """The numbers that a line begins with, after its verb."""
    match = re.match(r"\S+ ((?:#?\d+(?:, )?)+)", line)
    return re.findall(r"\d+", match[1]) if match else []


def label_of(v: Voice, line: str, says: str = "") -> str:
    """What a tap would do; empty where there are no words for it. `says` names people as people do."""
    verb, number, words = [*line.split(None, 2), "", "", ""][:3]
    number = number.removeprefix("#")
    words = ([*says.split(None, 2), "", "", ""][2] or words) if verb == "assign" else words
    key = "due none" if (verb, words) == ("due", "none") else verb
    if key not in LABELS or not number.isdigit():
        return ""
    said = {"number": number} if "{words}" not in LABELS[key] else {"number": number, "words": _words(v, verb, words)}
    return one_line(v.plain(LABELS[key], **said), LONGEST)


def _words(v: Voice, verb: str, words: str) -> str:
    if verb == "priority" and words in LEVELS:
        return v.plain(LEVELS[words])
    if verb == "rename":
        return words.removeprefix("to ")
    if verb == "due" and (match := DAY.fullmatch(words[:10])):
        return f"{written_day(v, date.fromisoformat(match[1]))}{_hour(words)}"
    return words


def _hour(words: str) -> str:
    return f" {words[11:16]}" if len(words) >= 16 else ""
