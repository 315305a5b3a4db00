"""Lists: which tasks a line asks for, one page of them."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from bot.answers import Answer, WhoIs
from bot.commands.call import Call
from bot.commands.finding import filtering, saving
from bot.commands.finding.finding import PAGE, listed
from bot.commands.lines import naming
from bot.commands.lines.carrying import WHO
from bot.errors import UserError
from bot.parsing.orders import filters
from bot.parsing.talk import talk_periods
from models import Person, State
from models.queries import leading
from models.queries import people as people_queries
from models.queries.filters import Term
from models.queries.listing import Filter
from models.queries.lists import Days

T = TypeVar("T")
CHANNEL = re.compile(r"^<#(C[A-Z0-9]+)(?:\|([^>]*))?>$")
LABEL = re.compile(r"^#(?!\d+$)([\w][\w/-]*)$")
PROJECT = re.compile(r"^\+([^\W\d_][\w.-]*)$")
QUOTED = re.compile(r'-?"[^"]+"')
WORDS = {
    "mine": "mine", "me": "mine", "my": "mine", "我": "mine", "我的": "mine",
    "late": "late", "overdue": "late", "逾期": "late", "延期": "late", "过期": "late",
    "blocked": "blocked", "stuck": "blocked", "卡住": "blocked", "阻塞": "blocked",
    "all": "all", "everything": "all", "everyone": "all", "全部": "all", "所有": "all", "大家": "all",
    "here": "channel", "channel": "channel", "频道": "channel", "本频道": "channel",
    "teams": "teams", "我带的团队": "teams", "我的团队": "teams",
    "given": "given", "交办": "given", "我交办的": "given",
    "doing": "doing", "started": "doing", "进行中": "doing", "在做": "doing",
    "review": "review", "待验收": "review", "审核": "review", "审核中": "review", "评审": "review",
    "undated": "undated", "dateless": "undated", "无日期": "undated", "没日期": "undated",
    "urgent": "urgent", "紧急": "urgent", "!1": "urgent", "!urgent": "urgent",
    "important": "important", "high": "important", "重要": "important", "!2": "important", "!high": "important",
    "accept": "accept", "acceptance": "accept", "待我验收": "accept", "等我验收": "accept", "验收": "accept",
    "waiting": "waiting", "等我": "waiting", "next": "next", "接下来": "next",
    "due": "due", "dated": "due", "有日期": "due", "done": "done", "finished": "done", "已完成": "done",
    "new": "new", "新": "new", "新增": "new",
    "task": "", "tasks": "", "open": "", "to-do": "", "todo": "", "todos": "", "任务": "", "待办": "", "的": "",
}  # fmt: skip
SPANS = {
    "due": "due", "截止": "due", "到期": "due", "done": "done", "完成": "done", "finished": "done",
    "new": "new", "created": "new", "added": "new", "新增": "new",
}  # fmt: skip
SPANNED = {"due": "due", "created": "new", "done": "done"}  # filters that headings have words for
SAID_AS_WORDS = {
    "is": ("late", "blocked", "waiting", "undated", "important", "urgent", "mine", "doing", "review", "done"),
    "status": ("doing", "review"),
}  # fmt: skip
OPENS_ALL = frozenset({"owner", "by", "reviewer", "helper", "accountable", "consulted", "informed", "role", "in"})
CLOSED_TOO = frozenset({"closed", "done", "status"})
LEVELS = {"urgent": 1, "important": 2}


@dataclass(frozen=True)
class Wish:
    """What a list line asks for: plain words, spans of days as they were written, people, a label and a project."""

    words: tuple[str, ...] = ()
    spans: tuple[tuple[str, str], ...] = ()
    person: str | None = None
    by: str | None = None
    label: str = ""
    label_channel: str = ""
    project: str = ""
    terms: tuple[filters.Term, ...] = ()
    free: str = ""
    page: int = 1


PLAIN = Wish()


def read(args: str) -> Wish | UserError | None:
    """The line as a wish, or what is wrong with one of its filters; None when some word of it is none of ours.

    Beside a filter other words are looked for; without one they make the line a task.
    """
    if not args:
        return PLAIN
    page = PAGE.search(args)
    line = filters.read(PAGE.sub("", args).replace("！", "!"))
    wish, free = Wish(page=int(page[1]) if page else 1), []
    for word in line.words:
        more = _with(wish, word)
        if more is None:
            free.append(word)
        wish = more or wish
    for term in line.terms:
        wish = _with_term(wish, term)
    unread = [word for word in free if word.split(":")[0] not in line.strange and not QUOTED.fullmatch(word)]
    if unread and not line.terms:
        return None
    try:
        filtering.check(line if unread or not line.strange else replace(line, terms=line.terms or (ANY,)))
    except UserError as error:
        return error
    return replace(wish, free=" ".join(free))


ANY = filters.Term("is", ("live",))


def _with_term(wish: Wish, term: filters.Term) -> Wish:
    """A filter that a word or a heading of ours says as well; all others go on as they are."""
    alone = len(term.values) == 1 and not term.without
    if alone and term.value in SAID_AS_WORDS.get(term.key, ()):
        return replace(wish, words=_once(*wish.words, term.value))
    if alone and term.key == "due" and term.value == "overdue":
        return replace(wish, words=_once(*wish.words, "late"))
    if alone and term.key in SPANNED and term.value.lower() not in filters.WITHOUT_DATE | filters.ANY_DATE:
        return replace(wish, spans=_once(*wish.spans, (SPANNED[term.key], term.value)))
    if alone and term.key == "owner" and wish.person is None:
        return replace(wish, person=_written(term.value))
    if alone and term.key == "by" and wish.by is None:
        return replace(wish, by=_written(term.value))
    if alone and term.key == "label" and not wish.label and LABEL.match(f"#{term.value}"):
        return replace(wish, label=term.value)
    if alone and term.key == "project" and not wish.project and PROJECT.match(f"+{term.value}"):
        return replace(wish, project=term.value)
    return replace(wish, terms=_once(*wish.terms, term))


def _with(wish: Wish, word: str) -> Wish | None:
    known = WORDS.get(word.lower())
    if known is not None:
        return replace(wish, words=_once(*wish.words, known)) if known else wish
    if match := CHANNEL.match(word):
        return replace(wish, label=match[2] or "", label_channel=match[1])
    if match := LABEL.match(word):
        return _with_term(wish, filters.Term("label", (match[1],)))
    if match := PROJECT.match(word):
        return replace(wish, project=match[1])
    if naming.USER.fullmatch(word) or word.startswith("@"):
        return replace(wish, person=_written(word))
    is_period = word.lower() in talk_periods.WORDS or talk_periods.days_of(word, date.min) is not None
    return replace(wish, spans=_once(*wish.spans, ("due", word))) if is_period else None


def _once(*said: T) -> tuple[T, ...]:
    """What is said again says nothing new; the line of the list has to fit on its buttons."""
    return tuple(dict.fromkeys(said))


def _written(name: str) -> str:
    match = naming.USER.fullmatch(name)
    return match[1] if match else f"@{name.removeprefix('@')}"


def reads(args: str) -> bool:
    return is_list(args) or saving.reads(args, is_list)


def is_list(args: str) -> bool:
    return read(args) is not None


def mine(call: Call) -> Answer:
    """`list` — your open tasks."""
    return list_(call.with_args(""))


def list_(call: Call) -> Answer:
    """`list [@ann|here|late|due:week|status:done|label:launch|saved|all …]` — your tasks, or those you filter for."""
    if saving.reads(call.args, is_list):
        return saving.answer(call, is_list, _settled)
    wish = called(call.args)
    found = resolved(call, wish, "list")
    if isinstance(found, WhoIs):
        return found
    heading = next((word for word in ("next", "given", "channel", "teams", "all") if word in wish.words), "mine")
    heading = "person" if found.person else heading
    return listed(call, found.wanted, heading, f"list {found.line}".strip(), wish.page, found.person or found.by)


def called(args: str) -> Wish:
    """The wish of a line that reads as one; raises what is wrong with its filters."""
    wish = read(args)
    assert wish is not None, "the table lets only lines through that read as a wish"
    if isinstance(wish, UserError):
        raise wish
    return wish


def _settled(call: Call, line: str) -> str | WhoIs:
    found = resolved(call, called(line), "list")
    return found if isinstance(found, WhoIs) else found.line


@dataclass(frozen=True)
class Resolved:
    """What a wish asks for, whom it names, and its line, with people by their ids."""

    wanted: Filter
    line: str
    person: Person | None = None
    by: Person | None = None


def resolved(call: Call, wish: Wish, verb: str) -> Resolved | WhoIs:
    """The wish with its people and days found; a name that is not clear is asked about."""
    named: dict[str, Person] = {}
    for said in dict.fromkeys(name for name in (wish.person, wish.by) if name):
        found = naming.listed(call, said, call.args.replace(said, WHO, 1))
        if isinstance(found, WhoIs):
            return replace(found, verb=verb)
        named[said] = found
    meant = filtering.meant(call, wish.terms, verb)
    if isinstance(meant, WhoIs):
        return meant
    person, by = named.get(wish.person or ""), named.get(wish.by or "")
    wanted = replace(_whose(call, wish, person, by), terms=meant.terms, sort=meant.sort, words=wish.free,
                     live=not any(_asks_for_closed(term) for term in meant.terms))  # fmt: skip
    for word in wish.words:
        wanted = NARROWED[word](wanted, call) if word in NARROWED else wanted
    for kind, name in wish.spans:
        days = filtering.days_of(call, name, looks_back=kind != "due")
        wanted = replace(wanted, live=wanted.live and kind != "done", **{kind: days})  # type: ignore[arg-type]
    return Resolved(wanted, _line(wish, person, by, meant.lines), person, by)


def _asks_for_closed(term: Term) -> bool:
    """Only what says that it is closed is looked for among the closed."""
    of_state = term.key == "is" and not {"closed", "done"}.isdisjoint(term.values)
    return not term.without and (term.key in CLOSED_TOO or of_state)


NARROWED: dict[str, Callable[[Filter, Call], Filter]] = {
    "late": lambda wanted, call: replace(wanted, late=True),
    "blocked": lambda wanted, call: replace(wanted, blocked=True),
    "doing": lambda wanted, call: replace(wanted, state=State.DOING),
    "review": lambda wanted, call: replace(wanted, state=State.REVIEW),
    "undated": lambda wanted, call: replace(wanted, undated=True),
    "urgent": lambda wanted, call: replace(wanted, level=LEVELS["urgent"]),
    "important": lambda wanted, call: replace(wanted, level=LEVELS["important"]),
    "waiting": lambda wanted, call: replace(wanted, waits_for_id=call.person.id, owner_id=None),
    "accept": lambda wanted, call: replace(wanted, accepts_id=call.person.id, owner_id=None),
    "due": lambda wanted, call: replace(wanted, due=Days()),
    "done": lambda wanted, call: replace(wanted, done=Days(), live=False),
    "new": lambda wanted, call: replace(wanted, new=_new_lately(call)),
}


def _whose(call: Call, wish: Wish, person: Person | None, by: Person | None) -> Filter:
    """The tasks among which to look: theirs who is named, a channel's, or everybody's; without a word your own."""
    wanted = Filter(label=wish.label or _channel_name(call, wish.label_channel), label_channel_id=wish.label_channel,
                    project=wish.project)  # fmt: skip
    if by is not None:
        keeps = person is None and (by.id == call.person.id or "all" in wish.words)
        owner = person.id if person else None if keeps else call.person.id
        return replace(wanted, creator_id=by.id, with_own=keeps, owner_id=owner)
    if "given" in wish.words:
        return replace(wanted, creator_id=call.person.id, owner_id=person.id if person else None)
    if "channel" in wish.words:
        return replace(wanted, channel_id=_channel(call), owner_id=person.id if person else None)
    if "teams" in wish.words:
        return replace(wanted, channel_ids=_led(call), owner_id=person.id if person else None)
    of_all = "all" in wish.words or any(_is_about_others(term) for term in wish.terms)
    if person is None and of_all:
        return wanted
    return replace(wanted, owner_id=(person or call.person).id)


def _is_about_others(term: filters.Term) -> bool:
    """Who names a role or a place asks for the tasks of all; "mine" is said where it is meant."""
    return term.key in OPENS_ALL or (term.key == "is" and "unassigned" in term.values)


def _new_lately(call: Call) -> Days:
    """What is new without saying since when: since yesterday."""
    return filtering.days_of(call, "yesterday..", looks_back=True)


def _line(wish: Wish, person: Person | None, by: Person | None, terms: tuple[str, ...]) -> str:
    """The line that shows the same list again, with people by their ids; other words need a filter beside them."""
    owner, mark, plus = ("owner:", "label:", "project:") if wish.free else ("", "#", "+")
    words = [_FILTERS.get(word, word) if wish.free else word for word in wish.words]
    people = [*([f"{owner}<@{person.id}>"] if person else []), *([f"by:<@{by.id}>"] if by else [])]
    spans = [f'{kind}:"{name}"' if " " in name else f"{kind}:{name}" for kind, name in wish.spans]
    channel = [f"<#{wish.label_channel}|{wish.label}>"] if wish.label_channel else []
    label = [f"{mark}{wish.label}"] if wish.label and not channel else []
    project = [f"{plus}{wish.project}"] if wish.project else []
    free = [wish.free] if wish.free else []
    return " ".join([*words, *people, *spans, *channel, *label, *project, *terms, *free])


_FILTERS = {word: f"{key}:{word}" for key, words in SAID_AS_WORDS.items() for word in words}


def _led(call: Call) -> tuple[str, ...]:
    """The channels of the teams they lead, as App Home shows them."""
    of_workspace = call.person.id in call.workspace.leads
    led = leading.list_led(call.session, call.person, call.actor.now, of_workspace=of_workspace)
    return tuple(team.channel.id for team in led)


def _channel(call: Call) -> str:
    if call.heard.channel_id is None:
        raise UserError("no_channel_here")
    return call.heard.channel_id


def _channel_name(call: Call, channel_id: str) -> str:
    return people_queries.channel_name(call.session, call.person, channel_id) if channel_id else ""
