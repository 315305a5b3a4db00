"""Where a task's card goes, and what its message says when it is delivered."""

from datetime import datetime

from bot.answers import TaskView
from bot.heard import Door, Heard
from bot.notices import Dropped, Notice, TaskCard, TaskGone, TasksGiven, TaskTold
from bot.services.messages import outbox
from bot.services.messages.outbox import Letter
from bot.services.people.actors import Actor
from bot.services.plan import following, milestones
from bot.services.review import asks
from bot.services.work import tasks, telling
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
    return TaskCard(_view(session, task, row.reader_id, now))


def compose_again(session: Session, card: Card, now: datetime) -> TaskCard | TaskGone | Dropped:
    """The newest state for a card that stands somewhere already, as long as its reader may see the task."""
    task = queries.get_unseen(session, card.workspace_id, card.number)
    if task is None:
        return Dropped("no such task")
    if card.reader_id is not None and not _may_see(session, task, card.reader_id, now):
        return TaskGone(task.number, task.version)
    if (ended := asks.ended(session, task, card)) is not None:
        return TaskCard(_view(session, task, card.reader_id, now), ended=ended)
    return TaskCard(_view(session, task, card.reader_id, now), asked=asks.asked(session, task, card.reader_id))


def _view(session: Session, task: Task, reader_id: str | None, now: datetime) -> TaskView:
    """What its one reader may see beside it, or in a channel, everybody."""
    reader = people_queries.get(session, task.workspace_id, reader_id) if reader_id else None
    return tasks.view(session, task, now=now, viewer=reader)


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
    return TaskCard(_view(session, task, row.reader_id, now), given_by=giver)


def compose_review(session: Session, row: Outbox, now: datetime) -> Notice | Dropped:
    """Tell a reviewer that it is their turn, unless it no longer is. Whoever reviews a task sees it."""
    task = queries.get_unseen(session, row.workspace_id, row.subject["number"])
    asked = asks.asked(session, task, row.reader_id) if task is not None else None
    if task is None or asked is None:
        return Dropped("no longer waits for them")
    return TaskCard(_view(session, task, row.reader_id, now), asked=asked)


def compose_given_together(session: Session, row: Outbox, now: datetime) -> Notice | Dropped:
    """Tell the owner of those that are still to be done and still theirs."""
    found = (queries.get_unseen(session, row.workspace_id, number) for number in row.subject["numbers"])
    theirs = [task for task in found if task is not None and task.is_live and task.owner_id == row.reader_id]
    giver = people_queries.get(session, row.workspace_id, row.subject["by"])
    if not theirs or giver is None:
        return Dropped("closed or given to somebody else meanwhile")
    return TasksGiven(tuple(theirs), giver, row.subject.get("note", ""))


def compose_told(session: Session, row: Outbox, now: datetime) -> Notice | Dropped:
    task = queries.get_unseen(session, row.workspace_id, row.subject["number"])
    actor = people_queries.get(session, row.workspace_id, row.subject["by"])
    if task is None or actor is None:
        return Dropped("no such task")
    if row.reader_id is not None and not _may_see(session, task, row.reader_id, now):
        return Dropped("may not see it any more")
    if "entry" in row.subject and telling.is_taken_back(session, row.workspace_id, row.subject["entry"]):
        return Dropped("taken back")
    if row.subject["verb"] == telling.DECLINED and task.owner_id != row.reader_id:
        return Dropped("given to somebody else meanwhile")
    if row.subject["verb"] == telling.NOT_TOLD and (task.owner_id != actor.id or not task.is_live):
        return Dropped("no longer matters")
    if row.subject["verb"] == following.CAN_START and not following.may_be_told(session, task, row.reader_id, now):
        return Dropped("begun, given away, or held up again")
    if row.subject["verb"] == milestones.REACHED and not milestones.is_reached(session, task, row.reader_id, now):
        return Dropped("closed, or under way again")
    named = row.subject.get("suggested")
    suggested = people_queries.get(session, row.workspace_id, named) if named else None
    return TaskTold(_view(session, task, row.reader_id, now), actor, row.subject["verb"],
                    row.subject.get("detail", ""), suggested)  # fmt: skip
