"""The word that goes with somebody to Slack and back, when they install Muster: ours, theirs, and for ten minutes."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.sealing import KeyRing

LIVES = timedelta(minutes=10)
PURPOSE = "install"
STATE = re.compile(r"([\w-]{43})\.([0-9]{1,12})\.([\w-]{43})", re.ASCII)
BROWSER = re.compile(r"[\w-]{43}", re.ASCII)


class WrongState(Exception):
    """`reason` is forged, late or elsewhere."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Checked:
    """A state that came back as it should; by its fingerprint it is known again."""

    fingerprint: str
    expires: datetime


def browser(said: str | None) -> str:
    """What a browser is known by: what it has already, or something nobody can guess."""
    return said if said and BROWSER.fullmatch(said) else secrets.token_urlsafe(32)


def make(ring: KeyRing, of_browser: str, real: datetime) -> str:
    """Nothing is written down until it comes back, so that nobody can fill our database by asking for many."""
    nonce, expires = secrets.token_urlsafe(32), str(int((real + LIVES).timestamp()))
    return f"{nonce}.{expires}.{ring.sign(_words(nonce, expires, of_browser), PURPOSE)}"


def check(ring: KeyRing, state: str, of_browser: str | None, real: datetime) -> Checked:
    """Raises WrongState."""
    parts = STATE.fullmatch(state)
    if parts is None:
        raise WrongState("forged")
    nonce, expires, mark = parts.groups()
    ends = datetime.fromtimestamp(min(int(expires), 4_102_444_800), UTC)
    if real >= ends:
        raise WrongState("late")
    if not of_browser or not ring.signed(_words(nonce, expires, of_browser), PURPOSE, mark):
        raise WrongState("elsewhere")
    return Checked(hashlib.sha256(state.encode()).hexdigest(), ends)


def _words(nonce: str, expires: str, of_browser: str) -> str:
    return f"{nonce}.{expires}.{hashlib.sha256(of_browser.encode()).hexdigest()}"
