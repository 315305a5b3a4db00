"""A connection that breaks during a commit: what is said of it afterwards is true."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import pytest
from sqlalchemy.engine import make_url

from bot import turn as turns
from bot.answers import Answer, Nothing, NotSaved
from bot.heard import Door, Gesture, Heard
from bot.turn import turn
from models import Session
from models.db import Database, connect
from models.queries import deliveries
from tests.factories import NOW, TEAM, make_workspace
from tests.services.test_inbox import put_letter

COMMIT = b"COMMIT"


@dataclass
class Cable:
    """Between us and PostgreSQL. `breaks` is when the next commit passes: before it, or before its answer."""

    to: tuple[str, int]
    breaks: str = ""
    stays_down: bool = False
    listening: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))
    ends: list[socket.socket] = field(default_factory=list)

    def serve(self) -> None:
        with suppress(OSError):
            while True:
                ours, _ = self.listening.accept()
                self.ends.append(ours)
                if self.stays_down:
                    ours.shutdown(socket.SHUT_RDWR)
                    continue
                theirs = socket.create_connection(self.to)
                self.ends.append(theirs)
                for one, other in ((ours, theirs), (theirs, ours)):
                    threading.Thread(target=self._pass_on, args=(one, other, one is ours), daemon=True).start()

    def _pass_on(self, source: socket.socket, sink: socket.socket, is_ours: bool) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if is_ours and COMMIT in data and self.breaks:
                    self._break(source, sink, data)
                sink.sendall(data)
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _break(self, ours: socket.socket, server: socket.socket, data: bytes) -> None:
        ours.shutdown(socket.SHUT_RDWR)  # no answer comes back from now on
        if self.breaks == "before the answer":
            server.sendall(data)
        self.breaks = ""
        raise OSError


@contextmanager
def a_cable(url: str) -> Iterator[tuple[Cable, Database]]:
    address = make_url(url)
    cable = Cable((str(address.host), int(address.port or 5432)))
    threading.Thread(target=cable.serve, daemon=True).start()
    through = address.set(host="127.0.0.1", port=cable.listening.getsockname()[1])
    try:
        yield cable, connect(through.render_as_string(hide_password=False))
    finally:
        with suppress(OSError):
            cable.listening.shutdown(socket.SHUT_RDWR)  # who waits there wakes up
        for end in (cable.listening, *cable.ends):
            end.close()


def heard() -> Heard:
    return Heard(TEAM, "U0ANN", Door.SLASH, "add", Gesture("command:1"), words="call the bank")


def do(session: Session) -> Answer:
    put_letter(session, "effect")
    return Nothing()


@pytest.mark.parametrize(("breaks", "there"), [("before the answer", True), ("before the commit", False)])
async def test_whether_it_was_kept_is_looked_up(postgres_url: str, breaks: str, there: bool) -> None:
    with a_cable(postgres_url) as (cable, database):
        await database.submit(make_workspace)
        cable.breaks = breaks
        answer = await turn(database, heard(), do, now=NOW)
        kept = await database.read(lambda session: deliveries.outbox_by_key(session, TEAM, "effect"))
        await database.close()
    assert (kept is not None) is there
    assert answer == (Nothing() if there else NotSaved("call the bank"))


async def test_where_nobody_can_tell_that_is_said(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "FOUND_OUT_WITHIN", 0.5)
    with a_cable(postgres_url) as (cable, database):
        await database.submit(make_workspace)
        cable.breaks, cable.stays_down = "before the answer", True
        answer = await turn(database, heard(), do, now=NOW)
        await database.close()
    assert answer == NotSaved("call the bank", is_sure=False)
