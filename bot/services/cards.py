"""Where a task's card goes, and what its message says when it is delivered."""

from datetime import datetime

from bot.heard import Door, Heard
from bot.notices import Dropped, Notice, TaskCard, TaskGone, TasksGiven, TaskTold
from bot.services import outbox, tasks, telling
from bot.services.actors import Actor
from bot.services.outbox import Letter
from models import Card, ChannelKind, Outbox, Session, Task
from models.queries import people as people_queries
from models.queries import tasks as queries

STARTS_THREAD = (Door.MENTION, Door.FORM, Door.REACTION)  # about a message: the card goes into its thread
# a direct conversation by these doors is the bot's own, never one between people
OF_THE_BOT = (Door.DM, Door.BUTTON, Door.REACTION)


def post(session: Session, actor: Actor, task: Task, heard: Heard) -> tuple[str, bool]:
    """Put the card into the outbox. Returns (where it goes: here, thread or dm; whether to offer an invitation)."""
    channel = people_queries.channel(session, actor.workspace.id, heard.channel_id) if heard.channel_id else None
    is_dm = heard.channel_kind == ChannelKind.DM
    bot_is_here = (is_dm and heard.door in OF_THE_BOT) or (channel is not None and channel.bot_is_in and not is_dm)
    if not bot_is_here:
        _put(session, actor, task, to=actor.person.id, reader=actor.person.id, thread_ts=None)
        return "dm", channel is not None and not is_dm and not channel.bot_is_in
    starts_thread = heard.door in STARTS_THREAD or heard.of_message
    thread_ts = heard.thread_ts or (heard.ts if starts_thread and not is_dm else None)
    assert heard.channel_id is not None
    to, reader = (actor.person.id, actor.person.id) if is_dm else (heard.channel_id, None)
    _put(session, actor, task, to=to, reader=reader, thread_ts=thread_ts)
    return ("thread" if thread_ts and not is_dm else "here"), False


def _put(session: Session, actor: Actor, task: Task, *, to: str, reader: str | None, thread_ts: str | None) -> None:
    outbox.put(session, task.workspace_id, Letter(
        key=f"card:{task.number}", kind="task.card", to=to, reader_id=reader, thread_ts=thread_ts,
        subject={"number": task.number, "by": actor.person.id},
    ), now=actor.now)  # fmt: skip


def compose_card(session: Session, row: Outbox, now: datetime) -> Notice | Dropped:
    task = queries.get_unseen(session, row.workspace_id, row.subject["number"])
    if task is None:
        return Dropped("no such task")
    if row.reader_id is not None and not _may_see(session, task, row.reader_id, now):
        return Dropped("may not see it any more")
    return TaskCard(tasks.view(session, task, now=now))


def compose_again(session: Session, card: Card, now: datetime) -> TaskCard | TaskGone | Dropped:
    """The newest state for a card that stands somewhere already, as long as its reader may see the task."""
    task = queries.get_unseen(session, card.workspace_id, card.number)
    if task is None:
        return Dropped("no such task")
    if card.reader_id is not None and not _may_see(session, task, card.reader_id, now):
        return TaskGone(task.number, task.version)
    return TaskCard(tasks.view(session, task, now=now))


def _may_see(session: Session, task: Task, person_id: str, now: datetime) -> bool:
    person = people_queries.get(session, task.workspace_id, person_id)
    return person is not None and queries.get(session, person, task.number, now) is not None


def compose_given(session: Session, row: Outbox, now: datetime) -> Notice | Dropped:
    """Tell the owner, unless the task has moved on to somebody else or is closed by now. Owners see their task."""
    task = queries.get_unseen(session, row.workspace_id, row.subject["number"])
    if task is None or not task.is_live:
        return Dropped("closed meanwhile")
    if task.owner_id != row.reader_id:
        return Dropped("given to somebody else meanwhile")
    giver = people_queries.get(session, row.workspace_id, row.subject["by"])
    return TaskCard(tasks.view(session, task, now=now), given_by=giver)


def compose_given_together(session: Session, row: Outbox, now: datetime) -> Notice | Dropped:
    """Tell the owner of those that are still to be done and still theirs."""
    found = (queries.get_unseen(session, row.workspace_id, number) for number in row.subject["numbers"])
    theirs = [task for task in found if task is not None and task.is_live and task.owner_id == row.reader_id]
    giver = people_queries.get(session, row.workspace_id, row.subject["by"])
    if not theirs or giver is None:
        return Dropped("closed or given to somebody else meanwhile")
    return TasksGiven(tuple(theirs), giver)


def compose_told(session: Session, row: Outbox, now: datetime) -> Notice | Dropped:
    task = queries.get_unseen(session, row.workspace_id, row.subject["number"])
    actor = people_queries.get(session, row.workspace_id, row.subject["by"])
    if task is None or actor is None:
        return Dropped("no such task")
    if row.reader_id is not None and not _may_see(session, task, row.reader_id, now):
        return Dropped("may not see it any more")
    if row.subject["verb"] == telling.NOT_TOLD and (task.owner_id != actor.id or not task.is_live):
        return Dropped("no longer matters")
    return TaskTold(tasks.view(session, task, now=now), actor, row.subject["verb"], row.subject.get("detail", ""))
