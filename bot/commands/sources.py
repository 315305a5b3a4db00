"""What becomes of the message a task came from: read again when its author edits it, made a task by a reaction."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.answers import Answer, Changed, Created, Nothing, Refused, Said
from bot.commands import adding, naming, outsiders, several
from bot.commands.call import Call, Subcommand
from bot.commands.lines import read_rows
from bot.errors import UserError, conflict, not_found
from bot.parsing import asides, task_line
from bot.parsing.drafts import PersonRef
from bot.parsing.outline import read_outline
from bot.rules import civil
from bot.services import once, sources, tasks
from bot.services.sources import Offer, Part, Reading
from models import Outbox, Person, Task
from models.queries import deliveries
from models.queries import people as people_queries
from models.queries import sources as queries
from models.queries import tasks as task_queries

ADDS = re.compile(r"^(?:add|make|添加|新增)\s+", re.IGNORECASE)
OFFER_ID = re.compile(r"@(\d{1,18})")
ALIKE = 0.4
LINES_READ = 2 * several.LINES_MAX
LOOKED_AT = 300  # letters of a line, to see which it is
QUOTED_MAX = 400  # of each message before
A_MORNING = datetime(2026, 3, 11, 8, tzinfo=UTC)  # only what is taken out of the line matters, not which day it is


def captured(call: Call) -> Answer:
    """Somebody reacted to a message with the workspace's emoji: the message is a task of theirs, unless it is one."""
    heard = call.heard
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
    newest, number = sources.newest_offer(call.session, call.workspace.id, heard.channel_id, heard.ts)
    at = str(heard.meta["edited"])
    if number > sources.EDITS_MOST or (newest is not None and float(newest.subject.get("edited", 0)) >= float(at)):
        return Nothing()
    was = str(heard.meta["was"])
    if newest is not None and sources.is_open(newest):
        was = newest.subject["was"]
        sources.close(call.session, newest, "replaced", call.actor.now)
    found = queries.list_of_message(call.session, call.workspace.id, heard.channel_id, heard.ts)
    mine = [task for task in found if sources.may_offer(call.session, call.workspace, person, task)]
    parts, added = _compared(call, mine, was)
    if mine and (parts or added):
        source = sources.origin_of(heard) | {"thread": found[0].source_thread, "link": found[0].source_link}
        offered = Offer(source, parts, added, was, at, _outside(call, mine, parts))
        sources.offer(call.session, person, offered, number, call.actor.now)
    return Nothing()


def _compared(call: Call, mine: list[Task], was: str) -> tuple[tuple[Part, ...], tuple[str, ...]]:
    """(What is other in each task, lines that are new.) A task of a whole message is read as a whole."""
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
    parts += [_of_line(call, task, old, new) for task, old, new in pairs if _bare(old.full) != _bare(new.full)]
    known = {_bare(line.said) for line in (*before, *(new for _, _, new in pairs))}
    added = [line.full for line in now if _bare(line.said) not in known] if with_lines else []
    told = [part for part in parts if part.new.unread or _changes_anything(call, mine, part)]
    return tuple(told), tuple(added[: several.LINES_MAX])


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
    before = _read(call, old.full, task.created_at)
    after = _read(call, new.full, call.heard.spoken_at or call.actor.now)
    is_own = _bare(old.said) == _bare(task.said)
    return Part(task.number, task.version, before, _only_news(before, after), new.said if is_own else None)


def _only_news(before: Reading, after: Reading) -> Reading:
    """What could not be read before, either, was asked about then."""
    return replace(after, unread=[word for word in after.unread if word not in before.unread])


def _whole(call: Call, task: Task, was: str) -> Part:
    """A task of the whole message: its first line is the title, and no person is read out of the rest.

    Where other words than the message's said the rest ("make this a task for @dana"), only the title is its own.
    """
    if task.said:
        before, after = (Reading(title=_first_line(call, text)) for text in (was, call.line))
    else:
        before = _read_whole(call, was, task.created_at)
        after = _read_whole(call, call.line, call.heard.spoken_at or call.actor.now)
    return Part(task.number, task.version, before, _only_news(before, after))


def _first_line(call: Call, text: str) -> str:
    return adding.split_title(adding.plain(call, text.strip().partition("\n")[0]))[0]


def _read_whole(call: Call, text: str, at: datetime) -> Reading:
    first, _, further = text.strip().partition("\n")
    read = _read(call, first, at)
    return replace(read, note="\n".join(part for part in (read.note, adding.plain(call, further).strip()) if part))


def _read(call: Call, line: str, at: datetime) -> Reading:
    """What one line says, as of that moment. What is not clear is left out and named."""
    there = replace(call, heard=replace(call.heard, spoken_at=at))
    line, draft = adding.read_draft(there, line[: tasks.NOTE_MAX])
    unread: list[str] = []
    named, reviewers = _people(there, draft.people, unread), _people(there, draft.reviewers, unread)
    title, rest = adding.split_title(adding.plain(call, adding.title_of(line, draft)))
    due = draft.due
    if due is not None and due.past:
        unread.append(adding.plain(call, due.words))
        due = None
    on_the_wall = civil.instant(due.on, due.at, civil.zone(call.person.zone)) if due and due.at else None
    return Reading(
        title=title, note="\n".join(part for part in (rest, adding.plain(call, draft.note or "")) if part),
        owner_id=named[0] if named else None, helpers=named[1:], reviewers=reviewers,
        due_on=due.on.isoformat() if due else None, due_at=on_the_wall.isoformat() if on_the_wall else None,
        words=draft.due.words if draft.due else "", start_on=draft.start.on.isoformat() if draft.start else None,
        rrule=draft.rrule, priority=draft.priority, important=draft.important, estimate_days=draft.estimate_days,
        project=draft.project, labels=list(draft.labels), parent_number=draft.parent, unread=unread,
    )  # fmt: skip


def _people(call: Call, refs: Iterable[PersonRef], unread: list[str]) -> list[str]:
    found: list[Person] = []
    for ref in refs:
        person = naming.certain(call, ref)
        if person is None or person.is_deleted or person.is_bot:
            unread.append(person.called if person is not None else f"@{ref.value}")
        else:
            found.append(person)
    return list(dict.fromkeys(person.id for person in found))


def _outside(call: Call, mine: list[Task], parts: Iterable[Part]) -> tuple[str, ...]:
    """New people who are not in the private conversation: the offer says so before anybody is told."""
    found: dict[str, None] = {}
    by_number = {task.number: task for task in mine}
    for part in parts:
        fresh = {part.new.owner_id, *part.new.helpers, *part.new.reviewers}
        fresh -= {None, part.old.owner_id, *part.old.helpers, *part.old.reviewers}
        for person in people_queries.list_by_ids(
            call.session, call.workspace.id, [one for one in fresh if one]
        ).values():
            if outsiders.must_ask(call, by_number[part.number], person):
                found[person.id] = None
    return tuple(found)


def points_elsewhere(text: str) -> bool:
    """Whether a line says of no work of its own what is to be done: "make this a task for @dana by Friday"."""
    draft = task_line.read(ADDS.sub("", text)[: tasks.NOTE_MAX], now=A_MORNING, zone="UTC")
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


def reread(call: Call) -> Answer:
    """`reread @17` — change the tasks as their edited message says."""
    row = _offer(call)
    offered, session, actor = sources.offered_in(row), call.session, call.actor
    views, entries = [], []
    for part in offered.parts:
        task = task_queries.get(session, call.person, part.number, actor.now, hold=True)
        if task is None or not sources.may_offer(session, call.workspace, call.person, task):
            continue  # it was not shown, either
        if task.version != part.version:
            sources.refresh(session, row, actor.now)
            return Refused(conflict("changed_under_you", number=task.number, state=task.state, owner=task.owner_id))
        _check(call, part)
        if entry := sources.apply(session, actor, task, part):
            views.append(tasks.view(session, task, now=actor.now))
            entries.append(entry.id)
    verb = "edit" if views else "add"
    for line in offered.added:
        answer = adding.add_line(call, line, adding.Sure(it_is_work=True, once_more=True))
        if not isinstance(answer, Created):
            raise UserError("line_not_clear", line=line)
        views.append(answer.view)
        entries.append(answer.view.undo.id if answer.view.undo else None)
    sources.close(session, row, "taken", actor.now)
    return Changed(verb, tuple(views), undo=tuple(one for one in entries if one is not None))


def _check(call: Call, part: Part) -> None:
    """Days pass before a button is tapped. Raises UserError for a day that has gone by."""
    on = part.new.due_on
    today = civil.local_date(call.actor.now, civil.zone(call.person.zone)).isoformat()
    if on and part.new.words != part.old.words and on < today:
        raise UserError("date_is_past", on=datetime.fromisoformat(on).date())
    for person_id in (part.new.owner_id, *part.new.helpers, *part.new.reviewers):
        if person_id and person_id not in (part.old.owner_id, *part.old.helpers, *part.old.reviewers):
            tasks.check_active(naming.by_id(call, person_id))


def leave(call: Call) -> Answer:
    """`leave @17` — leave the tasks as they are."""
    sources.close(call.session, _offer(call), "left", call.actor.now)
    return Said("left_as_it_was", {})


def _offer(call: Call) -> Outbox:
    """The offer a button belongs to, if it is theirs and still stands."""
    found = OFFER_ID.search(call.args)
    row = deliveries.outbox_row(call.session, int(found[1]), lock=True) if found else None
    if row is None or row.kind != sources.OFFER or (row.workspace_id, row.to) != (call.workspace.id, call.person.id):
        raise not_found("offer_gone")
    if not sources.is_open(row):
        raise conflict("offer_gone")
    return row


SUBCOMMANDS = (
    Subcommand("reread", reread, hidden=True, reads=lambda args: bool(OFFER_ID.fullmatch(args))),
    Subcommand("leave", leave, hidden=True, reads=lambda args: bool(OFFER_ID.fullmatch(args))),
)
