"""One of every answer and notice about kept lists, filters and files."""

from bot.answers import Message, TaskList
from bot.answers.finding import Exporting, ListSaved, SavedLists
from bot.notices import Export, ExportFailed, Notice
from bot.render.slack.finding import SORTS, TERMS, VALUES
from models.queries.exports import Exported
from models.queries.filters import Term
from models.queries.listing import Filter, Page
from tests.render import samples


def terms(words: str) -> tuple[Term, ...]:
    """One of each, with each of its values."""
    named = tuple(Term(key, words or "x", (words or "x",)) for key in TERMS if key not in VALUES)
    chosen = tuple(Term(key, ",".join(values), tuple(values)) for key, values in VALUES.items())
    return (*chosen, *(Term(one.key, one.said, one.values, without=True) for one in named))


def lists(words: str) -> dict[str, Message]:
    tasks = samples.many_tasks(words, 3)
    owners = {"U0DANA": samples.person("U0DANA", words or "x")}
    found = {
        f"list by {one.key}": TaskList("mine", Filter(owner_id="U0ANN", live=False, terms=(one,), words=words),
                                       Page(tasks, 40, 2, 8), f"list {one.key}:x", owners)
        for one in terms(words)
    }  # fmt: skip
    found["list more than are counted"] = TaskList(
        "found", Filter(words="launch", live=False), Page(tasks, 1000, 125, 8, more=True), "find launch", owners
    )
    sorted_ = {
        f"list sorted {sort}": TaskList("all", Filter(live=False, terms=terms(words), sort=sort),
                                        Page((), 0, 1, 8), f"list all sort:{sort}", owners)
        for sort in SORTS
    }  # fmt: skip
    return {**found, **sorted_, "found by filters": TaskList("found", Filter(live=False, terms=terms(words)),
                                                             Page((), 0, 1, 8), "find is:late", owners)}  # fmt: skip


def messages(words: str) -> dict[str, Message]:
    return {
        **lists(words),
        "saved lists": SavedLists(tuple((f"launch-{number}", words or "#x") for number in range(30))),
        "no saved lists": SavedLists(()),
        "list saved": ListSaved("launch", "#launch is:late"),
        "list saved again": ListSaved("launch", "#launch is:late", before="#launch"),
        "list forgotten": ListSaved("launch", "#launch is:late", is_gone=True),
        "exporting": Exporting("csv", 128, Filter(terms=terms(words))),
        "exporting one": Exporting("json", 1, Filter()),
    }


def notices(words: str) -> dict[str, Notice]:
    row = Exported(samples.full_task(words), {}, (), knows_source=True)
    return {
        "export": Export("csv", (row,) * 3, samples.person(), words, samples.NOW),
        "export of all": Export("json", (row,), samples.person(), "", samples.NOW),
        "export failed": ExportFailed("csv", words),
        "export not allowed": ExportFailed("csv", words, lacks_scope=True),
    }
