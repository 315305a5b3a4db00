"""Acceptance in words: whom a review waits for, what shows the work, who said what, and what can be said."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from bot.answers import Shown, TaskView
from bot.answers.reviews import AskEnded, ReviewAsk
from bot.locales import marked
from bot.render.slack.blocks import Block, actions, button, context, divider, section
from bot.render.slack.facts import title
from bot.render.slack.text import Mrkdwn, bold, escape, joined, lines, link, mention, one_line, quoted
from bot.render.slack.times import moment
from bot.render.slack.voice import Voice
from bot.rules import reviewing as rules
from bot.rules.reviewing import ReturnReason, Round
from models import History, Person, State, StepMode, Task

LIKE_AN_ADDRESS = re.compile(r"(?:[\w-]+[.。․])+[^\W\d][\w-]*|\d+(?:\.\d+){3}|\w+:/+\S*")
SHOWN_EVIDENCE = 3
SHOWN_IN_FULL = 20
SHOWN_WORDS = 500
SHOWN_ROUNDS = 5
MINUTES_A_DAY = 8 * 60

PARTS = {
    "goal": marked("Goal"),
    "done_when": marked("Done when"),
    "material": marked("Material"),
    "where": marked("Where to talk"),
}
ASKS = {
    "first": marked("🟣 {person} submitted this. Please accept or return it."),
    "again": marked("🟣 {person} submitted this again. Please accept or return it."),
}
ENDED = {
    "accept": (marked("✅ You accepted it."), marked("✅ {person} accepted it.")),
    "return": (marked("↪️ You returned it:"), marked("↪️ {person} returned it:")),
    "undo": (marked("↩️ You took that submission back."), marked("↩️ {person} took that submission back.")),
}
REASONS = {
    ReturnReason.UNCLEAR: marked("unclear request"),
    ReturnReason.MATERIAL: marked("missing material"),
    ReturnReason.DEFECT: marked("defect"),
    ReturnReason.CHANGED: marked("changed mind"),
    ReturnReason.OTHER: marked("other"),
}


def reason(v: Voice, kind: str) -> str:
    found = next((words for one, words in REASONS.items() if one.value == kind), None)
    return v.plain(found) if found else kind


def why(v: Voice, view: TaskView) -> Mrkdwn:
    """How the reason of a return was understood, where it says of which kind it is."""
    kind = rules.reason_of(view.undo) if view.undo else ""
    return v("Reason: {kind}", kind=reason(v, kind)) if kind else Mrkdwn("")


def waiting(v: Voice, view: TaskView) -> Mrkdwn:
    """ "step 2 of 3: waiting for @a or @b"; who has left is named as such."""
    task = view.task
    if task.state != State.REVIEW:
        return Mrkdwn("")
    steps = rules.steps(task.owner_id, view.roles)
    now = rules.standing(task, steps)
    if now.step is None or not now.missing:
        return v("🟣 nobody is left to accept it: *Done* closes it")
    people = [_named(v, view, person_id) for person_id in now.missing]
    whom = v.one_of(people) if now.step.mode == StepMode.ANY else v.listed(people)
    if len(steps) == 1:
        return v("🟣 waiting for {people} to accept it", people=whom)
    return v("🟣 step {n} of {all}: waiting for {people}", n=rules.place(steps, now.step), all=len(steps), people=whom)


def _named(v: Voice, view: TaskView, person_id: str) -> Mrkdwn:
    name = mention(person_id)
    return v("{person} (has left)", person=name) if person_id in view.beside.gone else name


def score(v: Voice, task: Task) -> Mrkdwn:
    return v("⭐ {n} of 5", n=task.score) if task.score else Mrkdwn("")


def handed_on(v: Voice, view: TaskView) -> Mrkdwn:
    """The score that was just given, and for whom it waits now."""
    given = score(v, view.task) if view.undo and view.undo.after.get("score") else Mrkdwn("")
    return joined([given, waiting(v, view) if view.task.state == State.REVIEW else Mrkdwn("")])


def evidence(v: Voice, task: Task, most: int = SHOWN_EVIDENCE) -> Mrkdwn:
    held = task.evidence or []
    if not held:
        return v("📎 needs evidence") if task.needs_evidence and task.is_live else Mrkdwn("")
    shown = [_one(item) for item in held[:most]]
    more = [v.plural("and {n} more", "and {n} more", len(held) - most)] if len(held) > most else []
    return v("📎 {evidence}", evidence=joined([*shown, *more]))


def _one(item: dict[str, Any]) -> Mrkdwn:
    value, name = str(item.get("value", "")), str(item.get("name") or "")
    if item.get("kind") == "figure":
        return escape(one_line(value, 60))
    shown = one_line(name or value.removeprefix("https://"), 60).replace("|", "¦")
    if not value.startswith("https://"):
        return escape(shown)
    return Mrkdwn(f"{link(value, escape(shown))}{_leads_to(name, value)}")


def _leads_to(name: str, address: str) -> Mrkdwn:
    """Where a link goes whose name reads like an address itself, a file's name included: not a step further."""
    host = re.split(r"[/?#]", address.removeprefix("https://"), maxsplit=1)[0].rpartition("@")[2]
    named = LIKE_AN_ADDRESS.findall(unicodedata.normalize("NFKC", name).casefold())
    is_plain = not named or name == address or all(one == host.casefold() for one in named)
    return Mrkdwn("") if is_plain else escape(f" ({one_line(host, 80)})")


def minutes(v: Voice, amount: int) -> str:
    """Time that work took, in hours and minutes; from a person-day on in days of eight hours."""
    if amount >= MINUTES_A_DAY:
        days = round(amount / MINUTES_A_DAY, 2)
        return v.plain_plural("{amount} day", "{amount} days", 1 if days == 1 else 2, amount=f"{days:g}")
    hours, rest = divmod(amount, 60)
    if hours and rest:
        return v.plain("{hours} h {minutes} min", hours=hours, minutes=rest)
    return v.plain("{amount} h", amount=hours) if hours else v.plain("{amount} min", amount=rest)


def described(v: Voice, view: TaskView) -> list[Mrkdwn]:
    """The parts of a description, a line each."""
    parts = view.task.described or {}
    return [v("*{part}:* {words}", part=v.plain(PARTS[part]), words=one_line(parts[part], 300))
            for part in PARTS if parts.get(part, "").strip()]  # fmt: skip


def of_the_work(v: Voice, view: TaskView) -> list[Block]:
    """What the card says of description, review and evidence, between the note and the facts."""
    told = [*described(v, view), waiting(v, view), evidence(v, view.task)]
    return [section(lines(*shown))] if (shown := [one for one in told if one]) else []


def beside(v: Voice, view: TaskView) -> list[Block]:
    """What its team misses in its description, and whether one like it went before."""
    found: list[Block] = []
    task = view.task
    if view.beside.lacking and task.state == State.OPEN:
        names = v.listed([escape(v.plain(PARTS[part])) for part in view.beside.lacking])
        words = v("Before it starts, it needs: {parts}", parts=names) if view.beside.strict else v(
            "Still to be said: {parts}", parts=names)  # fmt: skip
        found += [context(words), *actions([button(v.plain("Describe…"), f"describe {task.number}",
                                                   version=task.version)])]  # fmt: skip
    if view.beside.like:
        like = one_line(view.beside.like, 80).replace("`", "")
        found.append(context(v("A similar one went like this: `/task cases {words}`", words=like)))
    return found


def buttons(v: Voice, view: TaskView) -> Iterator[Block | None]:
    """What a reviewer of the open step can say; on a card that everybody reads it is offered to all."""
    task = view.task
    now = rules.standing(task, rules.steps(task.owner_id, view.roles))
    if not now.missing:
        if task.state == State.REVIEW:
            yield button(v.plain("Done"), f"done {task.number}", version=task.version, style="primary")
        return
    if v.reader.id is None or v.reader.id in now.missing:
        yield button(v.plain("Accept"), f"accept {task.number}", version=task.version, style="primary")
        yield button(v.plain("Accept with a score…"), f"accept! {task.number}", version=task.version)
        yield button(v.plain("Return…"), f"return {task.number}", version=task.version)


def asked(v: Voice, ask: ReviewAsk, task: Task) -> list[Block]:
    """Above the card: whose work it is, what they said, what was noted."""
    words = v(ASKS["again" if task.returns else "first"], person=mention(ask.by.id))
    blocks = [section(words)]
    if ask.words.strip():
        blocks.append(section(quoted(ask.words, SHOWN_WORDS)))
    if notes := [_note(v, entry, ask.people or {}) for entry in ask.notes]:
        blocks.append(section(lines(bold(v("Notes")), *notes)))
    return blocks


def ended(v: Voice, end: AskEnded, view: TaskView) -> list[Block]:
    """What became of a message that asked for acceptance, and where it goes on: it asks for nothing any more."""
    told = []
    if end.kind in ENDED:
        mine, theirs = ENDED[end.kind]
        told = [v(mine) if v.is_me(end.by_id) else v(theirs, person=mention(end.by_id))]
    word = [quoted(end.words, SHOWN_WORDS)] if end.kind == "return" and end.words.strip() else []
    return [
        section(lines(title(view.task, 600), *told, *word)),
        context(v("You've been asked again since: please see the newer message.")),
        *actions([button(v.plain("Show"), f"show {view.task.number}")]),
    ]  # fmt: skip


def _note(v: Voice, entry: History, people: dict[str, Person]) -> Mrkdwn:
    person = people.get(entry.actor_id)
    return joined([Mrkdwn(f"• {moment(v, entry.at)}"), escape(one_line(person.called if person else "?", 40)),
                   v("“{words}”", words=one_line(entry.note, 200))])  # fmt: skip


def record(v: Voice, answer: Shown) -> list[Block]:
    """The whole record: every submission with what was said of it, all the evidence, the time, how it went."""
    task = answer.view.task
    told: list[Mrkdwn] = []
    rounds = answer.record.rounds[-SHOWN_ROUNDS:]
    first = len(answer.record.rounds) - len(rounds) + 1
    for number, one in enumerate(rounds, first):
        told += [bold(v("Round {n}", n=number)), *_round(v, one, answer.people)]
    blocks: list[Block] = [divider(), section(lines(bold(v("Acceptance")), *told))] if told else []
    if len(task.evidence or ()) > SHOWN_EVIDENCE:
        blocks.append(section(evidence(v, task, SHOWN_IN_FULL)))
    if answer.record.measured:
        blocks.append(context(v("⏳ {time} in progress, measured: nobody has entered the time it took.",
                                time=minutes(v, answer.record.measured))))  # fmt: skip
    return blocks


def _round(v: Voice, one: Round, people: dict[str, Person]) -> Iterable[Mrkdwn]:
    for entry in (one.submit, *one.said):
        parts = [Mrkdwn(f"• {moment(v, entry.at)}"), _said(v, entry, _name(v, entry.actor_id, people))]
        if entry.note.strip():
            parts.append(v("“{words}”", words=one_line(entry.note, 200)))
        yield joined(parts)


def _said(v: Voice, entry: History, name: str) -> Mrkdwn:
    if entry.kind == "submit":
        return v("submitted by {person}", person=name)
    if entry.kind == "return":
        kind = rules.reason_of(entry)
        return v("returned by {person}: {reason}", person=name, reason=reason(v, kind)) if kind else v(
            "returned by {person}", person=name)  # fmt: skip
    step, score = entry.after.get("step", 1), entry.after.get("score")
    if score:
        return v("step {n}: accepted by {person}, score {score} of 5", n=step, person=name, score=score)
    return v("step {n}: accepted by {person}", n=step, person=name)


def _name(v: Voice, person_id: str, people: dict[str, Person]) -> str:
    if v.is_me(person_id):
        return v.plain("you")
    return one_line(people[person_id].called, 40) if person_id in people else v.plain("someone")
