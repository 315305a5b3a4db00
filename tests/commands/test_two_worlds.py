"""A world, and the same world with one task more that nobody here may see: whatever they are shown is byte for byte
the same."""

import json
import os
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from bot import commands
from bot.answers import Form, Reader
from bot.errors import UserError
from bot.heard import Door, Gesture, Heard
from bot.locales import words
from bot.notices import Dropped, Export, TaskCard
from bot.render import exports, slack
from bot.render.refusals import WORDS
from bot.services.finding import exporting
from bot.services.messages import notices
from bot.services.priority import days
from bot.services.work import tasks
from bot.services.work.tasks import People, Source
from models import Case, Dependency, Outbox, Person, Role, RoleKind, Session, State, Task, TaskFields, Team
from models.queries.listing import Filter
from tests.commands.walking import taken_back
from tests.factories import NOW, TEAM, acting, make_channel, make_person, make_task, make_workspace

OPEN, CLOSED, DIRECT = "C0LAUNCH", "C0SECRET", "D0TOM"
EVERYBODY = ("U0ANN", "U0LEAD", "U0ADMIN", "U0GUEST", "U0OUTSIDE", "U0BOSS")
VIEWERS = EVERYBODY if "MUSTER_EXAMPLES" in os.environ else ("U0LEAD", "U0ADMIN", "U0GUEST")
SECRET = 7  # its number: what is made last
LINES = (
    "", "list", "list all", "list all page 2", "list all late", "list all blocked", "list all sort:due",
    "list all sort:-updated", "list all #launch", "list all +spring", "list @tom", "list by:@tom",
    "list all status:done",
    "list all status:review", "list all is:repeating", "list all is:private", "list all has:parts", "list all is:part",
    "list all has:comments", "list all has:evidence", "list all reviewer:@tom", "list all created:today",
    "list all due:week", "list all in:#launch", f"list all <#{CLOSED}>", "list all priority:1", "list given",
    "list all is:unacknowledged", "list all closed:any", "find deck", "find 报价单", "find launch status:done",
    "find deck owner:@tom",
    "cases", "cases deck", "cases launch", "suggest", "order", "undo", "help", "show 1", "show 2", "show 3",
    "show 4", "show 5",
    "history 1", "history 2", "history 3", "history 4", "due #2 2026-04-01", "due #4 2026-04-01", "done 1", "cancel 1",
    "after #1 none", "start #4", "split #1 a; b", "merge #2 #3", "the deck is done", "发出报价单了",
    "is the deck late?",
    "delete #2", "send the deck", "send the deck to the printer", "done", "cancel everything",
)  # fmt: skip
IN_CHANNEL = ("/digest preview", "/standup preview", "/standup report", "/digest", "/standup", "list here")
OF_ADMINS = ("/muster rules", "/muster rules try due_soon:5 departments:1", "/muster rules apply due_soon:5",
    "/muster setup",
             "/muster person @tom", "/muster directory")  # fmt: skip
# the same question of the task that is there and of one that is not
OF_A_NUMBER = (
    "show {n}", "history {n}", "done {n}", "cancel {n}", "start {n}", "assign #{n} <@U0ANN>", "due #{n} 2026-04-01",
    "block #1 on #{n}", "after #1 #{n}", "after #{n} #1", "part #1 of #{n}", "part #{n} of #1", "merge #1 #{n}",
    "merge #{n} #1", "note #{n} hello", "priority #{n} 1", "accept #{n}", "return #{n} no",
    "evidence #{n} https://a.example",
    "split #{n} a; b", "snooze #{n} 2h", "skip #{n}", "first #{n}", "order #1 #{n}", "closing #{n}", "archive #{n}",
    "reviewers #{n} <@U0ANN>", "roles #{n}", "edit #{n}", "rename #{n} to x", "label #{n} #x",
    "repeat #{n} every Tuesday",
    "describe #{n}", "spent #{n} 2h", "progress #{n} 50%", "unblock #{n}", "reopen #{n}", "submit #{n}", "ack #{n}",
    "decline #{n} away", "write a note ^{n}", "write a note after #{n}", "done #1 #{n}", "show 1, {n}", "delete #{n}",
    "remind #{n} tomorrow",
)  # fmt: skip


def a_world(session: Session) -> None:
    """A team whose work is open to all, with a bit of everything: parts, order, lateness, a review, an end."""
    make_workspace(session, leads=["U0LEAD"], next_number=1)
    people = {one: make_person(session, one, name=one[2:].lower(), is_admin=one == "U0ADMIN", is_guest=one == "U0GUEST",
                               is_stranger=one == "U0OUTSIDE")
              for one in (*EVERYBODY, "U0TOM", "U0EVE")}  # fmt: skip
    inside = (*people,)
    channel = make_channel(session, OPEN, name="launch", members=inside)
    make_channel(session, CLOSED, kind="private", name="launch-secret", members=("U0TOM", "U0EVE"))
    make_channel(session, DIRECT, kind="im")
    session.add(Team(workspace_id=TEAM, channel_id=OPEN, leads=["U0LEAD"], created_at=NOW))
    session.add(Team(workspace_id=TEAM, channel_id=CLOSED, leads=["U0TOM", "U0LEAD"], created_at=NOW))
    ann, tom = people["U0ANN"], people["U0TOM"]
    tom.manager_id = "U0BOSS"
    session.add(tom)
    plan: list[dict[str, Any]] = [
        {"title": "Launch the deck", "labels": ["launch"], "project": "spring", "due_on": date(2026, 3, 20)},
        {"title": "Send the deck", "labels": ["launch"], "due_on": date(2026, 3, 12), "parent_number": 1},
        {"title": "把报价单发给客户", "labels": ["launch"], "due_on": date(2026, 3, 6), "priority": 1,
         "parent_number": 1},
        {"title": "Print the deck", "start_on": date(2026, 3, 13), "due_on": date(2026, 3, 16)},
        {"title": "Book the launch room"}, {"title": "Close the old launch", "labels": ["launch"]},
    ]  # fmt: skip
    made = [
        make_task(session, tom if n == 4 else ann, creator=ann, channel=channel, **fields)
        for n, fields in enumerate(plan)
    ]
    session.add(Dependency(workspace_id=TEAM, number=4, after_number=2))
    session.add(Role(workspace_id=TEAM, number=4, person_id="U0TOM", kind=RoleKind.REVIEWER))
    made[5].state, made[5].closed_at = State.DONE, NOW
    session.add(made[5])
    session.add(Case(workspace_id=TEAM, number=6, by_id=ann.id, at=NOW, lesson="begin sooner", tags=["launch"]))
    for form, values in (("form:standup", STANDUP), ("form:digest", {"days": ["1"], "at": "17:00"})):
        ask(session, "U0LEAD", form=form, values=values, meta={"channel": OPEN})
    session.flush()


STANDUP = {"days": ["1", "2", "3", "4", "5"], "at": "09:30", "window": "150", "remind": "30", "zone_mode": "own",
           "members": ["U0ANN", "U0TOM", "U0LEAD"]}  # fmt: skip
Secret = Callable[[Session, Task], None]


def in_state(state: State, **more: Any) -> Secret:
    def put(session: Session, task: Task) -> None:
        for name, value in ({"state": state} | more).items():
            setattr(task, name, value)
        session.add(task)

    return put


def between_public_ones(session: Session, task: Task) -> None:
    session.add(Dependency(workspace_id=TEAM, number=task.number, after_number=2))
    session.add(Dependency(workspace_id=TEAM, number=4, after_number=task.number))


def closed_with_a_case(session: Session, task: Task) -> None:
    in_state(State.DONE, closed_at=NOW)(session, task)
    session.add(Case(workspace_id=TEAM, number=task.number, by_id="U0TOM", at=NOW, lesson="deck late", tags=["launch"]))


def blocked(session: Session, task: Task) -> None:
    in_state(State.DOING, blocked_at=NOW, blocked_reason="deck", blocked_by_number=2)(session, task)


def discussed(session: Session, task: Task) -> None:
    tom = session.get_one(Person, (TEAM, "U0TOM"))
    tasks.note(session, acting(session, tom), task, "the launch deck")


SECRETS: dict[str, tuple[str, dict[str, Any], Secret]] = {
    "late, in a closed channel": (CLOSED, {"due_on": date(2026, 3, 2)}, in_state(State.DOING)),
    "in a direct message": (DIRECT, {"due_on": date(2026, 3, 12), "estimate_days": 9}, in_state(State.OPEN)),
    "a part of a public one": (CLOSED, {"parent_number": 1, "due_on": date(2026, 3, 30), "estimate_days": 4},
                               in_state(State.OPEN, percent=50)),
    "between public ones": (CLOSED, {"due_on": date(2026, 3, 12)}, between_public_ones),
    "blocked on a public one": (CLOSED, {"priority": 1}, blocked),
    "in review": (CLOSED, {}, in_state(State.REVIEW, review_step=1, accepted_by=[], submitted_at=NOW)),
    "repeated": (DIRECT, {"rrule": "FREQ=WEEKLY", "due_on": date(2026, 3, 16)}, in_state(State.OPEN)),
    "done, with a case": (CLOSED, {"due_on": date(2026, 3, 6)}, closed_with_a_case),
    "discussed": (CLOSED, {}, discussed),
}  # fmt: skip


def make_secret(session: Session, name: str) -> None:
    """Tom's and Eve's, with the very words of the open ones."""
    channel, fields, more = SECRETS[name]
    tom = session.get_one(Person, (TEAM, "U0TOM"))
    said = TaskFields(**({"title": "Send the launch deck 报价单", "owner_id": tom.id, "labels": ["launch"],
                          "project": "spring", "note": "deck"} | fields))  # fmt: skip
    source = Source(door="dm", channel_id=channel, is_private=True, said="send the deck")
    task = tasks.add(session, acting(session, tom), said, People(helpers=("U0EVE",)), source)
    assert task.number >= SECRET
    more(session, task)
    session.flush()


def ask(session: Session, person_id: str, line: str = "", *, here: bool = False, **more: Any) -> str:
    """What they read in answer, as it is sent; what was done is left done."""
    door = Door.FORM if "form" in more else Door.SLASH
    channel, kind = (OPEN, "public") if here or "form" in more else (f"D{person_id[1:]}", "im")
    heard = Heard(workspace_id=TEAM, person_id=person_id, door=door, text=line, gesture=Gesture(f"{person_id}{line}"),
                  channel_id=channel, channel_kind=kind, **more)  # fmt: skip
    try:
        answer = (commands.submit if more.get("form") else commands.run)(session, heard, NOW)
    except UserError as error:
        return f"refused: {error.key} {error.params} {WORDS.get(error.key)}"
    session.flush()
    said = (slack.form if isinstance(answer, Form) else slack.message)(answer, reader(person_id))
    return json.dumps(said, ensure_ascii=False, default=str, sort_keys=True)


def reader(person_id: str | None) -> Reader:
    return Reader(person_id, "en", "Europe/Berlin", NOW)


def read(session: Session, person_id: str, line: str, *, here: bool = False) -> str:
    """The same, and what was done is taken back."""
    with taken_back(session):
        return ask(session, person_id, line, here=here)


def surfaces(session: Session, person_id: str) -> Iterator[tuple[str, str]]:
    """Everything one person can be shown, by its name."""
    for line in LINES:
        yield line, read(session, person_id, line)
    for line in IN_CHANNEL:
        yield f"{line} in the channel", read(session, person_id, line, here=True)
    for line in OF_ADMINS:
        yield line, read(session, person_id, line)
    viewer = session.get_one(Person, (TEAM, person_id))
    with taken_back(session):
        home = slack.home(days.my_day(session, acting(session, viewer)), reader(person_id))
        yield "Home", json.dumps(home, ensure_ascii=False, default=str)
    on = {"on": NOW.date().isoformat(), "since": (NOW - timedelta(days=1)).isoformat(), "missed": False}
    yield "brief", said_later(session, person_id, "brief", on)
    for form in exporting.FORMS:
        subject = {"form": form, "line": "", "wanted": exporting.packed(Filter(live=False))}
        yield form, said_later(session, person_id, "export", subject)


def said_later(session: Session, person_id: str, kind: str, subject: dict[str, Any]) -> str:
    row = Outbox(workspace_id=TEAM, key=kind, kind=kind, to=person_id, reader_id=person_id, subject=subject, due_at=NOW)
    with taken_back(session):
        said = notices.compose(session, row, NOW)
        if isinstance(said, Dropped):
            return said.reason
        if isinstance(said, Export):
            file = exports.file_of(said.form, said.rows, "Europe/Berlin", words("en"), at=NOW, line=said.line)
            return file.content.decode()
        return json.dumps(slack.notice(said, reader(person_id)), ensure_ascii=False, default=str)


def cards(session: Session) -> Iterator[tuple[str, str]]:
    """What stands in the channel, where everybody reads the same."""
    for number in range(1, SECRET):
        task = session.get_one(Task, (TEAM, number))
        with taken_back(session):
            card = TaskCard(tasks.view(session, task, now=NOW))
            yield f"card {number}", json.dumps(slack.notice(card, reader(None)), ensure_ascii=False, default=str)


def everything(session: Session) -> dict[tuple[str, str], str]:
    found = {("everybody", name): said for name, said in cards(session)}
    for viewer in VIEWERS:
        found |= {(viewer, name): said for name, said in surfaces(session, viewer)}
    return found


BEFORE: dict[tuple[str, str], str] = {}


def everything_before(session: Session) -> dict[tuple[str, str], str]:
    """Read once for all secrets: nothing of the world without one changes between them."""
    if not BEFORE:
        BEFORE.update(everything(session))
    return BEFORE


@pytest.fixture(scope="module")
def sqlite_world(sqlite_engine: Engine) -> Iterator[Session]:
    with sqlite_engine.connect() as connection:
        whole = connection.begin()
        with Session(connection, expire_on_commit=False, join_transaction_mode="create_savepoint") as session:
            a_world(session)
            yield session
        whole.rollback()


# an entry's id is one number of the whole database, as a task's is of its workspace: both tell that something was said
NAMES_AN_ID = re.compile(r"@\d+")
NUMBER = re.compile(r"(?<=[# ])\d+")
IS_MADE = re.compile(r"Added \*#|is split|\*#\d+\* a\b")


@pytest.mark.parametrize("secrets", [[one] for one in SECRETS] if "MUSTER_EXAMPLES" in os.environ else [[*SECRETS]])
def test_who_may_not_see_a_task_sees_no_trace_of_it(sqlite_world: Session, secrets: list[str]) -> None:
    session = sqlite_world
    without = everything_before(session)
    with taken_back(session):
        for secret in secrets:
            make_secret(session, secret)
        with_it = everything(session)
    told = {at: (without[at], said) for at, said in with_it.items() if masked(without[at]) != masked(said)}
    assert told == {}, "\n".join(map(str, told))


def masked(said: str) -> str:
    """The number that a new task gets tells that there is one more: that is promised to nobody."""
    said = NAMES_AN_ID.sub("@", said)
    if not IS_MADE.search(said):
        return said
    return NUMBER.sub(lambda found: "next" if int(found[0]) >= SECRET else found[0], said)


@pytest.mark.parametrize("line", OF_A_NUMBER)
def test_a_task_that_is_not_theirs_to_see_is_as_unknown_as_one_that_never_was(sqlite_world: Session, line: str) -> None:
    session = sqlite_world
    with taken_back(session):
        make_secret(session, "late, in a closed channel")
        for viewer in VIEWERS:
            there, never = (read(session, viewer, line.format(n=n)) for n in (SECRET, 99))
            assert re.sub(r"\b99\b", str(SECRET), never) == there
