"""Fetching what somebody gave the address of: from the open internet only, briefly, a little, and telling nothing."""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot.errors import UserError
from bot.rules.addresses import PORT, host_of, is_among, is_open, read_address
from bot.rules.calendar_text import MOST_BYTES, NotRead, is_calendar

HOPS = 3
WITHIN = aiohttp.ClientTimeout(total=10, sock_connect=5, sock_read=5)
RESOLVE_WITHIN = 5.0
MOVED = frozenset({301, 302, 303, 307, 308})
WHY = {401: "locked", 403: "locked", 404: "gone", 410: "gone", 429: "busy"}


async def resolve(host: str) -> list[str]:
    """All numbers of a name, as the machine's own resolver tells them."""
    loop = asyncio.get_running_loop()
    infos = await loop.getaddrinfo(host, PORT, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in infos))


@dataclass(frozen=True)
class Network:
    """What stands for the internet. Tests have one of their own on this machine; nothing else may."""

    resolve: Callable[[str], Awaitable[list[str]]] = resolve
    is_open: Callable[[str], bool] = is_open
    port: int = PORT
    trust: ssl.SSLContext | None = None


INTERNET = Network()


class _Pinned(AbstractResolver):
    """Gives the numbers that were looked at, and asks nobody a second time."""

    def __init__(self, numbers: Sequence[str], port: int) -> None:
        self._numbers, self._port = numbers, port

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        return [ResolveResult(hostname=host, host=number, port=self._port, proto=socket.IPPROTO_TCP,
                              family=socket.AF_INET6 if ":" in number else socket.AF_INET,
                              flags=socket.AI_NUMERICHOST) for number in self._numbers]  # fmt: skip

    async def close(self) -> None:
        """Nothing is open."""


async def fetch(address: str, hosts: Sequence[str] | None = None, network: Network = INTERNET) -> bytes:
    """The calendar there. Raises NotRead, which never names the address; each hop of a few is looked at anew."""
    try:
        for _ in range(HOPS + 1):
            address, text = await _one_hop(address, hosts, network)
            if text is not None:
                return text
    except UserError:
        raise NotRead("not_open") from None
    except ssl.SSLError:
        raise NotRead("not_safe") from None
    except aiohttp.ClientSSLError:
        raise NotRead("not_safe") from None
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError):
        raise NotRead("no_answer") from None
    raise NotRead("not_open")


async def _one_hop(address: str, hosts: Sequence[str] | None, network: Network) -> tuple[str, bytes | None]:
    """The text, or where to go instead. Raises UserError for an address that may not be asked."""
    address = read_address(address)
    if not is_among(host_of(address), hosts):
        raise NotRead("not_allowed")
    numbers = await _numbers(host_of(address), network)
    connector = aiohttp.TCPConnector(resolver=_Pinned(numbers, network.port), use_dns_cache=False, force_close=True,
                                     ssl=network.trust or True)  # fmt: skip
    headers = {"Accept": "text/calendar", "Accept-Encoding": "identity", "User-Agent": "Muster"}
    async with (
        aiohttp.ClientSession(connector=connector, timeout=WITHIN, cookie_jar=aiohttp.DummyCookieJar(),
                              auto_decompress=False) as session,
        session.get(URL(address, encoded=True), headers=headers, allow_redirects=False) as answer,
    ):  # fmt: skip
        if answer.status in MOVED:
            return urljoin(address, answer.headers.get("Location", "")), None
        return address, await _text(answer)


async def _numbers(host: str, network: Network) -> list[str]:
    """Every number of that name, if all of them are open: one that is not says that something is wrong."""
    async with asyncio.timeout(RESOLVE_WITHIN):
        try:
            numbers = await network.resolve(host)
        except (socket.gaierror, UnicodeError):
            raise NotRead("no_such_host") from None
    if not numbers:
        raise NotRead("no_such_host")
    if not all(network.is_open(number) for number in numbers):
        raise NotRead("not_open")
    return numbers


async def _text(answer: aiohttp.ClientResponse) -> bytes:
    if answer.status != 200:
        raise NotRead(WHY.get(answer.status, "busy" if answer.status >= 500 else "no_calendar"))
    if answer.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise NotRead("no_calendar")  # a few packed bytes may be gigabytes
    text = bytearray()
    async for piece in answer.content.iter_chunked(64 * 1024):
        text += piece
        if len(text) > MOST_BYTES:
            raise NotRead("too_large")
    if not is_calendar(bytes(text[:64])):
        raise NotRead("no_calendar")
    return bytes(text)
