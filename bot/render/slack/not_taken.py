"""When something was not taken: why, when to go on, and the person's own words back, so that nothing typed is lost."""

import re
from collections.abc import Iterable
from itertools import accumulate

from bot.answers import NotSaved, TooFast
from bot.render.slack.blocks import Block, section
from bot.render.slack.text import Mrkdwn, escape, quoted
from bot.render.slack.voice import Voice

PIECE = 480  # characters that fit a section however many of them are written with five
ROOM = 12_000  # characters, once written, of all of them: what Slack takes in one message, less what is said above
PEOPLE_AND_PLACES = re.compile(r"&lt;([@#][A-Z][A-Z0-9]{1,30})&gt;")


def answer(v: Voice, answer: NotSaved | TooFast) -> list[Block]:
    return [section(_why(v, answer)), *_given_back(v, answer.words)]


def _why(v: Voice, answer: NotSaved | TooFast) -> Mrkdwn:
    if isinstance(answer, NotSaved) and answer.is_full:
        return v("My disk is full, so nothing was changed. Please tell whoever runs Muster, and try again later.")
    if isinstance(answer, NotSaved) and not answer.is_sure:
        return v("I can't reach my database to see whether that was kept. Please look before you try again.")
    if isinstance(answer, NotSaved):
        return v("That couldn't be saved just now, and nothing was changed. Please try again in a minute.")
    if answer.everybody:
        return v.plural(
            "So much comes from this workspace just now that I can't keep up. Please go on in {n} second.",
            "So much comes from this workspace just now that I can't keep up. Please go on in {n} seconds.",
            answer.seconds,
        )
    return v.plural(
        "That was faster than I can follow, so I left it undone. Please go on in {n} second.",
        "That was faster than I can follow, so I left it undone. Please go on in {n} seconds.",
        answer.seconds,
    )


def _given_back(v: Voice, words: str) -> list[Block]:
    if not words.strip():
        return []
    written = (_readable(words[start : start + PIECE]) for start in range(0, len(words), PIECE))
    fitting = [piece for piece, until in _with_lengths(written) if until <= ROOM]
    return [section(v("Your words, to send again:")), *map(section, fitting)]


def _with_lengths(pieces: Iterable[Mrkdwn]) -> Iterable[tuple[Mrkdwn, int]]:
    """Each with how long all are that come up to it."""
    kept = list(pieces)
    return zip(kept, accumulate(map(len, kept)), strict=True)


def _readable(words: str) -> Mrkdwn:
    """As they were typed, with people and channels by name; nobody is called by it, only who typed it reads it."""
    return Mrkdwn(PEOPLE_AND_PLACES.sub(r"<\1>", quoted(words, len(escape(words)) + 1)))
