"""What comes first and why: a day's order, its form, the rules of priority and what others would have changed."""

from collections.abc import Callable, Iterator

from bot.answers.ranking import DryRun, OrderForm, RulesForm, RulesShown
from bot.locales import marked
from bot.render.slack.blocks import Block, actions, button, context, section
from bot.render.slack.facts import PRIORITIES, due, numbers, priority, title
from bot.render.slack.inputs import field, modal, one_of
from bot.render.slack.text import Mrkdwn, bold, escape, joined, lines
from bot.render.slack.times import day, written_day
from bot.render.slack.voice import Voice
from bot.rules import day_order, dry_runs, quadrants
from bot.rules import priority as rules_of_priority
from bot.rules.day_order import FirstBecause
from bot.rules.priority import Rule
from models import Task

SHOWN_DAYS = 8
DEGREES = (1, 2, 3, 5, 7, 10, 14)
QUADRANTS = {
    "do_first": marked("🎯 Important and urgent: do it first."),
    "plan": marked("🎯 Important, not urgent: plan a date for it."),
    "delegate": marked("🎯 Urgent, not important: hand it over if you can."),
    "defer": marked("🎯 Neither important nor urgent: put it off, or cancel it."),
}
PLANNED = marked("🎯 Important, not urgent: it has a date, keep it.")


def quadrant(v: Voice, task: Task) -> Mrkdwn:
    """Which quadrant a task stands in and what that proposes; nothing for what is closed."""
    if not task.is_live:
        return Mrkdwn("")
    found = quadrants.quadrant(task, v.reader.now)
    if found == quadrants.Quadrant.DEFER and task.priority is None:
        return Mrkdwn("")  # nobody said how much it matters: no reason to advise against it
    is_planned = found == quadrants.Quadrant.PLAN and task.ends_at is not None
    return v(PLANNED if is_planned else QUADRANTS[found])


def first_because(v: Voice, why: FirstBecause) -> Mrkdwn:
    """One line above a day: where to begin, and why there."""
    said = joined([WHY[reason](v, why) for reason in why.reasons], v.plain(", "))
    return v("👉 Start with {task}: {reasons}", task=f"#{why.number}", reasons=said)


def _since(v: Voice, why: FirstBecause) -> str:
    return day(v, why.since) if why.since else ""


WHY: dict[str, Callable[[Voice, FirstBecause], Mrkdwn]] = {
    day_order.BY_HAND: lambda v, why: v("you put it there"),
    day_order.LATE: lambda v, why: v("late since {day}", day=_since(v, why)),
    day_order.TODAY: lambda v, why: v("it's due today"),
    day_order.DUE: lambda v, why: v("it's due {day}", day=_since(v, why)),
    day_order.LEVEL: lambda v, why: escape(priority(v, why.level)),
    day_order.WAITED_FOR: lambda v, why: v.plural(
        "{tasks} waits for it", "{tasks} wait for it", len(why.waited_by), tasks=numbers(why.waited_by)
    ),
    day_order.NEXT: lambda v, why: v("nothing is more pressing"),
}


def order_form(v: Voice, answer: OrderForm) -> Block:
    """Each task with the place it has; picking another place draws the form again in that order."""
    order = [task.number for task in answer.tasks]
    return modal(
        v.plain("Order of today"), v.plain("Save"), v.plain("Cancel"), name="form:order", meta={"order": order},
        blocks=[context(v("Pick a place for a task, and the others make room.")),
                *(_place(v, task, place, order) for place, task in enumerate(answer.tasks))],
    )  # fmt: skip


def _place(v: Voice, task: Task, place: int, order: list[int]) -> Block:
    """The lines of the menu are the whole order that each choice leads to."""
    others = [number for number in order if number != task.number]
    rows = [
        (" ".join(["reorder", *map(str, [*others[:other], task.number, *others[other:]])]), f"{other + 1}")
        for other in range(len(order))
    ]
    accessory = one_of(rows, rows[place][0]) | {"action_id": "say:reorder"}
    row = section(lines(title(task, 200), due(v, task)), accessory)
    return row | {"block_id": f"{place}:{'-'.join(map(str, order))}"[:255]}  # a new name, or Slack keeps the old choice


RULES = {
    rules_of_priority.DUE_SOON: marked("Due soon"),
    rules_of_priority.DEPARTMENTS: marked("More than one department"),
    rules_of_priority.MANAGER: marked("From the manager"),
}
LACKS = {
    rules_of_priority.DEPARTMENTS: marked("No departments known (0 people), so it never applies."),
    rules_of_priority.MANAGER: marked("No managers known (0 people), so it never applies."),
}


def _what(v: Voice, rule: Rule) -> Mrkdwn:
    """What the rule does, with its degree."""
    level = priority(v, rule.level or 1)
    if rule.id == rules_of_priority.DUE_SOON:
        return v.plural("due within {n} day: up one level", "due within {n} days: up one level", rule.days or 0)
    if rule.id == rules_of_priority.DEPARTMENTS:
        return v("people from more than one department: to {priority}", priority=level)
    return v("assigned by the owner's manager: to {priority}", priority=level)


def _rule(v: Voice, rule: Rule, known: int | None) -> Mrkdwn:
    switch = v("🟢 On") if rule.on else v("⚪ Off")
    first = joined([switch, bold(v(RULES[rule.id])), _what(v, rule)])
    if known is None or rule.id not in LACKS:
        return first
    return lines(first, _known(v, rule, known) if known else v(LACKS[rule.id]))


def _known(v: Voice, rule: Rule, known: int) -> Mrkdwn:
    """For how many people the directory can answer the rule."""
    if rule.id == rules_of_priority.DEPARTMENTS:
        return v.plural("{n} person has a department.", "{n} people have a department.", known)
    return v.plural("{n} person has a manager.", "{n} people have a manager.", known)


def rules_shown(v: Voice, answer: RulesShown) -> list[Block]:
    rows = [_rule(v, rule, answer.known.get(rule.id)) for rule in answer.rules]
    spec = " ".join(_spec(rule) for rule in answer.rules)
    return [
        section(lines(bold(v("What raises a task's priority")), *rows)),
        context(v("A number set by hand wins. Of several rules the most urgent wins, and the card names them all.")),
        *([context(v("Proposals in the last month: {taken} taken, {left} left.", taken=answer.taken, left=answer.left))]
          if answer.taken or answer.left else []),
        *actions([button(v.plain("Change…"), "/muster rules edit", name="rules:edit", style="primary"),
                  button(v.plain("Dry run"), f"/muster rules try {spec}", name="rules:try")]),
    ]  # fmt: skip


def _spec(rule: Rule) -> str:
    return f"{rule.id}:{(rule.days or rule.level) if rule.on else 'off'}"


def rules_form(v: Voice, answer: RulesForm) -> Block:
    return modal(
        v.plain("Priority rules"), v.plain("Dry run"), v.plain("Cancel"), name="form:rules",
        meta={"channel": answer.channel_id},
        blocks=[*(_switch(v, rule) for rule in answer.rules),
                context(v("Nothing changes yet: first you see what these rules would have done last month."))],
    )  # fmt: skip


def _switch(v: Voice, rule: Rule) -> Block:
    """Off, or one of the degrees it may have."""
    if rule.days is not None:
        degrees = sorted({*DEGREES, rule.days})
        rows = [(str(n), v.plain_plural("Within {n} day", "Within {n} days", n)) for n in degrees]
    else:
        rows = [(str(number), priority(v, number)) for number in PRIORITIES]
    chosen = str(rule.days or rule.level) if rule.on else "off"
    return field(rule.id, v.plain(RULES[rule.id]), one_of([("off", v.plain("Off")), *rows], chosen), optional=False)


def dry_run(v: Voice, answer: DryRun) -> list[Block]:
    """How many tasks would have stood elsewhere, on which days, a few of them, and the counts by level."""
    outcome = answer.outcome
    changed = len(outcome.differing)
    rules = [_rule(v, rule, None) for rule in answer.rules]
    blocks = [section(lines(bold(v("Dry run over the last 30 days")), *rules))]
    if not changed:
        blocks.append(section(v.plural("No difference: {n} task, and it would have stood where it did.",
                                       "No difference: {n} tasks, and all would have stood where they did.",
                                       outcome.asked)))  # fmt: skip
    else:
        blocks += [section(_counts(v, answer)), section(_levels(v, outcome)), *_examples(v, answer)]
    notes = [v("By today's dates and people; what was different then isn't known.")]
    if answer.cut_short:
        notes.append(v("Only the newest {n} tasks were looked at.", n=outcome.asked))
    line = f"/muster rules apply {answer.spec}"
    apply = button(v.plain("Apply these rules"), line, name="rules:apply", style="primary")
    change = button(v.plain("Change…"), "/muster rules edit", name="rules:edit")
    return [*blocks, context(v.sentences(notes)), *actions([apply, change])]


def _counts(v: Voice, answer: DryRun) -> Mrkdwn:
    outcome = answer.outcome
    days = [written_day(v, on) for on in outcome.days[-SHOWN_DAYS:]]
    more = len(outcome.days) - len(days)
    shown = v.listed([*([v("{n} earlier", n=more)] if more else []), *(escape(one) for one in days)])
    told = v.plural("{changed} of {n} task would have had another level",
                    "{changed} of {n} tasks would have had another level",
                    outcome.asked, changed=len(outcome.differing))  # fmt: skip
    return lines(told, v.plural("on {n} day: {days}", "on {n} days: {days}", len(outcome.days), days=shown))


def _levels(v: Voice, outcome: dry_runs.Outcome) -> Mrkdwn:
    """Before and after, a level a line."""
    rows = [
        v("{priority}: {before} → {after}", priority=priority(v, level), before=outcome.before.get(level, 0),
          after=outcome.after.get(level, 0))
        for level in PRIORITIES
    ]  # fmt: skip
    return lines(*rows)


def _examples(v: Voice, answer: DryRun) -> Iterator[Block]:
    found = {one.task.number: one for one in answer.outcome.differing}
    rows = [
        lines(title(one.task, 120),
              v.plural("{before} → {after} on {n} day", "{before} → {after} on {n} days", len(one.days),
                       before=priority(v, one.before), after=priority(v, one.after)))
        for number in answer.examples if (one := found.get(number))
    ]  # fmt: skip
    if rows:
        yield section(lines(*rows))
    if hidden := len(found) - len(rows):
        yield context(v.plural("and {n} more", "and {n} more", hidden))
