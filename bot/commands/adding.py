"""From a line of words to a task, with a question wherever a guess would be needed."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.answers import Answer, AskIfTask, Created, Outsiders, PastDate, SaidBefore, SmallTalk, WhoIs
from bot.commands.call import Call
from bot.commands.carrying import carry
from bot.commands.outsiders import not_here
from bot.errors import UserError
from bot.heard import Door
from bot.parsing import asides, task_line
from bot.parsing.task_line import Draft, PersonRef, Span, title_without
from bot.rules import civil
from bot.services import cards, people, tasks
from bot.services.tasks import NOTE_MAX, TITLE_MAX, Source
from models import ChannelKind, Person, Task, TaskFields
from models.queries import people as people_queries
from models.queries import tasks as queries

AGAIN_WITHIN = timedelta(minutes=1)
LEANS = re.compile(
    r"(?:\b(?:to|for|with|from|of|about|and|ask|tell|ping|remind|call|help|meet)\s+|(?:[给向和跟与找请问叫帮陪让对催约]|(?<!合)同|提醒|通知|告诉|联系|邀请)\s*)$",
    re.IGNORECASE,
)
MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
CHANNEL = re.compile(r"<#(C[A-Z0-9]+)(?:\|([^>]*))?>")
OF_A_CHANNEL = re.compile(
    r"(?:\b(?:in|into|to|on|onto|from|at|of|about|for|via|archive|join|leave|rename|mute|clean up)\s+(?:the\s+)?"
    r"|[在到给去从向往]\s*)$",
    re.IGNORECASE,
)
A_CHANNEL_FOLLOWS = re.compile(r"\s*(?:channel\b|频道|群|里|内)|'s\b", re.IGNORECASE)
TOKEN = re.compile(r"<([@#!])([A-Za-z0-9^]+)(?:\|([^>]*))?>|<(https?://[^|>]+|mailto:[^|>]+|tel:[^|>]+)(?:\|([^>]*))?>")


@dataclass(frozen=True)
class Sure:
    """Which questions were answered already by a tap."""

    it_is_work: bool = False
    once_more: bool = False
    with_outsiders: bool = False


def add_line(call: Call, line: str, sure: Sure) -> Answer:
    """Read one line and make its task, or ask what cannot be known."""
    if tasks.is_empty(line):
        raise UserError("empty_task")
    if len(line) > NOTE_MAX:
        raise UserError("too_long", n=len(line), most=NOTE_MAX)
    in_passing = not sure.it_is_work and call.heard.door in (Door.DM, Door.MENTION)
    if in_passing:
        if kind := task_line.small_talk(line):
            return SmallTalk(kind)
        if not task_line.looks_like_work(line):
            return AskIfTask(carry(call, line), plain(call, line), is_question=asides.asks(line, names_something=False))
    line, draft = read_draft(call, line)
    if in_passing and asides.asks(line, names_something=bool(draft.people or draft.due)):
        return AskIfTask(carry(call, line), plain(call, line), is_question=True)
    if asides.points_elsewhere(draft.title):
        raise UserError("which_work")
    named = Names(call, line)
    owner_and_helpers, reviewers = named.find_all(draft.people), named.find_all(draft.reviewers)
    if named.question is not None:
        return named.question
    return _add(call, line, draft, owner_and_helpers, reviewers, sure)


def read_draft(call: Call, line: str) -> tuple[str, Draft]:
    """The line with its labels written out, and what it says."""
    line = labelled(call, line)
    return line, task_line.read(line, now=call.heard.spoken_at or call.actor.now, zone=call.person.zone)


def labelled(call: Call, line: str) -> str:
    """Slack turns a typed #launch into a link to the channel of that name; unless a channel is meant, it is a label."""

    def read(match: re.Match[str]) -> str:
        if OF_A_CHANNEL.search(line[: match.start()]) or A_CHANNEL_FOLLOWS.match(line, match.end()):
            return match[0]
        known = people_queries.channel(call.session, call.workspace.id, match[1])
        name = match[2] or (known.name if known else "")
        return f"#{name}" if name and not name.isdigit() else match[0]

    return CHANNEL.sub(read, line)


def _add(call: Call, line: str, draft: Draft, named: list[Person], reviewers: list[Person], sure: Sure) -> Answer:
    owner = named[0] if named else call.person
    for person in (*named, *reviewers):
        tasks.check_active(person)
    if draft.due is not None and draft.due.past:
        without = carry(call, _without(line, draft.due.span.start, draft.due.span.end))
        return PastDate(draft.due.on, without, draft.due.words)
    if not sure.once_more and (before := _said_before(call, line)):
        return SaidBefore(tasks.view(call.session, before, now=call.actor.now), carry(call, line))
    if not sure.with_outsiders and (outsiders := not_here(call, [*named, *reviewers])):
        return Outsiders(tuple(outsiders), f"share {carry(call, line)}")
    task = make_task(call, line, draft, owner, tuple(p.id for p in named[1:]), tuple(p.id for p in reviewers))
    return announce(call, task, draft.due.other if draft.due else None)


def announce(call: Call, task: Task, other_due: date | None = None) -> Created:
    """Post the card where the work was named and give the receipt, which offers the other day that was likely."""
    posted, invite = cards.post(call.session, call.actor, task, call.heard)
    view = tasks.view(call.session, task, now=call.actor.now)
    return Created(replace(view, other_due=other_due), posted=posted, invite=invite,
                   told=not view.owner.is_stranger)  # fmt: skip


def make_task(
    call: Call, line: str, draft: Draft, owner: Person, helpers: tuple[str, ...], reviewers: tuple[str, ...],
    said: str = "",
) -> Task:  # fmt: skip
    """Make the task that a line describes; `said` is how it was put, where the line was completed."""
    title, rest = split_title(plain(call, title_of(line, draft)))
    if not title:
        raise UserError("empty_task")
    note = "\n".join(part for part in (rest, plain(call, draft.note or "")) if part)
    due = draft.due
    fields = TaskFields(
        title=title, note=note, owner_id=owner.id, due_on=due.on if due else None,
        due_at=civil.instant(due.on, due.at, civil.zone(call.person.zone)) if due and due.at else None,
        start_on=draft.start.on if draft.start else None, rrule=draft.rrule, priority=draft.priority,
        important=draft.important, estimate_days=draft.estimate_days, project=draft.project,
        labels=list(draft.labels), parent_number=_known_number(call, draft.parent),
    )  # fmt: skip
    people_on_it = tasks.People(helpers, reviewers, draft.after)
    return tasks.add(call.session, call.actor, fields, people_on_it, source_of(call, said or line))


def title_of(line: str, draft: Draft, stays: frozenset[Span] = frozenset()) -> str:
    """What is left of the line; a name that a preposition leans on stays, as in "send it to @dana"."""
    leaning = {ref.span for ref in (*draft.people, *draft.reviewers) if LEANS.search(line[: ref.span.start])}
    kept = leaning | stays
    if not kept:
        return draft.title
    return title_without(line, [span for _, span in draft.taken if span not in kept]).strip(" ,，、;；")


def source_of(call: Call, said: str) -> Source:
    heard = call.heard
    return Source(
        door=heard.door, channel_id=heard.channel_id, is_private=heard.channel_kind != ChannelKind.PUBLIC, ts=heard.ts,
        thread_ts=heard.thread_ts, link=heard.link, said=said,
    )  # fmt: skip


def _known_number(call: Call, number: int | None) -> int | None:
    if number is None:
        return None
    return tasks.find(call.session, call.actor, number).number


def split_title(text: str) -> tuple[str, str]:
    """A title of at most 300 characters, cut at a blank where there is one, and what is left for the note."""
    text = text.strip()
    if len(text) <= TITLE_MAX:
        return text, ""
    if len(text) > NOTE_MAX:
        raise UserError("too_long", n=len(text), most=NOTE_MAX)
    cut = text.rfind(" ", TITLE_MAX // 2, TITLE_MAX)
    cut = cut if cut > 0 else TITLE_MAX
    return text[:cut].rstrip(), text[cut:].strip()


def plain(call: Call, text: str) -> str:
    """What is left of Slack's tokens as a person would read it: `@dana`, `#general`, the address of a link."""
    people_there = people_queries.list_by_ids(call.session, call.workspace.id, MENTION.findall(text))

    def read(match: re.Match[str]) -> str:
        mark, ident, name, address, label = match.groups()
        if mark == "!":
            return "@" + (name or ident.partition("^")[0]).removeprefix("@")
        if mark:
            known = people_there.get(ident) if mark == "@" else None
            return f"{mark}{known.called if known and known.called != ident else name or ident}"
        bare = address.removeprefix("mailto:").removeprefix("tel:")
        return bare if not label or label == bare else f"{label} ({bare})"

    return TOKEN.sub(read, text)


def _without(line: str, start: int, end: int) -> str:
    return " ".join(f"{line[:start]} {line[end:]}".split())


def _said_before(call: Call, line: str) -> Task | None:
    since = call.actor.now - AGAIN_WITHIN
    return queries.same_words(call.session, call.person, call.heard.channel_id, line[:NOTE_MAX], since)


def person_meant(call: Call, ref: PersonRef) -> str | None:
    """Whom a name means, where that is beyond doubt."""
    if ref.kind == "id":
        return ref.value
    if ref.value.lower() in ("me", "我"):
        return call.person.id
    found = people_queries.list_named(call.session, call.workspace.id, ref.value)
    return found[0].id if len(found) == 1 else None


class Names:
    """Finds the people a line names; the first name that is not clear becomes a question."""

    def __init__(self, call: Call, line: str) -> None:
        self._call = call
        self._line = line
        self.question: WhoIs | None = None

    def find_all(self, refs: tuple[PersonRef, ...]) -> list[Person]:
        found = [self._find(ref) for ref in refs]
        return [person for person in found if person is not None]

    def _find(self, ref: PersonRef) -> Person | None:
        call = self._call
        if ref.kind == "id":
            return people.known(call.session, call.workspace, [ref.value], call.actor.now)[ref.value]
        if ref.value.lower() in ("me", "我"):
            return call.person
        candidates = people_queries.list_named(call.session, call.workspace.id, ref.value)
        if len(candidates) == 1:
            return candidates[0]
        if self.question is None:
            asked = f"{self._line[: ref.span.start]}<@WHO>{self._line[ref.span.end :]}"
            near = candidates or people_queries.list_like(call.session, call.workspace.id, ref.value, limit=5)
            self.question = WhoIs(ref.value, tuple(near[:5]), asked)
        return None
