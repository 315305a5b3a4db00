"""From a line of words to a task, with a question wherever a guess would be needed."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.answers import Answer, AskIfTask, Created, Outsiders, PastDate, SaidBefore, SmallTalk
from bot.commands.call import Call
from bot.commands.lines import naming
from bot.commands.lines.carrying import WHO, carry
from bot.commands.lines.outsiders import not_here
from bot.commands.work import parts
from bot.errors import UserError
from bot.heard import Door
from bot.parsing.lines import asides, task_line
from bot.parsing.lines.stumps import says_nothing
from bot.parsing.lines.task_line import Draft, Span, When, title_without
from bot.rules import civil
from bot.services.people import people
from bot.services.work import cards, once, tasks
from bot.services.work.tasks import NOTE_MAX, TITLE_MAX, Source
from models import ChannelKind, Person, Task, TaskFields
from models.queries import people as people_queries
from models.queries import tasks as queries

AGAIN_WITHIN = timedelta(minutes=1)
LEANS = re.compile(
    r"(?:\b(?:to|for|with|from|of|about|and|ask|tell|ping|remind|call|help|meet|consult|inform|notify|cc)\s+|(?:[给向和跟与找请问叫帮陪让对催约]|(?<!合)同|提醒|通知|告诉|联系|邀请|咨询|征求|征询|知会|抄送给?|协助|配合)\s*)$",
    re.IGNORECASE,
)
JOINS = re.compile(r"\s*(?:[,，、&]|\band\b|[和跟与])\s*", re.IGNORECASE)
MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
CHANNEL = re.compile(r"<#(C[A-Z0-9]+)(?:\|([^>]*))?>")
OF_A_CHANNEL = re.compile(
    r"(?:\b(?:in|into|to|on|onto|from|at|of|about|for|via|archive|join|leave|rename|mute|clean up)\s+(?:the\s+)?"
    r"|[在到给去从向往]\s*)$",
    re.IGNORECASE,
)
A_CHANNEL_FOLLOWS = re.compile(r"\s*(?:channel\b|频道|群|里|内)|'s\b", re.IGNORECASE)
IN_WORDS = ("due", "rrule", "start", "priority", "important", "estimate_days", "accountable", "helpers", "reviewers",
            "consulted", "informed", "labels", "parent", "after", "project", "needs_evidence")  # fmt: skip
TOKEN = re.compile(r"<([@#!])([A-Za-z0-9^]+)(?:\|([^>]*))?>|<(https?://[^|>]+|mailto:[^|>]+|tel:[^|>]+)(?:\|([^>]*))?>")


@dataclass(frozen=True)
class Sure:
    """Which questions were answered already by a tap."""

    it_is_work: bool = False
    once_more: bool = False
    with_outsiders: bool = False
    rings: bool = False

    @property
    def verb(self) -> str:
        """How a button says so; what is a reminder stays one."""
        return self.said("share" if self.with_outsiders else "again" if self.once_more else "make")

    def said(self, verb: str) -> str:
        return f"{verb}!" if self.rings else verb


def add_line(call: Call, line: str, sure: Sure) -> Answer:
    """Read one line and make its task, or ask what cannot be known."""
    if tasks.is_empty(line):
        raise UserError("empty_task")
    if len(line) > NOTE_MAX:
        raise UserError("too_long", n=len(line), most=NOTE_MAX)
    in_passing = not sure.it_is_work and call.heard.door in (Door.DM, Door.MENTION) and not call.heard.meta.get("words")
    if in_passing:
        if kind := task_line.small_talk(line):
            return SmallTalk(kind)
        if not task_line.looks_like_work(line):
            return AskIfTask(carry(call, line), plain(call, line), is_question=asides.asks(line, names_something=False))
    line, draft = read_draft(call, line)
    if in_passing and asides.asks(line, names_something=bool(draft.people or draft.due)):
        return AskIfTask(carry(call, line), plain(call, line), is_question=True)
    if asides.points_elsewhere(draft.title) and not call.heard.meta.get("words"):
        raise UserError("which_work")
    named = naming.Names(call, line, sure.verb)
    owner_and_helpers, others = named.find_all(draft.people), named.find_all(draft.others)
    if named.question is not None:
        return named.question
    return _add(call, line, draft, owner_and_helpers, others, sure)


def answered(call: Call, sure: Sure) -> Answer:
    """The line of a button that answers a question of ours; what was answered already makes no second task."""
    check_question(call)
    return add_line(call, call.args, sure)


def check_question(call: Call, made_before: Collection[int] = ()) -> None:
    """Raises UserError where something else came of the question a button belongs to."""
    heard = call.heard
    beside = {*made_before, *heard.meta.get("beside", ())}
    once.check_question(call.session, call.actor, heard.door, heard.channel_id, heard.ts, beside)


def read_draft(call: Call, line: str) -> tuple[str, Draft]:
    """The line with its labels written out, and what it says."""
    line = naming.spelled_out(call, labelled(call, line))
    return line, task_line.read(line, now=call.heard.spoken_at or call.actor.now, zone=call.person.zone)


def labelled(call: Call, line: str) -> str:
    """Slack turns a typed #launch into a link to the channel of that name; unless a channel is meant, it is a label."""

    def read(match: re.Match[str]) -> str:
        if OF_A_CHANNEL.search(line[: match.start()]) or A_CHANNEL_FOLLOWS.match(line, match.end()):
            return match[0]
        name = match[2] or people_queries.channel_name(call.session, call.person, match[1])
        return f"#{name}" if name and not name.isdigit() else match[0]

    return CHANNEL.sub(read, line)


def _add(call: Call, line: str, draft: Draft, named: list[Person], others: list[Person], sure: Sure) -> Answer:
    owner = named[0] if named else call.person
    for person in (*named, *others):
        people.check_active(person)
    if draft.due is not None and draft.due.past:
        return _past(call, line, draft.due, sure)
    if not sure.once_more and (before := _said_before(call, line)):
        return SaidBefore(tasks.view(call.session, before, now=call.actor.now), carry(call, line), sure.said("again"))
    if not sure.with_outsiders and (outsiders := not_here(call, [*named, *others])):
        return Outsiders(tuple(outsiders), f"{sure.said('share')} {carry(call, line)}")
    found = dict(zip(draft.others, others, strict=True))
    task = make_task(call, line, draft, owner, parts.people_of(draft, tuple(p.id for p in named[1:]), found))
    return announce(call, task)


def _past(call: Call, line: str, due: When, sure: Sure) -> PastDate:
    """When is it due, then?"""
    before, after = line[: due.span.start], line[due.span.end :]
    kept = carry(call, with_hole(line, due), 0)
    without = carry(call, " ".join(f"{before} {after}".split()))
    return PastDate(due.on, without, due.words, sure.verb, kept)


def with_hole(line: str, due: When) -> str:
    """What is picked stands where the words of the day stood, with the hour that was said."""
    before, after = line[: due.span.start], line[due.span.end :]
    apart = " " if before[-1:].isascii() and before[-1:].isalnum() else ""
    hour = f" {due.at:%H:%M}" if due.at else ""
    return f"{before}{apart}by {WHO}{hour}{after}"


def announce(call: Call, task: Task) -> Created:
    """Post the card where the work was named and give the receipt."""
    posted, invite = cards.post(call.session, call.actor, task, call.heard)
    view = tasks.view(call.session, task, now=call.actor.now, viewer=call.person)
    return Created(view, posted=posted, invite=invite, told=not view.owner.is_stranger)


def make_task(
    call: Call, line: str, draft: Draft, owner: Person, people_on_it: tasks.People, said: str = ""
) -> Task:  # fmt: skip
    """Make the task that a line describes; `said` is how it was put, where the line was completed."""
    first, _, further = _words_of(call, line, draft).partition("\n")
    title, rest = split_title(first)
    if says_nothing(title):
        raise UserError("empty_task")
    people.check_active(owner)
    note = "\n".join(part for part in (rest, further.strip(), plain(call, draft.note or "")) if part)[:NOTE_MAX]
    due = draft.due
    fields = TaskFields(
        title=title, note=note, owner_id=owner.id, due_on=due.on if due else None,
        due_at=civil.instant(due.on, due.at, civil.zone(call.person.zone)) if due and due.at else None,
        start_on=draft.start.on if draft.start else None, rrule=draft.rrule, priority=draft.priority,
        important=draft.important, needs_evidence=draft.needs_evidence, estimate_days=draft.estimate_days,
        project=draft.project,
        labels=list(draft.labels), parent_number=_known_number(call, draft.parent),
    )  # fmt: skip
    return tasks.add(call.session, call.actor, fields, people_on_it, _read_from(call, line, draft, said))


def _words_of(call: Call, line: str, draft: Draft) -> str:
    """What is left of the line; "make this a task" means the message it points at."""
    pointed_at = call.heard.meta.get("words")
    if not pointed_at or not asides.points_elsewhere(draft.title):
        return plain(call, title_of(line, draft))
    names = [name for name, _ in pointed_at["files"] if name]
    return plain(call, pointed_at["text"]) or ", ".join(names)


def title_of(line: str, draft: Draft, stays: frozenset[Span] = frozenset()) -> str:
    """What is left of the line; a name that a preposition leans on stays, as in "send it to @dana"."""
    kept = _leaning(line, draft) | stays
    if not kept:
        return draft.title
    return title_without(line, [span for _, span in draft.taken if span not in kept]).strip(" ,，、;；")


def _leaning(line: str, draft: Draft) -> frozenset[Span]:
    """The names that the words before them need; of "@dana and @tom" the second goes where the first goes."""
    found: set[Span] = set()
    before: Span | None = None
    for ref in sorted((*draft.people, *draft.others), key=lambda one: one.span.start):
        joined = before is not None and JOINS.fullmatch(line[before.end : ref.span.start])
        if before in found if joined else LEANS.search(line[: ref.span.start]):
            found.add(ref.span)
        before = ref.span
    return frozenset(found)


def _read_from(call: Call, line: str, draft: Draft, said: str) -> Source:
    """Where it was said, which of the words were taken for what, and how else the date may be meant."""
    due = draft.due
    at = due.other_at if due else None
    return replace(
        source_of(call, said or line), taken=_taken(call, line, draft) or None, other_on=due.other if due else None,
        other_at=civil.instant(due.on, at, civil.zone(call.person.zone)) if due and at else None,
    )  # fmt: skip


def _taken(call: Call, line: str, draft: Draft) -> dict[str, str]:
    """Field to the very words it was read from. A person's are kept where a name was written, not picked in Slack."""
    found: dict[str, list[str]] = {}
    for name, span in draft.taken:
        if name in IN_WORDS:
            found.setdefault(name, []).append(plain(call, line[span.start : span.end]).strip())
    if names := [line[ref.span.start : ref.span.end] for ref in draft.people if ref.kind == "name"]:
        found["people"] = names
    if draft.start is not None and "start" not in found:
        found["start"] = [plain(call, draft.start.words)]
    return {name: " ".join(dict.fromkeys(words)) for name, words in found.items()}


def source_of(call: Call, said: str) -> Source:
    heard = call.heard
    return Source(
        door=heard.door, channel_id=heard.channel_id, is_private=heard.channel_kind != ChannelKind.PUBLIC, ts=heard.ts,
        thread_ts=heard.thread_ts, link=heard.link, said=said, once=bool(heard.meta.get("once")),
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


def _said_before(call: Call, line: str) -> Task | None:
    since = call.actor.now - AGAIN_WITHIN
    return queries.same_words(call.session, call.person, call.heard.channel_id, line[:NOTE_MAX], since)
