"""The end of a task and after it: how it went, kept for the next one like it, and the way into the archive."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.errors import conflict
from bot.rules import lifecycle, likeness
from bot.services.people import actors
from bot.services.people.actors import Actor
from bot.services.work import rights
from bot.services.work.changing import change
from models import Case, History, Person, Session, State, Task
from models.queries import cases as queries
from models.queries import people as people_queries
from models.queries import tasks as task_queries
from models.queries.tasks import PutAway

AFTER = timedelta(days=14)
AT_ONCE = 200
MOST_TAGS, MOST_WORDS, LONGEST_TAG = 10, 3000, 40
ENDED = (State.DONE, State.ARCHIVED)


@dataclass(frozen=True)
class Closing:
    """What the closing form asks."""

    documents: str = ""
    went_well: str = ""
    lesson: str = ""
    tags: tuple[str, ...] = ()

    def is_empty_of(self, task: Task) -> bool:
        """Nothing was said: the labels of the task stand in the form as tags before anybody wrote there."""
        return not (self.documents.strip() or self.went_well.strip() or self.lesson.strip()) and (
            set(self.tags) <= set(task.labels)
        )


def check_ended(task: Task) -> None:
    if task.state not in ENDED:
        raise conflict("not_done_yet", number=task.number, state=task.state)


def close(session: Session, actor: Actor, task: Task, said: Closing) -> History | None:
    """Keep how a finished task went; saying it again replaces what was said before, saying nothing takes it away.

    None where nothing was said and nothing was kept.
    """
    check_ended(task)
    if said.is_empty_of(task):
        rights.check(session, actor.workspace, actor.person, task, "closing")
        return change(session, actor, task, "closing", {"case": None}) if case_of(session, task) else None
    case = {
        "documents": said.documents.strip()[:MOST_WORDS], "went_well": said.went_well.strip()[:MOST_WORDS],
        "lesson": said.lesson.strip()[:MOST_WORDS], "by_id": actor.person.id, "at": actor.now.isoformat(),
        "tags": list(dict.fromkeys(tag.strip()[:LONGEST_TAG] for tag in said.tags if tag.strip()))[:MOST_TAGS],
    }  # fmt: skip
    return change(session, actor, task, "closing", {"case": case})


def case_of(session: Session, task: Task) -> Case | None:
    return queries.get(session, task.workspace_id, task.number)


def find(session: Session, viewer: Person, words: str, now: datetime, limit: int) -> list[tuple[Case, Task]]:
    """Cases whose title, tags and words hold what is looked for, the newest first; else those that are most like it."""
    exact = queries.list_holding(session, viewer, words.split(), now, limit)
    if exact or not words.strip():
        return exact
    terms = likeness.terms(words)
    near = queries.list_holding_any(session, viewer, terms, now)
    scored = [(likeness.shared(terms, _text(case, task)), case, task) for case, task in near]
    scored.sort(key=lambda row: -row[0])
    return [(case, task) for score, case, task in scored if score >= likeness.enough(terms)][:limit]


def _text(case: Case, task: Task) -> str:
    return " ".join([task.title, *case.tags, case.lesson])


def archive(session: Session, actor: Actor, task: Task) -> History:
    """Put a finished task away: it leaves every list and is still found."""
    state = lifecycle.check_move(task, "archive")
    return change(session, actor, task, "archive", {"state": state, "archived_at": actor.now})


def list_old(session: Session, now: datetime, after: PutAway | None) -> list[PutAway]:
    """What was closed two weeks ago and is still among the tasks, some at a time."""
    return task_queries.list_to_archive(session, now - AFTER, AT_ONCE, after)


def archive_old(session: Session, key: PutAway, now: datetime) -> None:
    """Put one of those away in the name of Muster itself, unless somebody was quicker."""
    _, workspace_id, number = key
    task = task_queries.get_unseen(session, workspace_id, number, hold=True)
    workspace = people_queries.workspace(session, workspace_id)
    if task is None or workspace is None or task.state != State.DONE:
        return
    if task.closed_at is not None and task.closed_at <= now - AFTER:
        archive(session, actors.itself(workspace, now), task)


def leave(session: Session, key: PutAway, until: datetime) -> None:
    """One that failed stays where it is; those behind it are put away, and it is tried again the next night."""
