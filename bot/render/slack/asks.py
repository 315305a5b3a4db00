"""Questions back: nothing is stored until the person taps."""

from bot.answers import AskIfTask, DidYouMean, Outsiders, PastDate, SmallTalk, WhoIs
from bot.locales import marked
from bot.render.slack.blocks import Block, actions, button, context, section
from bot.render.slack.text import mention, one_line, quoted
from bot.render.slack.times import day
from bot.render.slack.voice import Voice
from models import Person

WHO = "<@WHO>"
SHOWN_PEOPLE = 10
SMALL_TALK = {
    "greeting": marked("Hello! Tell me what needs doing, for example: send the deck to @dana by Friday"),
    "thanks": marked("You're welcome!"),
    "courtesy": marked("👍 Just tell me when something needs doing."),
}


def ask_if_task(v: Voice, answer: AskIfTask) -> list[Block]:
    line = quoted(answer.shown or answer.line, 600)
    make = button(v.plain("Make it a task"), f"make {answer.line}", style="" if answer.is_question else "primary")
    if not answer.is_question:
        return [section(v("Make this a task?")), section(line), *_tap_or_type(v, make)]
    others = (
        button(v.plain("My tasks"), "list", name="list"),
        button(v.plain("What is late"), "list late", name="list:late"),
        button(v.plain("What I can do"), "help", name="help"),
    )
    question = v("I'm not sure what you mean. Here's what I can show you, or you can make it a task:")
    return [section(question), section(line), *actions([*others, make])]


def did_you_mean(v: Voice, answer: DidYouMean) -> list[Block]:
    meant = button(one_line(answer.meant, 75), answer.meant, name="meant", style="primary")
    make = button(v.plain("No, make it a task"), f"make {answer.line}")
    return [section(v("Did you mean “{line}”?", line=one_line(answer.meant, 80))), *_tap_or_type(v, meant, make)]


def _tap_or_type(v: Voice, *buttons: Block | None) -> list[Block]:
    """The buttons; where the line is too long for them, what to type instead."""
    if any(buttons):
        return actions(buttons)
    return [context(v("That's too long for a button. Use `/task add …`, or `/task new` to open a form."))]


def who_is(v: Voice, answer: WhoIs) -> list[Block]:
    name = one_line(answer.name, 80)
    if answer.candidates:
        question = v("Who do you mean by “{name}”?", name=name)
    else:
        question = v("I can't find anyone called “{name}”. Who do you mean?", name=name)
    people = [_this_one(person, answer.line) for person in answer.candidates[:5]]
    rest = " ".join(answer.line.replace(WHO, f"@{answer.name}").split())
    label = v.plain("Someone else…") if answer.candidates else v.plain("Choose a person…")
    other = button(label, f"new {rest}".strip())
    return [section(question), *_tap_or_type(v, *people, other)]


def _this_one(person: Person, line: str) -> Block | None:
    handle = f" (@{person.name})" if person.name and person.name.casefold() != person.called.casefold() else ""
    said = line.replace(WHO, mention(person.id))
    return button(one_line(f"{person.called}{handle}", 200), f"make {said}", name=f"make:{person.id}")


def past_date(v: Voice, answer: PastDate) -> list[Block]:
    words, when = one_line(answer.words, 80), day(v, answer.on)
    question = v("“{words}” would be {day}, which has passed. When is it due?", words=words, day=when)
    pick = button(v.plain("Pick a date…"), f"new {answer.line}", style="primary")
    without = button(v.plain("No due date"), f"make {answer.line}")
    return [section(question), *_tap_or_type(v, pick, without)]


def outsiders(v: Voice, answer: Outsiders) -> list[Block]:
    names = [mention(person.id) for person in answer.people[:SHOWN_PEOPLE]]
    if more := len(answer.people) - len(names):
        names.append(v("{n} more", n=more))
    return [
        section(v.plural(
            "{people} isn't in this conversation. They'd see the task, but not the conversation.",
            "{people} aren't in this conversation. They'd see the task, but not the conversation.",
            len(answer.people), people=v.listed(names) if names else "",
        )),
        *_tap_or_type(v, button(_yes(v, answer.line), answer.line, style="primary")),
    ]  # fmt: skip


def _yes(v: Voice, line: str) -> str:
    return v.plain("Assign and let them know") if line.startswith("assign!") else v.plain("Add and let them know")


def small_talk(v: Voice, answer: SmallTalk) -> list[Block]:
    return [section(v(SMALL_TALK.get(answer.kind, SMALL_TALK["greeting"])))]
