"""`muster outbox`: the list reads beside a Muster that serves; what writes does so only while nobody else does."""

import asyncio
import json

import pytest

from bot.clock import real_now
from bot.services.messages import outbox
from bot.services.messages.outbox import Letter
from models import Inbox, InboxState, Outbox, OutboxState, Session, Workspace
from models.db import connect, plain_engine
from tests.factories import TEAM, make_person
from tests.typed import Typed

SECRET = "the very secret plan"


@pytest.fixture
def lost(sqlite_url: str) -> str:
    """Three messages given up, one of them without words by now, and one message that could not be worked on."""
    engine = plain_engine(sqlite_url)
    with Session(engine) as session:
        make_person(session)
        for number, reason in enumerate(("is_archived", "missing_scope", "timeout")):
            letter = Letter(f"k{number}", "reply" if number == 2 else "task.told", f"U0{number}",
                            subject={} if number == 2 else {"words": SECRET})  # fmt: skip
            outbox.put(session, TEAM, letter, now=real_now())
            session.flush()
            row = session.get(Outbox, number + 1)
            assert row is not None
            row.state, row.reason, row.dead_at = OutboxState.DEAD, reason, real_now()
        session.add(Inbox(workspace_id=TEAM, key="msg:C0X:1", door="dm", payload={"user": "U0ANN", "text": SECRET},
                          state=InboxState.DEAD, outcome="failed three times", received_at=real_now()))  # fmt: skip
        session.commit()
    engine.dispose()
    return sqlite_url


def states(url: str) -> list[str]:
    engine = plain_engine(url)
    with Session(engine) as session:
        found = [session.get(Outbox, number).state for number in (1, 2, 3)]  # type: ignore[union-attr]
        heard = session.get(Inbox, (TEAM, "msg:C0X:1"))
        assert heard is not None
    engine.dispose()
    return [*found, heard.state]


def test_the_list_says_what_is_lost_and_why_and_not_its_words(typed: Typed, lost: str) -> None:
    said = typed("outbox")
    assert said.exit_code == 0, said.output
    assert [word for word in ("is_archived", "missing_scope", "timeout", "failed three times") if word in said.output]
    assert "3 given up, 0 being looked for, 1 not worked on" in said.stderr
    assert SECRET not in said.output


def test_the_list_reads_beside_a_muster_that_serves(typed: Typed, lost: str) -> None:
    serving = connect(lost)
    try:
        found = json.loads(typed("outbox", "list", "--json").stdout)
        refused = typed("outbox", "drop", "--all")
    finally:
        asyncio.run(serving.close())
    assert [row["id"] for row in found["rows"]][:3] == ["3", "2", "1"]
    assert [row["can_retry"] for row in found["rows"]] == [False, True, True, True]
    assert (refused.exit_code, "stop that one first" in refused.output) == (1, True)
    assert states(lost) == ["dead"] * 4


def test_one_is_retried_and_another_dropped_by_name(typed: Typed, lost: str) -> None:
    heard = json.loads(typed("outbox", "--json").stdout)["rows"][3]["id"]
    assert typed("outbox", "retry", "--id", "1", "--id", heard).exit_code == 0
    assert typed("outbox", "drop", "--id", "2").stdout == "1 dropped.\n"
    assert states(lost) == ["pending", "dropped", "dead", "received"]


def test_all_of_them_at_once(typed: Typed, lost: str) -> None:
    assert typed("outbox", "retry", "--all").stdout.startswith("3 are tried again")
    assert states(lost) == ["pending", "pending", "dead", "received"], "what has no words any more is left"
    assert json.loads(typed("outbox", "drop", "--all", "--json").stdout) == {"done": "drop", "count": 1}


@pytest.mark.parametrize(("words", "code", "told"), [
    (("retry",), 1, "say which"), (("drop", "--id", "1", "--all"), 1, "say which"),
    (("retry", "--id", "99"), 1, "not there, or settled already"), (("retry", "--id", "3"), 1, "only be dropped"),
    (("release",), 1, "nothing is on hold"), (("burn",), 2, "burn"), (("list", "--workspace", "T0NO"), 1, "choose one"),
])  # fmt: skip
def test_what_cannot_be_done_is_one_line(typed: Typed, lost: str, words: tuple[str, ...], code: int, told: str) -> None:
    said = typed("outbox", *words)
    assert (said.exit_code, told in said.output) == (code, True), said.output
    assert states(lost) == ["dead"] * 4


def test_a_hold_ends_here_too(typed: Typed, lost: str) -> None:
    engine = plain_engine(lost)
    with Session(engine) as session:
        workspace = session.get(Workspace, TEAM)
        assert workspace is not None
        workspace.on_hold = True
        session.commit()
        assert "On hold since a restore" in typed("outbox").output
        assert typed("outbox", "release").exit_code == 0
        session.refresh(workspace)
        assert not workspace.on_hold
    engine.dispose()
