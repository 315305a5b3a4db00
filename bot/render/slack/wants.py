"""What a nudge wants of its reader: why it comes, in words, and what can be done about it, the likeliest first."""

from collections.abc import Iterator
from datetime import timedelta

from bot.locales import marked
from bot.notices import Nudge
from bot.render.slack import escalations
from bot.render.slack.blocks import Block, button
from bot.render.slack.tasks import next_steps, task_button
from bot.render.slack.text import Mrkdwn, escape, lines, mention, one_line, quoted
from bot.render.slack.times import for_long, moment
from bot.render.slack.voice import Voice
from bot.rules.chasing import BLOCKER, REVIEWER, STALE, STATES, UNACKED

SHOWN_REASON = 300
A_MOMENT = timedelta(minutes=1)
SAYS = {
    UNACKED: marked("👋 From {person}, {when}: will you take it?"),
    BLOCKER: marked("⛔ {person} has been waiting for you since {when}"),
    REVIEWER: marked("🟣 {person} has been waiting for your acceptance since {when}"),
}
COUNTED = {
    "snoozed": marked("{n} of your own"),
    "soon": marked("{n} due soon"),
    "passed": marked("{n} past due"),
    BLOCKER: marked("{n} waited for"),
    REVIEWER: marked("{n} to accept"),
    UNACKED: marked("{n} to take on"),
    STALE: marked("{n} without news"),
    "escalation": marked("{n} not moving"),
}


def says(kind: str) -> bool:
    """Whether a kind has its words here: what silence brought, said to the one who can end it."""
    return kind in STATES or escalations.says(kind)


def why(v: Voice, notice: Nudge) -> Mrkdwn:
    """Who waits and since when, or for how long nothing was heard."""
    if escalations.says(notice.kind):
        return escalations.why(v, notice)
    since = notice.since or notice.task.updated_at
    if notice.kind == STALE:
        return v("💬 No news for {span}: how is it going?", span=for_long(v, max(v.reader.now - since, A_MOMENT)))
    return v(SAYS[notice.kind], person=mention(notice.by_id or notice.task.owner_id), when=moment(v, since))


def beside(v: Voice, notice: Nudge) -> Mrkdwn:
    """What somebody waits for, in their own words."""
    task = notice.task
    if escalations.says(notice.kind):
        return escalations.beside(v, notice)
    if notice.kind != BLOCKER:
        return Mrkdwn("")
    awaited = v("They can go on once #{number} is done.", number=task.blocked_by_number) if _is_a_task(notice) else None
    said = quoted(one_line(task.blocked_reason, SHOWN_REASON), SHOWN_REASON) if task.blocked_reason else None
    return lines(*(one for one in (awaited, said) if one))


def steps(v: Voice, notice: Nudge) -> Iterator[Block | None]:
    """All that a message about one task offers; in one about several, the first of them."""
    task = notice.task
    if notice.kind == UNACKED:
        yield task_button(v, task, v.plain("Got it"), "ack", style="primary")
        yield task_button(v, task, v.plain("Not mine…"), "decline")
    elif notice.kind == STALE:
        yield task_button(v, task, v.plain("Done"), "done", style="primary")
        yield task_button(v, task, v.plain("Progress…"), "note")
        yield task_button(v, task, v.plain("Blocked…"), "block")
    elif notice.kind == BLOCKER:
        yield from _unblocking(v, notice)
    elif notice.kind == REVIEWER:
        yield task_button(v, task, v.plain("Accept"), "accept", style="primary")
        yield task_button(v, task, v.plain("Return…"), "return")
    elif escalations.says(notice.kind):
        yield from escalations.steps(v, notice)
    else:
        yield from next_steps(v, task)


def _unblocking(v: Voice, notice: Nudge) -> Iterator[Block | None]:
    """Whoever is named says that the way is free; whose own task is waited for has that to do."""
    task = notice.task
    if _is_a_task(notice):
        label = v.plain("#{number} is done", number=task.blocked_by_number)
        yield button(label, f"done {task.blocked_by_number}", style="primary")
    else:
        yield task_button(v, task, v.plain("Unblock"), "unblock", style="primary")
    yield task_button(v, task, v.plain("Ask or answer…"), "note")


def _is_a_task(notice: Nudge) -> bool:
    return notice.task.blocked_by_id is None and notice.task.blocked_by_number is not None


def may_put_off(notice: Nudge) -> bool:
    """Whose work it is may have it later; who keeps others waiting says so to them."""
    is_theirs = notice.person.id == notice.task.owner_id or not escalations.says(notice.kind)
    return notice.task.is_live and is_theirs and notice.kind not in (BLOCKER, REVIEWER)


def counted(v: Voice, kinds: list[str]) -> Iterator[Mrkdwn]:
    """How many want what, in the order in which they come: "1 past due", "2 to accept"."""
    names = [kind.partition(".")[0] for kind in kinds]
    for name in dict.fromkeys(names):
        yield v(COUNTED[name], n=names.count(name)) if name in COUNTED else escape(str(names.count(name)))
