"""Sealing what is secret before it is written down: AES-256-GCM under a ring of keys, bound to where it belongs."""

import base64
import binascii
import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = "v1"
KEY_BYTES, NONCE_BYTES = 32, 12  # of AES-256-GCM
KEY_ID = re.compile(r"[a-z0-9-]{1,32}")
SEALED = re.compile(r"v1\.([a-z0-9-]{1,32})\.([\w-]{16})\.([\w-]+)", re.ASCII)


class WrongKeys(Exception):
    """The ring of keys cannot be used; in one line, without any key in it."""


class CannotOpen(Exception):
    """What was sealed does not open: its key is missing, or it was changed or belongs elsewhere."""


@dataclass(frozen=True)
class KeyRing:
    """The first key seals, every one opens what it has sealed."""

    keys: tuple[tuple[str, bytes], ...] = field(repr=False)

    @property
    def first(self) -> str:
        return self.keys[0][0]

    def seal(self, plain: str, bound_to: str) -> str:
        """`bound_to` names whose it is and what: the same is needed to open it, so that no row can take another's."""
        nonce, (key_id, key) = secrets.token_bytes(NONCE_BYTES), self.keys[0]
        closed = _cipher(key).encrypt(nonce, plain.encode(), _bond(key_id, bound_to))
        return f"{VERSION}.{key_id}.{_written(nonce)}.{_written(closed)}"

    def open(self, sealed: str, bound_to: str) -> str:
        """Raises CannotOpen."""
        parts = SEALED.fullmatch(sealed)
        if parts is None:
            raise CannotOpen("it is not sealed")
        key_id, nonce, closed = parts.groups()
        key = dict(self.keys).get(key_id)
        if key is None:
            raise CannotOpen(f"the key {key_id} is not in the ring")
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - as in _cipher

        try:
            return _cipher(key).decrypt(_read(nonce), _read(closed), _bond(key_id, bound_to)).decode()
        except (InvalidTag, ValueError):
            raise CannotOpen("it was changed, or belongs elsewhere") from None

    def is_fresh(self, sealed: str) -> bool:
        """Whether it is sealed with the first key."""
        return sealed.startswith(f"{VERSION}.{self.first}.")

    def sign(self, words: str, purpose: str) -> str:
        """A mark that only who has the first key can make."""
        return _mark(self.keys[0][1], words, purpose)

    def signed(self, words: str, purpose: str, mark: str) -> bool:
        """Whether one of the keys made that mark for those words."""
        said = mark.encode("ascii", "replace").decode()
        return any(hmac.compare_digest(_mark(key, words, purpose), said) for _, key in self.keys)


def key_of(sealed: str) -> str:
    """The name of the key it was sealed with; empty for what is not sealed."""
    parts = SEALED.fullmatch(sealed)
    return parts[1] if parts is not None else ""


def _cipher(key: bytes) -> "AESGCM":
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - 7 MB, where there are keys only

    return AESGCM(key)


def _bond(key_id: str, bound_to: str) -> bytes:
    return f"{VERSION}.{key_id}.{bound_to}".encode()


def _mark(key: bytes, words: str, purpose: str) -> str:
    """Under a key made for this purpose only: the ring's own are for sealing."""
    own = hmac.new(key, f"muster {purpose}".encode(), hashlib.sha256).digest()
    return _written(hmac.new(own, words.encode(), hashlib.sha256).digest())


def _written(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _read(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


_at_rest: KeyRing | None = None


def use(ring: KeyRing | None) -> None:
    """What is kept from now on is sealed with this ring; without one it is kept as it is."""
    global _at_rest  # noqa: PLW0603 - one process has one ring
    _at_rest = ring


def kept(plain: str, bound_to: str) -> str:
    """As it is written down."""
    return plain if _at_rest is None else _at_rest.seal(plain, bound_to)


def opened(written: str, bound_to: str) -> str:
    """What was written down; before there were keys it was not sealed. Raises CannotOpen."""
    if SEALED.fullmatch(written) is None:
        return written
    if _at_rest is None:
        raise CannotOpen("there are no keys")
    return _at_rest.open(written, bound_to)


def new_key(key_id: str) -> str:
    """A line for the ring: id:base64."""
    return f"{key_id}:{base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()}"


def ring_of(text: str) -> KeyRing | None:
    """The ring as it is written: `id:base64`, parted by commas or lines; `#` begins a remark. None when there is none.

    Raises WrongKeys.
    """
    keys = tuple(_key_of(entry, place) for place, entry in enumerate(_entries(text), start=1))
    ids = [key_id for key_id, _ in keys]
    if len(set(ids)) < len(ids):
        raise WrongKeys(f"two keys are called {next(one for one in ids if ids.count(one) > 1)}")
    if len({key for _, key in keys}) < len(keys):
        raise WrongKeys("one key is there under two names")
    return KeyRing(keys) if keys else None


def _entries(text: str) -> Iterable[str]:
    for line in text.splitlines():
        for entry in line.partition("#")[0].split(","):
            if entry.strip():
                yield entry.strip()


def _key_of(entry: str, place: int) -> tuple[str, bytes]:
    key_id, colon, written = entry.partition(":")
    if not colon or not KEY_ID.fullmatch(key_id):
        raise WrongKeys(f"key {place} has no name; write name:key, the name in small letters, digits and -")
    try:
        key = base64.b64decode(written.replace("-", "+").replace("_", "/"), validate=True)
    except (binascii.Error, ValueError):
        raise WrongKeys(f"the key {key_id} is not base64") from None
    if len(key) != KEY_BYTES:
        raise WrongKeys(f"the key {key_id} has {len(key)} bytes, not {KEY_BYTES}")
    return key_id, key


def ring_in(path: Path) -> KeyRing | None:
    """The ring in a file that nobody but its owner may read. Raises WrongKeys."""
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise WrongKeys(f"{path} is not text") from None
    except OSError as error:
        raise WrongKeys(f"{path} cannot be read: {error.strerror}") from None
    if os.name == "posix" and mode & 0o077:
        raise WrongKeys(f"{path} may be read by others: chmod 600 {path}")
    return ring_of(text)
