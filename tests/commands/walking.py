"""Everybody there can be, in every kind of conversation, and an example of every order and form about a task."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot import commands
from bot.answers import Answer, Refused
from bot.errors import UserError
from bot.heard import Door, Gesture, Heard
from bot.rules.permissions import OF_TASKS, Part
from models import ChannelKind, History, Role, RoleKind, Session, State, StepMode, Task, Team
from tests.factories import NOW, TEAM, make_channel, make_person, make_task, make_workspace

PUBLIC, PRIVATE, GROUP, DIRECT = "C0PUBLIC", "C0PRIVATE", "G0GROUP", "D0CREATOR"
CHANNELS = {PUBLIC: ChannelKind.PUBLIC, PRIVATE: ChannelKind.PRIVATE, GROUP: ChannelKind.GROUP_DM,
            DIRECT: ChannelKind.DM}  # fmt: skip
NAMED: dict[str, Part] = {
    "owner": Part.OWNER, "creator": Part.CREATOR, "accountable": Part.ACCOUNTABLE, "helper": Part.HELPER,
    "reviewer": Part.REVIEWER, "reviewer later": Part.REVIEWER, "consulted": Part.CONSULTED,
    "informed": Part.INFORMED, "awaited": Part.AWAITED,
}  # fmt: skip
COLLEAGUES = ("lead", "team lead", "admin", "colleague", "member")
FROM_ELSEWHERE = ("guest in it", "guest elsewhere", "outsider in it", "outsider elsewhere", "guest who leads",
                  "outsider who leads")  # fmt: skip
ACTORS = (*NAMED, *COLLEAGUES, *FROM_ELSEWHERE)
MEMBERS = {PUBLIC: {"guest in it", "outsider in it", "guest who leads", "outsider who leads", "team lead"},
           PRIVATE: {"member", "team lead"}, GROUP: {"member"}, DIRECT: set[str]()}  # fmt: skip
LED = (PUBLIC, PRIVATE)
# what is said instead of "not yours" where more can be said: whose word it waits for, or whose day it is
SAYS_MORE = {"accept": "not_your_step", "return": "not_your_step", "order": "order_your_own"}

# orders that name a change of the task: one of an unseen task is as unknown as one that never was
BY_A_CHANGE = ("only", "onwards")


def id_of(actor: str) -> str:
    return f"U0{actor.upper().replace(' ', '')}"


def sees(actor: str, channel: str) -> bool:
    """The oracle of sight: the people named, the members, and in a public channel the people of the workspace."""
    everybody_here = channel == PUBLIC and actor not in FROM_ELSEWHERE
    return actor in NAMED or actor in MEMBERS[channel] or everybody_here


def parts(actor: str, channel: str) -> set[Part]:
    found = {Part.VIEWER} | ({NAMED[actor]} if actor in NAMED else set())
    found |= {Part.LEAD} if actor == "lead" or (actor == "team lead" and channel in LED) else set()
    return found | ({Part.ADMIN} if actor == "admin" else set())


def kinds(channel: str) -> list[list[str]]:
    """Everybody, by what they see and are: one of each kind stands for the others."""
    found: dict[tuple[bool, frozenset[Part]], list[str]] = {}
    for actor in ACTORS:
        found.setdefault((sees(actor, channel), frozenset(parts(actor, channel))), []).append(actor)
    return list(found.values())


def expected(actor: str, channel: str, row: str, *, opens: bool = False) -> str:
    """`opens` only a form, which asks the table alone."""
    if not sees(actor, channel):
        return "nothing_to_undo" if row in BY_A_CHANGE else "no_such_task"
    refusal = "not_yours" if opens else SAYS_MORE.get(row, "not_yours")
    if refusal == "not_your_step" and actor != "reviewer":
        return refusal
    return "yes" if OF_TASKS[row] & parts(actor, channel) else refusal


Prepare = Callable[[Session, Task], None]


def state(state: State, **more: Any) -> Prepare:
    """A task that has come so far."""

    def prepare(session: Session, task: Task) -> None:
        for name, value in ({"state": state} | more).items():
            setattr(task, name, value)
        session.add(task)

    return prepare


def nothing(session: Session, task: Task) -> None:
    """As it was made."""


IN_REVIEW = state(State.REVIEW, review_step=1, accepted_by=[], submitted_at=NOW)
DONE = state(State.DONE, closed_at=NOW)
REPEATS = state(State.OPEN, rrule="FREQ=WEEKLY", due_on=date(2026, 3, 16), occurs_on=date(2026, 3, 16))


def with_a_change(session: Session, task: Task) -> None:
    """A task that comes again, one of which was changed."""
    REPEATS(session, task)
    session.add(History(id=77, workspace_id=TEAM, number=task.number, at=NOW, actor_id=id_of("owner"), kind="edit",
                        version=task.version, before={"title": "Send it"}, after={"title": task.title}))  # fmt: skip


def a_part(session: Session, task: Task) -> None:
    task.parent_number = 2
    session.add(task)


@dataclass(frozen=True)
class Example:
    """An order that somebody with the right to it may give: `values` are those of a form, `only` how it is said."""

    line: str = ""
    prepare: Prepare = nothing
    values: dict[str, Any] = field(default_factory=dict)
    only: tuple[Door, ...] = ()
    opens: bool = False


BY_BUTTON = (Door.BUTTON,)
LATER = f"<@{id_of('later')}>"
# every subcommand of /task whose row is about one task
ORDERS: dict[str, Example] = {
    "next": Example("next #1"),
    "show": Example("show #1"), "history": Example("history #1"), "note": Example("note #1 spoke to the printer"),
    "ack": Example("ack #1"), "decline": Example("decline #1 I am away that week"), "start": Example("start #1"),
    "progress": Example("progress #1 60%"), "evidence": Example("evidence #1 https://example.com/a"),
    "spent": Example("spent #1 3h"), "describe": Example("describe #1"),
    "block": Example("block #1 waiting for the price"), "unblock": Example("unblock #1"),
    "done": Example("done #1"), "done!": Example("done! #1", only=BY_BUTTON), "submit": Example("submit #1"),
    "accept": Example("accept #1 4 clean work", IN_REVIEW),
    "accept!": Example("accept! #1", IN_REVIEW, only=BY_BUTTON, opens=True),
    "return": Example("return #1 page 3 is missing", IN_REVIEW), "closing": Example("closing #1", DONE),
    "cancel": Example("cancel #1"), "reopen": Example("reopen #1", DONE), "archive": Example("archive #1", DONE),
    "assign": Example(f"assign #1 {LATER}"), "assign!": Example(f"assign! #1 {LATER}", only=BY_BUTTON),
    "roles": Example("roles #1"), "reviewers": Example(f"reviewers #1 {LATER}"),
    "helpers": Example(f"helpers #1 {LATER}"), "consult": Example(f"consult #1 {LATER}"),
    "cc": Example(f"cc #1 {LATER}"), "accountable": Example(f"accountable #1 {LATER}"),
    "roles!": Example(f"roles! informed #1 {LATER}", only=BY_BUTTON), "edit": Example("edit #1"),
    "rename": Example("rename #1 to Send the final deck"), "label": Example("label #1 #launch"),
    "repeat": Example("repeat #1 every Tuesday"), "due": Example("due #1 2026-03-20"),
    "follow": Example("follow #1 all #2", only=BY_BUTTON),
    "move": Example("move #1 all 2026-03-20", only=BY_BUTTON), "priority": Example("priority #1 2"),
    "snooze": Example("snooze #1 2h"), "order": Example("order #1 #2"), "first": Example("first #1"),
    "after": Example("after #1 #2"), "part": Example("part #1 of #2"),
    "inherit": Example("inherit #1", a_part, only=BY_BUTTON),
    "split": Example("split #1 draft; layout"), "merge": Example("merge #1 #2"),
    "close!": Example("close! #1 done one", only=BY_BUTTON), "skip": Example("skip #1", REPEATS),
    "cancel!": Example("cancel! #1", REPEATS, only=BY_BUTTON), "end!": Example("end! #1", REPEATS, only=BY_BUTTON),
    "only!": Example("only! #1 @77", with_a_change, only=BY_BUTTON),
    "onwards!": Example("onwards! #1 @77", with_a_change, only=BY_BUTTON),
}  # fmt: skip
# orders that name no task by its number: what they offer was offered to one person, or is that person's own
OF_ONES_OWN = {"reread", "leave", "reorder"}
# every form about one task; form:task is walked as an edit
FORMS: dict[str, Example] = {
    "form:task": Example(values={"title": "Send the final deck"}),
    "form:block": Example(values={"reason": "the price"}), "form:snooze": Example(values={"due_on": "2026-03-20"}),
    "form:due": Example(values={"due_on": "2026-03-20"}), "form:assign": Example(values={"owner": id_of("later")}),
    "form:priority": Example(values={"priority": "2"}), "form:note": Example(values={"note": "halfway"}),
    "form:repeat": Example(values={"rhythm": "every Tuesday"}), "form:decline": Example(values={"reason": "away"}),
    "form:roles": Example(values={"helpers": [id_of("later")]}), "form:done": Example(values={"words": "sent"}),
    "form:submit": Example(values={"words": "sent"}), "form:accept": Example(values={"score": "4"}, prepare=IN_REVIEW),
    "form:return": Example(values={"reason": "defect", "words": "page 3"}, prepare=IN_REVIEW),
    "form:evidence": Example(values={"evidence": "https://example.com/a"}),
    "form:spent": Example(values={"spent": "3h"}),
    "form:describe": Example(values={"goal": "a good start"}),
    "form:closing": Example(values={"lesson": "begin sooner"}, prepare=DONE),
    "form:split": Example(values={"parts": "draft\nlayout"}),
}  # fmt: skip
OF_ONES_OWN_FORMS = {"form:order"}


class World:
    """Two alike tasks in one conversation, and everybody around them."""

    def __init__(self, session: Session, channel: str) -> None:
        self.session, self.channel, self.said = session, channel, 0
        make_workspace(session, leads=[id_of(one) for one in ("lead", "guest who leads", "outsider who leads")],
                       admins=[id_of("guest who leads"), id_of("outsider who leads")])  # fmt: skip
        for actor in (*ACTORS, "later"):
            make_person(session, id_of(actor), name=actor.replace(" ", ""), is_admin=actor == "admin",
                        is_guest=actor.startswith("guest"), is_stranger=actor.startswith("outsider"))  # fmt: skip
        self.channels = {
            ident: make_channel(session, ident, kind=kind.value, members=tuple(map(id_of, (*MEMBERS[ident], "later"))))
            for ident, kind in CHANNELS.items()
        }
        for actor in ACTORS:
            make_channel(session, f"D{id_of(actor)[1:]}", kind="im")
        for ident in LED:
            leads = [id_of(one) for one in ("team lead", "guest who leads", "outsider who leads")]
            session.add(Team(workspace_id=TEAM, channel_id=ident, leads=leads, created_at=NOW))
        self.tasks = [self._task(number) for number in (1, 2)]
        session.flush()

    def _task(self, number: int) -> Task:
        session = self.session
        owner = make_person(session, id_of("owner"))
        creator = make_person(session, id_of("creator"))
        channel = self.channels[self.channel]
        task = make_task(session, owner, creator=creator, channel=channel, title=f"Send deck {number}")
        for actor, part in NAMED.items():
            if part in (Part.OWNER, Part.CREATOR, Part.AWAITED):
                continue
            step = 2 if actor == "reviewer later" else 1
            session.add(Role(workspace_id=TEAM, number=task.number, person_id=id_of(actor), kind=RoleKind(part.value),
                             step=step, mode=StepMode.ALL))  # fmt: skip
        task.blocked_at, task.blocked_reason, task.blocked_by_id = NOW, "the price", id_of("awaited")
        session.add(task)
        session.flush()
        return task

    @contextmanager
    def prepared(self, prepare: Prepare) -> Iterator[None]:
        """As long as it lasts the first task has come so far."""
        with taken_back(self.session):
            prepare(self.session, self.tasks[0])
            self.session.flush()
            yield

    def outcome(self, actor: str, door: Door, example: Example, form: str = "") -> str:
        """`yes`, or the key of the refusal; whatever was done is taken back."""
        self.said += 1
        person = id_of(actor)
        heard = Heard(
            workspace_id=TEAM, person_id=person, door=door, text=example.line, gesture=Gesture(f"g{self.said}"),
            channel_id=f"D{person[1:]}", channel_kind="im", form=form, values=example.values,
            meta={"number": "1"} if form else {}, expects=self.tasks[0].version if door == Door.BUTTON else None,
        )  # fmt: skip
        before = marks(self.session)
        with taken_back(self.session):
            try:
                with self.session.begin_nested():
                    answer = (commands.submit if form else commands.run)(self.session, heard, NOW)
                    self.session.flush()
                    key = refused(answer)
                    if key is None:
                        return "yes"
            except UserError as error:
                key = error.key
                self.session.expire_all()
            assert marks(self.session) == before, (actor, example, "a refusal leaves nothing behind")
        return key


def refused(answer: Answer) -> str | None:
    return answer.error.key if isinstance(answer, Refused) else None


def marks(session: Session) -> tuple[int, ...]:
    """How much has happened: nothing more may have where somebody was refused."""
    connection = session.connection()
    rows = "select (select count(*) from history), (select count(*) from outbox), (select sum(version) from task)"
    return tuple(connection.exec_driver_sql(rows).one())


@contextmanager
def taken_back(session: Session) -> Iterator[None]:
    held = session.begin_nested()
    try:
        yield
    finally:
        held.rollback()
        session.expire_all()
