"""A reply in the thread of a card or a nudge belongs to its task: "done" finishes it, other words are a note."""

from collections.abc import Callable

from bot.answers import Answer, Changed
from bot.commands.adding import plain
from bot.commands.call import Call
from bot.errors import UserError
from bot.services import tasks
from models import Outbox

DONE = frozenset({
    "done", "finished", "complete", "completed", "done!", "it's done", "closed", "✅", ":white_check_mark:",
    "完成", "完成了", "已完成", "搞定", "搞定了", "做完了", "好了", "已办",
})  # fmt: skip
START = frozenset({"started", "start", "on it", "doing", "开始", "开始了", "在做", "在做了", "进行中"})


def about_task(call: Call, row: Outbox) -> Answer:
    """Act on the task the message was about."""
    task = tasks.find(call.session, call.actor, int(row.subject["number"]))
    words = call.line.strip()
    if not words:
        raise UserError("empty_note")
    bare = words.lower().rstrip(".!。！ ")
    if bare in DONE:
        verb, entry = "done", tasks.done(call.session, call.actor, task)
    elif bare in START:
        verb, entry = "start", tasks.start(call.session, call.actor, task)
    else:
        verb, entry = "note", tasks.note(call.session, call.actor, task, plain(call, words))
    undo = (entry.id,) if entry.id is not None and verb != "note" else ()
    return Changed(verb, (tasks.view(call.session, task, now=call.actor.now),), undo=undo, detail=entry.note)


REPLIES: dict[str, Callable[[Call, Outbox], Answer]] = {
    "task.card": about_task,
    "task.given": about_task,
    "task.told": about_task,
    "nudge": about_task,
}
