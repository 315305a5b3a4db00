"""Questions back: nothing is stored until the person taps."""

from bot.answers import AskIfTask, DidYouMean, Outsiders, PastDate, SmallTalk, WhichTask, WhoIs
from bot.locales import marked
from bot.render.slack import absent, facts
from bot.render.slack.blocks import Block, actions, button, context, section
from bot.render.slack.inputs import day as date_picker
from bot.render.slack.inputs import one_person
from bot.render.slack.readings import picker, picker_row
from bot.render.slack.said_lines import label_of, read_numbers_of
from bot.render.slack.text import Mrkdwn, bold, mention, one_line, quoted
from bot.render.slack.times import day
from bot.render.slack.voice import Voice
from models import Person

WHO = "<@WHO>"
MAKES = ("make", "again", "share")
SMALL_TALK = {
    "greeting": marked("Hello! Tell me what needs doing, for example: send the deck to @dana by Friday"),
    "thanks": marked("You're welcome!"),
    "courtesy": marked("👍 Just tell me when something needs doing."),
    "who": marked(
        "I'm Muster, and I keep your team's tasks here in Slack. Tell me what needs doing in a sentence, such as "
        "“send the deck to @dana by Friday”, and I'll note it, remind people and show who has what. "
        "`help` lists everything you can say."
    ),
    "farewell": marked("See you! I'll keep an eye on your tasks."),
    "praise": marked("That's kind of you! Glad to help."),
    "sorry": marked("No harm done. `undo` takes back your last change."),
    "here": marked("I'm here. Tell me what needs doing, or ask “what's on my plate?”"),
    "yes": marked("👍 If that answers a question of mine, please tap its button; otherwise tell me what to do."),
    "no": marked("All right, nothing was changed. `undo` takes back your last change."),
    "tired": marked("That sounds like a long one. Your tasks are safe here; take a break when you can."),
}


def ask_if_task(v: Voice, answer: AskIfTask) -> list[Block]:
    line = quoted(answer.shown or answer.line, 600)
    make = button(v.plain("Make it a task"), f"make {answer.line}", style="" if answer.is_question else "primary")
    kinds = [kind for kind, _, _ in answer.offers]
    others = [
        button(_offer(v, *offer), offer[1], name=f"offer:{offer[0]}{f':{at}' if offer[0] in kinds[:at] else ''}")
        for at, offer in enumerate(answer.offers)
    ]
    if not answer.is_question:
        return [section(v("Make this a task?")), section(line), *_tap_or_type(v, make, *others)]
    usual = (
        button(v.plain("My tasks"), "list", name="list"),
        button(v.plain("What is late"), "list late", name="list:late"),
        button(v.plain("What I can do"), "help", name="help"),
    )
    question = v("Here's what I can show you, or make it a task:")
    return [section(question), section(line), *actions([*(others or usual), make])]


OFFERS = {
    "mine": marked("My tasks"),
    "late": marked("What is late"),
    "help": marked("What I can do"),
    "number": marked("Show {name}"),
    "person": marked("What {name} has"),
    "label": marked("What is in {name}"),
    "then": marked("What's due then"),
    "blocked": marked("What is blocked"),
    "done": marked("What I finished this week"),
    "urgent": marked("My urgent tasks"),
}


def _offer(v: Voice, kind: str, line: str, name: str) -> str:
    return one_line(v.plain(OFFERS[kind], **({"name": name} if name else {})), 75)


def did_you_mean(v: Voice, answer: DidYouMean) -> list[Block]:
    meant = button(one_line(answer.meant, 75), answer.says or answer.meant, name="meant", style="primary")
    make = button(v.plain("No, make it a task"), f"make {answer.line}") if answer.line else None
    if answer.tasks:
        return _did_you_mean_task(v, answer, make)
    return [section(v("Did you mean “{line}”?", line=one_line(answer.meant, 80))), *_tap_or_type(v, meant, make)]


def _did_you_mean_task(v: Voice, answer: DidYouMean, make: Block | None) -> list[Block]:
    """Words that name a task without its number: what would be done is on the button, the task in the question."""
    if len(answer.tasks) == 1:
        ((line, task),) = answer.tasks
        question = v("Did you mean {task}?", task=bold(one_line(task, 200)))
        label = label_of(v, line, answer.says) or one_line(line, 75)
        return [section(question), *actions([button(label, line, name="meant", style="primary"), make])]
    buttons = [button(one_line(task, 75), line, name=f"meant:{at}") for at, (line, task) in enumerate(answer.tasks)]
    return [section(v("Which task do you mean?")), *actions([*buttons, make])]


def _tap_or_type(v: Voice, *buttons: Block | None) -> list[Block]:
    """The buttons; where the line is too long for them, what to type instead."""
    if any(buttons):
        return actions(buttons)
    return [context(v("That's too long for a button. Use `/task add …`, or `/task new` to open a form."))]


def who_is(v: Voice, answer: WhoIs) -> list[Block]:
    """Those it may be, one tap each; everybody else in a picker, or in the form where all can be mended."""
    name = one_line(answer.name, 80)
    if not name:
        question = v("Who should have it?")
    elif answer.candidates:
        question = v("Who do you mean by “{name}”?", name=name)
    else:
        question = v("I can't find anyone called “{name}”. Who do you mean?", name=name)
    people = [_this_one(v, person, answer) for person in answer.candidates[:5]]
    label = v.plain("Someone else…") if answer.candidates else v.plain("Choose a person…")
    rest = " ".join(answer.line.replace(WHO, f"@{answer.name}").split())
    form = button(v.plain("Open the form…"), f"new {rest}".strip()) if answer.verb in MAKES else None
    return [section(question), *_picked_or_typed(v, answer, [*people, picker(answer.verb, label, one_person()), form])]


def _this_one(v: Voice, person: Person, answer: WhoIs) -> Block | None:
    handle = f" (@{person.name})" if person.name and person.name.casefold() != person.called.casefold() else ""
    is_away = absent.until(v, person)
    label = one_line(f"{person.called}{handle}{f' · {is_away}' if is_away else ''}", 200)
    name = f"{answer.verb}:{person.id}"
    said = button(label, f"{answer.verb} {answer.line.replace(WHO, mention(person.id))}", name=name)
    if said is None and answer.kept:
        return button(label, f"{answer.verb} {answer.kept} {mention(person.id)}", name=name)
    return said


def past_date(v: Voice, answer: PastDate) -> list[Block]:
    words, rings = one_line(answer.words, 80), answer.verb.endswith("!")
    question = _when_is_it(v, answer, words, rings=rings)
    without = button(v.plain("End of the workday") if rings else v.plain("No due date"), f"{answer.verb} {answer.line}")
    form = button(v.plain("Open the form…"), f"new {answer.line}") if answer.verb in MAKES else None
    pick = picker(answer.verb, v.plain("Pick a date…"), date_picker())
    return [section(question), *_picked_or_typed(v, answer, [pick, without, form])]


def _when_is_it(v: Voice, answer: PastDate, words: str, *, rings: bool) -> Mrkdwn:
    if not words or (answer.on is None and not rings):
        return v("When is it due?")
    if answer.on is None:
        return v("“{words}” isn't a time I can set a reminder for. When shall I remind you?", words=words)
    when = day(v, answer.on)
    if rings:
        return v("“{words}” would be {day}, which has passed. When shall I remind you?", words=words, day=when)
    return v("“{words}” would be {day}, which has passed. When is it due?", words=words, day=when)


def _picked_or_typed(v: Voice, answer: WhoIs | PastDate, elements: list[Block | None]) -> list[Block]:
    """A picker completes the line where it is kept, among buttons that are whole lines."""
    if answer.kept:
        return [picker_row(answer.kept, elements)]
    return _tap_or_type(v, *(one for one in elements if one and one["type"] == "button"))


def which_task(v: Voice, answer: WhichTask) -> list[Block]:
    """Several tasks stand in the thread: one tap says which."""
    buttons = [
        button(one_line(f"#{task.number} {task.title}", 75), line, name=f"which:{task.number}")
        for task, line in zip(answer.tasks, answer.lines, strict=True)
    ]
    if answer.every:
        count = len(read_numbers_of(answer.every))
        buttons.append(button(v.plain("All {n} of them", n=count), answer.every, name="which:all"))
    return [section(v("Which task do you mean by “{words}”?", words=one_line(answer.said, 80))), *actions(buttons)]


def outsiders(v: Voice, answer: Outsiders) -> list[Block]:
    yes = button(_yes(v, answer.line), answer.line, style="primary")
    return [section(facts.outsiders(v, answer.people)), *_tap_or_type(v, yes)]


def _yes(v: Voice, line: str) -> str:
    return v.plain("Assign and let them know") if line.startswith("assign!") else v.plain("Add and let them know")


def small_talk(v: Voice, answer: SmallTalk) -> list[Block]:
    return [section(v(SMALL_TALK.get(answer.kind, SMALL_TALK["greeting"])))]
