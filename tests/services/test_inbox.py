"""What was heard has one effect on both databases: twins, repeats, refusals, surprises, rows that kill."""

import asyncio
from datetime import timedelta
from itertools import count
from time import sleep
from typing import Any

import pytest
from sqlmodel import update

from bot.answers import Answer, Broken, Nothing, Refused, Repeated
from bot.errors import UserError
from bot.heard import Door, Gesture, Heard
from bot.rules.troubles import Cause
from bot.services.messages import inbox, outbox
from bot.services.messages.outbox import Letter
from bot.turn import turn
from models import Alarm, Inbox, InboxState, Outbox, Session
from models.db import connect
from models.queries import deliveries, housekeeping
from tests.factories import NOW, TEAM, make_person, make_workspace
from tests.statements import counted

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


def test_a_row_that_kills_thrice_while_alone_is_set_aside_and_others_go_on(session: Session):
    receive(session)
    receive(session, "message:C1:2.2", None)
    tries = [inbox.attempt(session, TEAM, "message:C1:1.1", NOW) is not None for _ in range(7)]
    assert tries == [True] * 2 + [True] * 3 + [False] * 2, "two among others, three alone"
    session.flush()
    dead = session.get(Inbox, (TEAM, "message:C1:1.1"))
    assert dead is not None
    assert (dead.state, dead.outcome, dead.done_at) == (InboxState.DEAD, "crashed five times", NOW)
    assert [row.key for row in deliveries.list_received(session, 10)] == ["message:C1:2.2"]


def test_a_row_that_fails_rests_longer_each_time_and_is_told_of_once_when_it_is_set_aside(session: Session):
    receive(session)
    pauses, told = [], []
    for _ in range(4):
        inbox.attempt(session, TEAM, "message:C1:1.1", NOW)
        pauses.append(inbox.failed(session, TEAM, "message:C1:1.1", NOW, lambda _, row: told.append(row.outcome)))
    assert pauses == [5.0, 60.0, None, None]
    assert told == ["failed three times"]


def test_deaths_that_a_row_stood_beside_do_not_count_as_failures_of_its_own(session: Session):
    row = received(session)
    for _ in range(inbox.SUSPECT):
        inbox.attempt(session, TEAM, row.key, NOW)
    pauses = []
    for _ in range(inbox.FAILURES):
        assert inbox.attempt(session, TEAM, row.key, NOW) is row, "and failures are no deaths"
        pauses.append(inbox.failed(session, TEAM, row.key, NOW))
    assert (pauses, row.attempts, row.failures) == ([5.0, 60.0, None], inbox.SUSPECT, 3)


def test_who_listed_a_row_before_it_failed_elsewhere_does_not_try_it_at_once(session: Session):
    row = received(session)
    seen = inbox.tries(row)
    inbox.attempt(session, TEAM, row.key, NOW, seen=seen)
    inbox.failed(session, TEAM, row.key, NOW)
    assert (row.attempts, inbox.tries(row)) == (0, 1)
    assert inbox.attempt(session, TEAM, row.key, NOW, seen=seen) is None


def test_a_row_that_kills_is_told_of_when_it_is_set_aside(session: Session):
    receive(session)
    told: list[tuple[Session, str]] = []
    for _ in range(7):
        inbox.attempt(session, TEAM, "message:C1:1.1", NOW, lambda turn, row: told.append((turn, row.outcome)))
    assert told == [(session, "crashed five times")], "in the turn that sets it aside"


@pytest.mark.parametrize("news", [{"text": "buy milk now", "edited": "6.1"}, {"text": "buy milk", "edited": "4.1"}])
def test_what_was_taken_back_stays_so_whatever_was_edited(session: Session, news: dict[str, str]):
    receive(session)
    inbox.overtake(session, TEAM, "message:C1:1.1", {"edited": "5.1"})
    inbox.overtake(session, TEAM, "message:C1:1.1", {"gone": True})
    inbox.overtake(session, TEAM, "message:C1:1.1", news)
    row = session.get(Inbox, (TEAM, "message:C1:1.1"))
    assert row is not None
    assert row.payload["gone"] is True


@pytest.mark.parametrize(
    ("kept", "news", "is_taken"),
    [
        ({}, {"text": "b", "edited": "0.5"}, True),
        ({"edited": "5.1"}, {"text": "b", "edited": "5.1"}, True),
        ({"edited": "5.1"}, {"text": "b", "edited": "6"}, True),
        ({"edited": "5.1"}, {"text": "b", "edited": "5"}, False),
        ({"edited": "0.5"}, {"text": "b"}, False),
        ({"edited": "5.1"}, {"text": "b", "gone": True}, True),
        ({"edited": ""}, {"text": "b", "edited": ""}, True),
    ],
)
def test_what_still_waits_reads_as_it_was_last_edited(
    session: Session, kept: dict[str, Any], news: dict[str, Any], is_taken: bool
):
    row = received(session)
    row.payload = payload = {"channel": "C1", "text": "a", **kept}
    inbox.overtake(session, TEAM, row.key, news)
    session.refresh(row)
    assert row.payload == (payload | news if is_taken else payload)


def test_news_of_what_was_never_heard_or_is_done_change_nothing_and_no_news_ask_nothing(session: Session):
    row = received(session)
    inbox.finish(session, row, "Created", NOW)
    for key, team in ((row.key, TEAM), ("message:C1:9.9", TEAM), (row.key, "T0OTHER")):
        inbox.overtake(session, team, key, {"text": "b"})
    assert row.payload == {}
    with counted(session) as statements:
        inbox.overtake(session, TEAM, row.key, {})
        inbox.overtake(session, TEAM, "", {"text": "b"})
    assert statements == []


def received(session: Session) -> Inbox:
    receive(session)
    row = session.get(Inbox, (TEAM, "message:C1:1.1"))
    assert row is not None
    return row


def test_all_that_was_heard_is_kept(session: Session):
    heard_first = received(session).model_dump()
    begun = inbox.begin(session, TEAM, Gesture("message:C1:2.2", "client:2"), Door.SLASH, NOW)
    assert begun is not None
    inbox.finish(session, begun, "Created", NOW)
    done = session.get(Inbox, (TEAM, "message:C1:2.2"))
    assert done is not None
    plain = {"workspace_id": TEAM, "state": "received", "outcome": "", "attempts": 0, "failures": 0,
             "done_at": None}  # fmt: skip
    assert heard_first == plain | {"key": "message:C1:1.1", "twin": "client:1", "door": Door.DM, "received_at": NOW,
                                   "payload": {"channel": "C1", "text": "hello"}}  # fmt: skip
    assert done.model_dump() == plain | {"key": "message:C1:2.2", "twin": "client:2", "door": Door.SLASH,
                                         "received_at": NOW, "payload": {}, "state": "done", "outcome": "Created",
                                         "done_at": NOW}  # fmt: skip


@pytest.mark.parametrize("left", [InboxState.DONE, InboxState.DEAD])
def test_what_another_process_finished_meanwhile_is_let_be(session: Session, left: InboxState):
    """Each of them waits for whoever is at work on the row, and goes by what they left, not by what it read before."""
    row = received(session)
    key = row.key
    session.execute(update(Inbox).values(state=left, attempts=2).execution_options(synchronize_session=False))
    assert row.state == InboxState.RECEIVED, "as we know it"
    assert inbox.begin(session, TEAM, Gesture(key), Door.DM, NOW) is None
    told: list[Inbox] = []
    for act in (
        lambda: inbox.attempt(session, TEAM, key, NOW, lambda _, row: told.append(row)),
        lambda: inbox.failed(session, TEAM, key, NOW, lambda _, row: told.append(row)),
        lambda: inbox.not_tried(session, TEAM, key),
        lambda: inbox.overtake(session, TEAM, key, {"text": "b"}),
    ):
        row.state, row.attempts = InboxState.RECEIVED, 0  # as it was read before
        session.flush()
        session.execute(update(Inbox).values(state=left, attempts=2).execution_options(synchronize_session=False))
        assert act() is None
        assert (row.state, row.attempts, row.payload["text"], told) == (left, 2, "hello", [])


def test_of_many_processes_that_list_a_row_at_once_one_tries_it(session: Session):
    """As they do when the database is back: nobody died, and nothing is set aside for it."""
    row = received(session)
    row.attempts = 1  # one was at work on it when the database went, and could not take that back
    tries = [inbox.attempt(session, TEAM, row.key, NOW, seen=1) for _ in range(5)]
    assert (tries, row.state, row.attempts) == ([row, *[None] * 4], InboxState.RECEIVED, 2)
    assert inbox.attempt(session, TEAM, row.key, NOW, seen=2) is row, "who looks again later may"


def test_a_row_that_is_not_there_is_neither_tried_nor_failed(session: Session):
    assert inbox.attempt(session, TEAM, "message:C1:1.1", NOW) is None
    assert inbox.failed(session, TEAM, "message:C1:1.1", NOW) is None
    inbox.not_tried(session, TEAM, "message:C1:1.1")


def test_a_try_without_a_database_is_no_try(session: Session):
    row = received(session)
    for _ in range(10):
        assert inbox.attempt(session, TEAM, row.key, NOW) is row
        inbox.not_tried(session, TEAM, row.key)
    inbox.not_tried(session, TEAM, row.key)
    assert row.attempts == 0, "never less than none"
    assert inbox.failed(session, TEAM, row.key, NOW) == 5.0
    row.attempts = 2
    inbox.not_tried(session, TEAM, row.key)
    assert row.attempts == 1, "those before were tries"


@pytest.mark.parametrize("told", [True, False])
def test_admins_hear_when_a_row_is_set_aside_and_may_have_it_worked_on_as_new(session: Session, told: bool):
    make_person(session, "U0ADMIN", is_admin=True)
    row = received(session)
    row.failures, later = inbox.FAILURES - 1, NOW + timedelta(hours=1)
    assert inbox.failed(session, TEAM, row.key, NOW) is None
    assert (row.state, row.done_at, row.payload["text"]) == (InboxState.DEAD, NOW, "hello")
    alarm = session.get(Alarm, (TEAM, Cause.SET_ASIDE))
    assert alarm is not None
    assert alarm.since_at == NOW
    if told:
        put_letter(session, f"reply:{row.key}")
    inbox.again(session, row, later)
    session.flush()
    assert (row.state, inbox.tries(row), row.outcome, row.done_at) == (InboxState.RECEIVED, 0, "", None)
    assert deliveries.outbox_by_key(session, TEAM, f"reply:{row.key}") is None, "there is room for the answer"
    before = deliveries.outbox_by_key(session, TEAM, f"reply:{row.key}:{later.isoformat()}")
    assert (before is not None) is told


def test_what_an_admin_drops_is_done_and_says_so(session: Session):
    row = received(session)
    inbox.drop(session, row, NOW)
    assert (row.state, row.outcome, row.done_at, row.payload) == (InboxState.DONE, "dropped by an admin", NOW, {})


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
