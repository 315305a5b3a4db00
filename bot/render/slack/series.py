"""What a card says of a series: where its task stands in it, what follows, and whom the newest change counts for."""

from collections.abc import Iterator

from bot.answers import TaskView
from bot.locales import marked
from bot.render.slack.blocks import Block, button, context
from bot.render.slack.repeats import repeats
from bot.render.slack.text import Mrkdwn, escape, joined
from bot.render.slack.voice import Voice
from models import NextOne, Task

SCOPES = {
    "one": marked("🔁 It repeats. This date is for this one only."),
    "following": marked("🔁 It repeats. This change is for this one and the following."),
}


def rhythm(v: Voice, task: Task) -> Mrkdwn:
    """How it comes again, and which one it is; of one that was followed, by which."""
    if not task.rrule:
        return Mrkdwn("")
    parts = [escape(repeats(v, task.rrule))]
    if task.followed_by is None and task.next_one == NextOne.ON_THE_DAY:
        parts.append(v("next one on its day"))
    if task.series is not None and task.series != task.number:
        parts.append(v("no. {nth} of the series from #{number}", nth=task.nth, number=task.series))
    if task.followed_by is not None:
        parts.append(v("#{number} follows", number=task.followed_by))
    return Mrkdwn(f"🔁 {joined(parts, v.words(', '))}")


def asked(v: Voice, view: TaskView) -> list[Block]:
    """Whether what was changed just now is meant for this one alone: it is said, and one tap says otherwise."""
    return [context(v(SCOPES[view.scope]))] if _is_asked(v, view) else []


def choices(v: Voice, view: TaskView) -> Iterator[Block | None]:
    if not _is_asked(v, view) or view.undo is None:
        return
    line = f"{view.task.number} @{view.undo.id}"
    if view.scope == "following":
        yield button(v.plain("Only this one"), f"only! {line}")
    else:
        yield button(v.plain("This and the following"), f"onwards! {line}")


def _is_asked(v: Voice, view: TaskView) -> bool:
    """Whoever changed it is asked, as long as they may take it back."""
    return bool(view.scope) and view.undo is not None and v.reader.id in (None, view.undo.actor_id)
