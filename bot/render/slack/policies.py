"""Escalation policies in words, the form of one, and what they would bring."""

from collections.abc import Iterator

from bot.answers.policies import Ahead, Policies, PolicyForm
from bot.locales import marked
from bot.render.slack.blocks import Block, actions, button, context, menu, section
from bot.render.slack.facts import PRIORITIES, priority
from bot.render.slack.inputs import field, modal, one_of, some_of, words
from bot.render.slack.text import Mrkdwn, bold, channel_link, escape, joined, lines, one_line
from bot.render.slack.voice import Voice
from bot.render.slack.why import waited
from bot.rules.escalation import MOST_REPEATS, SHIPPED, Hears, Policy, Step, When
from models import Priority

SHIPPED_IDS = frozenset(policy.id for policy in SHIPPED)
WHEN = {
    When.LATE: marked("Late"),
    When.BLOCKED: marked("Blocked"),
    When.UNACKED: marked("Given, and nobody took note"),
    When.REVIEW: marked("Submitted, and nobody looked at it"),
    When.SILENT: marked("Under way, and no news"),
}
HEARS = {
    Hears.OWNER: marked("the owner"),
    Hears.CREATOR: marked("whoever gave it"),
    Hears.ACCOUNTABLE: marked("who is accountable"),
    Hears.REVIEWERS: marked("the reviewers"),
    Hears.LEADS: marked("the team's leads"),
    Hears.MANAGER: marked("the owner's manager"),
    Hears.STAND_IN: marked("the owner's stand-in"),
}
STEPS = (marked("First step"), marked("Second step"), marked("Third step"))
SHOWN_LABELS = 5
NEW_WAITS = (Step(1, 0, (Hears.OWNER,)),)


def shown(v: Voice, said: Policies) -> list[Block]:
    """Each policy a line with its own menu, and what all of them would bring."""
    prefix = _prefix(said)
    head = v("*Who hears of tasks that stand still*")
    if said.channel is not None:
        head = v("*Who hears of tasks of {channel} that stand still*", channel=channel_link(said.channel.id))
    notes = [v("Waits are working time, and whatever anybody does with a task ends them.")]
    if said.channel is not None and not said.own:
        notes.append(v("These are the workspace's. What is changed here is this team's own."))
    blocks = [section(lines(v("✅ Saved."), head) if said.saved else head)]
    blocks += [section(policy(v, one), _menu(v, one, prefix) if said.may else None) for one in said.policies]
    blocks.append(context(v.sentences(notes)))
    if said.ahead is not None:
        blocks.append(context(_ahead(v, said.ahead)))
    return [*blocks, *actions(_buttons(v, said, prefix))]


def _prefix(said: Policies) -> str:
    return f"/muster escalation team {said.channel.id}" if said.channel is not None else "/muster escalation"


def _buttons(v: Voice, said: Policies, prefix: str) -> Iterator[Block | None]:
    if not said.may:
        return
    yield button(v.plain("New…"), f"{prefix} new", name="policy:new")
    if said.own or (said.channel is None and said.policies != SHIPPED):
        label = v.plain("As the workspace") if said.channel is not None else v.plain("Back to as shipped")
        yield button(label, f"{prefix} shipped", name="policy:shipped")
    if said.undo:
        yield button(v.plain("Undo"), said.undo, name="policy:undo")


def _menu(v: Voice, one: Policy, prefix: str) -> Block:
    rows = [(v.plain("Change…"), f"{prefix} change {one.id}"),
            (v.plain("Switch off") if one.on else v.plain("Switch on"), f"{prefix} switch {one.id}")]  # fmt: skip
    if one not in SHIPPED:
        label = v.plain("Back to as shipped") if one.id in SHIPPED_IDS else v.plain("Remove")
        rows.append((label, f"{prefix} remove {one.id}"))
    return menu("policy", rows)


def policy(v: Voice, one: Policy) -> Mrkdwn:
    """Late: after 1 working day the owner and whoever gave it; after 3 working days the team's leads."""
    steps = v.words("; ").join(_step(v, step) for step in one.steps)
    told = v("{when}: {steps}", when=bold(v(WHEN[one.when])), steps=Mrkdwn(steps))
    if not one.on:
        told = joined([v("⚪ Off"), told])
    return lines(told, joined([Mrkdwn(fact) for fact in _limits(v, one)]))


def _step(v: Voice, step: Step) -> Mrkdwn:
    people = v.listed([v(HEARS[one]) for one in step.to])
    return v("after {wait} {people}", wait=waited(v, step.days, step.hours), people=people)


def _limits(v: Voice, one: Policy) -> Iterator[Mrkdwn]:
    if one.repeats:
        yield v.plural("the last step {n} time more", "the last step {n} times more", one.repeats)
    if one.priority < Priority.SOMEDAY:
        yield v("only {priority} or more pressing", priority=priority(v, one.priority))
    if one.labels:
        yield v("only with {labels}", labels=v.listed([escape(f"#{one_line(label, 30)}") for label in
                                                        one.labels[:SHOWN_LABELS]]))  # fmt: skip


def _ahead(v: Voice, found: Ahead) -> Mrkdwn:
    """A dry run: what comes if nobody does anything."""
    if not found.tasks:
        return v("There are no open tasks for them yet.")
    looked = v.plural("If nothing moved on the {n} open task", "If nothing moved on the {n} open tasks", found.tasks)
    if found.more:
        looked = v("If nothing moved on the {n} open tasks that end first", n=found.tasks)
    messages = v.plural("{n} message", "{n} messages", found.messages)
    people = v.plural("{n} person", "{n} people", found.people)
    told = v("{looked}: {messages} to {people} in the next {days} days.", looked=looked, messages=messages,
             people=people, days=found.days)  # fmt: skip
    if not found.messages:
        told = v("{looked}: nobody would be told in the next {days} days.", looked=looked, days=found.days)
    at_once = v.plural(
        "{n} is due by now: what one person is to hear of that comes in one message.",
        "{n} are due by now: what one person is to hear of them comes in one message.",
        found.now,
    )
    return v.sentences([told, at_once] if found.now else [told])


def form(v: Voice, asked: PolicyForm) -> Block:
    one = asked.policy or Policy("", When.SILENT, NEW_WAITS)
    kinds = [(when.value, v.plain(label)) for when, label in WHEN.items()]
    levels = [(str(number), v.plain("Every priority") if number == Priority.SOMEDAY else
               v.plain("{priority} or more pressing", priority=priority(v, number)))
              for number in reversed(PRIORITIES)]  # fmt: skip
    again = [(str(n), v.plain_plural("{n} time", "{n} times", n) if n else v.plain("Never"))
             for n in range(MOST_REPEATS + 1)]  # fmt: skip
    meta = {"channel": asked.channel.id if asked.channel else None, "policy": one.id or None}
    return modal(v.plain("Escalation"), v.plain("Save"), v.plain("Cancel"), name="form:policy", meta=meta, blocks=[
        field("when", v.plain("For tasks that are"), one_of(kinds, one.when.value), optional=False),
        *(block for at in range(len(STEPS)) for block in _step_fields(v, one, at)),
        field("repeats", v.plain("Say the last step again"), one_of(again, str(one.repeats)), optional=False),
        field("priority", v.plain("Only tasks of"), one_of(levels, str(one.priority)), optional=False),
        field("labels", v.plain("Only with one of these labels"), words(" ".join(f"#{label}" for label in one.labels),
              most=200), hint=v.plain("Leave empty for all tasks.")),
        field("on", v.plain("In force"), some_of([("on", v.plain("Yes"))], ["on"] if one.on else [])),
    ])  # fmt: skip


def _step_fields(v: Voice, one: Policy, at: int) -> Iterator[Block]:
    step = one.steps[at] if at < len(one.steps) else None
    number, label = at + 1, v.plain(STEPS[at])
    wait = _typed(step) if step else ""
    hint = v.plain("Working days and hours since the clock began, for example 1d or 4h.") if at == 0 else ""
    yield field(f"wait{number}", v.plain("{step}: after", step=label), words(wait, most=40), hint=hint)
    people = [(hears.value, v.plain(name)) for hears, name in HEARS.items()]
    yield field(f"to{number}", v.plain("{step}: who hears", step=label),
                some_of(people, [hears.value for hears in step.to] if step else []))  # fmt: skip


def _typed(step: Step) -> str:
    """As it is typed: 1d 4h."""
    return " ".join(([f"{step.days}d"] if step.days else []) + ([f"{step.hours:g}h"] if step.hours else []))
