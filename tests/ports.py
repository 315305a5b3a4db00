"""Ports for servers of the tests: free, outside of what the kernel gives to outgoing calls, and ours until we end."""

import random
import socket
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

HOST = "127.0.0.1"
LOWEST, LINUX, HIGHEST = 20_000, 32_768, 65_535
ENOUGH = 1_000


def outgoing() -> range:
    """What this kernel gives to outgoing calls."""
    said = Path("/proc/sys/net/ipv4/ip_local_port_range")
    first, last = said.read_text().split() if said.exists() else (LINUX, HIGHEST)
    return range(int(first), int(last) + 1)


def outside(taken: range) -> range:
    """Ports that no outgoing call is ever given; where calls may take nearly all, the usual ones must do."""
    below, above = range(LOWEST, min(taken.start, LINUX)), range(max(taken.stop, LOWEST), HIGHEST + 1)
    return next((ports for ports in (below, above) if len(ports) >= ENOUGH), range(LOWEST, LINUX))


def _from_anywhere_on() -> Iterator[int]:
    """All of them, from one of them on: two runs at once seldom knock at the same door."""
    ports = outside(outgoing())
    begin = random.randrange(len(ports))
    return chain(ports[begin:], ports[:begin])


_candidates = _from_anywhere_on()


def free_port() -> int:
    """A port nobody listens at, and which no other process that asks here is given while this one lives."""
    return next(port for port in _candidates if keep(port))


def keep(port: int) -> bool:
    """Mark a free port as taken, by a socket for datagrams, which the kernel closes when this process ends."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as mark, socket.socket() as probe:
        try:
            mark.bind((HOST, port))
            probe.bind((HOST, port))
        except OSError:
            return False
        mark.detach()
        return True
