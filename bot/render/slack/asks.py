"""Questions back: nothing is stored until the person taps."""

from bot.answers import AskIfTask, Outsiders, PastDate, SeveralLines, SmallTalk, WhoIs
from bot.locales import marked
from bot.render.slack.blocks import Block, actions, button, context, section
from bot.render.slack.text import Mrkdwn, escape, lines, mention, one_line, quoted
from bot.render.slack.times import day
from bot.render.slack.voice import Voice
from models import Person

WHO = "<@WHO>"
SHOWN_LINES = 10
SHOWN_PEOPLE = 10
SMALL_TALK = {
    "greeting": marked("Hello! Tell me what is to be done, for example: send the deck to @dana by Friday"),
    "thanks": marked("You are welcome."),
}


def several_lines(v: Voice, answer: SeveralLines) -> list[Block]:
    count = len(answer.lines)
    shown = [Mrkdwn(f"• {escape(one_line(line, 200))}") for line in answer.lines[:SHOWN_LINES]]
    if count > SHOWN_LINES:
        shown.append(v.plural("and {n} more", "and {n} more", count - SHOWN_LINES))
    question = v.plural("Make {n} task of this?", "Make {n} tasks of these lines?", count)
    make = button(v.plain_plural("Make {n} task", "Make {n} tasks", count), "many\n" + "\n".join(answer.lines),
                  name="many", style="primary")  # fmt: skip
    too_long = [] if make else [context(v("That is too long for one tap: please send it in two parts."))]
    return [section(lines(question, *shown)), *actions([make]), *too_long]


def ask_if_task(v: Voice, answer: AskIfTask) -> list[Block]:
    make = button(v.plain("Make it a task"), f"make {answer.line}", style="primary")
    return [section(v("Make this a task?")), section(quoted(answer.line, 600)), *_tap_or_type(v, make)]


def _tap_or_type(v: Voice, *buttons: Block | None) -> list[Block]:
    """The buttons; where the line is too long for them, what to type instead."""
    if any(buttons):
        return actions(buttons)
    return [context(v("It is too long for a button: `/task add …` takes it, or `/task new` opens a form."))]


def who_is(v: Voice, answer: WhoIs) -> list[Block]:
    name = one_line(answer.name, 80)
    if answer.candidates:
        question = v("Whom do you mean by “{name}”?", name=name)
    else:
        question = v("I know nobody called “{name}” here. Who is it?", name=name)
    people = [_this_one(person, answer.line) for person in answer.candidates[:5]]
    rest = " ".join(answer.line.replace(WHO, " ").split())
    other = button(v.plain("Somebody else…"), f"new {rest}".strip())
    return [section(question), *_tap_or_type(v, *people, other)]


def _this_one(person: Person, line: str) -> Block | None:
    handle = f" (@{person.name})" if person.name and person.name.casefold() != person.called.casefold() else ""
    said = line.replace(WHO, mention(person.id))
    return button(one_line(f"{person.called}{handle}", 200), f"make {said}", name=f"make:{person.id}")


def past_date(v: Voice, answer: PastDate) -> list[Block]:
    words, when = one_line(answer.words, 80), day(v, answer.on)
    question = v("“{words}” would be {day}, which is behind us. When is it due?", words=words, day=when)
    pick = button(v.plain("Pick a date…"), f"new {answer.line}", style="primary")
    without = button(v.plain("Without a date"), f"make {answer.line}")
    return [section(question), *_tap_or_type(v, pick, without)]


def outsiders(v: Voice, answer: Outsiders) -> list[Block]:
    names = [mention(person.id) for person in answer.people[:SHOWN_PEOPLE]]
    if more := len(answer.people) - len(names):
        names.append(v("{n} more", n=more))
    return [
        section(v.plural(
            "{people} is not in this conversation: they would see the task, but not the conversation.",
            "{people} are not in this conversation: they would see the task, but not the conversation.",
            len(answer.people), people=v.listed(names) if names else "",
        )),
        *_tap_or_type(v, button(_yes(v, answer.line), answer.line, style="primary")),
    ]  # fmt: skip


def _yes(v: Voice, line: str) -> str:
    return v.plain("Assign and let them know") if line.startswith("assign!") else v.plain("Add and tell them")


def small_talk(v: Voice, answer: SmallTalk) -> list[Block]:
    return [section(v(SMALL_TALK.get(answer.kind, SMALL_TALK["greeting"])))]
