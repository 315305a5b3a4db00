"""One day of a standup: opened, asked, reminded, answered, closed and wrapped up, each once."""

from datetime import date, datetime

from bot.errors import conflict
from bot.rules import availability
from bot.rules import standups as rules
from bot.services.finding import homes
from bot.services.messages import outbox
from bot.services.messages.outbox import Letter
from bot.services.people.actors import Actor
from bot.services.rhythm import occurrences, standups
from models import (
    AnswerState,
    Channel,
    Lane,
    OccurrenceState,
    Outbox,
    OutboxState,
    Person,
    RunState,
    Session,
    Standup,
    StandupAnswer,
    StandupRun,
    TeamMember,
    Workspace,
)
from models.queries import deliveries
from models.queries import people as people_queries
from models.queries import standups as queries
from models.queries.standups import AnswerKey, RunKey

AGAIN = ":now"
OPEN_STATES = (AnswerState.PLANNED, AnswerState.ASKED)


def open_due(session: Session, key: tuple[str, str], now: datetime) -> None:
    """Open the run whose moment has come, and set the moment of the next."""
    standup = queries.take_standup(session, *key)
    if standup is None or standup.next_at is None or standup.next_at > now or standup.next_on is None:
        return
    workspace, channel = _place(session, *key)
    if rules.is_lost(channel):
        standups.pause_lost(session, workspace, standup, now)
        return
    on = standup.next_on
    if queries.run(session, *key, on) is None and standups.is_held(session, workspace, channel, standup, on):
        _open(session, workspace, channel, standup, on, now)
    standups.plan(session, workspace, standup, now, after_run=on)


def _place(session: Session, workspace_id: str, channel_id: str) -> tuple[Workspace, Channel]:
    workspace = people_queries.workspace(session, workspace_id)
    channel = people_queries.channel(session, workspace_id, channel_id)
    assert workspace is not None and channel is not None, "a standup has a channel in a workspace"  # noqa: PT018
    return workspace, channel


def _open(
    session: Session, workspace: Workspace, channel: Channel, standup: Standup, on: date, now: datetime
) -> StandupRun:
    """Freeze the questions and plan everybody's moments."""
    run = StandupRun(workspace_id=workspace.id, channel_id=channel.id, on=on, questions=list(standup.questions),
                     opened_at=now)  # fmt: skip
    session.add(run)
    session.flush()
    for member, person in standups.participants(session, channel):
        _plan_member(session, standup, run, member, availability.hours(person, workspace), now)
    standups.set_wrap(session, run)
    if run.wrap_at is None:
        run.state = RunState.WRAPPED
    return run


def _plan_member(
    session: Session, standup: Standup, run: StandupRun, member: TeamMember, hours: availability.Hours, now: datetime
) -> None:
    window = rules.window(standup, rules.ask_at(standup, hours, run.on))
    row = StandupAnswer(
        workspace_id=run.workspace_id, channel_id=run.channel_id, on=run.on, person_id=member.person_id,
        optional=member.optional, ask_at=window.ask_at, remind_at=window.remind_at, close_at=window.close_at,
        next_at=window.ask_at,
    )  # fmt: skip
    session.add(row)
    session.flush()
    if not rules.is_held(standup, hours, run.on):
        _leave_out(session, row, AnswerState.AWAY, OccurrenceState.SKIPPED, "away", now)
    elif rules.is_too_late(row, now):
        _leave_out(session, row, AnswerState.UNASKED, OccurrenceState.EXPIRED, "late", now)


def _leave_out(
    session: Session, row: StandupAnswer, state: AnswerState, end: OccurrenceState, reason: str, now: datetime
) -> None:
    """Not to be asked this time, with the reason kept; never missing."""
    row.state, row.next_at = state, None
    session.add(row)
    _note(session, row, "standup.ask", row.ask_at, now, end=end, reason=reason)


def _note(
    session: Session, row: StandupAnswer, kind: str, due_at: datetime, now: datetime, *,
    outbox_key: str | None = None, end: OccurrenceState = OccurrenceState.PENDING, reason: str = "",
    again: bool = False,
) -> None:  # fmt: skip
    occurrences.put(
        session, row.workspace_id, kind=kind, subject=row.channel_id, person_id=row.person_id,
        when=row.on.isoformat() + (AGAIN if again else ""), due_at=due_at, outbox_key=outbox_key, state=end,
        reason=reason, now=now,
    )  # fmt: skip


def run_now(session: Session, actor: Actor, channel: Channel) -> int:
    """Ask at once those not asked yet today and awake; the others keep their own hour. Returns how many."""
    standup = standups.find(session, channel.workspace_id, channel.id)
    standups.check_may_set_up(session, actor, channel, "standup run")
    standups.check_reachable(channel)
    if standup.paused:
        raise conflict("standup_is_paused", channel=channel.id)
    on = _today(standup, actor)
    run = queries.run(session, channel.workspace_id, channel.id, on)
    run = run or _open(session, actor.workspace, channel, standup, on, actor.now)
    asked = _ask_everybody_now(session, actor, standup, run)
    if asked == 0:
        raise conflict("nobody_to_ask", channel=channel.id, on=on)
    standups.plan(session, actor.workspace, standup, actor.now)
    return asked


def _today(standup: Standup, actor: Actor) -> date:
    hours = availability.hours(actor.person, actor.workspace)
    return rules.run_date(standup, hours, actor.now)


def _ask_everybody_now(session: Session, actor: Actor, standup: Standup, run: StandupRun) -> int:
    asked = 0
    for row in queries.list_answers(session, run.workspace_id, run.channel_id, run.on):
        person = people_queries.get(session, row.workspace_id, row.person_id)
        if person is None or row.state not in (AnswerState.PLANNED, AnswerState.UNASKED, AnswerState.AWAY):
            continue
        if rules.may_ask_now(availability.hours(person, actor.workspace), run.on, actor.now):
            again = row.state != AnswerState.PLANNED
            standups.set_window(row, rules.window(standup, actor.now))
            _send_prompt(session, row, actor.now, again=again)
            asked += 1
    if asked:
        run.state = RunState.OPEN
        standups.set_wrap(session, run)
    return asked


def advance(session: Session, key: AnswerKey, now: datetime) -> None:
    """Do what is due for one member: ask, remind, or stop waiting."""
    row = queries.take_answer(session, key)
    if row is None or row.next_at is None or row.next_at > now:
        return
    if row.state == AnswerState.PLANNED:
        _ask(session, row, now)
    elif row.state == AnswerState.ASKED and now < row.close_at:
        _remind(session, row, now)
    elif row.state == AnswerState.ASKED:
        _close(session, row, now)
    else:
        row.next_at = None
        session.add(row)


def _ask(session: Session, row: StandupAnswer, now: datetime) -> None:
    """Send the prompt, unless things changed since it was planned."""
    workspace, channel = _place(session, row.workspace_id, row.channel_id)
    standup = standups.find(session, row.workspace_id, row.channel_id)
    person = people_queries.get(session, row.workspace_id, row.person_id)
    is_member = queries.is_team_member(session, row.workspace_id, row.channel_id, row.person_id)
    if rules.is_lost(channel):
        standups.pause_lost(session, workspace, standup, now)
        _leave_out(session, row, AnswerState.UNASKED, OccurrenceState.CANCELLED, "channel lost", now)
    elif standup.paused:
        _leave_out(session, row, AnswerState.UNASKED, OccurrenceState.CANCELLED, "paused", now)
    elif person is None or not is_member or not standups.takes_part(session, channel, person):
        _leave_out(session, row, AnswerState.UNASKED, OccurrenceState.SKIPPED, "no longer takes part", now)
    else:
        _ask_person(session, standup, row, availability.hours(person, workspace), now)


def _ask_person(
    session: Session, standup: Standup, row: StandupAnswer, hours: availability.Hours, now: datetime
) -> None:
    expected = rules.ask_at(standup, hours, row.on)
    if rules.is_too_late(row, now):
        _leave_out(session, row, AnswerState.UNASKED, OccurrenceState.EXPIRED, "late", now)
    elif rules.run_date(standup, hours, now) > row.on and now > expected + rules.PROMPT_LATE:
        _leave_out(session, row, AnswerState.UNASKED, OccurrenceState.SKIPPED, "the day was over in their zone", now)
    elif expected > now:
        standups.move(session, standup, row, hours, now)
    elif not hours.works_on(hours.today(now)):
        _leave_out(session, row, AnswerState.AWAY, OccurrenceState.SKIPPED, "away", now)
    else:
        _send_prompt(session, row, now)


def _send_prompt(session: Session, row: StandupAnswer, now: datetime, *, again: bool = False) -> None:
    key = _prompt_key(row) + (AGAIN if again else "")
    row.state = AnswerState.ASKED
    homes.wish(session, row.workspace_id, (row.person_id,), now)
    row.next_at = row.remind_at if row.remind_at is not None and row.remind_at > now else row.close_at
    session.add(row)
    outbox.put(session, row.workspace_id, Letter(
        key=key, kind="standup.prompt", to=row.person_id, reader_id=row.person_id, subject=subject_of(row),
        lane=Lane.PROMPTS, due_at=row.ask_at, expires_at=min(row.close_at, row.ask_at + rules.PROMPT_LATE),
    ), now=now)  # fmt: skip
    _note(session, row, "standup.ask", row.ask_at, now, outbox_key=key, again=again)


def _prompt_key(row: StandupAnswer) -> str:
    return f"standup:ask:{row.channel_id}:{row.on.isoformat()}:{row.person_id}"


def _reminder_key(row: StandupAnswer) -> str:
    return f"standup:remind:{row.channel_id}:{row.on.isoformat()}:{row.person_id}"


def subject_of(row: StandupAnswer) -> dict[str, str]:
    return {"channel": row.channel_id, "on": row.on.isoformat(), "person": row.person_id}


def _remind(session: Session, row: StandupAnswer, now: datetime) -> None:
    """The one reminder. A paused standup, and a channel that is gone, wait for nobody."""
    key = _reminder_key(row)
    due_at, row.next_at = row.next_at or now, row.close_at
    session.add(row)
    _, channel = _place(session, row.workspace_id, row.channel_id)
    if rules.is_lost(channel) or standups.find(session, row.workspace_id, row.channel_id).paused:
        return
    outbox.put(session, row.workspace_id, Letter(
        key=key, kind="standup.reminder", to=row.person_id, reader_id=row.person_id, subject=subject_of(row),
        lane=Lane.PROMPTS, due_at=due_at, expires_at=row.close_at,
    ), now=now)  # fmt: skip
    _note(session, row, "standup.remind", due_at, now, outbox_key=key)


def _close(session: Session, row: StandupAnswer, now: datetime) -> None:
    """Stop waiting. One whom the prompt never reached is not missing, and an optional one is not either."""
    if _never_reached(session, row):
        row.state = AnswerState.UNASKED
    else:
        row.state = AnswerState.SKIPPED if row.optional else AnswerState.MISSED
    row.next_at = None
    session.add(row)
    redraw_prompt(session, row, now)


def redraw_prompt(session: Session, row: StandupAnswer, now: datetime) -> None:
    """What asked this member says what became of it, and asks no more."""
    for key in (_prompt_key(row), _prompt_key(row) + AGAIN, _reminder_key(row)):
        outbox.redraw(session, row.workspace_id, key, now)


def leave_out_absent(session: Session, person: Person, hours: availability.Hours, now: datetime) -> None:
    """Who was asked and says that they are away is expected no more, and never missing."""
    for row in queries.list_waiting_for(session, person):
        if row.on < hours.today(now) or hours.works_on(row.on):
            continue
        row.state, row.next_at = AnswerState.AWAY, None
        session.add(row)
        redraw_prompt(session, row, now)
        run = queries.run(session, row.workspace_id, row.channel_id, row.on)
        if run is not None and run.state == RunState.OPEN:
            standups.set_wrap(session, run)
            run.state = RunState.WRAPPED if run.wrap_at is None else run.state


def _never_reached(session: Session, row: StandupAnswer) -> bool:
    keys = (_prompt_key(row), _prompt_key(row) + AGAIN)
    found = [deliveries.outbox_by_key(session, row.workspace_id, key) for key in keys]
    sent = [letter for letter in found if letter is not None]
    return bool(sent) and all(_is_undelivered(letter) for letter in sent)


def _is_undelivered(letter: Outbox) -> bool:
    """Given up, or tried in vain until the deadline."""
    in_vain = letter.state == OutboxState.PENDING and letter.attempts > 0
    return in_vain or letter.state in (OutboxState.DROPPED, OutboxState.DEAD)


def wrap(session: Session, key: RunKey, now: datetime) -> None:
    """End a day once nobody is waited for any more, and tell what came of it."""
    run = queries.take_run(session, key)
    if run is None or run.state != RunState.OPEN or run.wrap_at is None or run.wrap_at > now:
        return
    due_at = run.wrap_at
    for row in queries.list_answers(session, *key):
        if row.state in OPEN_STATES:
            advance(session, (*key, row.person_id), now)
    standups.set_wrap(session, run)
    if run.wrap_at is not None and run.wrap_at > now:
        return
    run.state, run.wrap_at = RunState.WRAPPED, None
    session.add(run)
    if now > due_at + rules.WRAP_LATE:
        _note_wrap(session, run, due_at, now, OccurrenceState.EXPIRED, "late")
    else:
        _tell_of_the_day(session, run, due_at, now)


def _tell_of_the_day(session: Session, run: StandupRun, due_at: datetime, now: datetime) -> None:
    """The channel reads how many answered, in the day's thread; only leads read who is missing."""
    workspace, channel = _place(session, run.workspace_id, run.channel_id)
    rows = queries.list_answers(session, run.workspace_id, run.channel_id, run.on)
    if rules.figures(rows).answered and not rules.is_lost(channel):
        _wrap_in_thread(session, run, due_at, now)
    else:
        _note_wrap(session, run, due_at, now, OccurrenceState.SKIPPED, "nobody answered")
    if any(rules.is_missing(row) for row in rows):
        for lead in standups.leads_of(session, workspace, run.channel_id):
            outbox.put(session, run.workspace_id, Letter(
                key=f"standup:missing:{run.channel_id}:{run.on.isoformat()}:{lead}", kind="standup.wrap", to=lead,
                reader_id=lead, lane=Lane.PROMPTS, due_at=due_at,
                subject={"channel": run.channel_id, "on": run.on.isoformat(), "for_leads": True},
            ), now=now)  # fmt: skip


def _wrap_in_thread(session: Session, run: StandupRun, due_at: datetime, now: datetime) -> None:
    day = f"{run.channel_id}:{run.on.isoformat()}"
    key = f"standup:wrap:{day}"
    is_new = outbox.put(session, run.workspace_id, Letter(
        key=key, kind="standup.wrap", to=run.channel_id, thread_key=f"standup:thread:{day}", lane=Lane.BULK,
        subject={"channel": run.channel_id, "on": run.on.isoformat()}, due_at=due_at,
    ), now=now)  # fmt: skip
    if not is_new:
        outbox.redraw(session, run.workspace_id, key, now)
    _note_wrap(session, run, due_at, now, OccurrenceState.PENDING, "", key)


def _note_wrap(
    session: Session, run: StandupRun, due_at: datetime, now: datetime, end: OccurrenceState, reason: str,
    outbox_key: str | None = None,
) -> None:  # fmt: skip
    occurrences.put(
        session, run.workspace_id, kind="standup.wrap", subject=run.channel_id, person_id="",
        when=run.on.isoformat(), due_at=due_at, outbox_key=outbox_key, state=end, reason=reason, now=now,
    )  # fmt: skip
