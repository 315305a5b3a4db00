"""What members answer: kept, edited, skipped, and shown in the day's thread."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.errors import UserError, conflict, forbidden, not_found
from bot.rules import permissions
from bot.rules import standups as rules
from bot.services.messages import outbox
from bot.services.messages.outbox import Letter
from bot.services.people.actors import Actor
from bot.services.rhythm import standup_runs, standups
from models import AnswerState, Lane, RunState, Session, StandupAnswer, StandupRun
from models.queries import people as people_queries
from models.queries import standups as queries


def find_part(session: Session, actor: Actor, channel_id: str, on: date) -> StandupAnswer:
    """The actor's own part of that day. A day they had no part in, and one that never was, are the same answer."""
    row = queries.take_answer(session, (actor.workspace.id, channel_id, on, actor.person.id))
    if row is None:
        raise not_found("no_standup_for_you", on=on)
    return row


def part_on(session: Session, actor: Actor, on: date, channel_id: str | None) -> StandupAnswer:
    """The actor's part of that day, in this channel rather than another."""
    rows = queries.list_parts(session, actor.person, on)
    if not rows:
        raise not_found("no_standup_for_you", on=on)
    return next((row for row in rows if row.channel_id == channel_id), rows[0])


def open_part(session: Session, actor: Actor, channel_id: str | None = None) -> StandupAnswer:
    """What the actor most likely means: the prompt that closes first, else their newest day."""
    waiting = queries.list_waiting_for(session, actor.person)
    here = [row for row in waiting if channel_id in (None, row.channel_id)]
    row = here[0] if here else queries.last_part(session, actor.person, channel_id)
    if row is None and channel_id is not None:
        return open_part(session, actor)
    if row is None:
        raise not_found("nothing_to_answer")
    return row


def run_of(session: Session, row: StandupAnswer) -> StandupRun:
    run = queries.run(session, row.workspace_id, row.channel_id, row.on)
    assert run is not None, "an answer belongs to a run"
    return run


def answer(session: Session, actor: Actor, row: StandupAnswer, texts: Sequence[str]) -> StandupAnswer:
    """Keep what was said, new or edited; late ones are marked and added all the same."""
    run = run_of(session, row)
    _take(session, actor, row)
    said = _checked(texts, len(rules.asked(run.questions)))
    if row.state == AnswerState.ANSWERED:
        if said == row.answers:
            return row
        row.edited_at = actor.now
    else:
        row.state, row.answered_at, row.late = AnswerState.ANSWERED, actor.now, actor.now > row.close_at
    row.answers, row.next_at = said, None
    session.add(row)
    session.flush()
    _show(session, run, row, actor.now)
    standup_runs.redraw_prompt(session, row, actor.now)
    return row


def check_may_answer(actor: Actor, row: StandupAnswer) -> None:
    may = permissions.can_take_part(actor.workspace, actor.person, "standup answer")
    if row.person_id != actor.person.id or not may:
        raise forbidden("not_your_standup")
    if actor.now > row.close_at + rules.ANSWER_FOR:
        raise conflict("standup_too_old", on=row.on)


def _take(session: Session, actor: Actor, row: StandupAnswer) -> None:
    """Hold the row as it stands now, for one who may still speak in that channel."""
    check_may_answer(actor, row)
    channel = people_queries.channel(session, row.workspace_id, row.channel_id)
    if channel is None or not standups.takes_part(session, channel, actor.person):
        raise not_found("no_standup_for_you", on=row.on)
    queries.take_answer(session, (row.workspace_id, row.channel_id, row.on, row.person_id))


def _checked(texts: Sequence[str], count: int) -> list[str]:
    said = [text.strip() for text in texts][:count]
    said += [""] * (count - len(said))
    if not any(said):
        raise UserError("empty_answer", field="q0")
    for place, text in enumerate(said):
        if len(text) > rules.ANSWER_MAX:
            raise UserError("answer_too_long", field=f"q{place}", most=rules.ANSWER_MAX)
    return said


def answer_in_words(session: Session, actor: Actor, row: StandupAnswer, text: str) -> StandupAnswer:
    """A reply to the prompt. More words after an answer are added to it, unless they answer every question anew."""
    count = len(rules.asked(run_of(session, row).questions))
    parts = rules.split_reply(text, count)
    if row.state == AnswerState.ANSWERED and not all(parts):
        first, *others = row.answers
        parts = ["\n".join(piece for piece in (first, text.strip()) if piece), *others]
    return answer(session, actor, row, parts)


def skip(session: Session, actor: Actor, row: StandupAnswer) -> StandupAnswer:
    """Not today. Skipping twice is skipping once; what was answered, or is over, stays as it is."""
    _take(session, actor, row)
    if row.state == AnswerState.ANSWERED:
        raise conflict("standup_answered_already", on=row.on)
    if row.state == AnswerState.MISSED or actor.now >= row.close_at:
        raise conflict("standup_closed", on=row.on)
    if row.state in (AnswerState.PLANNED, AnswerState.ASKED):
        row.state, row.next_at = AnswerState.SKIPPED, None
        session.add(row)
        standup_runs.redraw_prompt(session, row, actor.now)
    return row


def _show(session: Session, run: StandupRun, row: StandupAnswer, now: datetime) -> None:
    """One thread a day, one card a person; what stands there already is drawn again."""
    channel = people_queries.channel(session, run.workspace_id, run.channel_id)
    if channel is None or rules.is_lost(channel):
        return
    day = f"{run.channel_id}:{run.on.isoformat()}"
    subject = {"channel": run.channel_id, "on": run.on.isoformat()}
    thread = f"standup:thread:{day}"
    _say(session, run.workspace_id, now, Letter(
        key=thread, kind="standup.thread", to=run.channel_id, subject=subject, lane=Lane.PROMPTS))  # fmt: skip
    _say(session, run.workspace_id, now, Letter(
        key=f"standup:card:{day}:{row.person_id}", kind="standup.card", to=run.channel_id, thread_key=thread,
        subject={**subject, "person": row.person_id}, lane=Lane.PROMPTS))  # fmt: skip
    if run.state == RunState.WRAPPED:
        outbox.redraw(session, run.workspace_id, f"standup:wrap:{day}", now)


def _say(session: Session, workspace_id: str, now: datetime, letter: Letter) -> None:
    if not outbox.put(session, workspace_id, letter, now=now):
        outbox.redraw(session, workspace_id, letter.key, now)
