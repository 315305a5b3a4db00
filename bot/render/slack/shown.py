"""A task in full, with the newest of its history in words."""

from bot.answers import Shown
from bot.locales import marked
from bot.render.slack import away, cases, reviewing, why
from bot.render.slack.blocks import Block, actions, button, context, divider, section
from bot.render.slack.facts import due, state_mark, waits
from bot.render.slack.history import entry
from bot.render.slack.plans import suggestions
from bot.render.slack.ranking import quadrant
from bot.render.slack.tasks import card_buttons, face
from bot.render.slack.text import Mrkdwn, bold, joined, lines, mention
from bot.render.slack.voice import Voice


def shown(v: Voice, answer: Shown) -> list[Block]:
    told = [entry(v, one, answer.people) for one in answer.history]
    history = [divider(), section(lines(bold(v("History")), *told))] if told else []
    buttons = [*card_buttons(v, answer.view)]
    if answer.earlier:
        words = v.plain_plural("{n} earlier entry", "{n} earlier entries", answer.earlier)
        history += actions([button(words, f"history {answer.view.task.number} page 2", name="earlier")])
    place = [context(words) for words in (joined([quadrant(v, answer.view.task), _answers_for(v, answer)]),
                                          away.of_owner(v, answer.view),
                                          why.in_short(v, answer.coming)) if words]  # fmt: skip
    return [*in_short(v, answer), *face(v, answer.view), *place, *suggestions(v, answer.view), *actions(buttons),
            *reviewing.record(v, answer), *cases.of_task(v, answer.view.task, answer.record.case),
            *history]  # fmt: skip


def _answers_for(v: Voice, answer: Shown) -> Mrkdwn:
    """Who answers for a task for which nobody was named."""
    if not answer.answers_for or not answer.view.task.is_live:
        return Mrkdwn("")
    return v("{person} answers for it as the team's lead", person=mention(answer.answers_for))


ENDED = {
    "done": marked("*Yes*: {told}"),
    "archived": marked("*Yes*: {told}"),
    "cancelled": marked("*No*: {told}"),
}


def in_short(v: Voice, answer: Shown) -> list[Block]:
    """What was asked of a task in one line, before the task itself."""
    task = answer.view.task
    told = joined([state_mark(v, task), due(v, task)] if task.is_live else [state_mark(v, task)])
    if answer.asked == "done?":
        return [section(v(ENDED.get(task.state, marked("*Not yet*: {told}")), told=told))]
    if answer.asked == "who?":
        return [section(v("{person} has it: {told}", person=mention(task.owner_id), told=told))]
    if answer.asked == "by?":
        return [section(v("{person} added it: {told}", person=mention(task.creator_id), told=told))]
    if answer.asked in ("due?", "when?") and task.is_live:
        return [section(due(v, task) or v("It has no date yet."))]
    if answer.asked == "blocked?":
        return [section(waits(v, task) or v("It isn't blocked: {told}", told=told))]
    return [section(joined([told, waits(v, task)]))] if answer.asked else []
