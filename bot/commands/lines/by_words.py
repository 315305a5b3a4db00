"""Tasks that are named by words of their title: found for an order, offered to a question; never touched on a guess."""

from bot.answers import DidYouMean
from bot.commands.call import Call
from bot.commands.lines import naming
from bot.commands.lines.adding import plain
from bot.commands.lines.carrying import carry
from bot.parsing.talk import talk_by_words
from bot.parsing.talk.talk_deeds import HOLE
from bot.rules import permissions
from models import Task
from models.queries import tasks as queries

CHOICES = 5
LOOKED_AT = 50


def ordered(call: Call, line: str) -> DidYouMean | None:
    """Which task of their own somebody speaks of who orders something, or tells that it is done, by its words."""
    now = call.heard.spoken_at or call.actor.now
    for said in talk_by_words.wide(line, now, call.person.zone):
        meant = _to_somebody(call, said.line)
        found = called(call, talk_by_words.content(said.thing), in_their_hands=True) if meant else []
        if found and meant:
            return which(call, meant, [(meant.replace(HOLE, str(task.number)), task) for task in found])
    return None


def which(call: Call, said: str, found: list[tuple[str, Task]]) -> DidYouMean:
    """The person taps which task it is; `said` is the order with a hole for its number."""
    about = tuple((line, f"#{task.number} {task.title}") for line, task in found[:CHOICES])
    return DidYouMean(carry(call, call.line), about[0][0], says=plain(call, said), tasks=about)


def called(call: Call, words: tuple[str, ...], *, in_their_hands: bool) -> list[Task]:
    """Live tasks with all these words in their title: in the speaker's hands, or any they may see."""
    if not words:
        return []
    found = queries.list_called(
        call.session, call.person, talk_by_words.sought(words), call.actor.now,
        in_their_hands=in_their_hands, limit=LOOKED_AT,
    )  # fmt: skip
    return [task for task in found if talk_by_words.fits(words, task.title)]


def to_change(call: Call, words: tuple[str, ...]) -> list[Task]:
    """What an order may mean: what is in the speaker's hands, else for those who lead whatever they may see."""
    leads = permissions.can_lead(call.workspace, call.person, ())
    return called(call, words, in_their_hands=True) or (called(call, words, in_their_hands=False) if leads else [])


def offers(call: Call) -> list[tuple[str, str, str]]:
    """The tasks that a question may be about."""
    words = talk_by_words.asked_about(call.line)
    found = called(call, words, in_their_hands=True) or called(call, words, in_their_hands=False)
    return [("number", f"show {task.number}", f"#{task.number}") for task in found[:2]]


def _to_somebody(call: Call, line: str) -> str:
    """The line with a bare name as its person; nothing where nobody is called so."""
    verb, _, who = line.partition(f" {HOLE} ")
    if verb != "assign" or who.startswith("<@") or who.lower() in naming.ME:
        return line
    fitting = naming.fitting(call, who.removeprefix("@"))
    if len(fitting) == 1:
        return f"assign {HOLE} <@{fitting[0].id}>"
    return line if who.startswith("@") or fitting else ""
