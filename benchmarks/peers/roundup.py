"""Roundup, an issue tracker: its classic template on SQLite, asked over REST, as its documents serve it by WSGI."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from pathlib import Path

from benchmarks.adding import Taken
from benchmarks.peers import asking, wire
from benchmarks.peers.peer import Peer, read_back
from benchmarks.servers.processes import Server, SpoiledError, cores, started
from tests.ports import free_port

KEEPS = "SQLite, write-ahead log, synchronous=FULL; passwords by 1,000 rounds instead of 250,000"
# It checks the password with every request. 250,000 rounds would be nearly all that is measured.
ROUNDS = ("password_pbkdf2_default_rounds = 250000", "password_pbkdf2_default_rounds = 1000")
SERVES = """
import sys
from roundup.cgi.wsgi_handler import RequestDispatcher
from waitress import serve
serve(RequestDispatcher(sys.argv[1]), host="127.0.0.1", port=int(sys.argv[2]), threads=8)
"""


@contextmanager
def running(folder: Path, python: Path, version: str) -> Iterator[Peer]:
    port, home = free_port(), folder / "roundup"
    _set_up(home, python.with_name("roundup-admin"), port)
    arguments, env = ["-c", SERVES, str(home), str(port)], {"PYTHONPATH": ""}
    with started(arguments, port, "", env=env, folder=folder, on=cores()[0], python=python) as server:
        yield Peer(f"Roundup {version}", KEEPS, partial(_make, server))


def _set_up(home: Path, admin: Path, port: int) -> None:
    said = f"admin_email=admin@tracker.invalid,mail_domain=tracker.invalid,tracker_web=http://127.0.0.1:{port}/"
    _admin(admin, home, "install", "classic", "sqlite", said)
    config = home / "config.ini"
    lowered = config.read_text("utf-8").replace(*ROUNDS)
    if ROUNDS[1] not in lowered:
        raise SpoiledError("Roundup's rounds for passwords stand elsewhere now")
    config.write_text(lowered, "utf-8")
    _admin(admin, home, "initialise", wire.PASSWORD)


def _admin(admin: Path, home: Path, *words: str) -> None:
    done = subprocess.run(  # noqa: S603 - our own words
        [admin, "-i", home, *words], cwd=home.parent, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        check=False, timeout=60,
    )  # fmt: skip
    if done.returncode:
        raise SpoiledError(f"roundup-admin {words[0]}: {done.stdout[-1000:]}{done.stderr[-1000:]}")


def _make(server: Server, at_once: int, seconds: float) -> Taken:
    return read_back("Roundup", partial(_count, server.port),
                     partial(asking.run, "roundup", server, wire.ISSUES, at_once, seconds))  # fmt: skip


def _count(port: int) -> int:
    said = asking.once(port, "GET", f"{wire.ISSUES}?@page_size=1", wire.roundup_headers(port), HTTPStatus.OK)
    return int(json.loads(said)["data"]["@total_size"])
