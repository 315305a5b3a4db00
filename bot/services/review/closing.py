"""The end of a task and after it: how it went, kept for the next one like it, and the way into the archive."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.errors import UserError, conflict
from bot.rules import lifecycle, likeness
from bot.services.people import actors
from bot.services.people.actors import Actor
from bot.services.work.changing import change
from models import Case, History, Person, Session, State, Task, Workspace
from models.queries import cases as queries
from models.queries import people as people_queries
from models.queries import tasks as task_queries

AFTER = timedelta(days=14)
AT_ONCE = 50
MOST_TAGS, MOST_WORDS, LONGEST_TAG = 10, 3000, 40
ENDED = (State.DONE, State.ARCHIVED)


@dataclass(frozen=True)
class Closing:
    """What the closing form asks."""

    documents: str = ""
    went_well: str = ""
    lesson: str = ""
    tags: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.documents.strip() or self.went_well.strip() or self.lesson.strip() or self.tags)


def check_ended(task: Task) -> None:
    if task.state not in ENDED:
        raise conflict("not_done_yet", number=task.number, state=task.state)


def close(session: Session, actor: Actor, task: Task, said: Closing) -> History:
    """Keep how a finished task went; saying it again replaces what was said before."""
    check_ended(task)
    if said.is_empty:
        raise UserError("empty_closing", field="lesson")
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


def archive_old(session: Session, now: datetime) -> int:
    """Put away what was closed two weeks ago, some at a time, in the name of Muster itself. Returns how many."""
    rows = task_queries.list_to_archive(session, now - AFTER, AT_ONCE)
    workspaces: dict[str, Workspace | None] = {}
    for task in rows:
        workspace = workspaces.setdefault(task.workspace_id, people_queries.workspace(session, task.workspace_id))
        assert workspace is not None, "rows belong to a known workspace"
        archive(session, actors.itself(workspace, now), task)
    return len(rows)
