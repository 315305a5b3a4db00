"""What must hold after each day of a simulated quarter, reckoned apart from the services, and its report."""

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import text
from sqlmodel import col, select

from bot.rules import lifecycle, nudging
from bot.rules.availability import Wait
from models import (
    Channel,
    History,
    Membership,
    Occurrence,
    OccurrenceState,
    Outbox,
    OutboxState,
    Person,
    Role,
    Session,
    Task,
)
from models.db import is_sqlite
from models.queries import people as people_queries
from tests.factories import TEAM
from tests.scheduler.quarter_people import hours_of
from tests.scheduler.quarter_team_checks import TeamChecks

IN_TIME = timedelta(minutes=10)
UNASKED = ("brief", "nudge")
OPEN_STATES = (OccurrenceState.PENDING, OccurrenceState.UNKNOWN)
MADE_BY_CLOCK = ("add", "recur")
NEWS = "news of others"
HELD_BY = ("nothing", "a send that failed", "a downtime")
SOON_ENOUGH = 60


class Checks:
    """Looks at one run. Whatever does not hold is written down in words, and the test shows all of it."""

    def __init__(self, quarter: Any) -> None:
        self.quarter = quarter
        self.broken: list[str] = []
        self.seen_history = 0
        self.versions: dict[int, int] = {}
        self.states: dict[int, str] = {}
        self.keys: Counter[str] = Counter()
        self.briefs: Counter[tuple[str, str]] = Counter()
        self.a_day: defaultdict[tuple[str, date], Counter[str]] = defaultdict(Counter)
        self.worked: Counter[str] = Counter()
        self.teams = TeamChecks(quarter, self.wrong)

    def wrong(self, what: str) -> None:
        self.broken.append(f"{self.quarter.now:%a %m-%d %H:%M:%S}Z {what}")

    # --- as each message is said --------------------------------------------------------------------------------------

    def of_message(self, session: Session, row: Outbox, said: Any, notice: Any) -> None:
        self.teams.of_message(session, row, said, notice)
        self.keys[said.key] += 1
        if self.keys[said.key] > 1:
            self.wrong(f"I2 {said.key} was said again")
        person = people_queries.get(session, TEAM, said.to)
        if person is None:
            return
        if person.is_deleted:
            self.wrong(f"I4 {said.kind} to {said.to}, who has left")
        for kind, number in said.items:
            if not self._may_see(session, person, number):
                self.wrong(f"I4 {said.kind}/{kind} of #{number} to {said.to}, who may not see it")
        if said.kind in UNASKED:
            self._of_time(session, person, row, said)
        else:
            kind = "standup" if said.kind.startswith("standup.") else NEWS
            self.a_day[person.id, hours_of(session, person).today(said.at)][kind] += 1

    def _may_see(self, session: Session, person: Person, number: int) -> bool:
        """Named on it, or in the conversation it comes from: reckoned from the rows alone."""
        task = session.get(Task, (TEAM, number))
        if person.id in (task.owner_id, task.creator_id, task.blocked_by_id):
            return True
        if session.exec(select(Role).where(Role.number == number, Role.person_id == person.id)).first() is not None:
            return True
        channel = session.get(Channel, (TEAM, task.source_channel)) if task.source_channel else None
        if channel is None:
            return False
        is_public = channel.kind == "public" and not person.is_guest and not task.source_is_private
        return is_public or session.get(Membership, (TEAM, channel.id, person.id)) is not None

    def _of_time(self, session: Session, person: Person, row: Outbox, said: Any) -> None:
        """In working time, out of quiet and do-not-disturb, at most the budget, one brief a date."""
        hours, now = hours_of(session, person), said.at
        day, kinds = hours.today(now), {kind for kind, _ in said.items}
        self.a_day[person.id, day][said.kind] += 1
        if said.kind == "brief":
            self.briefs[person.id, row.subject["on"] + ":late" * said.key.endswith(":late")] += 1
            if self.briefs[person.id, row.subject["on"] + ":late" * said.key.endswith(":late")] > 1:
                self.wrong(f"a second brief of {row.subject['on']} for {person.id}")
        if kinds <= {nudging.SNOOZED}:
            self.a_day[person.id, day]["nudge"] -= 1
            self.a_day[person.id, day]["reminder"] += 1
            return
        if self.a_day[person.id, day]["nudge"] > nudging.BUDGET:
            self.wrong(f"more nudges than {nudging.BUDGET} for {person.id} on {day}: {said.key}")
        asked_for = kinds <= {nudging.SNOOZED, nudging.SOON}
        if not hours.at_work(now) and not asked_for:
            self.wrong(
                f"{said.key} {sorted(kinds)} out of the working time of {person.id}, {now.astimezone(hours.zone)}"
            )
        if person.quiet_until is not None and person.quiet_until > now:
            self.wrong(f"{said.key} {sorted(kinds)} in the quiet of {person.id}, until {person.quiet_until}")
        if person.dnd_from is not None and person.dnd_from <= now < person.dnd_until:
            self.wrong(f"{said.key} {sorted(kinds)} in the do-not-disturb of {person.id}, until {person.dnd_until}")

    # --- each day -----------------------------------------------------------------------------------------------------

    def of_the_day(self) -> None:
        quarter = self.quarter
        with Session(quarter.engine) as session:
            self._of_history(session)
            for person_id in quarter.cast.people:
                person = people_queries.get(session, TEAM, person_id)
                hours = hours_of(session, person)
                self.worked[person_id] += hours.works_on(hours.today(quarter.now) - timedelta(days=1))
            if quarter.now > quarter.up_since + IN_TIME:
                self._nothing_is_left(session)
            self.teams.of_the_day(session)

    def _of_history(self, session: Session) -> None:
        """I5: each move is in the table, and the versions of each task follow one another."""
        for entry in session.exec(select(History).where(col(History.id) > self.seen_history).order_by(col(History.id))):
            self.seen_history = entry.id
            before = self.versions.get(entry.number, 0)
            if entry.version not in (before, before + 1):
                self.wrong(f"I5 #{entry.number} goes from version {before} to {entry.version} by {entry.kind}")
            self.versions[entry.number] = entry.version
            after = entry.after.get("state")
            was, self.states[entry.number] = self.states.get(entry.number, "open"), after or self.states.get(
                entry.number, "open")  # fmt: skip
            if after is not None and after != was and entry.kind not in MADE_BY_CLOCK:
                sources, target = lifecycle.MOVES.get(entry.kind, ((), ""))
                if was not in sources or after != target:
                    self.wrong(f"I5 #{entry.number} went from {was} to {after} by {entry.kind}")

    def _nothing_is_left(self, session: Session) -> None:
        """I3: what fell due ten minutes ago has ended, or waits for a moment that is still to come."""
        now = self.quarter.now
        for row in session.exec(select(Occurrence).where(col(Occurrence.state).in_(OPEN_STATES))):
            waits = row.tell_at is not None and row.tell_at > now - IN_TIME
            letter = self._letter(session, row)
            on_its_way = letter is not None and letter.state in (OutboxState.PENDING, OutboxState.SENDING,
                                                                 OutboxState.UNKNOWN)  # fmt: skip
            fresh = letter is not None and max(letter.due_at, letter.try_real) > now - IN_TIME
            if not waits and not (on_its_way and fresh):
                self.wrong(f"I3 {row.kind} of #{row.subject} for {row.person_id}, due {row.due_at}, has not ended: "
                           f"tell_at {row.tell_at}, letter {letter and letter.state}")  # fmt: skip

    def _letter(self, session: Session, row: Occurrence) -> Outbox | None:
        if row.outbox_key is None:
            return None
        return session.exec(select(Outbox).where(Outbox.key == row.outbox_key)).first()

    # --- at the end ---------------------------------------------------------------------------------------------------

    def at_the_end(self) -> None:
        quarter = self.quarter
        with Session(quarter.engine) as session:
            self._of_history(session)
            known = {(entry.id, entry.number, entry.kind) for entry in session.exec(select(History))}
            for lost in set(quarter.acked) - known:
                self.wrong(f"I1 {lost} was acknowledged and is not there")
            for number, task in quarter.tasks(session).items():
                if (task.version, task.state) != (self.versions[number], self.states[number]):
                    self.wrong(f"I5 #{number} stands at {task.version} {task.state}, its history at "
                               f"{self.versions[number]} {self.states[number]}")  # fmt: skip
            self._what_is_sent_was_said(session)
            self._is_in_time()
            if is_sqlite(quarter.url):
                self._of_the_file(session)
            self.acted = self._share_acted_on(session)
            self.ends = Counter((row.kind.partition(".")[2] or row.kind, row.state, row.reason.partition(":")[0])
                                for row in session.exec(select(Occurrence)))  # fmt: skip

    def _what_is_sent_was_said(self, session: Session) -> None:
        by_key = {said.key: said for said in self.quarter.slack}
        for row in session.exec(select(Occurrence).where(col(Occurrence.state) == OccurrenceState.SENT)):
            said = by_key.get(row.outbox_key or "")
            if said is None:
                self.wrong(f"I3 {row.kind} of #{row.subject} for {row.person_id} is sent, and nobody said it")
            elif said.kind == "nudge" and int(row.subject) not in {number for _, number in said.items}:
                self.wrong(f"I3 {row.kind} of #{row.subject} for {row.person_id} is sent, and {said.key} has it not")
        for row in session.exec(select(Occurrence).where(col(Occurrence.reason) == "")):
            if row.state not in (OccurrenceState.SENT, *OPEN_STATES):
                self.wrong(f"I3 {row.kind} of #{row.subject} ended {row.state} without a reason")

    def _of_the_file(self, session: Session) -> None:
        """I10"""
        found = session.execute(text("PRAGMA integrity_check")).scalars().all()
        if found != ["ok"]:
            self.wrong(f"I10 {found}")
        if broken := session.execute(text("PRAGMA foreign_key_check")).all():
            self.wrong(f"I10 {broken[:5]}")

    def _share_acted_on(self, session: Session) -> dict[str, tuple[int, int]]:
        """By kind: how many were said, and of how many something happened to the task within a working day."""
        moves: defaultdict[int, list[datetime]] = defaultdict(list)
        for entry in session.exec(select(History).where(col(History.kind) != "escalated")):
            moves[entry.number].append(entry.at)
        found: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
        hours = {id_: hours_of(session, people_queries.get(session, TEAM, id_))
                 for id_ in {said.to for said in self.quarter.slack if said.kind == "nudge"}}  # fmt: skip
        for said in self.quarter.slack:
            for kind, number in said.items if said.kind == "nudge" else ():
                until = hours[said.to].after(said.at, Wait(days=1))
                found[kind][0] += 1
                found[kind][1] += any(said.at < at <= until for at in moves[number])
        return {kind: (said, acted) for kind, (said, acted) in found.items()}

    # --- the report ---------------------------------------------------------------------------------------------------

    def _is_in_time(self) -> None:
        """What nothing held back comes within a minute."""
        late = self._seconds("nothing")
        if late and _part(late, 0.99) > SOON_ENOUGH:
            self.wrong(f"99 of 100 messages that nothing held back came within {_part(late, 0.99):.0f} s")

    def _seconds(self, held_by: str) -> list[float]:
        """How late each message was that this held back, the least first."""
        return sorted(said.behind.total_seconds() for said in self.quarter.slack if said.held_by == held_by)

    def report(self) -> Iterator[str]:
        quarter = self.quarter
        yield f"seed {quarter.seed}: {quarter.size} people, {quarter.days} days from {quarter.began:%Y-%m-%d}"
        yield "messages to one person a working day: median, 95 of 100, most"
        yield from self._a_day(("brief", "nudge", "reminder", "standup"))
        yield "nudges by kind: said, acted on within a working day"
        for kind, (said, acted) in sorted(self.acted.items(), key=lambda one: -one[1][0]):
            yield f"  {kind:24s}{said:7d}{100 * acted / said:6.0f} %"
        yield "seconds late, by what held it back: median, 99 of 100, most, of how many"
        for held_by in HELD_BY:
            if late := self._seconds(held_by):
                yield f"  {held_by:24s}{_spread(late, 0.99)}{len(late):7d}"
        with Session(quarter.engine) as session:
            yield from self.teams.report(session)
        yield f"said: {dict(Counter(said.kind for said in quarter.slack).most_common())}"
        yield f"ends: {dict(Counter(state for (_, state, _), n in self.ends.items() for _ in range(n)))}"
        yield f"deeds: {dict(quarter.deeds.most_common())}"
        yield f"out of hours, in quiet, out of access, twice, never: {len(self.broken)}"

    def _a_day(self, unasked: tuple[str, ...]) -> Iterator[str]:
        """Each kind, those that nobody asked for together, and all with what others did to one's own work."""
        everything = (*unasked, NEWS)
        free = sum(self.worked.values()) - len({key for key, kept in self.a_day.items() if sum(kept.values())})
        groups = [(kind, (kind,)) for kind in everything]
        for name, group in (*groups, ("all but news of others", unasked), ("all of them", everything)):
            counts = [sum(kept[one] for one in group) for kept in self.a_day.values()] + [0] * max(0, free)
            yield f"  {name:24s}{_spread(counts)}"


def _spread(counts: Sequence[float], share: float = 0.95) -> str:
    ranked = sorted(counts)
    return f"{statistics.median(ranked):7.0f}{_part(ranked, share):7.0f}{ranked[-1]:7.0f}"


def _part(ranked: Sequence[float], share: float) -> float:
    return ranked[min(len(ranked) - 1, int(len(ranked) * share))]
