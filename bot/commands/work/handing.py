"""`ack` and `decline`: what an owner says to a task that somebody gave them."""

import re

from bot.answers import Answer, SmallForm
from bot.commands.call import Call, Subcommand
from bot.commands.lines import naming
from bot.commands.lines.adding import plain
from bot.commands.lines.carrying import WHO
from bot.commands.lines.objects import only_refs, told
from bot.commands.work.amending import changed, each, the_one
from bot.heard import Door
from bot.parsing.lines.counting import reason_in
from bot.rules import lifecycle
from bot.services.work import handing
from models import Person
from models.queries import people as people_queries

SUGGESTS = re.compile(
    r"(?:[,，;；]?\s*(?:ask|try|better|give it to|找|问|建议给?|应该给|改给|给)\s*)?(?P<who>@\S+|<@[^>]+>)\s*$"
)


def ack(call: Call) -> Answer:
    """`ack 42` — say you've seen a task somebody gave you."""
    return each(call, "ack", lambda task: handing.ack(call.session, call.actor, task))


def decline(call: Call) -> Answer:
    """`decline 42 I'm away that week @tom` — give a task back, with a reason and perhaps a better person."""
    task, words = the_one(call)
    if not words and call.heard.door in (Door.BUTTON, Door.HOME, Door.SLASH):
        lifecycle.check_move(task, "decline")
        return SmallForm("decline", task, people_queries.get(call.session, task.workspace_id, task.creator_id))
    words = reason_in(words) if words else ""
    suggested: Person | None = None
    if found := SUGGESTS.search(words):
        named = naming.first(call, found["who"])
        if named.unclear:
            return naming.ask(call, named.unclear, "decline", f"{task.number} {words[: found.start()]} {WHO}")
        suggested, words = named.person, words[: found.start()]
    reason = plain(call, words).strip(" ,，;；")
    entry = handing.decline(call.session, call.actor, task, reason=reason, suggested=suggested)
    return changed(call, "decline", [(task, entry)], reason)


SUBCOMMANDS = (
    Subcommand("ack", ack, ("acknowledge", "收到", "已知悉", "知悉"), only_refs),
    Subcommand("decline", decline, ("不是我的", "拒绝", "谢绝", "婉拒", "不接"), told),
)
