"""Tasks that are named by words of their title: found for an order, offered to a question; never touched on a guess."""

from bot.answers import DidYouMean
from bot.commands import naming
from bot.commands.adding import plain
from bot.commands.call import Call
from bot.commands.carrying import carry
from bot.parsing import talk_by_words
from bot.parsing.talk_deeds import HOLE
from models import Task
from models.queries import tasks as queries
from models.queries.tasks import Filter

CHOICES = 5
LOOKED_AT = 15


def ordered(call: Call, line: str) -> DidYouMean | None:
    """Which task of their own somebody speaks of who orders something, or tells that it is done, by its words."""
    now = call.heard.spoken_at or call.actor.now
    for said in talk_by_words.wide(line, now, call.person.zone):
        meant = _to_somebody(call, said.line)
        found = called(call, talk_by_words.content(said.thing), of=call.person.id) if meant else []
        if found and meant:
            return which(call, meant, [(meant.replace(HOLE, str(task.number)), task) for task in found])
    return None


def which(call: Call, said: str, found: list[tuple[str, Task]]) -> DidYouMean:
    """The person taps which task it is; `said` is the order with a hole for its number."""
    about = tuple((line, f"#{task.number} {task.title}") for line, task in found[:CHOICES])
    return DidYouMean(carry(call, call.line), about[0][0], says=plain(call, said), tasks=about)


def called(call: Call, words: tuple[str, ...], of: str | None = None) -> list[Task]:
    """Live tasks that the speaker may see with all these words in their title."""
    found: dict[int, Task] = {}
    for piece in talk_by_words.sought(words):
        wanted = Filter(owner_id=of, words=piece)
        page = queries.list_page(call.session, call.person, wanted, call.actor.now, size=LOOKED_AT)
        found |= {task.number: task for task in page.tasks if talk_by_words.fits(words, task.title)}
    return list(found.values())


def offers(call: Call) -> list[tuple[str, str, str]]:
    """The tasks that a question may be about."""
    words = talk_by_words.asked_about(call.line)
    found = called(call, words, of=call.person.id) or called(call, words)
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
