"""Text as it was meant: composed, blanks plain, nothing that steers, hides or piles up."""

import re
import unicodedata

TEXT_MAX = 12_000

_NEW_LINES = re.compile(r"\r\n?|[\x85\u2028\u2029]")
_BLANKS = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000]")
# characters that only steer how text is shown, or cannot be seen at all; line breaks and tabs stay
STEERING = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    r"\u202a-\u202e\u2060-\u206f\u3164\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff\ud800-\udfff"
    r"\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
)
# joiners hold an emoji together and shape some scripts; variation selectors choose how an emoji or a character looks
_EMOJI = r"\u00a9\u00ae\u203c\u2049\u20e3\u2122\u2139\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_JOINED = rf"{_EMOJI}\ufe0f\u0600-\u109f\u1780-\u18af"
_STRAY = re.compile(
    rf"(?<![{_JOINED}])[\u200c\u200d]|[\u200c\u200d](?![{_JOINED}])"
    rf"|(?<![{_EMOJI}0-9#*])[\ufe00-\ufe0f]|(?<=[0-9#*])[\ufe00-\ufe0f](?!\u20e3)"
    r"|(?<![\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])[\U000e0100-\U000e01ef]"
)
_PILES = re.compile(
    r"(?<=[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20df\u20e4-\u20ff\ufe20-\ufe2f]{4})"
    r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20df\u20e4-\u20ff\ufe20-\ufe2f]+"
)


def clean(said: str) -> str:
    """The same words: what can be composed is, every blank is plain, and nothing invisible is left to deceive."""
    if said.isascii():
        return STEERING.sub("", _NEW_LINES.sub("\n", said))
    said = unicodedata.normalize("NFC", said)
    said = STEERING.sub("", _BLANKS.sub(" ", _NEW_LINES.sub("\n", said)))
    return unicodedata.normalize("NFC", _PILES.sub("", _STRAY.sub("", said)))


def places_in(raw: str, cleaned: str) -> list[int]:
    """For every place in a cleaned text, and for its end, the place in the raw text it came from."""
    found, at = [], 0
    for char in cleaned:
        while at < len(raw) - 1 and not _same(raw[at], char):
            at += 1
        found.append(at)
        at += 1
    return [*found, len(raw)]


def _same(raw: str, char: str) -> bool:
    """Whether a character of a raw text became this one, alone or with the marks after it."""
    if char in " \n":
        return raw == char or bool((_BLANKS if char == " " else _NEW_LINES).match(raw))
    return raw == char or unicodedata.normalize("NFD", raw)[0] == unicodedata.normalize("NFD", char)[0]
