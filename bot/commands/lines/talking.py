"""Free words made into the line that somebody would have typed; where they leave a doubt, a question with buttons."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.answers import Answer, AskIfTask, DidYouMean, SmallTalk
from bot.commands.call import Call, Subcommand
from bot.commands.lines import asking, by_words, naming
from bot.commands.lines.adding import plain
from bot.commands.lines.carrying import WHO, carry
from bot.commands.lines.numbers import read_numbers
from bot.commands.work import bulk, reminding
from bot.commands.work.amending import moved
from bot.heard import Door
from bot.parsing.dates.when import read_duration
from bot.parsing.lines import asides, task_line
from bot.parsing.orders import links
from bot.parsing.talk import talk_by_words, talk_howto, talk_lists, talk_offers, talk_openings, talk_questions, talk_why
from bot.parsing.talk.small_talk import small_talk
from bot.parsing.talk.talk_deeds import HOLE, Deed, deed, of_life
from bot.rules import civil
from bot.services.work import tasks
from models import Priority, Task

Find = Callable[[str], tuple[Subcommand, str] | None]
RAISED = re.compile(r"priority #?(?P<number>\d{1,9}) (?P<way>higher|lower)")
SHIFT = re.compile(r"due #?(?P<number>\d{1,9}) (?P<sign>[+-])(?P<length>\d{1,7}(?:d|m|day|week))")
TO_A_NAME = re.compile(
    r"assign (?:#\d+ )+(?P<name>(?!(?:me|myself|我|我自己)$)[A-Za-z\u00c0-\u024f\u3400-\u9fff]{2,20})", re.IGNORECASE
)
MAY_BE_A_NAME = re.compile(r"[A-Za-z]|\d\s?号?\s?(?:给|由|让|归|请)")  # what follows may as well be a noun
DOTS = re.compile(r"\s*(?:[?？]{2,}|[.。…·]{2,}|…)\s*")
NUMBER = re.compile(r"#?\d{1,9}")
SPOKEN = (Door.SLASH, Door.DM, Door.MENTION)
WITH_ANY_WORDS = ("add", "new", "help", "find", "remind")
OFFERS = 3


def understood(call: Call, find: Find) -> str | Answer:
    """The line these words stand for: themselves where they are a line already, or a new task."""
    if "\n" in call.line:
        return call.line
    verb = find(call.line)
    if verb is not None and not verb[1]:  # it stands for itself, but "done" asks which
        return bulk.asked(call, call.line) or call.line
    if DOTS.fullmatch(call.line):
        return "help"
    if quiet := reminding.hushing(call.line) or reminding.called_off_here(call):
        return quiet
    if ordered := talk_why.asked(call.line) or links.said(call.line):
        return ordered
    if (
        verb is None
        and call.heard.door in SPOKEN
        and (kind := small_talk(call.line))
        and not call.heard.meta.get("words")
    ):
        return SmallTalk(kind)
    call = call.with_line(talk_openings.opened(call.line)) if verb is None else call
    verb = verb or find(call.line)
    answer = _said_freely(call, find, verb)
    if answer is None and verb is None and call.heard.door in SPOKEN:
        answer = _without_a_number(call)
    return call.line if answer is None else answer


def _said_freely(call: Call, find: Find, verb: tuple[Subcommand, str] | None) -> str | Answer | None:
    """Help, a question, an order or a reminder: as it stands, then with "N号" for a number, then without "can you"."""
    if (verb is None or not verb[1]) and (which := bulk.asked(call, call.line)):
        return which
    if verb is None and (plainly := _plainly(call, find)):
        return plainly
    for line in dict.fromkeys((call.line, *_numbered(call), talk_openings.ordered(call.line))):
        meant = _of_life(call, find, line) if verb is None or verb[0].name == "add" else None
        meant = meant or (_questioned(call, line) if verb is None else None) or _ordered(call, find, verb, line)
        if meant is None and verb is None and line != call.line and (typed := find(line)) and typed[1]:
            meant = line if typed[0].name not in WITH_ANY_WORDS else None
        if meant is not None:
            return meant
    if verb is None and (wish := reminding.read(call, call.line)):
        return reminding.line_of(wish)
    return None


def _plainly(call: Call, find: Find) -> str | Answer | None:
    """Lines that are nothing but a call for help, a number, or a number to be deleted."""
    if asides.asks_for_help(call.line):
        return "help"
    if (listed := talk_lists.wanted(call.line)) and find(listed):
        return listed
    if topic := talk_howto.verb_asked(call.line):
        return f"help {topic}"
    if NUMBER.fullmatch(call.line):
        return f"show {call.line.removeprefix('#').strip()}"
    return bulk.deletion(call)


def _questioned(call: Call, line: str) -> str | Answer | None:
    asked = talk_questions.question(line, _moment(call))
    return _of_whom(call, *asked) if asked and not asked[0].startswith("show 0") else None


def _of_life(call: Call, find: Find, line: str) -> str | Answer | None:
    """ "do 42 first" and 42 的历史 look like questions, and are none."""
    said = of_life(line, _moment(call), call.person.zone)
    return _of_a_number(call, said) if said is not None and find(said.line) else None


def _ordered(call: Call, find: Find, verb: tuple[Subcommand, str] | None, line: str) -> str | Answer | None:
    said = deed(line, _moment(call), call.person.zone)
    if said is None or (verb and not _is_the_same(find(said.line.replace(HOLE, "#1")), verb)):
        return None
    return _to_be_done(call, said)


def _numbered(call: Call) -> list[str]:
    """The line with its "N号" as the number of a task, where every such task is there; else a day is meant."""
    line = talk_openings.with_digits(call.line)
    numbers = talk_openings.days_or_numbers(line)
    if not numbers or not asking.is_live(call, numbers):
        return []
    return [talk_openings.as_numbers(line)]


def _without_a_number(call: Call) -> Answer | None:
    """Tasks named by their words, in talk; and a whole question typed after the command makes no task either."""
    if call.heard.door != Door.SLASH:
        lines = dict.fromkeys((call.line, talk_openings.ordered(call.line)))
        return next((found for line in lines if (found := by_words.ordered(call, line))), None)
    if not asides.asks(call.line, names_something=False):
        return None
    draft = task_line.read(call.line, now=_moment(call), zone=call.person.zone)
    if (draft.people or draft.due) and not asides.asks(call.line, names_something=True):
        return None
    return with_offers(call, AskIfTask(carry(call, call.line), plain(call, call.line), is_question=True))


def _moment(call: Call) -> datetime:
    """When it was said, in the speaker's own zone."""
    return civil.local(call.heard.spoken_at or call.actor.now, civil.zone(call.person.zone))


def _is_the_same(meant: tuple[Subcommand, str] | None, typed: tuple[Subcommand, str]) -> bool:
    """The same verb with its words put in order; who wants to be reminded of a task that is there, snoozes it."""
    if meant is None:
        return False
    return meant[0] is typed[0] or typed[0].name == "remind" or (typed[0].name, meant[0].name) == ("add", "label")


def _of_whom(call: Call, line: str, name: str) -> str | Answer | None:
    """A bare name is one only where it is somebody's; a question about anything else is none of ours."""
    fitting = naming.fitting(call, name) if name else []
    if not name or len(fitting) == 1:
        return line.replace(WHO, f"<@{fitting[0].id}>") if fitting else line
    return naming.ask(call, name, "list", line.removeprefix("list ")) if fitting else None


def _to_be_done(call: Call, said: Deed) -> str | Answer | None:
    if not said.thing:
        return _of_a_number(call, said)
    words = talk_by_words.content(said.thing) if said.surely or call.heard.door != Door.SLASH else ()
    found = by_words.to_change(call, words)
    if found:
        return _which(call, said, found)
    if said.surely and call.heard.door != Door.SLASH:
        return AskIfTask(carry(call, call.line), plain(call, call.line))
    return None


def _of_a_number(call: Call, said: Deed) -> str | Answer | None:
    """An order as it stands; with only a bare number and a word it is asked, and a name that nobody has is none."""
    named = TO_A_NAME.fullmatch(said.line)
    if named and MAY_BE_A_NAME.search(call.line) and not naming.fitting(call, named["name"]):
        return None
    if not said.asks:
        return _shifted(call, said.line)
    numbers, _ = read_numbers(said.line.partition(" ")[2])
    if not asking.is_live(call, numbers):
        return None
    line = _shifted(call, said.line)
    return DidYouMean(carry(call, call.line), plain(call, line), says=line)


def _which(call: Call, said: Deed, found: list[Task]) -> DidYouMean:
    """Never done on a guess: the person taps which one it is."""
    lines = [(_shifted(call, said.line.replace(HOLE, f"#{task.number}")), task) for task in found]
    return by_words.which(call, said.line, lines)


def _shifted(call: Call, line: str) -> str:
    """ "due 42 +7d" with the day that this is, "priority 42 higher" with the number."""
    if raised := RAISED.fullmatch(line):
        task = tasks.find(call.session, call.actor, int(raised["number"]))
        level = task.level + (-1 if raised["way"] == "higher" else 1)
        return f"priority {task.number} {min(max(level, Priority.URGENT), Priority.SOMEDAY):d}"
    match = SHIFT.fullmatch(line)
    if match is None:
        return line
    length = read_duration(match["length"].replace("+", "")) or timedelta(0)
    task = tasks.find(call.session, call.actor, int(match["number"]))
    return f"due {task.number} {moved(call, task, -length if match['sign'] == '-' else length)}"


def with_offers(call: Call, answer: AskIfTask) -> AskIfTask:
    """What the words may have been about, one tap each."""
    now = _moment(call)
    found = by_words.offers(call)
    for kind, line, name in talk_offers.offers(call.line, now):
        if kind != "person":
            found.append((kind, line, name))
        elif person := naming.first(call, name).person:
            found.append((kind, f"list <@{person.id}>", person.called))
    return AskIfTask(answer.line, answer.shown, answer.is_question, tuple(found[:OFFERS]))
