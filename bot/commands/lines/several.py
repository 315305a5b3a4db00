"""Several lines at once: shown as they were understood, made with one tap, the unclear ones asked about one by one."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from bot.answers import Answer, LineAsked, LineRead, Said, SeveralLines, SeveralMade, TaskView
from bot.commands.call import Call
from bot.commands.lines import adding, naming
from bot.commands.lines.adding import Sure, add_line, plain
from bot.commands.lines.carrying import WHO, carry
from bot.commands.lines.lines import Row, lying_above, read_rows, with_words
from bot.commands.lines.outsiders import not_here
from bot.errors import UserError
from bot.heard import Door
from bot.parsing.lines.bullets import unrolled
from bot.parsing.lines.outline import Item, Outline, read_outline, written_out
from bot.services.messages import questions
from bot.services.people import people
from bot.services.work import tasks, telling
from models import History, Person, Task
from models.queries import people as people_queries
from models.queries import tasks as queries

LINES_MAX = 50
BULLET = re.compile(r"^\s*(?:[-*•·‣–—]|\d{1,2}[.)、．]|\[[ xX]?\])\s+")
# Marks within what is kept; no text of a person holds them
MADE_BEFORE = re.compile("\x01(?P<ids>[\\d ]*)(?:\n|$)")  # the entries of what was made of it by taps before
LATER = "\x02"  # between what is to be made now and what was too much for one time
SINCE = re.compile("\x04(?P<start>\\d+)(?P<tasks>[\\d: ]*)\n")  # the first item not made yet, and the tasks of others
SAID_AT = re.compile("\x03(?P<ts>\\S+) (?P<thread>\\S+) (?P<link>\\S+)\n")  # the message that all of it comes from


def add_lines(call: Call, text: str, sure: Sure) -> Answer:
    """One line makes a task, and so does one with its details; several are confirmed once."""
    text = unrolled(text)
    written = [line for line in text.splitlines() if line.strip()]
    if not written:
        raise UserError("empty_task")
    if len(written) == 1:
        return add_line(call, BULLET.sub("", written[0]).strip(), sure)
    outline = read_outline(text)
    rows = read_rows(call, outline.items, stop=LINES_MAX)
    if not rows:
        if outline.ticked:
            raise UserError("all_ticked")
        return add_line(call, in_one(text), sure)
    if len(rows) == 1 and not outline.left_out and not outline.ticked:
        return add_line(call, rows[0].line, sure)
    return _offer(call, text, outline, rows)


def instead_of_a_form(call: Call) -> Answer | None:
    """A message of several pieces of work fits no form: they are offered together."""
    outline = read_outline(call.args)
    is_several = len(outline.items) > 1 and not outline.is_one
    rows = read_rows(call, outline.items, stop=LINES_MAX) if is_several else []
    return _offer(call, call.args, outline, rows) if len(rows) > 1 else None


def _offer(call: Call, text: str, outline: Outline, rows: list[Row]) -> SeveralLines:
    named = {person.id: person for row in rows for person in (*row.people, *row.others)}
    return SeveralLines(
        rows=tuple(_shown(call, row) for row in rows), kept=carry(call, _origin(call) + text, 0),
        left_out=tuple(plain(call, line) for line in outline.left_out),
        ticked=tuple(plain(call, line) for line in outline.ticked),
        outsiders=tuple(not_here(call, list(named.values()))), further=max(0, len(outline.items) - LINES_MAX),
        is_one=outline.is_one,
    )  # fmt: skip


def _shown(call: Call, row: Row) -> LineRead:
    due, item = row.draft.due, row.item
    clear = due is not None and not due.past and not row.draft.rrule
    words = row.unclear.value if row.unclear else due.words if due and row.trouble else ""
    return LineRead(
        title=row.title, depth=item.depth, heading=" › ".join(plain(call, one).rstrip(":： ") for one in item.headings),
        owner=row.people[0] if row.people else None, due_on=due.on if due and clear else None,
        due_clock=due.at if due and clear else None, repeats=row.draft.rrule is not None, trouble=row.trouble,
        words=words,
    )  # fmt: skip


def one(call: Call) -> Answer:
    """`one …` — make all of it one task: its first line, with the others as its note."""
    call = _of_message(call)
    adding.check_question(call)
    return add_line(call, in_one(call.args), Sure(it_is_work=True))


def in_one(text: str) -> str:
    """All of it as one line: the first is the work, the others are its note."""
    first, _, rest = text.strip().partition("\n")
    title = BULLET.sub("", first).strip().rstrip(":： ")
    return f"{title} -- {rest.strip()}" if rest.strip() else title


def forget(call: Call) -> Answer:
    """`forget …` — nothing of it after all."""
    heard = call.heard
    asked = questions.find(call.session, call.workspace.id, heard.channel_id or "", heard.ts or "", hold=True)
    if asked is not None:
        questions.close(call.session, asked, questions.DECLINED, call.actor.now)
    return Said("nothing_added", {})


def make_of(call: Call, lines: Iterable[str]) -> SeveralMade:
    """Make what is clear of lines that were shown before, and ask about the next that is not."""
    return many(call.with_args(written_out(tuple(Item(line) for line in lines))))


def many(call: Call) -> SeveralMade:
    """`many …` — make a task of every line that is clear, and ask about the next that is not."""
    call = _of_message(call).with_roster()
    found = MADE_BEFORE.match(call.args)
    before = tuple(entry for said in found["ids"].split() if (entry := _made_by(call, int(said)))) if found else ()
    now, _, later = call.args[found.end() if found else 0 :].partition(LATER)
    adding.check_question(call, {entry.number for entry in before})
    making = _Making(call, _Pasted.of(now))
    making.make()
    telling.together(call.session, call.actor, making.tasks)
    entries = (*(entry.id for entry in before if entry.id is not None), *making.entries)
    later = LATER.join(part for part in (making.beyond(), later) if part)
    asked = _ask(call, making, entries, later)
    rest = carry(call, _origin(call) + _kept(entries, later), 0) if later and asked is None else ""
    further = sum(_Pasted.of(part).left for part in later.split(LATER)) if rest else 0
    views = _views(call, entries)
    return SeveralMade(views, tuple(entries), asked, tuple(making.not_made), rest, further)


def _made_by(call: Call, entry_id: int) -> History | None:
    """What a tap before this one made, if this person did."""
    entry = queries.history_entry(call.session, call.workspace.id, entry_id)
    return entry if entry and (entry.actor_id, entry.kind) == (call.person.id, "add") else None


def _origin(call: Call) -> str:
    """Where the message stands that a shortcut was used on, as it is kept before its words."""
    heard = call.heard
    if heard.ts is None or not (heard.door == Door.SHORTCUT or heard.of_message):
        return ""
    return f"\x03{heard.ts} {heard.thread_ts or '-'} {heard.link or '-'}\n"


def _of_message(call: Call) -> Call:
    """A tap on what a shortcut offered speaks of its message."""
    found = SAID_AT.match(call.args)
    if found is None:
        return call
    ts, thread_ts, link = (said if said != "-" else None for said in found.groups())
    heard = replace(call.heard, ts=ts, thread_ts=thread_ts, link=link, of_message=True)
    return replace(call, heard=heard, args=call.args[found.end() :])


@dataclass(frozen=True)
class _Pasted:
    """The items of a text from `start` on; `numbers` are the tasks that were made of those before, by their places."""

    text: str
    items: tuple[Item, ...]
    start: int = 0
    numbers: dict[int, int] = field(default_factory=dict)

    @staticmethod
    def of(kept: str) -> "_Pasted":
        found = SINCE.match(kept)
        if found is None:
            return _Pasted(kept, read_outline(kept).items)
        text = kept[found.end() :]
        made = (one.split(":") for one in found["tasks"].split())
        numbers = {int(place): int(number) for place, number in made}
        return _Pasted(text, read_outline(text).items, int(found["start"]), numbers)

    @property
    def left(self) -> int:
        return len(self.items) - self.start


@dataclass
class _Making:
    """Makes the rows that are clear; a row that is not keeps those under it waiting."""

    call: Call
    pasted: _Pasted
    rows: list[Row] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    entries: list[int] = field(default_factory=list)
    not_made: list[tuple[str, UserError]] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)
    _numbers: dict[int, int] = field(default_factory=dict)
    _said: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        start = self.pasted.start
        self.rows = read_rows(self.call, self.pasted.items, start, start + LINES_MAX)
        self._numbers = dict(self.pasted.numbers)

    def make(self) -> None:
        for at, row in enumerate(self.rows):
            if row.trouble or row.item.parent in self.waiting:
                self.waiting.append(at)
                continue
            try:
                with self.call.session.begin_nested():
                    task = self._make(row)
            except UserError as error:
                self.not_made.append((row.title, error))
                continue
            self._numbers[row.place] = task.number
            self.tasks.append(task)
            newest = next(iter(queries.list_history(self.call.session, task, limit=1)))
            assert newest.id is not None
            self.entries.append(newest.id)

    def _make(self, row: Row) -> Task:
        row = self._under_its_parent(row)
        said = plain(self.call, row.item.text)
        if said in self._said:  # the same words under another heading or parent are work of their own
            said = f"{said} ({len(self._said)})"
        self._said.add(said)
        for person in (*row.people, *row.others):
            people.check_active(person)
        owner = row.people[0] if row.people else self.call.person
        return adding.make_task(self.call, row.line, row.draft, owner, row.parts, said)

    def _under_its_parent(self, row: Row) -> Row:
        """The row with the number of the nearest task above it."""
        number = self._above(row)
        if number is None or row.draft.parent is not None:
            return row
        return replace(row, draft=replace(row.draft, parent=number))

    def _above(self, row: Row) -> int | None:
        above = lying_above(self.pasted.items, row.place)
        return next((self._numbers[place] for place in above if place in self._numbers), None)

    def written(self, places: Iterable[int], lines: dict[int, str]) -> str:
        """These rows as a list that says all of it by itself, with the numbers of the tasks they belong to."""
        kept: dict[int, Item] = {}
        for place in places:
            row = self.rows[place]
            parent, number = row.item.parent, self._above(row)
            line = lines.get(place, row.line)
            if number is not None and parent not in kept:
                line = with_words(line, row.draft, "", f"^{number}") if place not in lines else f"^{number} {line}"
            depth = kept[parent].depth + 1 if parent in kept else 0
            kept[place] = Item(" ".join(line.split()), depth=depth)
        return written_out(tuple(kept.values()))

    def beyond(self) -> str:
        """The same text from where it was too much for one time."""
        if self.pasted.left <= LINES_MAX:
            return ""
        made = " ".join(f"{place}:{number}" for place, number in self._numbers.items())
        return f"\x04{self.pasted.start + LINES_MAX} {made}\n{self.pasted.text}"


def _kept(entries: Iterable[int], now: str, later: str = "") -> str:
    """What is still to be made, after the names of what was made before, so that one undo takes all of it back."""
    return f"\x01{' '.join(map(str, entries))}\n{now}{LATER + later if later else ''}"


def _ask(call: Call, making: _Making, entries: tuple[int, ...], later: str) -> LineAsked | None:
    """Ask about the first row that waits; what waits with it is kept beside the buttons."""
    if not making.waiting:
        return None
    place = making.waiting[0]
    row, others = making.rows[place], making.waiting[1:]
    ref, due = row.unclear, row.draft.due
    span = ref.span if ref else due.span if due else None
    assert span is not None, "a row that waits has a name or a date that is in doubt"
    start, end = row.line[: span.start], row.line[span.end :]
    holed = f"{start} {WHO} {end}" if ref or due is None else adding.with_hole(row.line, due)

    def keep(line: str | None) -> str:
        places = others if line is None else [place, *others]
        text = making.written(places, {place: line} if line is not None else {})
        return carry(call, _origin(call) + _kept(entries, text, later), 0)

    return LineAsked(
        _shown(call, row), kept=keep(holed), others=keep(None),
        without="" if ref else keep(f"{start} {end}"), candidates=_candidates(call, ref.value) if ref else (),
        on=None if ref or due is None else due.on,
        more=sum(1 for other in others if making.rows[other].trouble),
    )  # fmt: skip


def _candidates(call: Call, name: str) -> tuple[Person, ...]:
    near = naming.fitting(call, name) or people_queries.list_like(call.session, call.workspace.id, name)
    return tuple(near[: naming.OFFERED])


def _views(call: Call, entries: Iterable[int]) -> tuple[tuple[int, TaskView], ...]:
    """Every task that was made, each with how deep it lies under the others."""
    depths: dict[int, int] = {}
    views = []
    for entry_id in entries:
        entry = queries.history_entry(call.session, call.workspace.id, entry_id)
        task = queries.get(call.session, call.person, entry.number, call.actor.now) if entry else None
        if entry is None or task is None or entry.undone_by is not None:
            continue
        depths[task.number] = depths[task.parent_number] + 1 if task.parent_number in depths else 0
        views.append((depths[task.number], tasks.view(call.session, task, now=call.actor.now)))
    return tuple(views)
