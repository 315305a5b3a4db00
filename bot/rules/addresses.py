"""Which addresses somebody may have me ask: by name, encrypted, in the open internet, and never what lies behind it."""

import re
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from unicodedata import normalize
from urllib.parse import SplitResult, urlsplit, urlunsplit

from bot.errors import UserError

LONGEST = 2000
PORT = 443
SCHEMES = frozenset({"https", "webcal", "webcals"})  # webcal is what calendars call https
NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
AT_HOME = frozenset({
    "localhost", "local", "localdomain", "internal", "intranet", "lan", "home", "corp", "private", "arpa", "onion",
    "invalid", "test", "example",
})  # fmt: skip
# open by their numbers, and yet a cloud's own service or another address in disguise
CLOSED = tuple(ip_network(net) for net in (
    "168.63.129.16/32", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "240.0.0.0/4",
    "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2002::/16", "fc00::/7", "fe80::/10", "fec0::/10",
    "::/96",
))  # fmt: skip


def read_address(words: str) -> str:
    """The address as it is asked: https, port 443, a name, a path. Raises UserError, never with the words in it."""
    said = words.strip()
    if said.startswith("<") and said.endswith(">"):
        said = said[1:-1].partition("|")[0]
    if not said or len(said) > LONGEST or (not said.isascii() and _has_odd_letters(said)):
        raise UserError("no_calendar_address")
    parts = _parts(said)
    if parts.scheme.lower() not in SCHEMES:
        raise UserError("calendar_not_https" if parts.scheme.lower() == "http" else "no_calendar_address")
    if parts.username is not None or parts.password is not None or _port(parts) not in (None, PORT):
        raise UserError("calendar_not_open")
    if not parts.hostname:
        raise UserError("no_calendar_address")
    host = _host(parts.hostname)
    if not parts.path.strip("/") and not parts.query:
        raise UserError("no_calendar_address")
    return urlunsplit(("https", host, parts.path or "/", parts.query, ""))


def _has_odd_letters(said: str) -> bool:
    """Letters beyond ASCII belong into a name only; elsewhere an address spells them out."""
    return not re.fullmatch(r"[a-z]+://[^/?#\s]+(?:[/?#][\x21-\x7e]*)?", said, re.IGNORECASE)


def _parts(said: str) -> SplitResult:
    if re.search(r"[\x00-\x20\x7f\\<>\"^`{|}]", said):
        raise UserError("no_calendar_address")
    try:
        return urlsplit(said)
    except ValueError:
        raise UserError("no_calendar_address") from None


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port
    except ValueError:
        return 0


def _host(said: str) -> str:
    """A name of at least two parts that is no number in any spelling, and none of a network at home."""
    try:
        host = normalize("NFKC", said).rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise UserError("calendar_not_open") from None
    labels = host.split(".")
    if len(labels) < 2 or len(host) > 253 or not all(NAME.fullmatch(label) for label in labels):
        raise UserError("calendar_not_open")
    if NUMBER.fullmatch(labels[-1]) or labels[-1] in AT_HOME:
        raise UserError("calendar_not_open")
    return host


def host_of(address: str) -> str:
    """What may be shown of an address; the rest of it is a secret."""
    return urlsplit(address).hostname or ""


def is_open(ip: str) -> bool:
    """Whether a number on the network is one of the open internet, in whatever spelling."""
    try:
        found = ip_address(ip)
    except ValueError:
        return False  # with a zone, or none at all
    if isinstance(found, IPv6Address) and (inner := found.ipv4_mapped) is not None:
        return is_open(str(inner))
    if any(found in net for net in CLOSED if net.version == found.version):
        return False
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified or _site(found))


def _site(found: IPv4Address | IPv6Address) -> bool:
    return isinstance(found, IPv6Address) and (found.is_site_local or found.scope_id is not None)


def is_among(host: str, hosts: Iterable[str] | None) -> bool:
    """Whether that host is one of those, or below one of them; None stands for all."""
    return hosts is None or any(host == one or host.endswith(f".{one}") for one in hosts)


def read_hosts(words: str) -> list[str]:
    """Names parted by blanks or commas, `*.` before them or not. Raises UserError for the first that is none."""
    found = []
    for word in re.split(r"[\s,，、]+", words.strip()):
        name = word.strip("<>").partition("|")[0].removeprefix("https://").removeprefix("*.").rstrip("/")
        try:
            found.append(_host(name))
        except UserError:
            raise UserError("no_such_host", words=word[:80]) from None
    return sorted(set(found))
