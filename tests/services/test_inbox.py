"""What was heard has one effect on both databases: twins, repeats, refusals, surprises, rows that kill."""

import asyncio
from datetime import timedelta
from itertools import count
from time import sleep
from typing import Any

import pytest

from bot.answers import Answer, Broken, Nothing, Refused, Repeated
from bot.errors import UserError
from bot.heard import Door, Gesture, Heard
from bot.services.messages import inbox, outbox
from bot.services.messages.outbox import Letter
from bot.turn import turn
from models import Inbox, InboxState, Outbox, Session
from models.db import connect
from models.queries import deliveries, housekeeping
from tests.factories import NOW, TEAM, make_workspace

CLICK = Gesture("action:1", "client:1")


def receive(session: Session, key: str = "message:C1:1.1", twin: str | None = "client:1") -> bool:
    return inbox.receive(session, TEAM, Gesture(key, twin), Door.DM, {"channel": "C1", "text": "hello"}, NOW)


@pytest.mark.parametrize(
    ("key", "twin", "is_new"),
    [
        ("message:C1:1.1", "client:1", False),
        ("message:C1:1.1", None, False),
        ("message:C1:2.2", "client:1", False),
        ("message:C1:2.2", "client:2", True),
        ("message:C1:2.2", None, True),
    ],
)
def test_an_event_is_kept_once_by_either_of_its_names(session: Session, key: str, twin: str | None, is_new: bool):
    assert receive(session)
    assert receive(session, key, twin) is is_new


def test_another_workspace_may_use_the_same_names(session: Session):
    assert receive(session)
    assert inbox.receive(session, "T0OTHER", Gesture("message:C1:1.1", "client:1"), Door.DM, {}, NOW)


def test_a_received_row_is_begun_until_it_is_done(session: Session):
    receive(session)
    row = inbox.begin(session, TEAM, Gesture("message:C1:1.1"), Door.DM, NOW)
    assert row is not None
    assert inbox.begin(session, TEAM, Gesture("another", "client:1"), Door.DM, NOW) is row
    inbox.finish(session, row, "Created", NOW)
    session.flush()
    assert inbox.begin(session, TEAM, Gesture("message:C1:1.1"), Door.DM, NOW) is None
    assert (row.state, row.outcome, row.payload, row.done_at) == (InboxState.DONE, "Created", {}, NOW)


def test_a_row_that_kills_three_times_is_set_aside_and_others_go_on(session: Session):
    receive(session)
    receive(session, "message:C1:2.2", None)
    tries = [inbox.attempt(session, TEAM, "message:C1:1.1", NOW) is not None for _ in range(5)]
    assert tries == [True, True, True, False, False]
    session.flush()
    dead = session.get(Inbox, (TEAM, "message:C1:1.1"))
    assert dead is not None
    assert (dead.state, dead.outcome) == (InboxState.DEAD, "crashed three times")
    assert [row.key for row in deliveries.list_received(session, 10)] == ["message:C1:2.2"]


def test_a_row_that_fails_rests_longer_each_time_and_is_told_of_once_when_it_is_set_aside(session: Session):
    receive(session)
    pauses, told = [], []
    for _ in range(4):
        inbox.attempt(session, TEAM, "message:C1:1.1", NOW)
        pauses.append(inbox.failed(session, TEAM, "message:C1:1.1", NOW, lambda _, row: told.append(row.outcome)))
    assert pauses == [5.0, 60.0, None, None]
    assert told == ["failed three times"]


def test_a_row_that_kills_is_told_of_when_it_is_set_aside(session: Session):
    receive(session)
    told: list[str] = []
    for _ in range(5):
        inbox.attempt(session, TEAM, "message:C1:1.1", NOW, lambda _, row: told.append(row.outcome))
    assert told == ["crashed three times"]


@pytest.mark.parametrize("news", [{"text": "buy milk now", "edited": "6.1"}, {"text": "buy milk", "edited": "4.1"}])
def test_what_was_taken_back_stays_so_whatever_was_edited(session: Session, news: dict[str, str]):
    receive(session)
    inbox.overtake(session, TEAM, "message:C1:1.1", {"edited": "5.1"})
    inbox.overtake(session, TEAM, "message:C1:1.1", {"gone": True})
    inbox.overtake(session, TEAM, "message:C1:1.1", news)
    row = session.get(Inbox, (TEAM, "message:C1:1.1"))
    assert row is not None
    assert row.payload["gone"] is True


def test_a_try_without_a_database_is_no_try(session: Session):
    receive(session)
    for _ in range(10):
        assert inbox.attempt(session, TEAM, "message:C1:1.1", NOW)
        inbox.not_tried(session, TEAM, "message:C1:1.1")


def test_what_waits_is_listed_oldest_first_and_by_name_where_names_are_given(session: Session):
    for number in range(4):
        inbox.receive(session, TEAM, Gesture(f"m{number}"), Door.DM, {}, NOW - timedelta(seconds=number))
    assert [row.key for row in deliveries.list_received(session, 3)] == ["m3", "m2", "m1"]
    assert [row.key for row in deliveries.list_received(session, 9, {"m0", "m2", "gone"})] == ["m2", "m0"]


@pytest.mark.parametrize(
    ("days", "state", "is_kept"), [(29, "done", True), (31, "done", False), (31, "received", True)]
)
def test_names_are_forgotten_when_nothing_can_repeat_them(session: Session, days: int, state: str, is_kept: bool):
    receive(session)
    row = session.get(Inbox, (TEAM, "message:C1:1.1"))
    assert row is not None
    if state == "done":
        inbox.finish(session, row, "Created", NOW)
    session.flush()
    housekeeping.delete_heard(session, NOW + timedelta(days=days) - inbox.KEEP_KEYS)
    session.expire_all()
    assert (session.get(Inbox, (TEAM, "message:C1:1.1")) is not None) is is_kept


def heard(gesture: Gesture = CLICK) -> Heard:
    return Heard(workspace_id=TEAM, person_id="U0ANN", door=Door.DM, text="done 1", gesture=gesture, channel_id="D1")


def put_letter(session: Session, key: str) -> None:
    outbox.put(session, TEAM, Letter(key=key, kind="reply", to="U0ANN"), now=NOW)


def say(session: Session, answer: Answer) -> None:
    put_letter(session, f"told:{type(answer).__name__}")


def refuse(session: Session) -> Answer:
    put_letter(session, "effect")
    raise UserError("no_such_task")


def surprise(session: Session) -> Answer:
    put_letter(session, "effect")
    raise RuntimeError("nobody thought of this")


def do(session: Session) -> Answer:
    put_letter(session, "effect")
    return Nothing()


@pytest.mark.parametrize(
    ("work", "answer", "left"),
    [
        (do, Nothing, {"effect", "told:Nothing"}),
        (refuse, Refused, {"told:Refused"}),
        (surprise, Broken, {"told:Broken"}),
    ],
)
async def test_a_gesture_has_one_effect_and_one_answer_however_it_ends(
    database_url: str, work: Any, answer: type[Answer], left: set[str]
):
    database = connect(database_url)
    try:
        await database.submit(make_workspace)
        first = await turn(database, heard(), work, now=NOW, say=say)
        again = await turn(database, heard(), work, now=NOW, say=say)
        twin = await turn(database, heard(Gesture("event:7", "client:1")), work, now=NOW, say=say)
        rows = await database.read(lambda session: {row.key for row in _all(session)})
        row = await database.read(lambda session: session.get(Inbox, (TEAM, "action:1")))
    finally:
        await database.close()
    assert isinstance(first, answer)
    assert [type(repeat) for repeat in (again, twin)] == [Repeated, Repeated]
    assert rows == left
    assert row is not None
    assert (row.state, row.outcome) == (InboxState.DONE, answer.__name__)


def _all(session: Session) -> list[Outbox]:
    keys = ("effect", "told:Nothing", "told:Refused", "told:Broken")
    return [row for key in keys if (row := deliveries.outbox_by_key(session, TEAM, key))]


async def test_two_who_work_on_one_event_at_once_do_it_once(database_url: str):
    """Two processes on one database: nothing in the effect itself would keep the second from being written."""
    databases = [connect(database_url, serving=False) for _ in range(2)]
    effects = count()

    def work(session: Session) -> Answer:
        sleep(0.05)
        put_letter(session, f"effect:{next(effects)}")
        return Nothing()

    try:
        await databases[0].submit(make_workspace)
        await databases[0].submit(receive)
        event = heard(Gesture("message:C1:1.1", "client:1"))
        answers = await asyncio.gather(*(turn(database, event, work, now=NOW) for database in databases * 3))
        left = await databases[0].read(lambda session: deliveries.backlog(session, NOW))
    finally:
        for database in databases:
            await database.close()
    assert sorted(type(answer).__name__ for answer in answers) == ["Nothing"] + ["Repeated"] * 5
    assert (left["outbox_pending"], left["inbox_received"]) == (1, 0)
