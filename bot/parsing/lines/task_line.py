"""One line of words becomes a draft of a task."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.parsing.dates.civil import ANY_DAY
from bot.parsing.dates.dates import Reading, read_dates
from bot.parsing.lines.drafts import Draft, PersonRef, Span, When
from bot.parsing.lines.marks import Marks, read_marks
from bot.parsing.lines.verbs import has_verb
from bot.parsing.talk.small_talk import small_talk

__all__ = ["Draft", "PersonRef", "Span", "When", "looks_like_work", "read", "small_talk", "title_without"]

_MARK = r"[,，、;；:：|]|(?<!\S)[-–—](?!\S)"
_LOOSE = re.compile(rf"(?:\s|{_MARK}|(?<!\S)(?:and|&)(?!\S)|[和及])*")
_LOOSE_END = re.compile(r"(?:\s*[,，、;；:：|]|\s[-–—](?=\s*$)){0,4}\s*$")
_LOOSE_START = re.compile(rf"^\s*(?:(?:{_MARK}|!(?!\S))\s*){{0,4}}")
_OPENING = re.compile(r"\s?[(（\[【“‘「『]\s*$")
_CLOSING = re.compile(r"\s*[)）\]】”’」』]")
_ENDS_WITH_AN_EMOJI = re.compile(r":[\w+'-]+:$")
_BLANKS = re.compile(r"[^\S\n]+")


def read(text: str, *, now: datetime, zone: str, language: str | None = None) -> Draft:
    """Reads a line as its speaker means it: `now` is aware, `zone` and `language` are the speaker's own.

    The language of a line shows in the line; the speaker's own only decides where it does not.
    """
    marks = read_marks(text)
    here = now.astimezone(ZoneInfo(zone))
    found = read_dates(marks.text, here, language)
    taken = list(marks.taken)
    if found:
        taken += _date_fields(found)
    taken.sort(key=lambda one: one[1].start)
    return _draft(text, marks, found, tuple(taken), here.replace(tzinfo=None))


def _date_fields(found: Reading) -> list[tuple[str, Span]]:
    spans = [Span(found.start, found.end), *([Span(*found.also)] if found.also else [])]
    return [("rrule" if found.rrule else "due", span) for span in spans]


def _draft(text: str, marks: Marks, found: Reading | None, taken: tuple[tuple[str, Span], ...], now: datetime) -> Draft:
    typed = _without_marks(text, marks)
    return Draft(
        title=title_without(text, [span for _, span in taken]),
        people=tuple(marks.people),
        due=when_of(typed, found, now),
        start=_start_of(typed, found, now),
        rrule=found.rrule if found else None,
        rrule_words=_words(typed, found) if found and found.rrule else "",
        priority=marks.priority,
        important=marks.important,
        needs_evidence=marks.needs_evidence,
        labels=tuple(marks.labels),
        project=marks.project,
        estimate_days=marks.estimate_days,
        parent=marks.parent,
        after=tuple(marks.after),
        **{part: tuple(refs) for part, refs in marks.parts.items()},
        note=marks.note,
        taken=taken,
    )


def _without_marks(text: str, marks: Marks) -> str:
    """As it was typed, with blanks where a mark was taken out."""
    pieces, at = [], 0
    for _, span in sorted(marks.taken, key=lambda one: one[1].start):
        pieces += [text[at : span.start], " " * (span.end - max(at, span.start))]
        at = max(at, span.end)
    return "".join([*pieces, text[at:]])


def _words(text: str, found: Reading) -> str:
    """The words of a date, without a mark that stood among them."""
    said = text[found.start : found.end] + (f" {text[slice(*found.also)]}" if found.also else "")
    return _BLANKS.sub(" ", said)


def when_of(text: str, found: Reading | None, now: datetime) -> When | None:
    if found is None or found.day is None:
        return None
    at = found.clock
    past = found.day < now.date() or (at is not None and datetime.combine(found.day, at) < now)
    span = Span(found.start, found.end)
    return When(found.day, at, _words(text, found), span, found.other, past, found.other_clock)


def _start_of(text: str, found: Reading | None, now: datetime) -> When | None:
    if found is None or found.begin is None:
        return None
    span = Span(found.start, found.end)
    return When(found.begin, None, _words(text, found), span, past=found.begin < now.date())


def title_without(text: str, spans: list[Span]) -> str:
    """What no field took, in its order; where something was cut out, the rest closes up to one blank."""
    pieces, at = [], 0
    for span in spans:
        if span.start >= at:
            pieces.append(text[at : span.start])
        at = max(at, span.end)
    pieces.append(text[at:])
    if len(pieces) > 1:
        pieces = _without_loose_ends(pieces)
    return _BLANKS.sub(" ", _closed_up(pieces)).strip()


def _without_loose_ends(pieces: list[str]) -> list[str]:
    """A comma, a colon, an "and" or brackets that only stood about a cut-out word go with it."""
    pieces = ["" if _LOOSE.fullmatch(piece) else piece for piece in pieces]
    for place in range(len(pieces) - 1):
        before = _OPENING.search(pieces[place])
        after = _CLOSING.match(pieces[place + 1]) if before else None
        if before and after:
            pieces[place], pieces[place + 1] = pieces[place][: before.start()], pieces[place + 1][after.end() :]
    said = [place for place, piece in enumerate(pieces) if piece.strip()]
    if not said:
        return pieces
    if said[-1] < len(pieces) - 1 and not _ENDS_WITH_AN_EMOJI.search(pieces[said[-1]].rstrip()):
        pieces[said[-1]] = _LOOSE_END.sub("", pieces[said[-1]])
    if said[0] > 0:
        pieces[said[0]] = _LOOSE_START.sub("", pieces[said[0]])
    return pieces


def _closed_up(pieces: list[str]) -> str:
    """English words that met across a cut keep one blank; Chinese ones need none."""
    whole = pieces[0]
    for piece in pieces[1:]:
        apart = whole[-1:].isspace() or piece[:1].isspace() or not whole or not piece
        whole += piece if apart or whole[-1:] > "\u2fff" or piece[:1] > "\u2fff" else f" {piece}"
    return whole


def looks_like_work(text: str) -> bool:
    """Whether a bare line should become a task without asking: it names a deed, a date, a person or a mark."""
    if small_talk(text) or not text.strip():
        return False
    marks = read_marks(text)
    if marks.taken:
        return True
    return read_dates(marks.text, ANY_DAY) is not None or has_verb(marks.text)
