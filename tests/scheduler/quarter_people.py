"""The people of a simulated quarter: who they are, when they work, and what they do by chance."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from bot.errors import UserError
from bot.heard import ChannelFacts, Profile
from bot.rules import availability
from bot.rules.availability import Away, Hours, Part
from bot.rules.chasing import Level
from bot.rules.evidence import Shown
from bot.rules.reviewing import ReturnReason
from bot.services.messages import hearing
from bot.services.people import away, leaving, people
from bot.services.people.actors import Actor
from bot.services.review import review_steps, reviewing
from bot.services.rhythm import wishes
from bot.services.work import handing, life, tasks, working
from bot.services.work.tasks import Source
from models import Person, Session, State, Task, TaskFields, Team, Workspace
from models.queries import people as people_queries
from models.queries import tasks as queries
from tests.factories import TEAM

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ZONES = {
    "Asia/Shanghai": "CN", "Europe/Berlin": "DE", "America/New_York": "US", "Asia/Tokyo": None, "Asia/Kolkata": None,
    "Europe/London": None, "America/Los_Angeles": "US", "America/Sao_Paulo": None, "Australia/Lord_Howe": None,
    "Pacific/Auckland": None, "Africa/Cairo": None, "Europe/Kyiv": None,
}  # fmt: skip
A_TEAM = 8
MANY = 7  # who has as much to do begins nothing more


@dataclass
class Cast:
    """Everybody, by team: the first of a team leads it, the second is the manager of all in it."""

    people: list[str]
    teams: dict[str, list[str]]

    def team_of(self, person_id: str) -> tuple[str, list[str]]:
        return next((channel, crew) for channel, crew in self.teams.items() if person_id in crew)


def settle(session: Session, size: int, began: datetime, random: Random) -> Cast:
    """People of all zones in teams with a lead, a manager and stand-ins; one team in three works in private."""
    workspace = people.settle_in(session, TEAM, name="Muster HQ", bot_user_id="U0BOT", now=began)
    ids = [f"U{n:03d}" for n in range(size)]
    crews = [ids[n : n + A_TEAM] for n in range(0, size, A_TEAM)]
    cast = Cast(ids, {f"C{n:03d}": crew for n, crew in enumerate(crews)})
    zones = list(ZONES)
    for n, person_id in enumerate(ids):
        zone = zones[(n // 3 + n) % len(zones)]
        locale = "zh-CN" if zone == "Asia/Shanghai" else "en-US"
        profile = Profile(id=person_id, name=person_id.lower(), real_name=person_id, zone=zone, locale=locale,
                          is_guest=n % 29 == 28)  # fmt: skip
        person = people.keep_profile(session, workspace, profile, began)
        _give_hours(person, zone, n, random)
        person.brief_at = availability.hours(person, workspace).next_start(began)
        session.add(person)
    workspace.leads = [ids[0]]
    for n, (channel, crew) in enumerate(cast.teams.items()):
        _make_team(session, channel, crew, "private" if n % 3 == 2 else "public", began)
    return cast


def _give_hours(person: Person, zone: str, n: int, random: Random) -> None:
    person.region = ZONES[zone] or availability.NO_REGION
    if n % 10 == 3:
        person.week = {"5": ["09:00", "13:00"]}
    if n % 12 == 7:
        person.works_from, person.works_to = time(14), time(22)
    if n % 40 == 39:
        person.works_from, person.works_to = time(22), time(6)
    if n % 6 == 5:
        person.nudging = {"all": random.choice((Level.LIGHT, Level.ACTIVE)).value}


def _make_team(session: Session, channel: str, crew: list[str], kind: str, began: datetime) -> None:
    facts = ChannelFacts(id=channel, kind=kind, name=channel.lower(), bot_is_in=True, members=tuple(crew))
    kept = people.keep_channel(session, TEAM, facts, began)
    kept.roster_at = began + timedelta(days=400)  # its members are known to the moment all along
    session.add(Team(workspace_id=TEAM, channel_id=channel, leads=[crew[0]], created_at=began))
    for person_id in crew[1:]:
        person = people_queries.get(session, TEAM, person_id)
        person.manager_id = crew[min(1, len(crew) - 1)] if person_id != crew[1] else crew[0]
        person.stand_in_id = crew[-1] if person_id != crew[-1] else None
        session.add(person)
    session.flush()


def workspace_of(session: Session) -> Workspace:
    return people_queries.workspace(session, TEAM)


def hours_of(session: Session, person: Person) -> Hours:
    return availability.hours(person, workspace_of(session))


class Deeds:
    """What somebody does in one turn, by chance. Each deed says what it did, or None where there was nothing to do."""

    def __init__(self, session: Session, person: Person, cast: Cast, now: datetime, random: Random) -> None:
        self.session, self.person, self.cast, self.now, self.random = session, person, cast, now, random
        self.actor = Actor(workspace_of(session), person, now)
        self.hours = hours_of(session, person)

    def anything(self) -> str | None:
        """One deed of somebody who sits down to work."""
        mine = queries.list_live_of(self.session, self.person)
        chance = self.random.random()
        if chance < 0.07:
            return self._for_myself()
        if chance < 0.13:
            return self._judge()
        if len(mine) < MANY and chance < 0.36:
            return self._create(mine)
        if not mine:
            return self._create(mine)
        return self.work_on(self.random.choice(mine))

    def _for_myself(self) -> str:
        """Quiet, an absence, a level, a reminder."""
        match self.random.randrange(5):
            case 0:
                wishes.set_quiet(
                    self.session, self.actor, self.now + self.random.choice((HOUR, 4 * HOUR, DAY, 3 * DAY))
                )
                return "quiet"
            case 1:
                first = self.hours.today(self.now) + self.random.randrange(1, 12) * DAY
                days = self.random.choice((0, 0, 1, 4, 9))
                part = self.random.choice((Part.WHOLE, Part.MORNING, Part.AFTERNOON)) if days == 0 else Part.WHOLE
                away.put(self.session, self.actor, self.person, Away(first, first + days * DAY, part))
                return "away"
            case 2:
                self.person.dnd_from, self.person.dnd_until = (
                    self.now,
                    self.now + self.random.choice((1, 3, 16, 21)) * HOUR,
                )
                self.session.add(self.person)
                return "dnd"
            case _:
                fields = TaskFields(title="Look at the contract", owner_id=self.person.id)
                task = tasks.add(self.session, self.actor, fields, tasks.People(), Source(door="slash"))
                tasks.remind(self.session, self.actor, task, self.now + self.random.uniform(0.3, 60) * HOUR)
                return "remind"

    def _judge(self) -> str | None:
        waiting = review_steps.list_waiting_for(self.session, self.person)
        return self.work_on(self.random.choice(waiting)) if waiting else None

    def _create(self, mine: list[Task]) -> str:
        """Work for oneself or, more often, for somebody of the team; some of it with reviewers, in rhythm or parts."""
        channel, crew = self.cast.team_of(self.person.id)
        others = [one for one in crew if one != self.person.id]
        owner = self.random.choice([*others, self.person.id]) if self.random.random() < 0.75 else self.person.id
        reviewers = tuple(self.random.sample(crew, 1)) if self.random.random() < 0.25 else ()
        informed = tuple(self.random.sample(crew, 1)) if self.random.random() < 0.1 else ()
        on, at = self._some_date()
        fields = TaskFields(
            title=f"Piece of work {self.random.randrange(9999)}", owner_id=owner, due_on=on, due_at=at,
            priority=self.random.choice((None, None, None, 1, 2, 4)),
            estimate_days=self.random.choice((None, None, 0.5, 2.0, 5.0)),
            rrule="FREQ=WEEKLY" if on is not None and self.random.random() < 0.02 else None,
        )  # fmt: skip
        in_channel = self.random.random() < 0.7 and not self.person.is_guest
        kind = people_queries.channel(self.session, TEAM, channel).kind
        source = Source(door="slash", channel_id=channel if in_channel else None,
                        is_private=not in_channel or kind != "public")  # fmt: skip
        named = tasks.People(reviewers=reviewers, informed=informed)
        tasks.add(self.session, self.actor, fields, named, source)
        return "create"

    def _some_date(self) -> tuple[date | None, datetime | None]:
        chance, on = self.random.random(), self.hours.today(self.now) + self.random.randrange(10) * DAY
        if chance < 0.3:
            return None, None
        at = self.hours.start_of(on) + self.random.randrange(18) * HOUR / 2
        return (on, at) if chance < 0.65 and at > self.now else (on, None)

    def work_on(self, task: Task) -> str | None:
        """The next thing that can be done to it by this person."""
        roles = queries.list_roles(self.session, task)
        judges = any(role.person_id == self.person.id and role.awaited for role in roles)
        if task.state == State.REVIEW:
            return self._review(task) if judges else None
        if task.is_blocked:
            return self._done_by(task, "unblock", lambda: life.unblock(self.session, self.actor, task))
        if task.owner_id != self.person.id:
            return self._done_by(task, "note", lambda: tasks.note(self.session, self.actor, task, "Any news?"))
        return self._forward(task)

    def _review(self, task: Task) -> str:
        if self.random.random() < 0.25:
            back = ReturnReason.DEFECT
            return self._done_by(
                task, "return", lambda: reviewing.send_back(self.session, self.actor, task, back, "No")
            )
        return self._done_by(task, "accept", lambda: reviewing.accept(self.session, self.actor, task, score=4))

    def _forward(self, task: Task) -> str:
        verbs, weights = zip(*self._moves(task).items(), strict=True)
        verb = self.random.choices(verbs, weights)[0]
        return self._done_by(task, verb, lambda: self._act(verb, task))

    def _moves(self, task: Task) -> dict[str, float]:
        """What can be done to a task of one's own, and how likely it is."""
        if task.state == State.OPEN and task.acked_at is None and task.creator_id != task.owner_id:
            return {"ack": 6, "start": 2, "decline": 0.5, "done": 1, "note": 0.5}
        if task.state == State.OPEN:
            return {"start": 4, "done": 3, "snooze": 0.7, "due": 0.7, "note": 0.5, "assign": 0.4, "cancel": 0.2}
        return {"note": 1.5, "progress": 2, "evidence": 0.5, "block": 0.8, "submit": 3, "done": 3, "snooze": 0.5,
                "due": 0.5, "assign": 0.2, "spent": 0.3}  # fmt: skip

    def _act(self, verb: str, task: Task) -> object:
        session, actor = self.session, self.actor
        acts: dict[str, Callable[[], object]] = {
            "ack": lambda: handing.ack(session, actor, task),
            "decline": lambda: handing.decline(session, actor, task, reason="Not mine"),
            "start": lambda: life.start(session, actor, task),
            "done": lambda: reviewing.finish(session, actor, task),
            "submit": lambda: reviewing.finish(session, actor, task),
            "note": lambda: tasks.note(session, actor, task, "On it"),
            "progress": lambda: working.progress(session, actor, task, self.random.randrange(101)),
            "evidence": lambda: working.show(session, actor, task, [Shown("figure", str(self.now), "it")]),
            "spent": lambda: working.spent(session, actor, task, 30),
            "cancel": lambda: life.cancel(session, actor, task),
            "snooze": lambda: tasks.snooze(session, actor, task, self.now + self.random.choice((1, 3, 24, 72)) * HOUR),
            "due": lambda: self._move(task),
            "block": lambda: self._block(task),
            "assign": lambda: tasks.assign(session, actor, task, self._somebody_else()),
        }
        return acts[verb]()

    def _move(self, task: Task) -> object:
        on, at = self._some_date()
        return tasks.due(self.session, self.actor, task, on=on, at=at)

    def _block(self, task: Task) -> object:
        """On a person, on a task of another, or on nothing in the team."""
        chance = self.random.random()
        if chance < 0.5:
            by = self._somebody_else().id
            return life.block(self.session, self.actor, task, reason="It waits", by=by)
        others = queries.list_live_of(self.session, self._somebody_else()) if chance < 0.8 else []
        on = self.random.choice(others).number if others else None
        return life.block(self.session, self.actor, task, reason="It waits", on=on)

    def _somebody_else(self) -> Person:
        _, crew = self.cast.team_of(self.person.id)
        others = [one for one in crew if one != self.person.id]
        return people_queries.get(self.session, TEAM, self.random.choice(others))

    def _done_by(self, task: Task, verb: str, act: Callable[[], object]) -> str:
        act()
        return verb


def turn_of_the_world(session: Session, cast: Cast, now: datetime, random: Random) -> str:
    """What Slack tells of somebody: another zone, a channel left, an account deactivated; then the lead hands over."""
    person = people_queries.get(session, TEAM, random.choice(cast.people))
    channel, crew = cast.team_of(person.id)
    profile = Profile(id=person.id, name=person.name, real_name=person.real_name, locale=person.locale,
                      zone=person.zone, is_guest=person.is_guest, updated=int(now.timestamp()))  # fmt: skip
    workspace, chance = workspace_of(session), random.random()
    if chance < 0.6:
        moved = Profile(**vars(profile) | {"zone": random.choice(list(ZONES))})
        hearing.take_in(session, workspace, moved, now)
        return "zone"
    if chance < 0.85 or person.id in crew[:2] or len(crew) < 4:
        people.left(session, TEAM, channel, person.id)
        return "left"
    hearing.take_in(session, workspace, Profile(**vars(profile) | {"is_deleted": True}), now)
    lead = people_queries.get(session, TEAM, crew[0])
    if random.random() < 0.7:
        takers = leaving.Takers(crew[1])
        attempt(session, lambda: str(leaving.hand_over(session, Actor(workspace, lead, now), person, takers)))
    crew.remove(person.id)
    cast.people.remove(person.id)
    return "gone"


def attempt(session: Session, act: Callable[[], str | None]) -> str | None:
    """A deed as a turn does it: a refusal takes back all of it, and is an answer like any other."""
    try:
        with session.begin_nested():
            return act()
    except UserError as error:
        return f"refused {error.key}"
