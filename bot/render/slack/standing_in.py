"""What falls due while somebody is away, to who stands in for them: a line a task, with what they may do about it."""

from collections.abc import Iterator

from bot.notices import StandingIn
from bot.render.slack.blocks import Block, context, menu, section, typed
from bot.render.slack.facts import due, title
from bot.render.slack.spans import span
from bot.render.slack.text import joined, mention
from bot.render.slack.voice import Voice
from models import Task

SHOWN = 12


def standing_in(v: Voice, notice: StandingIn) -> list[Block]:
    who, count = mention(notice.person.id), len(notice.tasks)
    head = v.plural("🌴 {person} is away ({days}), and you stand in. {n} task falls due meanwhile:",
                    "🌴 {person} is away ({days}), and you stand in. {n} tasks fall due meanwhile:", count,
                    person=who, days=span(v, notice.away))  # fmt: skip
    blocks = [section(head), *(_one(v, notice, task) for task in notice.tasks[:SHOWN])]
    if count > SHOWN:
        blocks.append(context(v.plural("and {n} more", "and {n} more", count - SHOWN)))
    if len(notice.may_take) < count:
        blocks.append(context(v("What isn't yours to take over, whoever gave it or leads the team can hand to you.")))
    return blocks


def _one(v: Voice, notice: StandingIn, task: Task) -> Block:
    return section(joined([title(task, 200), due(v, task)]), menu("more", _deeds(v, notice, task)))


def _deeds(v: Voice, notice: StandingIn, task: Task) -> Iterator[tuple[str, str]]:
    number = task.number
    yield v.plain("Show"), f"show {number}"
    if number in notice.may_take:
        yield v.plain("Take it over"), typed(f"assign {number} me", task.version)
    if number in notice.may_move:
        yield v.plain("Change date…"), typed(f"due {number}", task.version)
    yield v.plain("Note…"), typed(f"note {number}", task.version)
