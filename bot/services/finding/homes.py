"""Whose App Home shows what changed: wishes to draw it again, merged, taken by one process at a time."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from bot.rules import availability, civil
from bot.rules.sending import TOKEN_IS_DEAD, Outcome, Verdict
from bot.services.people import installing
from models import Home, HomeWish, Session, Task
from models.queries import homes as queries
from models.queries import people as people_queries
from models.queries import plans as plan_queries
from models.queries import standups as team_queries
from models.queries import tasks as task_queries
from models.queries import together

MERGED = timedelta(seconds=0.5)  # changes that come closer together than that are drawn once
LATELY = timedelta(days=7)  # who opened Home longer ago gets it drawn when they open it again
LEASE = timedelta(seconds=30)
BEGIN = timedelta(seconds=10)  # how long after it was taken a call may begin, to be over when the lease ends
TRY_AGAIN, TRY_FOR = timedelta(seconds=15), timedelta(hours=1)
CONFLICT = "hash_conflict"

ONE_PERSON = ("owner_id", "blocked_by_id")
PEOPLE = ("accountable", "helpers", "reviewers", "consulted", "informed")


May = Callable[[Mapping[str, int]], Mapping[str, int]]


@dataclass(frozen=True)
class Claim:
    """One Home that is ours to draw until `until`; drawing it from what is read from now on answers these `wishes`."""

    workspace_id: str
    person_id: str
    hash: str | None
    until: datetime
    wishes: tuple[int, ...]

    def may_begin(self, real: datetime) -> bool:
        return real < self.until - LEASE + BEGIN


def changed(session: Session, task: Task, before: dict[str, Any], after: dict[str, Any], now: datetime) -> None:
    """A task changed from that to this: the Homes of everybody who sees it there are to be drawn again."""
    named = {task.owner_id, task.creator_id, task.blocked_by_id}
    named |= {role.person_id for role in task_queries.list_roles(session, task)}
    for held in (before, after):
        named |= {held.get(name) for name in ONE_PERSON}
        named |= {str(one).rpartition(":")[2] for name in PEOPLE for one in held.get(name) or ()}
    if team := team_queries.team_of(session, task):
        named |= set(team.leads)
    wish(session, task.workspace_id, (person_id for person_id in named if person_id), now)


def changed_together(session: Session, tasks: Sequence[Task], now: datetime) -> None:
    """The same where many tasks changed at once, but for the people on them."""
    named: set[str | None] = {person_id for task in tasks for person_id in (task.owner_id, task.creator_id,
                                                                            task.blocked_by_id)}  # fmt: skip
    for workspace_id in {task.workspace_id for task in tasks}:
        numbers = [task.number for task in tasks if task.workspace_id == workspace_id]
        named |= {role.person_id for role in plan_queries.list_roles_of(session, workspace_id, numbers)}
        channels = {task.source_channel for task in tasks if task.workspace_id == workspace_id}
        named |= {lead for leads in together.leads_of(session, workspace_id, channels).values() for lead in leads}
        wish(session, workspace_id, (person_id for person_id in named if person_id), now)


def wish(session: Session, workspace_id: str, people: Iterable[str], now: datetime) -> None:
    """Have these people's Homes drawn again, as far as they opened it lately."""
    for person_id in queries.list_watching(session, workspace_id, people, now - LATELY):
        session.add(HomeWish(workspace_id=workspace_id, person_id=person_id, at=now))


def opened(
    session: Session, workspace_id: str, person_id: str, shown: str | None, *, now: datetime, real: datetime
) -> Claim | None:
    """Somebody looks: it begins with the first pages again. None while it is being drawn: then once more after that.

    `shown` is Slack's name for what they see so far.
    """
    home = queries.hold(session, workspace_id, person_id)
    if home is None:
        home = Home(workspace_id=workspace_id, person_id=person_id, opened_at=now)
    home.opened_at, home.pages = now, {}
    if shown and not _is_taken(home, real):
        home.hash = shown
    session.add(home)
    session.flush()
    return _take_or_wish(session, home, now=now, real=real)


def touched(session: Session, workspace_id: str, person_id: str, *, now: datetime, real: datetime) -> Claim | None:
    """They tapped something in it and wait to see it: as `opened`, on the pages where they are."""
    home = queries.hold(session, workspace_id, person_id)
    return _take_or_wish(session, home, now=now, real=real) if home is not None else None


def _take_or_wish(session: Session, home: Home, *, now: datetime, real: datetime) -> Claim | None:
    if not _is_taken(home, real):
        return _take(session, home, real)
    session.add(HomeWish(workspace_id=home.workspace_id, person_id=home.person_id, at=now - MERGED))
    return None


def turn_page(session: Session, workspace_id: str, person_id: str, section: str, page: int) -> None:
    home = queries.hold(session, workspace_id, person_id)
    if home is not None:
        home.pages = home.pages | {section: page}
        session.add(home)


def first_pages(session: Session, workspace_id: str, person_id: str) -> None:
    home = queries.hold(session, workspace_id, person_id)
    if home is not None:
        home.pages = {}
        session.add(home)


def claim(
    session: Session, *, now: datetime, real: datetime, moment: datetime, limit: int, may: May
) -> list[Claim]:  # fmt: skip
    """Take Homes to draw. `may` says how many of so many the pace allows in each workspace, by the `moment` that all
    share."""
    due = queries.due(session, now - MERGED, real, moment, limit)
    held = (queries.hold(session, *one, or_pass=True) for one in due)
    free = [home for home in held if home is not None and not _is_taken(home, real)]
    left, claims = Counter(may(Counter(home.workspace_id for home in free))), list[Claim]()
    for home in free:
        if left[home.workspace_id] > 0:
            left[home.workspace_id] -= 1
            claims.append(_take(session, home, real))
    return claims


def _is_taken(home: Home, real: datetime) -> bool:
    return home.lease_real is not None and home.lease_real >= real


def _take(session: Session, home: Home, real: datetime) -> Claim:
    home.lease_real = real + LEASE
    session.add(home)
    session.flush()
    wishes = queries.list_wishes(session, home.workspace_id, home.person_id)
    return Claim(home.workspace_id, home.person_id, home.hash, home.lease_real, tuple(wishes))


def settle(session: Session, claim: Claim, outcome: Outcome, shown: str | None, *, now: datetime) -> None:
    """Write down what became of drawing it. A lease that ran out went to another process, which drew it anew."""
    home = queries.hold(session, claim.workspace_id, claim.person_id)
    if home is None or home.lease_real != claim.until:
        return
    home.lease_real = None
    if outcome.verdict == Verdict.SENT:
        home.hash = shown
    elif outcome.reason == CONFLICT:
        home.hash = None
    session.add(home)
    queries.delete_wishes(session, claim.wishes)
    if outcome.reason in TOKEN_IS_DEAD:
        installing.refused(session, claim.workspace_id, now)
    if outcome.verdict == Verdict.SENT:
        _wish_for_tomorrow(session, home, now)
    if (again_at := _again_at(home, outcome, now)) is not None:
        session.add(HomeWish(workspace_id=home.workspace_id, person_id=home.person_id, at=again_at - MERGED))


def _wish_for_tomorrow(session: Session, home: Home, now: datetime) -> None:
    """What is for today is so until the day turns for who looks; whoever has not looked for days does not mind."""
    person = people_queries.get(session, home.workspace_id, home.person_id)
    workspace = people_queries.workspace(session, home.workspace_id)
    if person is None or workspace is None or person.is_deleted:
        return
    hours = availability.hours(person, workspace)
    turns_at = civil.instant(hours.today(now) + timedelta(days=1), time(), hours.zone)
    if turns_at - home.opened_at < LATELY:
        session.add(HomeWish(workspace_id=home.workspace_id, person_id=home.person_id, at=turns_at))


def _again_at(home: Home, outcome: Outcome, now: datetime) -> datetime | None:
    """When to try it once more; None where it is drawn, or left until it changes or is opened again."""
    if outcome.reason == CONFLICT:
        return now
    if outcome.verdict == Verdict.WAIT:
        return now + timedelta(seconds=outcome.wait_seconds)
    failed = outcome.verdict in (Verdict.UNKNOWN, Verdict.NOT_SENT)
    return now + TRY_AGAIN if failed and now - home.opened_at < TRY_FOR else None
