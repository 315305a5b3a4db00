"""From a standup's rows to what is said: prompts filled from the tasks, cards, figures of the day."""

from collections.abc import Iterable
from datetime import date, datetime

from bot.locales import Words, language_of, words
from bot.notices import (
    Dropped,
    Notice,
    StandupCard,
    StandupPaused,
    StandupPrompt,
    StandupReminder,
    StandupThread,
    StandupWrap,
)
from bot.rules import availability, priority
from bot.rules import standups as rules
from bot.services.rhythm import standups
from models import (
    AnswerState,
    Channel,
    Outbox,
    OutboxState,
    Person,
    Session,
    Standup,
    StandupAnswer,
    StandupRun,
    State,
    Task,
    Workspace,
)
from models.queries import people as people_queries
from models.queries import standups as queries
from models.queries import tasks as task_queries

LINES_MAX = 10
SETTLED = (AnswerState.ANSWERED, AnswerState.SKIPPED, AnswerState.AWAY, AnswerState.MISSED)
GONE = Dropped("the standup is gone")


def filled_from_tasks(
    session: Session, workspace: Workspace, standup: Standup, person: Person, on: date, now: datetime
) -> tuple[str, ...]:
    """The usual three, as far as tasks know: done since the last prompt, due or under way, blocked.

    Only tasks that everybody in the channel may see: the answer is posted there.
    """
    hours, say = availability.hours(person, workspace), words(language_of(person.locale or workspace.locale))
    since = rules.previous_ask(standup, hours, on)
    live = [task for task in task_queries.list_live_of(session, person) if _may_show(task, standup.channel_id)]
    live.sort(key=lambda task: priority.order(task, now))
    today = hours.today(now)
    wanted = [task for task in live if not task.is_blocked and _is_for_today(task, today, now)]
    blocked = [task for task in live if task.is_blocked]
    return (
        _lines(_done_since(session, person, standup.channel_id, since, now)),
        _lines(_to_do(task, say) for task in wanted),
        _lines(f"{_named(task)}: {task.blocked_reason}" if task.blocked_reason else _named(task) for task in blocked),
    )


def _may_show(task: Task, channel_id: str) -> bool:
    return task.source_channel == channel_id or not task.source_is_private


def _is_for_today(task: Task, today: date, now: datetime) -> bool:
    due_today = task.due_on is not None and task.due_on <= today
    return task.state == State.DOING or due_today or priority.is_late(task, now)


def _done_since(session: Session, person: Person, channel_id: str, since: datetime, now: datetime) -> list[str]:
    """What they finished; a task that was opened again is not, and what they only began comes next."""
    finished = {task.number: task for entry, task in task_queries.list_changed_by(session, person, since, now)
                if entry.kind == "done" and _may_show(task, channel_id)}  # fmt: skip
    closed = (State.DONE, State.ARCHIVED)
    return [f"✓ {_named(task)}" for task in finished.values() if task.state in closed]


def _to_do(task: Task, say: Words) -> str:
    return say(rules.IN_PROGRESS, task=_named(task)) if task.state == State.DOING else _named(task)


def _named(task: Task) -> str:
    return f"#{task.number} {task.title}"


def _lines(lines: Iterable[str]) -> str:
    """As many as a glance takes in, and never more than an answer may hold."""
    kept = list(lines)[:LINES_MAX]
    while len("\n".join(kept)) > rules.ANSWER_MAX:
        kept.pop()
    return "\n".join(kept)


def fill(
    session: Session, workspace: Workspace, standup: Standup, questions: list[str], person: Person, on: date,
    now: datetime,
) -> tuple[tuple[str, ...], str]:  # fmt: skip
    """What can be put into the answers, and what the person meant to do next when they answered last.

    A team's own questions are not ours to guess at.
    """
    if questions:
        return ("",) * len(questions), ""
    last = queries.last_answered_before(session, person, standup.channel_id, on)
    said_next = last.answers[1] if last is not None and len(last.answers) == len(rules.QUESTIONS) else ""
    return filled_from_tasks(session, workspace, standup, person, on, now), said_next


def prompt_for(
    session: Session, workspace: Workspace, standup: Standup, channel: Channel, person: Person, on: date,
    now: datetime,
) -> StandupPrompt:  # fmt: skip
    """The prompt as that person would get it, before a run exists."""
    questions = list(standup.questions)
    filled, said_next = fill(session, workspace, standup, questions, person, on, now)
    asked_at = rules.ask_at(standup, availability.hours(person, workspace), on)
    return StandupPrompt(
        channel, on, rules.asked(questions), filled, rules.window(standup, asked_at).close_at, said_next
    )


def _day(session: Session, row: Outbox) -> tuple[Channel, StandupRun] | None:
    channel = people_queries.channel(session, row.workspace_id, row.subject["channel"])
    run = queries.run(session, row.workspace_id, row.subject["channel"], date.fromisoformat(row.subject["on"]))
    return (channel, run) if channel is not None and run is not None else None


def _still_asked(session: Session, row: Outbox) -> tuple[Channel, StandupRun, StandupAnswer, Person] | Dropped:
    """Whether the prompt or its reminder is still to be said: nothing said, active, and a place to report to."""
    day = _day(session, row)
    if day is None:
        return GONE
    channel, run = day
    part = queries.answer(session, (run.workspace_id, run.channel_id, run.on, row.to))
    person = people_queries.get(session, row.workspace_id, row.to)
    if part is None or person is None or part.state != AnswerState.ASKED:
        return Dropped(part.state if part is not None else "gone")
    if rules.is_lost(channel) or not standups.takes_part(session, channel, person):
        return Dropped("no longer takes part")
    return channel, run, part, person


def _asked_no_more(session: Session, row: Outbox) -> tuple[Channel, StandupAnswer] | None:
    """The part that a prompt or reminder asked for, once it was said and there is nothing to ask any more."""
    day = _day(session, row) if row.state == OutboxState.SENT else None
    if day is None:
        return None
    channel, run = day
    part = queries.answer(session, (run.workspace_id, run.channel_id, run.on, row.to))
    return (channel, part) if part is not None and part.state in SETTLED else None


def compose_prompt(session: Session, row: Outbox, now: datetime) -> Notice | Dropped:
    if over := _asked_no_more(session, row):
        channel, part = over
        return StandupPrompt(channel, part.on, (), (), part.close_at, state=part.state)
    found = _still_asked(session, row)
    if isinstance(found, Dropped):
        return found
    channel, run, part, person = found
    workspace = people_queries.workspace(session, row.workspace_id)
    standup = queries.standup(session, row.workspace_id, channel.id)
    if workspace is None or standup is None:
        return GONE
    filled, said_next = fill(session, workspace, standup, list(run.questions), person, run.on, now)
    return StandupPrompt(channel, run.on, rules.asked(run.questions), filled, part.close_at, said_next)


def compose_reminder(session: Session, row: Outbox, now: datetime) -> Notice | Dropped:
    if over := _asked_no_more(session, row):
        channel, part = over
        return StandupReminder(channel, part.on, part.close_at, state=part.state)
    found = _still_asked(session, row)
    if isinstance(found, Dropped):
        return found
    channel, run, part, _ = found
    return StandupReminder(channel, run.on, part.close_at)


def compose_thread(session: Session, row: Outbox, now: datetime) -> Notice | Dropped:
    day = _day(session, row)
    if day is None or rules.is_lost(day[0]):
        return GONE
    channel, run = day
    figures = rules.figures(queries.list_answers(session, run.workspace_id, run.channel_id, run.on))
    return StandupThread(channel, run.on, figures.asked, figures.answered)


def compose_card(session: Session, row: Outbox, now: datetime) -> Notice | Dropped:
    day = _day(session, row)
    person = people_queries.get(session, row.workspace_id, row.subject["person"])
    if day is None or rules.is_lost(day[0]) or person is None:
        return GONE
    _, run = day
    part = queries.answer(session, (run.workspace_id, run.channel_id, run.on, person.id))
    if part is None or part.state != AnswerState.ANSWERED:
        return GONE
    return StandupCard(
        person, run.on, rules.asked(run.questions), tuple(part.answers), part.late, part.edited_at is not None
    )


def compose_wrap(session: Session, row: Outbox, now: datetime) -> Notice | Dropped:
    """The day in figures. A first telling hours too late is left out; a lead who leads no more is not told."""
    day = _day(session, row)
    for_leads = bool(row.subject.get("for_leads"))
    if day is None or (rules.is_lost(day[0]) and not for_leads):
        return GONE
    if row.state != OutboxState.SENT and row.sent_at is None and now > row.due_at + rules.WRAP_LATE:
        return Dropped("late")
    channel, run = day
    told = wrap_of(session, channel, run, for_leads=for_leads)
    if for_leads:
        return told if told.missing and _is_lead(session, row) else Dropped("nobody is missing, or leads no more")
    return told


def _is_lead(session: Session, row: Outbox) -> bool:
    workspace = people_queries.workspace(session, row.workspace_id)
    return workspace is not None and row.to in standups.leads_of(session, workspace, row.subject["channel"])


def wrap_of(session: Session, channel: Channel, run: StandupRun, *, for_leads: bool) -> StandupWrap:
    """A day as it stands; who is missing is for leads only."""
    rows = queries.list_answers(session, run.workspace_id, run.channel_id, run.on)
    people = people_queries.list_by_ids(session, run.workspace_id, (row.person_id for row in rows))
    figures = rules.figures(rows)
    blockers = ((people[row.person_id], rules.blocker_of(run.questions, row.answers)) for row in rows
                if row.state == AnswerState.ANSWERED)  # fmt: skip
    return StandupWrap(
        channel=channel, on=run.on, asked=figures.asked, answered=figures.answered, late=figures.late,
        away=tuple(people[row.person_id] for row in rows if row.state == AnswerState.AWAY),
        blockers=tuple((person, words) for person, words in blockers if words),
        missing=tuple(people[row.person_id] for row in rows if rules.is_missing(row)) if for_leads else (),
        for_leads=for_leads,
    )  # fmt: skip


def compose_paused(session: Session, row: Outbox, now: datetime) -> Notice | Dropped:
    channel = people_queries.channel(session, row.workspace_id, row.subject["channel"])
    standup = queries.standup(session, row.workspace_id, row.subject["channel"])
    if channel is None or standup is None or not standup.paused:
        return GONE
    return StandupPaused(channel)


COMPOSERS = {
    "standup.prompt": compose_prompt,
    "standup.reminder": compose_reminder,
    "standup.thread": compose_thread,
    "standup.card": compose_card,
    "standup.wrap": compose_wrap,
    "standup.paused": compose_paused,
}
