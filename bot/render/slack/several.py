"""Several lines: as they were understood, what was made of them, and the next one that has to be asked about."""

from collections.abc import Iterable, Iterator

from bot.answers import LineAsked, LineRead, SeveralLines, SeveralMade, TaskView
from bot.errors import UserError
from bot.notices import TasksGiven
from bot.render.slack.blocks import Block, actions, button, context, plain, section
from bot.render.slack.facts import due, named, title
from bot.render.slack.notes import not_done
from bot.render.slack.tasks import changed, undo_button
from bot.render.slack.text import Mrkdwn, bold, escape, joined, lines, mention, one_line, quoted
from bot.render.slack.times import clock, written_day
from bot.render.slack.voice import Voice
from models import Person

BULLETS = ("•", "◦", "▪")
STEP = "\u2003"
ROWS_IN_A_BLOCK = 8
SHOWN_ASIDE = 6
SHOWN_WORD = 600
SHOWN_GIVEN = 20


def several_lines(v: Voice, answer: SeveralLines) -> list[Block]:
    """The outline, what is left out of it and why, and one tap for all."""
    count = len(answer.rows)
    question = v.plural("Turn this into {n} task?", "Turn these lines into {n} tasks?", count)
    return [
        section(question),
        *_in_blocks(_outline(v, answer.rows)),
        *(context(note) for note in _notes(v, answer)),
        *actions(_ways(v, answer, count)),
    ]


def _in_blocks(rows: Iterable[Mrkdwn]) -> list[Block]:
    listed = list(rows)
    return [section(lines(*listed[at : at + ROWS_IN_A_BLOCK])) for at in range(0, len(listed), ROWS_IN_A_BLOCK)]


def _outline(v: Voice, rows: tuple[LineRead, ...]) -> Iterator[Mrkdwn]:
    heading = ""
    for row in rows:
        if row.heading != heading:
            heading = row.heading
            if heading:
                yield bold(one_line(heading, 100))
        yield _row(v, row)


def _row(v: Voice, row: LineRead) -> Mrkdwn:
    """`• send the deck — @Dana, Fri 13 Mar`."""
    said = [escape(f"@{one_line(row.owner.called, 40)}")] if row.owner else []
    if row.due_on is not None:
        named = written_day(v, row.due_on)
        said.append(escape(f"{named} {clock(row.due_clock)}" if row.due_clock else named))
    if row.repeats:
        said.append(v("🔁 repeats"))
    if row.trouble == "who":
        said.append(v("❓ who is “{name}”?", name=one_line(row.words, 40)))
    if row.trouble == "past":
        said.append(v("❓ “{words}” has passed", words=one_line(row.words, 40)))
    words = escape(one_line(row.title, 120))
    return Mrkdwn(f"{_bullet(row.depth)} {words}{f' — {v.listed(said)}' if said else ''}")


def _bullet(depth: int) -> str:
    return STEP * 2 * depth + BULLETS[min(depth, len(BULLETS) - 1)]


def _notes(v: Voice, answer: SeveralLines) -> Iterator[Mrkdwn]:
    if answer.left_out:
        yield v("Left out: {lines}", lines=_aside(v, answer.left_out))
    if answer.ticked:
        yield v("Already ticked off, so left out: {lines}", lines=_aside(v, answer.ticked))
    if any(row.trouble for row in answer.rows):
        yield v("I'll ask about the lines marked ❓ after adding the others.")
    if answer.outsiders:
        yield _outsiders(v, answer.outsiders)
    if answer.further:
        yield v.plural(
            "That's {n} more than I can add at once. I'll offer it afterwards.",
            "That's {n} more than I can add at once. I'll offer them afterwards.",
            answer.further,
        )


def _aside(v: Voice, said: tuple[str, ...]) -> Mrkdwn:
    shown = [v("“{words}”", words=one_line(line, 80)) for line in said[:SHOWN_ASIDE]]
    if more := len(said) - len(shown):
        shown.append(v("{n} more", n=more))
    return v.listed(shown)


def _outsiders(v: Voice, people: tuple[Person, ...]) -> Mrkdwn:
    return v.plural(
        "{people} isn't in this conversation. They'd see their tasks, but not the conversation.",
        "{people} aren't in this conversation. They'd see their tasks, but not the conversation.",
        len(people), people=named(v, people),
    )  # fmt: skip


def _ways(v: Voice, answer: SeveralLines, count: int) -> Iterator[Block | None]:
    label = v.plain_plural("Add {n} task", "Add {n} tasks", count)
    if answer.further:
        label = v.plain("Add the first {n}", n=count)
    many = button(label, f"many {answer.kept}", style="" if answer.is_one else "primary")
    in_one = button(v.plain("Make it one task"), f"one {answer.kept}", style="primary" if answer.is_one else "")
    yield from (in_one, many) if answer.is_one else (many, in_one)
    yield button(v.plain("No, thanks"), "forget")


def several_made(v: Voice, answer: SeveralMade) -> list[Block]:
    """One line a task, with the way back; then what could not be made, and the next question."""
    count, updated = len(answer.rows), answer.updated
    head = v.plural("➕ Added {n} task", "➕ Added {n} tasks", count) if count else v("Nothing has been added.")
    made = (_made(v, depth, view) for depth, view in answer.rows)
    return [
        *([*changed(v, updated), *not_done(v, updated.not_done)] if updated else ()),
        section(head),
        *_in_blocks(made),
        *(block for line, why in answer.not_made[:SHOWN_ASIDE] for block in _not_made(v, line, why)),
        *actions([undo_button(v, answer.undo) if count else None]),
        *(_asked(v, answer.asked) if answer.asked else ()),
        *_rest(v, answer),
    ]  # fmt: skip


def _not_made(v: Voice, line: str, why: UserError) -> list[Block]:
    return [context(v("Not added: “{line}”", line=one_line(line, 80))), *not_done(v, (why,))]


def _made(v: Voice, depth: int, view: TaskView) -> Mrkdwn:
    owner = Mrkdwn(f"👤 {mention(view.owner.id)}") if not v.is_me(view.owner.id) else Mrkdwn("")
    facts = joined([owner, due(v, view.task)])
    return Mrkdwn(f"{_bullet(depth)} {title(view.task, 120)}{f' — {facts}' if facts else ''}")


def tasks_given(v: Voice, notice: TasksGiven) -> list[Block]:
    """One message for all that somebody gave at once; each task is a tap away."""
    count, giver = len(notice.tasks), mention(notice.given_by.id)
    head = v.plural("📬 {person} assigned you {n} task", "📬 {person} assigned you {n} tasks", count, person=giver)
    drawn = [section(lines(head, quoted(notice.word, SHOWN_WORD)) if notice.word else head)]
    for task in notice.tasks[:SHOWN_GIVEN]:
        drawn.append(section(lines(title(task, 300), due(v, task, lasting=True)),
                             button(v.plain("Show"), f"show {task.number}", name=f"show:{task.number}")))  # fmt: skip
    if more := count - SHOWN_GIVEN:
        drawn += [context(v.plural("and {n} more", "and {n} more", more))] if more > 0 else []
    return [*drawn, *actions([button(v.plain("My tasks"), "list", name="list")])]


def _rest(v: Voice, answer: SeveralMade) -> list[Block]:
    if not answer.rest:
        return []
    label = v.plain_plural("Add {n} more task", "Add {n} more tasks", answer.further)
    ways = [button(label, f"many {answer.rest}", style="primary")]
    return [context(v("The other lines are kept until you add them.")), *actions(ways)]


def _asked(v: Voice, asked: LineAsked) -> list[Block]:
    row = asked.row
    line = v("“{words}”", words=one_line(row.title, 200))
    if row.trouble == "who" and not asked.candidates:
        question = v("I can't find anyone called “{name}”. Who do you mean?", name=one_line(row.words, 80))
    elif row.trouble == "who":
        question = v("Who do you mean by “{name}”?", name=one_line(row.words, 80))
    else:
        question = v("“{words}” has passed. When is it due?", words=one_line(row.words, 80))
    drawn = [section(lines(line, question)), _answers(v, asked)]
    if asked.more:
        drawn.append(context(v.plural("{n} more line to ask about", "{n} more lines to ask about", asked.more)))
    return drawn


def _answers(v: Voice, asked: LineAsked) -> Block:
    """Everybody or every day that may be meant; the pickers' block names the words that are kept."""
    picker: Block
    if asked.row.trouble == "who":
        ways = [_this_one(person, asked.kept) for person in asked.candidates]
        picker = {"type": "users_select", "placeholder": plain(v.plain("Choose a person…"), 150)}
    else:
        ways = [button(v.plain("No due date"), f"many {asked.without}", name="many:no_date")]
        picker = {"type": "datepicker", "placeholder": plain(v.plain("Pick a date…"), 150)}
    skip = button(v.plain("Skip this line"), f"many {asked.others}", name="many:skip")
    elements = [picker | {"action_id": "pick:many"}, *ways, skip]
    return {"type": "actions", "block_id": asked.kept, "elements": [element for element in elements if element]}


def _this_one(person: Person, kept: str) -> Block | None:
    return button(one_line(person.called, 75), f"many {kept} {mention(person.id)}", name=f"many:{person.id}")
