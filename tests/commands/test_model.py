"""Any sequence of orders leaves a task as a small oracle says it must be, on SQLite and on PostgreSQL."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import Engine

from bot import commands
from bot.errors import UserError
from bot.heard import Door, Gesture, Heard
from models import Role, RoleKind, Session, StepMode, Task
from models.queries import tasks as queries
from tests.factories import NOW, TEAM, make_person, make_workspace

# who gives, who does, who helps, two who review one after the other, somebody who only sees it, and a lead
GIVER, DOER, HELPER, FIRST, SECOND, VIEWER, LEAD = PEOPLE = tuple(
    f"U0{name}" for name in ("GIVER", "DOER", "HELPER", "FIRST", "SECOND", "VIEWER", "LEAD")
)
LIVE, UNFINISHED = ("open", "doing", "review"), ("open", "doing")
EXAMPLES = {"sqlite": 10, "postgres": 4}
PHASES = tuple(Phase) if "MUSTER_EXAMPLES" in os.environ else (Phase.explicit, Phase.generate)
UNDO_FOR, BETWEEN_TURNS = timedelta(minutes=10), timedelta(seconds=1)


@dataclass(frozen=True)
class Known:
    """What the oracle knows of a task that can be compared."""

    state: str = "open"
    owner: str = DOER
    helps: bool = True
    acked: bool = False
    blocked: bool = False
    priority: int | None = None
    step: int = 0
    accepted: frozenset[str] = frozenset()
    returns: int = 0
    score: int | None = None
    percent: int | None = None
    spent: int = 0
    follows: bool = False
    parent: bool = False


@dataclass
class Change:
    """One change as undo sees it."""

    actor: str
    before: Known
    at: Any
    undone: bool = False


@dataclass
class Oracle:
    """The task model on a page: what each order does, or None where it must be refused."""

    is_reviewed: bool
    now: Any = NOW
    known: Known = field(default_factory=Known)
    changes: list[Change] = field(default_factory=list)

    def outcome(self, actor: str, verb: str, words: str) -> Known | None:
        after = getattr(self, verb.replace("return", "send_back"))(actor, words)
        return after if after is None or isinstance(after, Known) else None

    def steers(self, actor: str) -> bool:
        return actor in (GIVER, LEAD, self.known.owner)

    def works(self, actor: str) -> bool:
        return self.steers(actor) or (actor == HELPER and self.known.helps)

    @property
    def is_live(self) -> bool:
        return self.known.state in LIVE

    def start(self, actor: str, _: str) -> Known | None:
        return replace(self.known, state="doing") if self.works(actor) and self.known.state == "open" else None

    def done(self, actor: str, words: str) -> Known | None:
        if self.is_reviewed:
            return self.submit(actor, words)
        may = self.works(actor) and self.known.state in UNFINISHED
        return replace(self.known, state="done", blocked=False) if may else None

    def submit(self, actor: str, _: str) -> Known | None:
        may = self.works(actor) and self.known.state in UNFINISHED and self.is_reviewed
        return (
            replace(self.known, state="review", step=1, accepted=frozenset(), score=None, blocked=False)
            if may
            else None
        )

    def _is_asked(self, actor: str) -> bool:
        return self.known.state == "review" and actor == {1: FIRST, 2: SECOND}[self.known.step]

    def accept(self, actor: str, words: str) -> Known | None:
        if not self._is_asked(actor):
            return None
        score = int(words) if words else self.known.score
        if self.known.step == 1:
            return replace(self.known, step=2, score=score)
        return replace(self.known, state="done", accepted=frozenset({SECOND}), score=score)

    def send_back(self, actor: str, _: str) -> Known | None:
        back = replace(
            self.known, state="doing", step=0, accepted=frozenset(), score=None, returns=self.known.returns + 1
        )
        return back if self._is_asked(actor) else None

    def cancel(self, actor: str, _: str) -> Known | None:
        return replace(self.known, state="cancelled", blocked=False) if self.steers(actor) and self.is_live else None

    def reopen(self, actor: str, _: str) -> Known | None:
        return replace(self.known, state="open") if self.steers(actor) and not self.is_live else None

    def archive(self, actor: str, _: str) -> Known | None:
        may = self.steers(actor) and self.known.state == "done"
        return replace(self.known, state="archived") if may else None

    def block(self, actor: str, _: str) -> Known | None:
        return replace(self.known, blocked=True) if self.works(actor) and self.is_live else None

    def unblock(self, actor: str, _: str) -> Known | None:
        return replace(self.known, blocked=False) if self.works(actor) and self.is_live and self.known.blocked else None

    def assign(self, actor: str, words: str) -> Known | None:
        if not self.steers(actor) or not self.is_live or words == self.known.owner:
            return None
        return replace(self.known, owner=words, helps=self.known.helps and words != HELPER, acked=words == actor)

    def ack(self, actor: str, _: str) -> Known | None:
        known = self.known
        awaits = known.state == "open" and not known.acked and known.owner != GIVER
        return replace(known, acked=True) if awaits and actor == known.owner else None

    def decline(self, actor: str, _: str) -> Known | None:
        known = self.known
        may = known.state in UNFINISHED and known.owner == actor != GIVER
        return replace(known, owner=GIVER, state="open", acked=False) if may else None

    def priority(self, actor: str, words: str) -> Known | None:
        level = None if words == "none" else int(words)
        return replace(self.known, priority=level) if self.steers(actor) and self.is_live else None

    def progress(self, actor: str, words: str) -> Known | None:
        return replace(self.known, percent=int(words)) if self.works(actor) and self.is_live else None

    def spent(self, actor: str, words: str) -> Known | None:
        return replace(self.known, spent=self.known.spent + 60 * int(words)) if self.works(actor) else None

    def after(self, actor: str, words: str) -> Known | None:
        may = self.steers(actor) and (self.is_live or not words) and not (words and self.known.parent)
        return replace(self.known, follows=bool(words)) if may else None

    def part(self, actor: str, words: str) -> Known | None:
        may = self.steers(actor) and self.is_live and not (words and self.known.follows)
        return replace(self.known, parent=bool(words)) if may else None

    def take(self, actor: str, after: Known) -> None:
        self.changes.append(Change(actor, self.known, self.now))
        self.known = after

    def undo(self, actor: str) -> bool:
        """What `undo` takes back: the newest change of theirs, if it is young and nothing that stands came after."""
        mine = [one for one in self.changes if one.actor == actor and not one.undone and self.now - one.at <= UNDO_FOR]
        standing = [one for one in self.changes if not one.undone]
        if not mine or standing[-1] is not mine[-1]:
            return False
        mine[-1].undone = True
        self.known = mine[-1].before
        return True


ANYBODY = st.sampled_from(PEOPLE)
MOVES = ("start", "done", "submit", "cancel", "reopen", "archive", "unblock", "ack")


class Life(RuleBasedStateMachine):
    """People give orders about one task; what becomes of it is compared with the oracle after every one."""

    engine: Engine

    def __init__(self) -> None:
        super().__init__()
        self._opened = self._open()
        self.session = next(self._opened)
        self.said = 0

    def _open(self) -> Iterator[Session]:
        with self.engine.connect() as connection:
            whole = connection.begin()
            with Session(connection, expire_on_commit=False, join_transaction_mode="create_savepoint") as session:
                yield session
            whole.rollback()

    def teardown(self) -> None:
        self._opened.close()

    @initialize(is_reviewed=st.booleans())
    def a_task(self, is_reviewed: bool) -> None:
        make_workspace(self.session, leads=[LEAD])
        for person in PEOPLE:
            make_person(self.session, person, name=person[2:].lower())
        self.oracle = Oracle(is_reviewed)
        assert self.say(GIVER, "write the report for @doer") is None
        assert self.say(LEAD, "plan the launch") is None
        found = self.session.get(Task, (TEAM, 1))
        assert found is not None
        roles = [(HELPER, RoleKind.HELPER, 1)]
        roles += [(FIRST, RoleKind.REVIEWER, 1), (SECOND, RoleKind.REVIEWER, 2)] if is_reviewed else []
        for person, kind, step in roles:
            self.session.add(Role(workspace_id=TEAM, number=1, person_id=person, kind=kind, step=step,
                                  mode=StepMode.ALL))  # fmt: skip
        self.session.flush()
        self.version = found.version
        self.oracle.now += UNDO_FOR  # what was made stays: to take that back is tested elsewhere

    def say(self, actor: str, line: str) -> str | None:
        """None, or why it was refused; a refusal leaves nothing behind."""
        self.said += 1
        heard = Heard(workspace_id=TEAM, person_id=actor, door=Door.SLASH, text=line, gesture=Gesture(f"g{self.said}"),
                      channel_id="C0LAUNCH", channel_kind="public")  # fmt: skip
        with undone_on_refusal(self.session) as refusal:
            commands.run(self.session, heard, self.oracle.now)
        return refusal.get("key")

    def order(self, actor: str, verb: str, line: str, words: str = "") -> None:
        self.oracle.now += BETWEEN_TURNS
        expected = self.oracle.outcome(actor, verb, words)
        refused = self.say(actor, line)
        assert (refused is None) == (expected is not None), (actor, line, refused, self.oracle.known)
        if expected is not None:
            self.oracle.take(actor, expected)

    @rule(actor=ANYBODY, verb=st.sampled_from(MOVES))
    def they_move_it(self, actor: str, verb: str) -> None:
        self.order(actor, verb, f"{verb} #1")

    @rule(verb=st.sampled_from(["start", "done", "submit", "ack"]))
    def its_owner_goes_on(self, verb: str) -> None:
        self.order(self.oracle.known.owner, verb, f"{verb} #1")

    @rule(actor=st.sampled_from([FIRST, SECOND, DOER, LEAD]), score=st.sampled_from(["", "3", "5"]))
    def they_accept_it(self, actor: str, score: str) -> None:
        self.order(actor, "accept", f"accept #1 {score}".strip(), score)

    @rule(actor=st.sampled_from([FIRST, SECOND, GIVER]))
    def they_return_it(self, actor: str) -> None:
        self.order(actor, "return", "return #1 page 3 is missing")

    @rule(actor=ANYBODY)
    def they_are_blocked(self, actor: str) -> None:
        self.order(actor, "block", "block #1 waiting for the price")

    @rule(actor=ANYBODY)
    def they_decline_it(self, actor: str) -> None:
        self.order(actor, "decline", "decline #1 I am away that week")

    @rule(actor=ANYBODY, owner=st.sampled_from([DOER, HELPER, VIEWER]))
    def they_give_it_away(self, actor: str, owner: str) -> None:
        self.order(actor, "assign", f"assign #1 <@{owner}>", owner)

    @rule(actor=ANYBODY, level=st.sampled_from(["1", "4", "none"]))
    def they_rank_it(self, actor: str, level: str) -> None:
        self.order(actor, "priority", f"priority #1 {level}", level)

    @rule(actor=ANYBODY, percent=st.sampled_from(["0", "60", "100"]))
    def they_get_on_with_it(self, actor: str, percent: str) -> None:
        self.order(actor, "progress", f"progress #1 {percent}%", percent)

    @rule(actor=ANYBODY, hours=st.sampled_from(["1", "3"]))
    def they_spend_time_on_it(self, actor: str, hours: str) -> None:
        self.order(actor, "spent", f"spent #1 {hours}h", hours)

    @rule(actor=st.sampled_from([GIVER, HELPER, LEAD]), before=st.sampled_from(["#2", ""]))
    def it_comes_after_another(self, actor: str, before: str) -> None:
        self.order(actor, "after", f"after #1 {before or 'none'}", before)

    @rule(actor=st.sampled_from([GIVER, HELPER, LEAD]), whole=st.sampled_from(["#2", ""]))
    def it_is_a_part_of_another(self, actor: str, whole: str) -> None:
        self.order(actor, "part", f"part #1 of {whole}" if whole else "part #1 none", whole)

    @rule(actor=ANYBODY, minutes=st.sampled_from([0, 4, 11]))
    def they_undo(self, actor: str, minutes: int) -> None:
        self.oracle.now += timedelta(minutes=minutes) + BETWEEN_TURNS
        would = self.oracle.undo(actor)
        refused = self.say(actor, "undo")
        assert (refused is None) == would, (actor, refused, self.oracle.changes)

    @invariant()
    def it_is_as_the_oracle_says(self) -> None:
        if not hasattr(self, "version"):
            return
        task = queries.get_unseen(self.session, TEAM, 1)
        assert task is not None
        assert Known(
            state=task.state, owner=task.owner_id, blocked=task.is_blocked, priority=task.priority,
            step=task.review_step, accepted=frozenset(task.accepted_by or ()), returns=task.returns, score=task.score,
            percent=task.percent, spent=task.spent_minutes, acked=task.acked_at is not None,
            helps=any(one.kind == RoleKind.HELPER for one in queries.list_roles(self.session, task)),
            follows=bool(queries.list_after(self.session, task)), parent=task.parent_number is not None,
        ) == replace(self.oracle.known, blocked=self.oracle.known.blocked and self.oracle.is_live)  # fmt: skip

    @invariant()
    def every_change_is_in_its_history_and_its_versions_only_grow(self) -> None:
        if not hasattr(self, "version"):
            return
        task = queries.get_unseen(self.session, TEAM, 1)
        assert task is not None
        changes = [one for one in queries.list_history(self.session, task, 1000) if one.kind not in ("add", "note")]
        assert task.version == self.version + len(changes)
        assert [one.version for one in reversed(changes)] == list(range(self.version + 1, task.version + 1))


@contextmanager
def undone_on_refusal(session: Session) -> Iterator[dict[str, str]]:
    """As a turn does it: a refusal takes back what the order had begun."""
    refusal: dict[str, str] = {}
    held = session.begin_nested()
    try:
        yield refusal
    except UserError as error:
        held.rollback()
        session.expire_all()
        refusal["key"] = error.key
    else:
        held.commit()


@pytest.mark.always
@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_any_sequence_of_orders_agrees_with_the_oracle(kind: str, request: pytest.FixtureRequest) -> None:
    engine: Engine = request.getfixturevalue(f"{kind}_engine")
    machine = type("LifeOnThisDatabase", (Life,), {"engine": engine})
    examples = int(os.environ.get("MUSTER_EXAMPLES", EXAMPLES[kind]))
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine,
        settings=settings(max_examples=examples, stateful_step_count=25, derandomize=True,
                          suppress_health_check=list(HealthCheck), report_multiple_bugs=False, phases=PHASES),
    )  # fmt: skip
