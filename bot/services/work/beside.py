"""What a card shows beside the task itself: what its team asks of a description, who has left, what went like it."""

from datetime import datetime

from bot.answers.reviews import Beside
from bot.errors import conflict
from bot.rules import likeness, shapes
from bot.services.review import review_steps
from models import Person, Session, Task
from models.queries import cases
from models.queries import people as people_queries
from models.queries import standups as team_queries


def of(session: Session, task: Task, viewer: Person | None, now: datetime, *, is_fresh: bool) -> Beside:
    """As far as the viewer may know. With no viewer: what all who read the task's conversation may know."""
    if not task.is_live:
        return Beside()
    team = team_queries.team_of(session, task)
    lacking = shapes.lacking(shapes.shape_of(team.shape), task.described) if team else ()
    near = like(session, task, viewer, now) if is_fresh else ""
    return Beside(lacking, bool(team and team.strict), gone(session, task), near)


def shape_of(session: Session, task: Task) -> tuple[str, ...]:
    """The parts that its team asks for; all of them where it asks for none."""
    team = team_queries.team_of(session, task)
    return shapes.shape_of(team.shape if team else ()) or shapes.PARTS


def check_described(session: Session, task: Task) -> None:
    """A strict team begins nothing that is not described."""
    team = team_queries.team_of(session, task)
    if team is not None and team.strict and shapes.lacking(shapes.shape_of(team.shape), task.described):
        raise conflict("describe_first", number=task.number)


def gone(session: Session, task: Task) -> tuple[str, ...]:
    """Who is waited for in the open step and has left."""
    missing = review_steps.standing(session, task).missing if task.state == "review" else ()
    found = people_queries.list_by_ids(session, task.workspace_id, missing)
    return tuple(person_id for person_id in missing if not review_steps.is_there(found.get(person_id)))


def like(session: Session, task: Task, viewer: Person | None, now: datetime) -> str:
    """The words under which `cases` finds one that went before; empty where there is none.

    Whoever reads the card of the new task must be able to see the case: even its words tell of it.
    """
    terms = likeness.terms(task.title)
    if len(terms) < likeness.SHARED:
        return ""
    for case, other in cases.list_near(session, task, viewer, terms, now):
        text = " ".join([other.title, *case.tags])
        if likeness.shared(terms, text) >= likeness.SHARED:
            return likeness.words_shared(task.title, text)
    return ""
