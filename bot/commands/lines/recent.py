"""Words typed below a card instead of in its thread: what would correct the newest task is asked about, not stored."""

from bot.answers import DidYouMean
from bot.commands.call import Call
from bot.commands.lines import threads
from bot.commands.lines.carrying import carry
from bot.heard import Door
from bot.parsing.talk import corrections
from bot.services.work import tasks
from models.queries import tasks as queries


def about(call: Call) -> DidYouMean | None:
    """Whether the speaker means what they made or changed a moment ago; only in the direct conversation."""
    if call.heard.door != Door.DM or call.heard.thread_ts is not None:
        return None
    correction = corrections.read(call.line, now=call.heard.spoken_at or call.actor.now, zone=call.person.zone)
    if correction is None or not correction.is_plain:
        return None
    newest = queries.last_change_by(call.session, call.person, call.actor.now - tasks.UNDO_FOR)
    task = queries.get(call.session, call.person, newest.number, call.actor.now) if newest else None
    if task is None or not task.is_live:
        return None
    return DidYouMean(carry(call, call.line), threads.line_of(call, task, correction))
