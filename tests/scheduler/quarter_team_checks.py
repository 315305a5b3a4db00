"""What must hold of the standups and digests of a simulated quarter, reckoned apart from the services."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import holidays
from sqlmodel import col, select

from models import (
    AnswerState,
    Channel,
    Digest,
    Membership,
    Occurrence,
    Outbox,
    Person,
    RunState,
    Session,
    Standup,
    StandupAnswer,
    StandupRun,
    Team,
    TeamMember,
)
from models.queries import people as people_queries
from models.queries import standups as queries
from tests.factories import TEAM
from tests.scheduler.quarter_people import hours_of
from tests.scheduler.quarter_teams import REGION

LATEST, DAY = timedelta(hours=1), timedelta(days=1)
MOVED_LATELY = 3 * DAY
SIX = time(18)
WAITING = (AnswerState.PLANNED, AnswerState.ASKED)


class TeamChecks:
    """Looks at what is said to teams, and after each day at what should have been. `wrong` takes it in words."""

    def __init__(self, quarter: Any, wrong: Any) -> None:
        self.quarter, self.wrong = quarter, wrong
        self.prompts: Counter[tuple[str, str, date]] = Counter()
        self.posts: Counter[tuple[str, date]] = Counter()
        self.outside = 0
        self.zones: dict[str, tuple[str, datetime]] = {}
        self.free_days = holidays.country_holidays(REGION)

    def of_message(self, session: Session, row: Outbox, said: Any, notice: Any) -> None:
        checks = {"standup.prompt": self._prompt, "standup.reminder": self._reminder, "standup.card": self._card,
                  "standup.wrap": self._wrap, "standup.thread": self._thread, "digest": self._digest}  # fmt: skip
        if said.kind in checks:
            checks[said.kind](session, row, said, notice)

    # --- standups -----------------------------------------------------------------------------------------------------

    def _part(self, session: Session, row: Outbox) -> tuple[Standup, StandupAnswer]:
        channel_id, on = row.subject["channel"], date.fromisoformat(row.subject["on"])
        return session.get(Standup, (TEAM, channel_id)), session.get(StandupAnswer, (TEAM, channel_id, on, row.to))

    def _prompt(self, session: Session, row: Outbox, said: Any, notice: Any) -> None:
        """Once a date, at their hour or within the hour after it, on a day they work, while they take part.

        A team with a clock of its own has dates of its own: for who is far away two of them may touch one of theirs.
        """
        standup, part = self._part(session, row)
        person = people_queries.get(session, TEAM, said.to)
        hours = hours_of(session, person)
        self._asked(session, said, standup, part, person)
        self.outside += not hours.at_work(said.at)
        if not hours.works_on(hours.today(said.at)):
            self.wrong(f"{said.key} on a day that {said.to} has free")
        if not row.due_at <= said.at <= row.due_at + LATEST:
            self.wrong(f"{said.key} at {said.at}, its hour was {row.due_at}")
        on = part.on if standup.zone else hours.today(said.at)
        self.prompts[said.to, standup.channel_id, on] += 1
        if self.prompts[said.to, standup.channel_id, on] > 1:
            self.wrong(f"a second prompt on {on} for {said.to}")
        if self._moved_lately(person) or standup.channel_id in self.quarter.teams.asked_at_once:
            return
        if said.at < (hour := self._hour(standup, hours.zone, part.on)):
            self.wrong(f"{said.key} before its hour, {hour}")

    def _hour(self, standup: Standup, zone: ZoneInfo, on: date) -> datetime:
        return datetime.combine(on, standup.at, tzinfo=ZoneInfo(standup.zone) if standup.zone else zone)

    def _moved_lately(self, person: Person) -> bool:
        zone, since = self.zones.get(person.id, (person.zone, self.quarter.began))
        return zone != person.zone or self.quarter.now < since + MOVED_LATELY

    def _asked(self, session: Session, said: Any, standup: Standup, part: StandupAnswer, person: Person) -> None:
        """Who is asked takes part, may see the channel, and has not answered."""
        if part is None or part.state != AnswerState.ASKED:
            self.wrong(f"{said.key} to {said.to}, who is {part and part.state}")
        if session.get(TeamMember, (TEAM, standup.channel_id, person.id)) is None:
            self.wrong(f"I4 {said.key} to {said.to}, who takes no part")
        inside = session.get(Membership, (TEAM, standup.channel_id, person.id)) is not None
        channel = session.get(Channel, (TEAM, standup.channel_id))
        if not inside and (channel.kind != "public" or person.is_guest):
            self.wrong(f"I4 {said.key} to {said.to}, who does not see {channel.id}")

    def _reminder(self, session: Session, row: Outbox, said: Any, notice: Any) -> None:
        standup, part = self._part(session, row)
        self._asked(session, said, standup, part, people_queries.get(session, TEAM, said.to))
        if not part.remind_at <= said.at <= part.close_at:
            self.wrong(f"{said.key} at {said.at}, not between {part.remind_at} and {part.close_at}")

    def _thread(self, session: Session, row: Outbox, said: Any, notice: Any) -> None:
        if said.to != row.subject["channel"]:
            self.wrong(f"I4 {said.key} was said in {said.to}")

    def _card(self, session: Session, row: Outbox, said: Any, notice: Any) -> None:
        self._thread(session, row, said, notice)
        on = date.fromisoformat(row.subject["on"])
        part = session.get(StandupAnswer, (TEAM, said.to, on, row.subject["person"]))
        if part.state != AnswerState.ANSWERED or list(notice.answers) != part.answers:
            self.wrong(f"{said.key} of {row.subject['person']}, who is {part.state}")

    def _wrap(self, session: Session, row: Outbox, said: Any, notice: Any) -> None:
        """After everybody's deadline; in the channel without names of who is missing, which only leads read."""
        channel_id, on = row.subject["channel"], date.fromisoformat(row.subject["on"])
        parts = queries.list_answers(session, TEAM, channel_id, on)
        if waiting := [part.person_id for part in parts if part.state in WAITING]:
            self.wrong(f"{said.key} while {waiting} are waited for")
        answered = sum(part.state == AnswerState.ANSWERED for part in parts)
        for_leads, named = row.subject.get("for_leads", False), {person.id for person in notice.missing}
        missing = {part.person_id for part in parts if part.state == AnswerState.MISSED and not part.optional}
        if notice.answered != answered or named != (missing if for_leads else set()):
            self.wrong(f"{said.key} says {notice.answered} answered, {named} missing; it is {answered}, {missing}")
        if said.to not in (session.get(Team, (TEAM, channel_id)).leads if for_leads else [channel_id]):
            self.wrong(f"I4 {said.key} was said to {said.to}")

    # --- digests ------------------------------------------------------------------------------------------------------

    def _digest(self, session: Session, row: Outbox, said: Any, notice: Any) -> None:
        """Once a day, in its channel, of its tasks alone, on a day it is for, from its hour until six."""
        digest = session.get(Digest, (TEAM, row.subject["channel"]))
        local = said.at.astimezone(ZoneInfo(digest.zone))
        self.posts[said.to, local.date()] += 1
        if said.to != digest.channel_id or self.posts[said.to, local.date()] > 1:
            self.wrong(f"{said.key} in {said.to}, {self.posts[said.to, local.date()]} times on {local.date()}")
        if local.date().isoformat() != row.subject["on"] or not self._posts_on(digest, local.date()):
            self.wrong(f"{said.key} on {local}, which is no day of it")
        if not digest.at <= local.time() <= max(SIX, time(digest.at.hour + 3, digest.at.minute)):
            self.wrong(f"{said.key} at {local}, its hour is {digest.at}")
        tasks = (*notice.done, *notice.late, *notice.soon, *notice.blocked, *notice.new)
        if elsewhere := [task.number for task in tasks if task.source_channel != said.to]:
            self.wrong(f"I4 {said.key} tells of {elsewhere}, which come from elsewhere")
        if digest.paused or not tasks:
            self.wrong(f"{said.key} says nothing, or is paused")

    def _posts_on(self, digest: Digest, day: date) -> bool:
        return day.isoweekday() in digest.days and day not in self.free_days

    # --- each day -----------------------------------------------------------------------------------------------------

    def of_the_day(self, session: Session) -> None:
        """What lies two days back, so that it is over in every zone, and nobody was passed over without a word."""
        on = self.quarter.now.date() - 2 * DAY
        for person_id in self.quarter.cast.people:
            zone = people_queries.get(session, TEAM, person_id).zone
            if person_id not in self.zones:
                self.zones[person_id] = (zone, self.quarter.began - MOVED_LATELY)
            elif self.zones[person_id][0] != zone:
                self.zones[person_id] = (zone, self.quarter.now)
        self._runs_are_over(session, on)
        for standup in session.exec(select(Standup)):
            if not self._changed_since(standup, on):
                self._everybody_had_a_part(session, standup, on)
        for digest in session.exec(select(Digest)):
            found = session.get(Occurrence, (TEAM, "digest", digest.channel_id, "", on.isoformat()))
            if not self._changed_since(digest, on) and self._posts_on(digest, on) and found is None:
                self.wrong(f"I3 the digest of {digest.channel_id} on {on} was passed over")

    def _changed_since(self, kept: Standup | Digest, on: date) -> bool:
        """Whether it waits, or a lead changed it near that day, or Muster is down just now."""
        changed = self.quarter.teams.changed[kept.channel_id].date() + DAY >= on
        return kept.paused or changed or self.quarter.is_down or self.quarter.now - self.quarter.up_since < DAY

    def _runs_are_over(self, session: Session, on: date) -> None:
        for run in session.exec(select(StandupRun).where(col(StandupRun.on) < on, StandupRun.state == RunState.OPEN)):
            if not self.quarter.is_down and self.quarter.now - self.quarter.up_since > DAY:
                self.wrong(f"I3 the standup of {run.channel_id} on {run.on} has not ended, wrap_at {run.wrap_at}")

    def _everybody_had_a_part(self, session: Session, standup: Standup, on: date) -> None:
        for member in session.exec(select(TeamMember).where(TeamMember.channel_id == standup.channel_id)):
            person = people_queries.get(session, TEAM, member.person_id)
            hours = hours_of(session, person)
            day = hours.today(self._hour(standup, hours.zone, on))
            inside = session.get(Membership, (TEAM, standup.channel_id, person.id)) is not None
            is_here = not person.is_deleted and inside and self.zones[person.id][1] < self.quarter.now - MOVED_LATELY
            is_asked = on.isoweekday() in standup.days and hours.works_on(day)
            if is_here and is_asked and session.get(StandupAnswer, (TEAM, standup.channel_id, on, person.id)) is None:
                self.wrong(f"I3 {person.id} was passed over in the standup of {standup.channel_id} on {on}")

    def report(self, session: Session) -> Iterator[str]:
        states = Counter(row.state for row in session.exec(select(StandupAnswer)))
        yield f"standups: {len(session.exec(select(StandupRun)).all())} runs, parts {dict(states.most_common())}, " \
              f"{self.outside} of {sum(self.prompts.values())} prompts out of their reader's hours"  # fmt: skip
        yield f"digests: {sum(self.posts.values())} posts"
