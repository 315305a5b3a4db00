"""A task's place in a plan: its parts and what they come to, what comes first, and what moves along."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import assert_never

from bot.answers import TaskView
from bot.answers.plans import OpenParts, OrderAsked, PartOf, PlanAnswer, SlipAsked, SlipRow, SlipSaved, Split
from bot.locales import marked
from bot.notices import TasksMoved
from bot.render.slack.blocks import Block, actions, button, context, section
from bot.render.slack.facts import STATE_MARKS, days, due, title
from bot.render.slack.inputs import field
from bot.render.slack.inputs import words as text_input
from bot.render.slack.text import Mrkdwn, bold, escape, joined, lines, mention
from bot.render.slack.times import written_day
from bot.render.slack.voice import Voice
from bot.rules.plan import RollUp
from models import Task

SHOWN_ROWS = 12
SHOWN_PARTS = 6
SHOWN_LEVELS = 2
SHOWN_WAITING = 5
TITLE = 80
INDENT = "    "


def answer(v: Voice, said: PlanAnswer) -> list[Block]:
    match said:
        case SlipAsked():
            return slip_asked(v, said)
        case OrderAsked():
            return order_asked(v, said)
        case SlipSaved():
            return slip_saved(v, said)
        case OpenParts():
            return open_parts(v, said)
        case PartOf():
            return part_of(v, said)
        case Split():
            return split(v, said)
        case _:
            assert_never(said)


def of_the_plan(v: Voice, view: TaskView) -> list[Block]:
    """What a card shows of its parts, two levels of them, and what they come to."""
    rolled = view.plan.rolled
    if rolled is None:
        return []
    return [section(lines(_rolled_up(v, rolled), *_tree(v, view)))]


def suggestions(v: Voice, view: TaskView) -> list[Block]:
    """To its owner: a large task may be split, a small part merged with another."""
    task, plan = view.task, view.plan
    if not v.is_me(task.owner_id):
        return []
    if plan.may_split and task.estimate_days:
        words = v("That's {days} of work. Shall we split it into parts?", days=days(v, task.estimate_days))
        return [context(words), *actions([button(v.plain("Split…"), f"split {task.number}", version=task.version)])]
    if plan.merge_with is not None:
        other = plan.merge_with
        words = v("It's a small part, and so is {task}. Shall they be one?", task=f"#{other}")
        label = v.plain("Merge with {task}", task=f"#{other}")
        first, second = sorted((task.number, other))
        return [context(words), *actions([button(label, f"merge {first} {second}")])]
    return []


def _rolled_up(v: Voice, rolled: RollUp) -> Mrkdwn:
    """ "3 of 7 parts done · 43% · 6 days · 9 March to 20 March"."""
    count = v.plural("🧩 {done} of {n} part done", "🧩 {done} of {n} parts done", rolled.total, done=rolled.done)
    facts = [count, v("{percent}%", percent=rolled.percent)]
    if rolled.days:
        facts.append(escape(days(v, rolled.days)))
    if span := _span(v, rolled.start, rolled.due):
        facts.append(span)
    return joined(facts)


def _span(v: Voice, start: date | None, end: date | None) -> Mrkdwn:
    if start is not None and end is not None:
        return v("{start} to {end}", start=written_day(v, start), end=written_day(v, end))
    if end is not None:
        return v("the last one due {day}", day=written_day(v, end))
    return v("from {day}", day=written_day(v, start)) if start is not None else Mrkdwn("")


def _tree(v: Voice, view: TaskView) -> Iterator[Mrkdwn]:
    parts = view.plan.parts
    levels = {view.task.number: 0}
    for part in parts:
        levels[part.number] = levels.get(part.parent_number or 0, 0) + 1
    rows = list(_in_order(view.task.number, parts, levels))
    for part in rows[:SHOWN_PARTS]:
        yield _part(v, part, levels[part.number])
    if more := len(parts) - min(len(rows), SHOWN_PARTS):
        yield v.plural("{n} more part isn't shown", "{n} more parts aren't shown", more)


def _in_order(above: int, parts: tuple[Task, ...], levels: dict[int, int]) -> Iterator[Task]:
    """Each part with its own parts below it."""
    for part in parts:
        if part.parent_number == above and levels[part.number] <= SHOWN_LEVELS:
            yield part
            yield from _in_order(part.number, parts, levels)


def _part(v: Voice, part: Task, level: int) -> Mrkdwn:
    mark = STATE_MARKS.get(part.state, "")
    who = [] if v.is_me(part.owner_id) else [Mrkdwn(mention(part.owner_id))]
    when = [due(v, part, lasting=True)] if part.is_live else []
    named = joined([escape(f"{INDENT * (level - 1)}{mark}"), title(part, TITLE)], " ")
    return joined([named, *who, *when])


def held_up(v: Voice, view: TaskView) -> Mrkdwn:
    """It has begun though something comes first: said, never refused."""
    if not view.plan.waiting:
        return Mrkdwn("")
    first = [f"#{task.number}" for task in view.plan.waiting[:SHOWN_WAITING]]
    return v("⚠️ Begun early: it comes after {tasks}, which isn't that far yet.", tasks=" ".join(first))


def slip_asked(v: Voice, asked: SlipAsked) -> list[Block]:
    task, number = asked.task, asked.task.number
    how = "pull" if asked.is_earlier else "all"
    save = v.plain("Save and bring them forward") if asked.is_earlier else v.plain("Save and move them")
    buttons = (
        button(save, f"move {number} {how} {asked.when}", name="move:all",
               version=task.version, style="primary"),
        button(v.plain("Move only this one"), f"move {number} one {asked.when}", name="move:one", version=task.version),
        button(v.plain("Leave as it was"), f"stay {number}", name="stay"),
    )  # fmt: skip
    rows = [section(_rows(v, asked.rows))] if asked.rows else []
    return [section(_if_due(v, asked)), section(title(task, 300)), *rows, *_parts_along(v, asked), *_stays(v, asked),
            *actions(buttons)]  # fmt: skip


def _if_due(v: Voice, asked: SlipAsked) -> Mrkdwn:
    """What that date does to what comes after; else to the parts alone."""
    many, number, day = len(asked.rows), asked.task.number, written_day(v, asked.on)
    if not many:
        return v("If #{number} is due {day}, its open parts can go along:", number=number, day=day)
    if asked.is_earlier:
        return v.plural(
            "If #{number} is due {day}, {n} task that comes after it can come earlier, too:",
            "If #{number} is due {day}, {n} tasks that come after it can come earlier, too:",
            many, number=number, day=day,
        )  # fmt: skip
    return v.plural(
        "If #{number} is due {day}, {n} task that comes after it moves as well:",
        "If #{number} is due {day}, {n} tasks that come after it move as well:",
        many, number=number, day=day,
    )  # fmt: skip


def order_asked(v: Voice, asked: OrderAsked) -> list[Block]:
    """The task's dates against what it is to come after: it and what hangs on it move, or the order alone is kept."""
    task, number = asked.task, asked.task.number
    words = v("#{number} is planned too early to come after {tasks}. If it does, this moves:",
              number=number, tasks=_numbers(asked.befores))  # fmt: skip
    buttons = (
        button(v.plain("Save and move them"), f"follow {number} all {asked.links}", name="follow:all",
               version=task.version, style="primary"),
        button(v.plain("Save only the order"), f"follow {number} one {asked.links}", name="follow:one",
               version=task.version),
        button(v.plain("Leave as it was"), f"stay {number}", name="stay"),
    )  # fmt: skip
    return [section(words), section(_rows(v, asked.rows)), *_parts_along(v, asked), *_stays(v, asked),
            *actions(buttons)]  # fmt: skip


def _numbers(numbers: Iterable[int]) -> str:
    shown = list(numbers)
    return " ".join([*(f"#{number}" for number in shown[:SHOWN_ROWS]), *(["…"] if shown[SHOWN_ROWS:] else [])])


def _parts_along(v: Voice, asked: SlipAsked | OrderAsked) -> list[Block]:
    if not asked.parts:
        return []
    words = v.plural("🧩 Its {n} open part moves along, {by}:", "🧩 Its {n} open parts move along, {by}:",
                     len(asked.parts), by=_by(v, asked.by))  # fmt: skip
    return [section(lines(words, _rows(v, asked.parts, SHOWN_PARTS)))]


def _rows(v: Voice, rows: tuple[SlipRow, ...], most: int = SHOWN_ROWS) -> Mrkdwn:
    """The first of them, and where the last one ends."""
    shown = [_row(v, row) for row in rows[:most]]
    if more := len(rows) - len(shown):
        last = max(rows[most:], key=lambda row: row.after)
        shown.append(v.plural(
            "and {n} more, {task} until {day}", "and {n} more, the last of them {task} on {day}", more,
            task=f"#{last.task.number}", day=written_day(v, last.after),
        ))  # fmt: skip
    return lines(*shown)


def _row(v: Voice, row: SlipRow) -> Mrkdwn:
    moved = v("{before} → {after}", before=written_day(v, row.before), after=written_day(v, row.after))
    return joined([title(row.task, TITLE), Mrkdwn(mention(row.owner.id)), moved, _by(v, row.days)])


def _by(v: Voice, amount: int) -> Mrkdwn:
    if amount > 0:
        return v.plural("{n} working day later", "{n} working days later", amount)
    return v.plural("{n} working day earlier", "{n} working days earlier", -amount) if amount else Mrkdwn("")


def _stays(v: Voice, asked: SlipAsked | OrderAsked) -> list[Block]:
    if not asked.stays:
        return []
    named = _numbers(task.number for task in asked.stays)
    return [context(v("These aren't yours to move, so they stay: {tasks}", tasks=named))]


def slip_saved(v: Voice, saved: SlipSaved) -> list[Block]:
    words = _saved(v, saved)
    blocks = [section(lines(words, title(saved.task, 300)))]
    if saved.rows:
        blocks.append(section(_rows(v, saved.rows)))
    undo = button(v.plain("Undo all of it"), f"undo @{saved.undo}", name="undo") if saved.undo is not None else None
    return [*blocks, *actions([undo])]


def _saved(v: Voice, saved: SlipSaved) -> Mrkdwn:
    many = len(saved.rows)
    if saved.befores:
        after = v("🔗 Comes after {tasks} now", tasks=_numbers(saved.befores))
        moved = v.plural("📅 {n} task moved:", "📅 {n} tasks moved:", many) if many else Mrkdwn("")
        return lines(after, moved)
    day = written_day(v, saved.on) if saved.on else ""
    if not many:
        return v("📅 Now due {day}", day=day)
    return v.plural("📅 Now due {day}, and {n} task moved along:", "📅 Now due {day}, and {n} tasks moved along:",
                    many, day=day)  # fmt: skip


def tasks_moved(v: Voice, notice: TasksMoved) -> list[Block]:
    """One message for all of a person's dates that somebody moved; a tap shows them."""
    moves, who = notice.moves, mention(notice.actor.id)
    cause = f"#{notice.cause.number}" if notice.cause is not None else ""
    count = len(moves)
    if notice.taken_back:
        head = v.plural("↩️ {person} took it back: {n} task of yours keeps its date",
                        "↩️ {person} took it back: {n} tasks of yours keep their dates", count, person=who)  # fmt: skip
        return [section(lines(head, *(title(task, TITLE) for task, _, _ in moves[:SHOWN_ROWS])))]
    if cause:
        head = v.plural("📅 {n} of your tasks moved with {task}, which {person} changed",
                        "📅 {n} of your tasks moved with {task}, which {person} changed",
                        count, person=who, task=cause)  # fmt: skip
    else:
        head = v.plural("📅 {person} moved {n} task of yours along with another",
                        "📅 {person} moved {n} tasks of yours along with another", count, person=who)  # fmt: skip
    rows = [
        joined(
            [title(task, TITLE), v("{before} → {after}", before=written_day(v, before), after=written_day(v, after))]
        )
        for task, before, after in moves[:SHOWN_ROWS]
    ]
    more = [v.plural("and {n} more", "and {n} more", count - SHOWN_ROWS)] if count > SHOWN_ROWS else []
    return [section(head), section(lines(*rows, *more)), *actions([button(v.plain("My tasks"), "list", name="list")])]


CLOSES = {
    "done": (marked("Close them too"), marked("Close only this one")),
    "cancel": (marked("Cancel them too"), marked("Cancel it alone")),
}


def open_parts(v: Voice, asked: OpenParts) -> list[Block]:
    task, shown = asked.task, asked.parts[:SHOWN_ROWS]
    words = v.plural("{n} part of this task is still open:", "{n} parts of this task are still open:", len(asked.parts))
    rows = [joined([title(part, TITLE), Mrkdwn(mention(part.owner_id))]) for part in shown]
    if more := len(asked.parts) - len(shown):
        rows.append(v.plural("and {n} more", "and {n} more", more))
    with_them, alone = CLOSES[asked.verb]
    all_of_it, only_it = asked.lines
    return [section(words), section(title(task, 300)), section(lines(*rows)), *actions([
        button(v.plain(with_them), f"close! {all_of_it}", name="close:all",
               version=task.version),
        button(v.plain(alone), f"close! {only_it}", name="close:one",
               version=task.version),
        button(v.plain("Leave as it was"), f"stay {task.number}", name="stay"),
    ])]  # fmt: skip


def part_of(v: Voice, made: PartOf) -> list[Block]:
    words = v("🧩 {task} is a part of {whole} now", task=bold(f"#{made.task.number}"), whole=title(made.whole, 300))
    undo = button(v.plain("Undo"), f"undo @{made.undo}") if made.undo is not None else None
    take = button(v.plain("Take over its project and labels"), f"inherit {made.task.number}") if made.offers else None
    return [section(words), *actions([undo, take])]


def split(v: Voice, made: Split) -> list[Block]:
    count = v.plural("🧩 Split into {n} part:", "🧩 Split into {n} parts:", len(made.parts))
    rows = [joined([title(part, TITLE), Mrkdwn(mention(part.owner_id)), escape(_estimate(v, part))])
            for part in made.parts]  # fmt: skip
    undo = button(v.plain("Undo"), " ".join(["undo", *(f"@{entry}" for entry in made.undo)]))
    return [section(lines(count, title(made.task, 300))), section(lines(*rows)), *_sum(v, made), *actions([undo])]


def _sum(v: Voice, made: Split) -> list[Block]:
    """What the parts come to, beside what the whole was thought to take."""
    if made.days is None:
        return []
    total = days(v, made.days)
    if not made.task.estimate_days:
        return [context(v("{days} together", days=total))]
    return [context(v("{days} together; the whole was estimated at {estimate}", days=total,
                      estimate=days(v, made.task.estimate_days)))]  # fmt: skip


def _estimate(v: Voice, part: Task) -> str:
    return days(v, part.estimate_days) if part.estimate_days else ""


def split_fields(v: Voice, task: Task) -> list[Block]:
    """One line a part, as it would be said."""
    lines_of_parts = text_input(lines=True, placeholder=v.plain("Draft the text ~1d @ann"))
    hint = v.plain("Estimate with ~1d, owner with @name. Without a name it goes to the task's owner.")
    return [field("parts", v.plain("One part per line"), lines_of_parts, hint=hint, optional=False)]
