"""Radicale, a CalDAV server: a list of its own for every run, since what it takes grows with the list."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from pathlib import Path
from secrets import token_hex

from benchmarks.adding import Taken
from benchmarks.peers import asking, wire
from benchmarks.peers.peer import Peer, read_back
from benchmarks.servers.processes import Server, cores, started
from tests.ports import free_port

KEEPS = "a file for each, fsync of it and of its folders; passwords are not checked"
CONFIG = """
[auth]
type = none
[storage]
filesystem_folder = {kept}
[logging]
level = warning
"""
# It gives an empty answer no length. Without one the connection would be closed after each.
SERVES = """
import sys
from radicale import application
from waitress import serve
serve(lambda *asked: application(*asked) or [b""], host="127.0.0.1", port=int(sys.argv[1]), threads=8)
"""


@contextmanager
def running(folder: Path, python: Path, version: str) -> Iterator[Peer]:
    port, config = free_port(), folder / "radicale.ini"
    config.write_text(CONFIG.format(kept=folder / "radicale"), "utf-8")
    env = {"PYTHONPATH": "", "RADICALE_CONFIG": str(config)}
    arguments = ["-c", SERVES, str(port)]
    with started(arguments, port, "", env=env, folder=folder, on=cores()[0], python=python) as server:
        yield Peer(f"Radicale {version}", KEEPS, partial(_make, server))


def _make(server: Server, at_once: int, seconds: float) -> Taken:
    collection = f"/{wire.USER}/{token_hex(6)}/"
    asking.once(server.port, "MKCALENDAR", collection, wire.RADICALE_HEADERS, HTTPStatus.CREATED)
    return read_back("Radicale", partial(_count, server.port, collection),
                     partial(asking.run, "radicale", server, collection, at_once, seconds))  # fmt: skip


def _count(port: int, collection: str) -> int:
    return asking.once(port, "GET", collection, wire.RADICALE_HEADERS, HTTPStatus.OK).count(b"BEGIN:VTODO")
