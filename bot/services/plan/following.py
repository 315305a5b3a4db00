"""Who may begin once something before them has begun or ended, and how they hear of it."""

from collections.abc import Collection
from datetime import date, datetime

from bot.rules import availability, civil
from bot.rules import plan as rules
from bot.services.messages import outbox
from bot.services.messages.outbox import Letter
from bot.services.people.actors import Actor
from models import Dependency, History, Lane, Link, Person, Session, State, Task, Workspace
from models.queries import people as people_queries
from models.queries import plans as queries

CAN_START = "can_start"
ENDS, STARTS = frozenset({Link.FINISH_TO_START}), frozenset({Link.START_TO_START})


def holds_up(tie: Dependency, before: Task) -> bool:
    """Whether that task keeps the later one from beginning, its lag aside."""
    if tie.link == Link.FINISH_TO_FINISH:
        return False
    return before.state == State.OPEN if tie.link == Link.START_TO_START else before.is_live


def closed(session: Session, actor: Actor, task: Task, entry: History) -> None:
    """A task has ended: tell the owners of those that all they wait for lets begin."""
    was_begun = entry.before.get("state") != State.OPEN  # what waits for a start only heard of it then
    _tell(session, actor, task, ENDS if was_begun else {*ENDS, *STARTS})


def started(session: Session, actor: Actor, task: Task) -> None:
    _tell(session, actor, task, STARTS)


def _tell(session: Session, actor: Actor, cause: Task, news_for: Collection[Link]) -> None:
    """Each hears of it once for each such end. Who has just acted knows it, unless there is a lag to wait for."""
    followers = [one for one in queries.list_followers(session, cause) if one.state == State.OPEN]
    owners = people_queries.list_by_ids(session, cause.workspace_id, {one.owner_id for one in followers})
    for follower in followers:
        owner = owners[follower.owner_id]
        hours = availability.hours(owner, actor.workspace)
        day = allowed_on(session, actor.workspace, follower, owner, (cause.number, news_for))
        if day is None or owner.is_stranger:
            continue
        at = hours.start_of(day) if day > hours.today(actor.now) else actor.now
        if at > actor.now or owner.id != actor.person.id:
            _put(session, actor, follower, cause, at)


def _put(session: Session, actor: Actor, follower: Task, cause: Task, at: datetime) -> None:
    outbox.put(session, follower.workspace_id, Letter(
        key=f"{CAN_START}:{follower.number}:{cause.number}v{cause.version}", kind="task.told", to=follower.owner_id,
        reader_id=follower.owner_id,
        subject={"number": follower.number, "by": actor.person.id, "verb": CAN_START}, lane=Lane.PROMPTS, due_at=at,
        news=CAN_START, about=(follower.number,),
    ), now=actor.now)  # fmt: skip


def allowed_on(
    session: Session, workspace: Workspace, task: Task, owner: Person, cause: tuple[int, Collection[Link]] | None = None
) -> date | None:
    """The first day on which all that comes before lets the task begin; None while something holds it up.

    With a `cause`, a number and links: None, too, where the task does not hang on that one by one of those links.
    """
    ties = [tie for tie in queries.list_ties(session, task.workspace_id, [task.number])
            if tie.link != Link.FINISH_TO_FINISH]  # fmt: skip
    if cause is not None and not any(tie.after_number == cause[0] and tie.link in cause[1] for tie in ties):
        return None
    befores = {one.number: one for one in queries.list_known(session, task.workspace_id,
                                                             [tie.after_number for tie in ties])}  # fmt: skip
    hours = availability.hours(owner, workspace)
    days: list[date] = []
    for tie in ties:
        before = befores[tie.after_number]
        if holds_up(tie, before):
            return None
        days.append(_lets_begin(tie, before, hours))
    return max(days, default=date.min)


def _lets_begin(tie: Dependency, before: Task, hours: availability.Hours) -> date:
    """Without a lag the moment counts, not the day; what was cancelled asks for no lag."""
    moment = before.closed_at if tie.link == Link.FINISH_TO_START else before.started_at or before.closed_at
    if tie.lag_days <= 0 or moment is None or before.state == State.CANCELLED:
        return date.min
    return rules.shifted(civil.local_date(moment, hours.zone), tie.lag_days, hours.works_on)


def may_be_told(session: Session, task: Task, reader_id: str | None, now: datetime) -> bool:
    """Whether it is still news when it is said: theirs, not begun, and nothing holds it up again."""
    workspace = people_queries.workspace(session, task.workspace_id)
    owner = people_queries.get(session, task.workspace_id, task.owner_id)
    if workspace is None or owner is None or owner.id != reader_id or task.state != State.OPEN:
        return False
    day = allowed_on(session, workspace, task, owner)
    return day is not None and day <= availability.hours(owner, workspace).today(now)
