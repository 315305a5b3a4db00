"""One of several lines: what it says by itself, and with what the headings and the lines above it say for it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.commands.call import Call
from bot.commands.lines import naming
from bot.commands.lines.adding import LEANS, plain, read_draft, title_of
from bot.commands.work.parts import people_of
from bot.parsing.lines.drafts import Draft, PersonRef
from bot.parsing.lines.outline import Item
from bot.services.work import tasks
from bot.services.work.tasks import People
from models import Person

MENTION = r"<@[UW][A-Z0-9]+(?:\|[^>]*)?>|@[\w.\-·]+"
NAME_FIRST = re.compile(
    rf"(?P<mention>{MENTION})\s*[:：]\s*(?P<rest>\S.*)"
    r"|[\[【](?P<framed>[^\[\]【】]{1,30})[\]】]\s*[:：]?\s*(?P<after>\S.*)"
    r"|(?P<names>[^\s:：@][^:：@\n]{0,40}?)\s*(?:[:：]|\s[-–—]\s)\s*(?P<work>\S.*)",
    re.DOTALL,
)
NAME_THEN_DEED = re.compile(
    r"(?P<names>[^\W\d_][\w.'’\-]*(?: [^\W\d_][\w.'’\-]*)?) (?:to|will) (?P<work>[a-z].*)"
    r"|(?P<spaced>[\u4e00-\u9fff·]{2,4})\s+(?P<spaced_work>\S.*)"
    r"|(?P<zh>[\u4e00-\u9fff·]{2,5}?|[A-Za-z][\w.]*(?: [A-Za-z][\w.]*)?)\s?负责(?P<zh_work>\S.*)",
    re.DOTALL,
)
TAIL = re.compile(
    r"(?:\s*[(（\[【](?P<framed>[^()（）\[\]【】]{1,60})[)）\]】]|\s+(?:--|[–—-])\s+(?P<after>[^–—]{1,60}))\s*[.。]?$"
)
PARTS = re.compile(r"\s*(?:[,，、;；/&]|\band\b|和)\s*")
NAMES = re.compile(r"\s*(?:[,，、/&+]|\band\b|和)\s*")
SAYS_WHEN = re.compile(r"\b(?:by|before|due|until|till|deadline|no later than)\b|前|截止|以内", re.IGNORECASE)
NOTHING = re.compile(r"[\W_]*")


@dataclass(frozen=True)
class Row:
    """One line as it is understood. `line` says all of it by itself; `trouble` is "who" or "past" where it must be
    asked about. `place` is that of the item among all of them."""

    item: Item
    line: str
    draft: Draft
    title: str
    people: tuple[Person, ...] = ()
    others: tuple[Person, ...] = ()
    parts: People = field(default_factory=People)
    trouble: str = ""
    unclear: PersonRef | None = None
    place: int = 0


@dataclass(frozen=True)
class Inherited:
    """What a heading or the line above says for the lines below it, in words."""

    owner: str = ""
    due: str = ""

    def over(self, outer: "Inherited") -> "Inherited":
        return Inherited(self.owner or outer.owner, self.due or outer.due)


def read_rows(call: Call, items: Sequence[Item], start: int = 0, stop: int | None = None) -> list[Row]:
    """The items from `start` to `stop`; a line that only says who and when speaks for those under it.

    The others are read only as far as these are parts of them.
    """
    call = call.with_roster() if len(items) > 1 else call
    reading = _Reading(call, items)
    window = range(start, len(items) if stop is None else min(stop, len(items)))
    for above in sorted({above for place in window for above in lying_above(items, place) if above < start}):
        reading.read(above)
    for place in window:
        reading.keep(place, reading.read(place))
    return reading.rows


def lying_above(items: Sequence[Item], place: int) -> Iterator[int]:
    """The places of what an item belongs to, the nearest first."""
    parent = items[place].parent
    while parent is not None:
        yield parent
        parent = items[parent].parent


class _Reading:
    """Reads one item after the other, each with what those above it say for it."""

    def __init__(self, call: Call, items: Sequence[Item]) -> None:
        self.rows: list[Row] = []
        self._call, self._items = call, items
        self._has_parts = {item.parent for item in items}
        self._said: dict[int, Inherited] = {}
        self._places: dict[int, int | None] = {}
        self._headings: dict[tuple[str, ...], Inherited] = {}

    def read(self, place: int) -> Row:
        item = self._items[place]
        above = self._said[item.parent] if item.parent is not None else self._of_headings(item.headings)
        row = replace(_read(self._call, item, above), place=place)
        if place in self._has_parts and (named := _named(self._call, item.text.rstrip(":： "))):
            row = replace(row, title="", people=tuple(named))
        self._said[place] = _passed_on(self._call, row).over(above)
        return row

    def _of_headings(self, headings: tuple[str, ...]) -> Inherited:
        if headings not in self._headings:
            self._headings[headings] = _of_headings(self._call, headings)
        return self._headings[headings]

    def keep(self, place: int, row: Row) -> None:
        """Put it among the rows, unless it says nothing of its own."""
        item = row.item
        parent = self._places.get(item.parent) if item.parent is not None else None
        if NOTHING.fullmatch(row.title):
            self._places[place] = parent
            return
        depth = self.rows[parent].item.depth + 1 if parent is not None else 0
        self._places[place] = len(self.rows)
        self.rows.append(replace(row, item=replace(item, parent=parent, depth=depth)))


def _read(call: Call, item: Item, above: Inherited) -> Row:
    text = _with_names(call, item.text.rstrip(":： "))
    if item.notes:
        text = " -- ".join((text, "\n".join(item.notes)))
    line, draft = read_draft(call, text)
    owner = above.owner if not _says_whose(line, draft) else ""
    due = above.due if not (draft.due or draft.rrule) else ""
    if owner or due:
        line, draft = read_draft(call, with_words(line, draft, owner, due))
    return _with_people(call, Row(item, line, draft, plain(call, title_of(line, draft)).strip()))


def _with_people(call: Call, row: Row) -> Row:
    """Who is meant; the first name that is not certain is the trouble of the line, then a date that has passed."""
    found = {ref: naming.certain(call, ref) for ref in (*row.draft.people, *row.draft.others)}
    unclear = next((ref for ref, person in found.items() if person is None), None)
    past = row.draft.due is not None and row.draft.due.past
    people = tuple(person for ref in row.draft.people if (person := found[ref]) is not None)
    others = tuple(person for ref in row.draft.others if (person := found[ref]) is not None)
    helpers = tuple(person.id for person in people[1:])
    return replace(row, people=people, others=others, parts=people_of(row.draft, helpers, found), unclear=unclear,
                   trouble="who" if unclear else "past" if past else "")  # fmt: skip


def _says_whose(line: str, draft: Draft) -> bool:
    """Whether it names somebody other than those it is sent to or asked of."""
    return any(not LEANS.search(line[: ref.span.start]) for ref in draft.people)


def with_words(line: str, draft: Draft, owner: str, due: str) -> str:
    """The line with its owner first and its date last, but before its note."""
    note = next((span.start for name, span in draft.taken if name == "note"), len(line))
    return f"{owner} {line[:note].rstrip()} {due}".strip() + line[note:]


def _passed_on(call: Call, row: Row) -> Inherited:
    """What a line says for those under it: nothing that is in doubt itself."""
    owner = f"<@{row.people[0].id}>" if row.people else ""
    due = row.draft.due
    return Inherited(owner, due.words.strip() if due is not None and not due.past and not row.draft.rrule else "")


def _of_headings(call: Call, headings: tuple[str, ...]) -> Inherited:
    found = Inherited()
    for heading in headings:
        found = _of_heading(call, heading).over(found)
    return found


def _of_heading(call: Call, heading: str) -> Inherited:
    """ "By Friday:" and "Dana:" speak for what follows; the date of a meeting does not."""
    _, draft = read_draft(call, heading.strip().rstrip(":： "))
    owners = [person for ref in draft.people if (person := naming.certain(call, ref)) is not None]
    left = draft.title.strip(" :：()（）,，-–—")
    if left and not owners:
        owners = _named(call, left)
        left = "" if owners else left
    due = draft.due if draft.due is not None and not draft.due.past and not draft.rrule else None
    if due is not None and left and not SAYS_WHEN.search(due.words):
        due = None
    return Inherited(f"<@{owners[0].id}>" if owners else "", due.words.strip() if due else "")


def _with_names(call: Call, text: str) -> str:
    """ "Dana: send it", "send it (Dana, Fri)" with the names as mentions and nothing around them."""
    return _with_tail(call, _with_first(call, text))


def _with_first(call: Call, text: str) -> str:
    if match := NAME_FIRST.fullmatch(text):
        if match["mention"]:
            return f"{match['mention']} {match['rest']}"
        people = _named(call, match["framed"] or match["names"])
        if people:
            return _with_mentions(match["after"] or match["work"], people)
    if match := NAME_THEN_DEED.fullmatch(text):
        people = _named(call, match["names"] or match["spaced"] or match["zh"])
        if people:
            return _with_mentions(match["work"] or match["spaced_work"] or match["zh_work"], people)
    return text


def _with_mentions(text: str, people: list[Person]) -> str:
    """The owner comes before whoever is mentioned in the words themselves."""
    return f"{' '.join(f'<@{person.id}>' for person in people)} {text}"


def _with_tail(call: Call, text: str) -> str:
    match = TAIL.search(text)
    if match is None or not text[: match.start()].strip():
        return text
    before = text[: match.start()].rstrip()
    parts = [part for part in PARTS.split(match["framed"] or match["after"]) if part]
    named = {part: _named(call, part) for part in parts}
    names = [person for part in parts for person in named[part]]
    marks = [part for part in parts if not named[part]]
    if not parts or not all(_is_mark(call, part) for part in marks):
        return text
    line = " ".join((before, *marks))
    if re.match(MENTION, before):  # whose it is was said first: the others help
        return " ".join((line, *(f"<@{person.id}>" for person in names)))
    return _with_mentions(line, names) if names else line


def _is_mark(call: Call, part: str) -> bool:
    """Whether these words say only who, when or how urgent."""
    _, draft = read_draft(call, part)
    return bool(draft.taken) and not draft.note and NOTHING.fullmatch(draft.title) is not None


def _named(call: Call, words: str) -> list[Person]:
    """The people these words name, if they are nothing but names that fit one person each."""
    found = [_one(call, name) for name in NAMES.split(words.strip()) if name]
    return [person for person in found if person is not None] if found and all(found) else []


def _one(call: Call, name: str) -> Person | None:
    """A whole name, or one of the words that a name is made of."""
    if name.lower() in naming.ME:
        return call.person
    exact = naming.named(call, name)
    near = exact or [person for person in naming.fitting(call, name) if name.lower() in _words_of(person)]
    return near[0] if len(near) == 1 and not tasks.is_empty(name) else None


def _words_of(person: Person) -> set[str]:
    return {word for said in (person.name, person.display_name, person.real_name) for word in said.lower().split()}
