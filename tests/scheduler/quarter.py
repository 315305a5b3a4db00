"""A quarter of a company on a virtual clock: only Slack is a list; services, outbox and database are real."""

import heapq
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from random import Random
from typing import Any

from sqlmodel import col, func, select

from bot.notices import Dropped, Nudges
from bot.rules.pace import Pace
from bot.rules.sending import Outcome, Verdict
from bot.services.messages import deliveries, notices, outbox
from bot.services.rhythm.rehearsing import items_of
from models import History, Outbox, Session, Task
from models.db import is_sqlite, plain_engine
from models.queries import deliveries as delivery_queries
from models.queries import due as due_queries
from models.queries import people as people_queries
from models.queries import tasks as task_queries
from scheduler import EVERYTHING_DUE
from tests.factories import TEAM
from tests.scheduler import quarter_people, quarter_teams
from tests.scheduler.quarter_checks import Checks
from tests.scheduler.quarter_people import Deeds, attempt

SECOND, MINUTE, HOUR, DAY = (timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1))
GRID = timedelta(minutes=5)
HELD = timedelta(minutes=5)  # so long may a send that failed hold back what comes after it
DOWNTIMES = (*(3 * MINUTE,) * 6, *(3 * HOUR,) * 3, 3 * DAY)
UNASKED = ("brief", "nudge")
PROMPTS = ("standup.prompt", "standup.reminder")


@dataclass(frozen=True)
class Chances:
    """How often what happens: `deeds`, `world` for a person, `minds` for a team a day, `down` a day.

    The rest is for each tick or send, and whether who is reminded `acts` and who is asked `answers`.
    """

    deeds: float = 1.0
    world: float = 0.004
    minds: float = 0.02
    down: float = 0.1
    rolled_back: float = 0.005
    lost: float = 0.02
    acts: float = 0.65
    answers: float = 0.75


@dataclass(frozen=True)
class Said:
    """A message as it stands in what is Slack here."""

    at: datetime
    to: str
    kind: str
    key: str
    nonce: str
    items: tuple[tuple[str, int], ...]
    behind: timedelta
    held_by: str  # what held it back: a downtime, a send that went wrong, or nothing


class Restarted(Exception):
    """The process died in the middle of a transaction."""


@dataclass
class Quarter:
    """One run. The same seed, size and beginning play the same on the same database."""

    url: str
    seed: int
    size: int
    days: int
    began: datetime = datetime(2026, 1, 26, tzinfo=UTC)
    chances: Chances = field(default_factory=Chances)

    def __post_init__(self) -> None:
        self.random, self.now, self.numbers = Random(self.seed), self.began, count()
        random.seed(self.seed)  # the pauses between tries are not quite the same
        self.ends = self.began + self.days * DAY
        self.coming: list[tuple[datetime, int, str, Any]] = []
        self.slack: list[Said] = []
        self.by_nonce: dict[str, Said] = {}
        self.deeds: Counter[str] = Counter()
        self.acked: list[tuple[int, int, str]] = []  # (history id, number, kind) of what a person was told is saved
        self.down_until, self.up_since = self.began, self.began
        self.downtimes: list[tuple[datetime, datetime]] = []
        self.troubles: dict[str, datetime] = {}  # when a send to somebody went wrong last
        self.behind: dict[datetime, timedelta] = {}
        self.engine = plain_engine(self.url)
        if is_sqlite(self.url):  # a power cut is not played here
            raw = self.engine.raw_connection()
            raw.cursor().execute("PRAGMA synchronous=OFF")
            raw.close()
        self.checks = Checks(self)

    @contextmanager
    def turn(self) -> Iterator[Session]:
        with Session(self.engine, expire_on_commit=False) as session:
            yield session
            session.commit()

    @property
    def is_down(self) -> bool:
        return self.now < self.down_until

    def play(self) -> "Quarter":
        with self.turn() as session:
            self.cast = quarter_people.settle(session, self.size, self.began, self.random)
            self.teams = quarter_teams.settle(session, self.cast, self.began)
        for day in range(self.days):
            self._at(self.began + day * DAY, "day", None)
        self._at(self.ends, "end", None)
        steps = 0
        while self.now < self.ends:
            upcoming = max(self.now + SECOND, min(self.coming[0][0], self._next_due()))
            steps = steps + 1 if upcoming == self.now + SECOND else 0
            assert steps < 900, f"at {self.now} something is due for a quarter of an hour and is not done"
            self.now = upcoming
            self._step()
        self.checks.at_the_end()
        self.engine.dispose()
        return self

    def _at(self, moment: datetime, what: str, about: Any) -> None:
        heapq.heappush(self.coming, (moment, next(self.numbers), what, about))

    def _next_due(self) -> datetime:
        """When the assistant next has something to do: what is due, what is to be tried again, what was left behind."""
        if self.is_down:
            return self.down_until
        with Session(self.engine) as session:
            found = [due_queries.earliest(session)]
            for row in session.exec(select(Outbox).where(delivery_queries.IS_OPEN)):
                found.append(row.lease_real or max(row.due_at, row.try_real))
        return min((moment for moment in found if moment is not None), default=self.ends)

    def _step(self) -> None:
        while self.coming and self.coming[0][0] <= self.now:
            _, _, what, about = heapq.heappop(self.coming)
            self._happen(what, about)
        if not self.is_down:
            self._tick()
            self._deliver()

    def _happen(self, what: str, about: Any) -> None:
        if what == "day":
            self._plan_day()
            self.checks.of_the_day()
        elif what == "down":
            self.down_until = self.up_since = max(self.down_until, self.now + about)
            self.downtimes.append((self.now, self.down_until))
            self.deeds[f"down {about}"] += 1
        elif what == "world" and not self.is_down:
            with self.turn() as session:
                self.deeds[quarter_people.turn_of_the_world(session, self.cast, self.now, self.random)] += 1
        elif what == "mind" and not self.is_down:
            with self.turn() as session:
                self.deeds[quarter_teams.change_of_mind(session, self.teams, self.cast, self.now, self.random)] += 1
        elif what == "deed" and not self.is_down:
            self._deed(*about)
        elif what == "answer" and not self.is_down:
            self._answer(*about)

    # --- people -------------------------------------------------------------------------------------------------------

    def _plan_day(self) -> None:
        chances, chance = self.chances, self.random
        with Session(self.engine) as session:
            for person_id in self.cast.people:
                person = people_queries.get(session, TEAM, person_id)
                hours = quarter_people.hours_of(session, person)
                span = hours.span(hours.today(self.now + DAY / 2))
                for _ in range(_how_many(chance, chances.deeds) if span else 0):
                    self._at(self._rounded(span[0] + chance.random() * (span[1] - span[0])), "deed", (person_id, 0))
        for _ in range(_how_many(chance, chances.world * len(self.cast.people))):
            self._at(self._rounded(self.now + chance.random() * DAY), "world", None)
        for _ in range(_how_many(chance, chances.minds * len(self.cast.teams))):
            self._at(self._rounded(self.now + chance.random() * DAY), "mind", None)
        if chance.random() < chances.down:
            self._at(self.now + chance.random() * DAY, "down", chance.choice(DOWNTIMES))

    def _rounded(self, moment: datetime) -> datetime:
        """People act on whole five minutes: it saves steps."""
        return max(self.now, self.began + -(-(moment - self.began) // GRID) * GRID)

    def _deed(self, person_id: str, number: int) -> None:
        """One turn of one person, about a task or about anything. What is committed is acknowledged."""
        if person_id not in self.cast.people:
            return
        with self.turn() as session:
            newest = session.exec(select(func.max(History.id))).one() or 0
            person = people_queries.get(session, TEAM, person_id)
            deeds = Deeds(session, person, self.cast, self.now, self.random)
            task = task_queries.get(session, person, number, self.now) if number else None
            if number and (task is None or not task.is_live):
                return
            did = attempt(session, deeds.anything if task is None else lambda: deeds.work_on(task))
            made = session.exec(select(History).where(col(History.id) > newest)).all()
        self.deeds[did or "nothing"] += 1
        self.acked += [(entry.id, entry.number, entry.kind) for entry in made]

    def _answer(self, person_id: str, channel_id: str, on: date) -> None:
        with self.turn() as session:
            person = people_queries.get(session, TEAM, person_id)
            self.deeds[quarter_teams.answer(session, person, channel_id, on, self.now, self.random)] += 1

    def _may_answer(self, row: Outbox) -> None:
        """Whoever is asked answers within minutes or hours, some too late; or does not."""
        if self.random.random() < self.chances.answers:
            later = timedelta(hours=self.random.expovariate(1.0))
            on = date.fromisoformat(row.subject["on"])
            self._at(self._rounded(self.now + later), "answer", (row.to, row.subject["channel"], on))

    def _may_act(self, said: Said) -> None:
        """Whoever is reminded acts within hours, or does not."""
        for _, number in said.items[:2]:
            if self.random.random() < self.chances.acts:
                later = timedelta(hours=self.random.expovariate(1 / 2.0))
                self._at(self._rounded(self.now + later), "deed", (said.to, number))

    # --- the assistant ------------------------------------------------------------------------------------------------

    def _tick(self) -> None:
        """All that is due, as the scheduler does it; sometimes the process dies in between, and does it anew."""
        with Session(self.engine) as session:
            oldest = due_queries.earliest(session)
        if oldest is None or oldest > self.now:
            return
        self.behind[self.now] = self.now - oldest
        dies_after = self.random.randrange(1, 5) if self.random.random() < self.chances.rolled_back else 0
        try:
            self._do_all(dies_after)
        except Restarted:
            self.deeds["died in a tick"] += 1
            self._do_all(0)

    def _do_all(self, dies_after: int) -> None:
        done = 0
        with self.turn() as session:
            for due in EVERYTHING_DUE:
                for key in due.list_due(session, self.now):
                    due.do(session, key, self.now)
                    session.flush()
                    done += 1
                    if done == dies_after:
                        raise Restarted

    def _deliver(self) -> None:
        """Claim, compose, say, settle; each of them may be the last thing this process did."""
        self._sweep()
        while True:
            with self.turn() as session:
                if not delivery_queries.anything_to_send(session, now=self.now, real=self.now):
                    return
                rows = outbox.claim(session, now=self.now, real=self.now, busy=(), limit=100, pace=Pace(1000.0))
            if not rows:
                return
            for row in rows:
                self._send(row)

    def _send(self, row: Outbox) -> None:
        fate = "" if self.random.random() > self.chances.lost else self.random.choice(
            ("dies before", "dies after", "no answer", "answer lost", "refused for now"))  # fmt: skip
        if fate:
            self.troubles[row.to] = self.now
        if fate == "dies before":
            self.deeds[f"send {fate}"] += 1
            return
        with self.turn() as session:
            notice = notices.compose(session, row, self.now)
            if isinstance(notice, Dropped):
                self._settle(session, row, Outcome(Verdict.DROPPED, notice.reason))
                return
            self.deeds[f"send {fate}"] += bool(fate)
            outcome = Outcome(Verdict.SENT, channel_id=f"D{row.to}", ts=f"{row.id}.0")
            if row.to.startswith("U") and row.to not in self.cast.people and row.kind in deliveries.GIVEN:
                self._settle(session, row, Outcome(Verdict.REFUSED, "user_disabled"))
                return
            if fate not in ("no answer", "refused for now"):
                self._say(session, row, notice)
            if fate in ("no answer", "answer lost"):
                outcome = Outcome(Verdict.UNKNOWN, "timeout")
            elif fate == "refused for now":
                outcome = Outcome(Verdict.NOT_SENT, "connection refused")
            if fate != "dies after":
                self._settle(session, row, outcome, notice.left_out if isinstance(notice, Nudges) else ())

    def _say(self, session: Session, row: Outbox, notice: Any) -> None:
        behind = self.now - row.due_at + self.behind.get(row.due_at, timedelta())
        said = Said(self.now, row.to, row.kind, row.key, row.nonce, items_of(row, notice), behind,
                    self._held_by(row.to, behind))  # fmt: skip
        self.checks.of_message(session, row, said, notice)
        self.slack.append(said)
        self.by_nonce[said.nonce] = said
        if row.kind in UNASKED:
            self._may_act(said)
        elif row.kind in PROMPTS:
            self._may_answer(row)

    def _held_by(self, to: str, behind: timedelta) -> str:
        """What made a message late that was due so long ago."""
        due = self.now - behind
        if any(begins <= self.now and ends >= due for begins, ends in self.downtimes):
            return "a downtime"
        return "a send that failed" if to in self.troubles and self.troubles[to] > due - HELD else "nothing"

    def _settle(self, session: Session, row: Outbox, outcome: Outcome, left_out: Any = ()) -> None:
        deliveries.settled(session, row.id, row.generation, outcome, version=0, left_out=left_out, now=self.now,
                           real=self.now)  # fmt: skip

    def _sweep(self) -> None:
        """What a process that died held is freed, and looked for."""
        with self.turn() as session:
            if delivery_queries.any_expired(session, self.now):
                outbox.free_expired(session, self.now)
            for row in delivery_queries.unknown_sends(session, self.now):
                there = row.nonce in self.by_nonce
                found = Outcome(Verdict.SENT, channel_id=f"D{row.to}", ts=f"{row.id}.0")
                outcome = found if there else Outcome(Verdict.NOT_SENT)
                deliveries.reconciled(session, row, outcome, now=self.now, real=self.now)

    def tasks(self, session: Session) -> dict[int, Task]:
        return {task.number: task for task in session.exec(select(Task)).all()}


def _how_many(chance: Random, average: float) -> int:
    """A whole number of times, so many on average."""
    return int(average) + (chance.random() < average % 1)
