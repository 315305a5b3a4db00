"""Proposals to a person about their own tasks: made once a week and on demand, taken or left with one tap."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.errors import conflict, not_found
from bot.rules import availability, civil, nudging, suggesting
from bot.rules.availability import Hours
from bot.rules.suggesting import Known, Proposal, Week
from bot.services.people.actors import Actor
from bot.services.rhythm import occurrences
from bot.services.work import life, tasks
from models import History, OccurrenceState, Person, RoleKind, Session, Suggestion, SuggestionState, Task, Workspace
from models.queries import people as people_queries
from models.queries import ranking as ranking_queries
from models.queries import suggesting as queries
from models.queries import tasks as task_queries

MONTH = timedelta(days=30)
DAYS_TO_LOOK = 30
FULL_DAY = 1.0

Row = tuple[Suggestion, Task]


@dataclass(frozen=True)
class Counted:
    """What became of proposals in the last month."""

    taken: int
    left: int


def weekly(session: Session, workspace: Workspace, person: Person, now: datetime) -> None:
    """On the first working day of a person's week their tasks are looked at once."""
    hours = availability.hours(person, workspace)
    today = hours.today(now)
    if not opens_the_week(hours, today):
        return
    year, week, _ = today.isocalendar()
    if occurrences.put(
        session, workspace.id, kind="suggest", subject="", person_id=person.id, when=f"{year}-W{week:02d}", due_at=now,
        now=now, state=OccurrenceState.SKIPPED, reason="told in the morning brief",
    ):  # fmt: skip
        make(session, Actor(workspace, person, now))


def opens_the_week(hours: Hours, day: date) -> bool:
    monday = day - timedelta(days=day.isoweekday() - 1)
    return hours.works_on(day) and not any(
        hours.works_on(monday + timedelta(days=n)) for n in range((day - monday).days)
    )


def make(session: Session, actor: Actor) -> list[Row]:
    """Look at all of a person's live tasks; returns what waits for their choice. What no longer holds is closed."""
    rows = _still_holding(session, actor)
    asked = {row.number for row, _ in rows}
    left = queries.list_left(session, actor.person, actor.now - suggesting.NOT_AGAIN_FOR)
    for task, proposal in _proposals(session, actor):
        if len(rows) >= suggesting.MOST:
            break
        if task.number not in asked and not suggesting.is_proposed_again(proposal, left):
            rows.append((_keep(session, actor, task, proposal), task))
    return rows


def _still_holding(session: Session, actor: Actor) -> list[Row]:
    holding = []
    for row, task in queries.list_open(session, actor.person):
        if queries.holds(row, task):
            holding.append((row, task))
        else:
            _settle(session, actor, row, SuggestionState.OUTDATED)
    return holding


def _keep(session: Session, actor: Actor, task: Task, proposal: Proposal) -> Suggestion:
    row = Suggestion(
        workspace_id=actor.workspace.id, number=task.number, person_id=actor.person.id, field=proposal.field,
        proposed=proposal.proposed, reason=proposal.reason, facts=proposal.facts | {"v": task.version},
        made_at=actor.now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def _proposals(session: Session, actor: Actor) -> Iterable[tuple[Task, Proposal]]:
    """For each live task at most one, the most pressing tasks first."""
    hours, now = availability.hours(actor.person, actor.workspace), actor.now
    agenda = nudging.agenda(task_queries.list_live_of(session, actor.person), hours, now)
    live = [*agenda.placed, *agenda.late, *agenda.today, *agenda.soon, *agenda.later]
    week = week_of(live, hours, now)
    waiting = ranking_queries.list_waiting_for(session, actor.person, [task.number for task in live], now)
    closed = queries.list_closed(session, actor.person, now - suggesting.LOOKS_BACK, now)
    roomy = _with_room(session, actor, week) if week.is_overfull else []
    for task in live:
        if nudging.is_snoozed(task, now):
            continue
        late, samples = suggesting.lateness(task, closed)
        helper = _helper_for(session, task, roomy, now)
        known = Known(task, tuple(waiting.get(task.number, ())), late, samples, helper)
        if proposal := suggesting.propose(known, week, now):
            yield task, proposal


def week_of(live: Sequence[Task], hours: Hours, now: datetime) -> Week:
    """The rest of somebody's week: what is due in it or late, the working days, and the next day with room."""
    today = hours.today(now)
    sunday = today + timedelta(days=7 - today.isoweekday())
    due = [(task, nudging.due_day(task, hours.zone)) for task in live if not nudging.is_snoozed(task, now)]
    days_left = sum(hours.works_on(today + timedelta(days=n)) for n in range((sunday - today).days + 1))
    load = suggesting.load(task for task, on in due if on is not None and on <= sunday)
    start = sunday if load > days_left else today
    return Week(load, days_left, _free_day(hours, start, due))


def _free_day(hours: Hours, after: date, due: Sequence[tuple[Task, date | None]]) -> date | None:
    """The first working day after that one on which less than a day of work is due."""
    for n in range(1, DAYS_TO_LOOK + 1):
        day = after + timedelta(days=n)
        if hours.works_on(day) and suggesting.load(task for task, on in due if on == day) < FULL_DAY:
            return day
    return None


def _with_room(session: Session, actor: Actor, week: Week) -> list[Person]:
    """Colleagues of the same teams whose week holds at least a day less than it could, the emptiest first."""
    colleagues = [one for one in queries.list_teammates(session, actor.person) if _can_take(one)]
    live = queries.list_live_of(session, actor.workspace.id, [one.id for one in colleagues])
    weeks = {one.id: week_of(live.get(one.id, []), availability.hours(one, actor.workspace), actor.now)
             for one in colleagues}  # fmt: skip
    roomy = [one for one in colleagues if weeks[one.id].load + FULL_DAY <= min(weeks[one.id].days_left, week.load)]
    return sorted(roomy, key=lambda one: (weeks[one.id].load - weeks[one.id].days_left, one.id))


def _can_take(person: Person) -> bool:
    return person.can_be_told and not person.is_guest


def _helper_for(session: Session, task: Task, roomy: Iterable[Person], now: datetime) -> str | None:
    """The first with room who sees the task already: nobody learns of it by a proposal. Helpers of it go first."""
    helpers = {role.person_id for role in task_queries.list_roles(session, task) if role.kind == RoleKind.HELPER}
    for one in sorted(roomy, key=lambda one: one.id not in helpers):
        if one.id != task.owner_id and task_queries.get(session, one, task.number, now) is not None:
            return one.id
    return None


def take(session: Session, actor: Actor, suggestion_id: int) -> tuple[Task, History] | None:
    """Do what was proposed; None where the task has changed since, so that it is no longer proposed."""
    row = _open_row(session, actor, suggestion_id)
    task = tasks.find(session, actor, row.number)
    if not queries.holds(row, task):
        _settle(session, actor, row, SuggestionState.OUTDATED)
        return None
    entry = DO[row.field](session, actor, task, row.proposed)
    _settle(session, actor, row, SuggestionState.TAKEN)
    return task, entry


def leave(session: Session, actor: Actor, suggestion_id: int) -> None:
    """It is not wanted; the same does not come again for a while."""
    _settle(session, actor, _open_row(session, actor, suggestion_id), SuggestionState.LEFT)


def _open_row(session: Session, actor: Actor, suggestion_id: int) -> Suggestion:
    row = queries.get(session, actor.person, suggestion_id, hold=True)
    if row is None:
        raise not_found("suggestion_gone")
    if row.state != SuggestionState.OPEN:
        raise conflict("suggestion_gone")
    return row


def _settle(session: Session, actor: Actor, row: Suggestion, state: SuggestionState) -> None:
    row.state, row.settled_at, row.settled_by = state, actor.now, actor.person.id
    session.add(row)
    session.flush()


def _date(session: Session, actor: Actor, task: Task, proposed: str) -> History:
    return tasks.due(session, actor, task, on=date.fromisoformat(proposed), at=None)


def _owner(session: Session, actor: Actor, task: Task, proposed: str) -> History:
    owner = people_queries.get(session, actor.workspace.id, proposed)
    if owner is None or task_queries.get(session, owner, task.number, actor.now) is None:
        raise not_found("suggestion_gone")
    return tasks.assign(session, actor, task, owner)


DO: dict[str, Callable[[Session, Actor, Task, str], History]] = {
    "priority": lambda session, actor, task, proposed: tasks.priority(session, actor, task, int(proposed)),
    "due_on": _date,
    "owner_id": _owner,
    "state": lambda session, actor, task, proposed: life.cancel(session, actor, task),
}


def counted(session: Session, actor: Actor, *, of_all: bool = False) -> Counted:
    """A person's proposals of the last month, or the whole workspace's."""
    who = None if of_all else actor.person.id
    return Counted(*ranking_queries.count_settled(session, actor.workspace.id, actor.now - MONTH, who))


def made_on(session: Session, person: Person, hours: Hours, on: date) -> int:
    """How many proposals of that day still wait, for the morning brief."""
    return queries.count_open(session, person, civil.instant(on, time(), hours.zone))
