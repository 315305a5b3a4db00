"""What becomes of the message a task came from: read again when its author edits it, made a task by a reaction."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.answers import Answer, Nothing
from bot.commands.call import Call
from bot.commands.lines import adding, naming, outsiders, several
from bot.commands.lines.lines import read_rows
from bot.commands.work import parts
from bot.errors import UserError
from bot.parsing.dates.civil import ANY_DAY
from bot.parsing.lines import asides, task_line
from bot.parsing.lines.drafts import Draft, PersonRef
from bot.parsing.lines.outline import Item, read_outline
from bot.rules import civil
from bot.services.messages import sources
from bot.services.messages.sources import Offer, Part, Reading
from bot.services.plan import order
from bot.services.work import once, tasks
from models import Person, Task
from models.queries import people as people_queries
from models.queries import sources as queries

ADDS = re.compile(r"^(?:add|make|添加|新增)\s+", re.IGNORECASE)
ALIKE = 0.4
LINES_READ = 2 * several.LINES_MAX
LOOKED_AT = 300  # letters of a line, to see which it is
QUOTED_MAX = 400  # of each message before


def captured(call: Call) -> Answer:
    """Somebody reacted to a message with the workspace's emoji: the message is a task of theirs, unless it is one."""
    heard = call.heard
    if call.person.is_stranger or call.person.is_bot:
        return Nothing()
    if heard.meta.get("unreadable"):
        raise UserError("reaction_unread")
    if heard.meta.get("unheard") or heard.channel_id is None or heard.ts is None:
        return Nothing()
    standing = queries.list_standing(call.session, call.workspace.id, heard.channel_id, heard.ts)
    if standing:
        raise once.already(call.session, call.actor, standing)
    return several.add_lines(call, call.line, adding.Sure(it_is_work=True))


@dataclass(frozen=True)
class Line:
    """One line of a message: as it was said, and with what the lines above say for it."""

    said: str
    full: str


def edited(call: Call) -> Answer:
    """Its author gave the message other words: offer what they change in the tasks that came from it."""
    heard, person = call.heard, call.person
    if heard.channel_id is None or heard.ts is None or person.is_stranger or person.is_bot:
        return Nothing()
    newest, number = sources.newest_offer(call.session, call.workspace.id, heard.channel_id, heard.ts, hold=True)
    at = str(heard.meta["edited"])
    if number > sources.EDITS_MOST or (newest is not None and float(newest.subject.get("edited", 0)) >= float(at)):
        return Nothing()
    was = str(heard.meta["was"])
    if newest is not None and sources.is_open(newest):
        was = newest.subject["was"]
        sources.close(call.session, newest, "replaced", call.actor.now, edited=at)
    found = queries.list_of_message(call.session, call.workspace.id, heard.channel_id, heard.ts)
    mine = [task for task in found if sources.may_offer(call.session, call.workspace, person, task)]
    parts, added = _compared(call, mine, was)
    if mine and (parts or added):
        source = sources.origin_of(heard) | {"thread": found[0].source_thread, "link": found[0].source_link}
        source["beside"] = [task.number for task in found]
        offered = Offer(source, parts, added, was, at, _outside(call, mine, parts, added))
        sources.offer(call.session, person, offered, number, call.actor.now)
    return Nothing()


def _compared(call: Call, mine: list[Task], was: str) -> tuple[tuple[Part, ...], tuple[str, ...]]:
    """(What is other in each task, lines that are new.) A task of a whole message is read as a whole."""
    call = call.with_roster() if "\n" in was.strip() else call
    in_one = _bare(several.in_one(was))
    parts, with_lines = [], []
    for task in mine:
        if not task.said or _points_elsewhere(call, task):
            parts.append(_whole(call, task, was))
        elif _bare(task.said) == in_one:
            old, new = (Line(several.in_one(text), several.in_one(text)) for text in (was, call.line))
            parts.append(_of_line(call, task, old, new))
        else:
            with_lines.append(task)
    before, now = _lines(call, was), _lines(call, call.line)
    pairs = _paired(with_lines, before, now)
    for task, old, new in pairs:
        is_read = _bare(new.said) == _bare(task.said) or _is_older(call, task, before)
        parts += [] if is_read or _bare(old.full) == _bare(new.full) else [_of_line(call, task, old, new)]
    known = {_bare(line.said) for line in (*before, *(new for _, _, new in pairs))}
    fresh = {_bare(line.full): line.full for line in now if _bare(line.said) not in known} if with_lines else {}
    told = [part for part in parts if part.new.unread or _changes_anything(call, mine, part)]
    return tuple(told), tuple(fresh.values())[: several.LINES_MAX]


def _is_older(call: Call, task: Task, before: list[Line]) -> bool:
    """An edit may overtake its message, and another edit that one: the task is of newer words than this one had."""
    at = call.heard.spoken_at
    return at is not None and at < task.created_at and _bare(task.said) not in {_bare(line.said) for line in before}


def _points_elsewhere(call: Call, task: Task) -> bool:
    """Whether the task's own words are those of "make this a task", and the message gave it its name."""
    return asides.points_elsewhere(adding.read_draft(call, task.said)[1].title)


def _changes_anything(call: Call, mine: list[Task], part: Part) -> bool:
    task = next(task for task in mine if task.number == part.number)
    return bool(sources.changes(call.session, task, part.old, part.new))


def _lines(call: Call, text: str) -> list[Line]:
    """The work that a message names, line by line, read as it is when tasks are made of it."""
    written = [line for line in text.splitlines() if line.strip()]
    if len(written) == 1:
        alone = ADDS.sub("", several.BULLET.sub("", written[0]).strip())
        return [Line(alone, alone)]
    items = read_outline(text).items[:LINES_READ]
    return [Line(adding.plain(call, row.item.text), row.line) for row in read_rows(call, items)]


def _bare(line: str) -> str:
    return " ".join(line.casefold().split())


def _paired(made: list[Task], before: list[Line], now: list[Line]) -> list[tuple[Task, Line, Line]]:
    """(Task, the line it came from, that line now): the most alike first, then one that is left to one."""
    old = {task.number: _origin_line(task, before) for task in made}
    left, lines, pairs = list(made), list(now), []
    alike = sorted(
        ((_likeness(old[task.number].said, line.said), -abs(i - j), i, j) for i, task in enumerate(made)
         for j, line in enumerate(now)), reverse=True,
    )  # fmt: skip
    for likeness, _, i, j in alike:
        if made[i] in left and now[j] in lines and likeness >= ALIKE:
            left.remove(made[i])
            lines.remove(now[j])
            pairs.append((made[i], old[made[i].number], now[j]))
    if len(left) == len(lines) == 1:
        pairs.append((left[0], old[left[0].number], lines[0]))
    return pairs


def _origin_line(task: Task, before: list[Line]) -> Line:
    """The line a task came from, as the message had it; the task's own words where that is not to be found."""
    nearest = max(before, key=lambda line: _likeness(task.said, line.said), default=None)
    return nearest if nearest and _likeness(task.said, nearest.said) >= ALIKE else Line(task.said, task.said)


def _likeness(left: str, right: str) -> float:
    """From 0 to 1, by the pairs of letters that both have; it grows with the lines and no faster."""
    one, other = (_bare(text)[:LOOKED_AT] for text in (left, right))
    pairs, others = ({text[at : at + 2] for at in range(len(text))} for text in (one, other))
    return 1.0 if one == other else 2 * len(pairs & others) / (len(pairs) + len(others) + 1)


def _of_line(call: Call, task: Task, old: Line, new: Line) -> Part:
    before = _read(call, task, old.full, task.created_at)
    after = _read(call, task, new.full, call.heard.spoken_at or call.actor.now)
    is_own = _bare(old.said) == _bare(task.said)
    return Part(task.number, task.version, before, _only_news(before, after), new.said if is_own else None)


def _only_news(before: Reading, after: Reading) -> Reading:
    """What is not clear stays as it is; what could not be read before, either, was asked about then."""
    kept = {name: getattr(before, name) for doubt in after.doubtful for name in sources.IN_DOUBT[doubt]}
    return replace(after, **kept, unread=[word for word in after.unread if word not in before.unread])


def _whole(call: Call, task: Task, was: str) -> Part:
    """A task of the whole message: its first line is the title, and no person is read out of the rest.

    Where other words than the message's said the rest ("make this a task for @dana"), only the title is its own.
    """
    if task.said:
        before, after = (Reading(title=_first_line(call, text)) for text in (was, call.line))
    else:
        before = _read_whole(call, task, was, task.created_at)
        after = _read_whole(call, task, call.line, call.heard.spoken_at or call.actor.now)
    return Part(task.number, task.version, before, _only_news(before, after))


def _first_line(call: Call, text: str) -> str:
    return adding.split_title(adding.plain(call, text.strip().partition("\n")[0]))[0]


def _read_whole(call: Call, task: Task, text: str, at: datetime) -> Reading:
    first, _, further = text.strip().partition("\n")
    read = _read(call, task, first, at)
    return replace(read, note="\n".join(part for part in (read.note, adding.plain(call, further).strip()) if part))


def _read(call: Call, task: Task, line: str, at: datetime) -> Reading:
    """What one line says of the task, as of that moment. What is not clear is left out and named."""
    there = replace(call, heard=replace(call.heard, spoken_at=at))
    line, draft = adding.read_draft(there, line[: tasks.NOTE_MAX])
    doubts: dict[str, list[str]] = {}
    named = _people(there, draft.people)
    doubts["people"] = named[1]
    said = {name: _written(there, refs) for name, refs in draft.parts.items()}
    for name, (_, unread) in said.items():
        doubts.setdefault("people" if name == "helpers" else name, []).extend(unread)
    parent, after = _number_above(call, task, draft), _numbers_before(call, task, draft)
    doubts["parent"] = _words(line, draft, "parent") if parent != draft.parent else []
    doubts["after"] = _words(line, draft, "after") if after != list(draft.after) else []
    title, rest = adding.split_title(adding.plain(call, adding.title_of(line, draft)))
    due = draft.due
    if due is not None and due.past:
        doubts["due"] = [adding.plain(call, due.words)]
        due = None
    on_the_wall = civil.instant(due.on, due.at, civil.zone(call.person.zone)) if due and due.at else None
    return Reading(
        title=title, note="\n".join(part for part in (rest, adding.plain(call, draft.note or "")) if part),
        owner_id=next(iter(named[0]), None), helpers=[*named[0][1:], *said["helpers"][0]],
        reviewers=said["reviewers"][0], accountable=said["accountable"][0],
        consulted=said["consulted"][0], informed=said["informed"][0],
        due_on=due.on.isoformat() if due else None, due_at=on_the_wall.isoformat() if on_the_wall else None,
        words=draft.due.words if draft.due else "", start_on=draft.start.on.isoformat() if draft.start else None,
        rrule=draft.rrule, priority=draft.priority, important=draft.important, estimate_days=draft.estimate_days,
        project=draft.project, labels=list(draft.labels), parent_number=parent, after=after,
        unread=[word for words in doubts.values() for word in words],
        doubtful=[name for name, words in doubts.items() if words],
    )  # fmt: skip


def _words(line: str, draft: Draft, name: str) -> list[str]:
    """The very words that were taken for that field."""
    return [line[span.start : span.end].strip() for field, span in draft.taken if field == name]


def _number_above(call: Call, task: Task, draft: Draft) -> int | None:
    number = draft.parent
    return number if number is not None and order.may_be_part(call.session, call.actor, task, number) else None


def _numbers_before(call: Call, task: Task, draft: Draft) -> list[int | str]:
    return [one for one in draft.after if order.may_come_after(call.session, call.actor, task, one)]


def _people(call: Call, refs: Iterable[PersonRef]) -> tuple[list[str], list[str]]:
    """(Ids of those who are clear, names of those who are not.)"""
    found: list[Person] = []
    unread: list[str] = []
    for ref in refs:
        person = naming.certain(call, ref)
        if person is None or not person.is_active:
            unread.append(person.called if person is not None else f"@{ref.value}")
        else:
            found.append(person)
    return list(dict.fromkeys(person.id for person in found)), unread


def _written(call: Call, refs: tuple[PersonRef, ...]) -> tuple[list[str], list[str]]:
    """The same of people with a part of their own, as tasks keep them."""
    ids, unread = _people(call, refs)
    found = {ref: naming.certain(call, ref) for ref in refs}
    clear = {ref: person for ref, person in found.items() if person is not None and person.id in ids}
    return list(parts.written(refs, clear)), unread


def _outside(call: Call, mine: list[Task], parts: Iterable[Part], added: Iterable[str]) -> tuple[str, ...]:
    """New people who are not in the private conversation: the offer says so before anybody is told."""
    found: dict[str, None] = {}
    by_number = {task.number: task for task in mine}
    for part in parts:
        fresh = part.new.named - part.old.named
        for person in people_queries.list_by_ids(call.session, call.workspace.id, fresh).values():
            if outsiders.must_ask(call, by_number[part.number], person):
                found[person.id] = None
    rows = read_rows(call, [Item(line) for line in added])
    named = [person for row in rows for person in (*row.people, *row.others)]
    return tuple(dict.fromkeys([*found, *(person.id for person in outsiders.not_here(_placed(call), named))]))


def _placed(call: Call) -> Call:
    """An edit does not say what kind of conversation it is in."""
    known = people_queries.channel(call.session, call.workspace.id, call.heard.channel_id or "")
    return replace(call, heard=replace(call.heard, channel_kind=known.kind)) if known is not None else call


def points_elsewhere(text: str) -> bool:
    """Whether a line says of no work of its own what is to be done: "make this a task for @dana by Friday"."""
    draft = task_line.read(ADDS.sub("", text)[: tasks.NOTE_MAX], now=ANY_DAY, zone="UTC")
    return asides.points_elsewhere(draft.title)


def surroundings(call: Call) -> str:
    """What was said before the message in its thread, by names, and what is attached to it: for the note."""
    said = call.heard.meta.get("around") or []
    authors = people_queries.list_by_ids(call.session, call.workspace.id, [one["user"] for one in said])
    quotes = []
    for one in said:
        words = adding.plain(call, one["text"]) or ", ".join(name for name, _ in one["files"])
        author = authors.get(one["user"])
        named = f"{author.called}: {words}" if author is not None else words
        quotes.append("\n".join(f"> {line}" for line in _cut(named).splitlines()))
    files = [f"📎 {name} {address}".replace("  ", " ") for name, address in call.heard.meta.get("files") or ()]
    return "\n".join([*quotes, *files])


def _cut(words: str) -> str:
    return words if len(words) <= QUOTED_MAX else words[: QUOTED_MAX - 1].rstrip() + "…"
