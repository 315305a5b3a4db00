"""Lists and finding: which tasks a line asks for, one page of them."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import TypeVar

from bot.answers import Answer, TaskList, WhoIs
from bot.commands import naming
from bot.commands.call import Call
from bot.commands.carrying import WHO
from bot.errors import UserError
from bot.parsing import talk_periods, task_line
from bot.parsing.civil import ANY_DAY
from bot.parsing.talk_periods import Period
from bot.parsing.when import read_when
from bot.rules import civil
from models import Person, State
from models.queries import people as people_queries
from models.queries import tasks as queries
from models.queries.lists import Days
from models.queries.tasks import Filter

T = TypeVar("T")
PAGE = re.compile(r"(?:^|\s)(?:page|第)\s*(\d{1,18})\s*页?\s*$", re.IGNORECASE)
CHANNEL = re.compile(r"^<#(C[A-Z0-9]+)(?:\|([^>]*))?>$")
LABEL = re.compile(r"^#(?!\d+$)([\w][\w/-]*)$")
PROJECT = re.compile(r"^\+([^\W\d_][\w.-]*)$")
WORDS = {
    "mine": "mine", "me": "mine", "my": "mine", "我": "mine", "我的": "mine",
    "late": "late", "overdue": "late", "逾期": "late", "延期": "late", "过期": "late",
    "blocked": "blocked", "stuck": "blocked", "卡住": "blocked", "阻塞": "blocked",
    "all": "all", "everything": "all", "everyone": "all", "全部": "all", "所有": "all", "大家": "all",
    "here": "channel", "channel": "channel", "频道": "channel", "本频道": "channel",
    "given": "given", "交办": "given", "我交办的": "given",
    "doing": "doing", "started": "doing", "进行中": "doing", "在做": "doing",
    "review": "review", "审核": "review", "审核中": "review", "评审": "review",
    "undated": "undated", "dateless": "undated", "无日期": "undated", "没日期": "undated",
    "urgent": "urgent", "紧急": "urgent", "!1": "urgent", "!urgent": "urgent",
    "important": "important", "high": "important", "重要": "important", "!2": "important", "!high": "important",
    "waiting": "waiting", "等我": "waiting", "next": "next", "接下来": "next",
    "due": "due", "dated": "due", "有日期": "due", "done": "done", "finished": "done", "已完成": "done",
    "new": "new", "新": "new", "新增": "new",
    "task": "", "tasks": "", "open": "", "to-do": "", "todo": "", "todos": "", "任务": "", "待办": "", "的": "",
}  # fmt: skip
SPANS = {
    "due": "due", "截止": "due", "到期": "due", "done": "done", "完成": "done", "finished": "done",
    "new": "new", "created": "new", "added": "new", "新增": "new",
}  # fmt: skip
FOR_WORK = re.compile(
    r"(?:me\s+|us\s+)?(?:for\s+)?"
    r"(?:an?|another|some|someone|somebody|somewhere|something|anyone|anybody|out|us|ways?|time to|more"
    r"|one|two|three|\d+ [a-z]+s)\s|(?:for\s+)?(?:someone|somebody|out)$"
    r"|(?:一下|一[家个位种条些]|几[家个位种条]|出|到)",
    re.IGNORECASE,
)
FOR_SOMEBODY = re.compile(r"<@[UW]|(?:^|\s)@\w")
BY_A_DAY = re.compile(r"\b(?:by|before|until|till|due)\b|前$", re.IGNORECASE)
BY = ("by:", "from:", "来自:", "创建:")
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
    page: int = 1


def _wish(args: str) -> Wish | None:
    """The line as a wish; None when some word of it is none of ours."""
    page = PAGE.search(args)
    wish = Wish(page=int(page[1]) if page else 1)
    for word in PAGE.sub("", args).replace("：", ":").replace("！", "!").split():
        more = _with(wish, word)
        if more is None:
            return None
        wish = more
    return wish


def _with(wish: Wish, word: str) -> Wish | None:
    known = WORDS.get(word.lower().removeprefix("is:"))
    if known is not None:
        return replace(wish, words=_once(*wish.words, known)) if known else wish
    if match := CHANNEL.match(word):
        return replace(wish, label=match[2] or "", label_channel=match[1])
    if match := LABEL.match(word):
        return replace(wish, label=match[1])
    if match := PROJECT.match(word):
        return replace(wish, project=match[1])
    for start in BY:
        if word.lower().startswith(start) and len(word) > len(start):
            return replace(wish, by=_written(word[len(start) :]))
    if naming.USER.fullmatch(word) or word.startswith("@"):
        return replace(wish, person=_written(word))
    return _with_span(wish, word)


def _once(*said: T) -> tuple[T, ...]:
    """What is said again says nothing new; the line of the list has to fit on its buttons."""
    return tuple(dict.fromkeys(said))


def _written(name: str) -> str:
    match = naming.USER.fullmatch(name)
    return match[1] if match else f"@{name.removeprefix('@')}"


def _with_span(wish: Wish, word: str) -> Wish | None:
    kind, colon, name = word.partition(":")
    if not colon:
        is_period = word.lower() in talk_periods.WORDS or talk_periods.days_of(word, date.min) is not None
        return replace(wish, spans=_once(*wish.spans, ("due", word))) if is_period else None
    known = SPANS.get(kind.lower())
    return replace(wish, spans=_once(*wish.spans, (known, name))) if known and name else None


def reads(args: str) -> bool:
    return _wish(args) is not None


def mine(call: Call) -> Answer:
    """`list` — your open tasks."""
    return list_(call.with_args(""))


def list_(call: Call) -> Answer:
    """`list [@ann|here|late|due:week|done:week|#label|all]` — your tasks, a person's, this channel's, or others."""
    wish = _wish(call.args)
    assert wish is not None, "the table lets only lines through that read as a wish"
    named: dict[str, Person] = {}
    for said in dict.fromkeys(name for name in (wish.person, wish.by) if name):
        found = naming.listed(call, said, call.args.replace(said, WHO, 1))
        if isinstance(found, WhoIs):
            return found
        named[said] = found
    person, by = named.get(wish.person or ""), named.get(wish.by or "")
    wanted = _whose(call, wish, person, by)
    for word in wish.words:
        wanted = NARROWED[word](wanted, call) if word in NARROWED else wanted
    for kind, name in wish.spans:
        days = _days(call, name, looks_back=kind != "due")
        wanted = replace(wanted, live=wanted.live and kind != "done", **{kind: days})  # type: ignore[arg-type]
    heading = next((word for word in ("next", "given", "channel", "all") if word in wish.words), "mine")
    return _page(call, wanted, heading if not person else "person", _line(wish, person, by), wish.page, person or by)


NARROWED: dict[str, Callable[[Filter, Call], Filter]] = {
    "late": lambda wanted, call: replace(wanted, late=True),
    "blocked": lambda wanted, call: replace(wanted, blocked=True),
    "doing": lambda wanted, call: replace(wanted, state=State.DOING),
    "review": lambda wanted, call: replace(wanted, state=State.REVIEW),
    "undated": lambda wanted, call: replace(wanted, undated=True),
    "urgent": lambda wanted, call: replace(wanted, level=LEVELS["urgent"]),
    "important": lambda wanted, call: replace(wanted, level=LEVELS["important"]),
    "waiting": lambda wanted, call: replace(wanted, waits_for_id=call.person.id, owner_id=None),
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
    if "all" in wish.words:
        return wanted
    return replace(wanted, owner_id=(person or call.person).id)


def _days(call: Call, name: str, *, looks_back: bool) -> Days:
    """The days somebody named, with the instants of the speaker's own zone."""
    zone = civil.zone(call.person.zone)
    today = civil.local_date(call.heard.spoken_at or call.actor.now, zone)
    period = talk_periods.days_of(name, today)
    if period is None:
        when = read_when(name, now=call.heard.spoken_at or call.actor.now, zone=call.person.zone)
        if when is None:
            raise UserError("no_such_date", words=name)
        on = talk_periods.gone_by(when.on, today) if looks_back else when.on
        period = Period(on, on)
    first, last = period.first, period.last
    return Days(
        first, last, civil.instant(first, time(), zone) if first else None,
        civil.instant(last + timedelta(days=1), time(), zone) if last and last < date.max else None,
    )  # fmt: skip


def _new_lately(call: Call) -> Days:
    """What is new without saying since when: since yesterday."""
    return _days(call, "yesterday..", looks_back=True)


def _line(wish: Wish, person: Person | None, by: Person | None) -> str:
    """The line that shows the same list again, with people by their ids."""
    people = [*([f"<@{person.id}>"] if person else []), *([f"by:<@{by.id}>"] if by else [])]
    spans = [f"{kind}:{name}" for kind, name in wish.spans]
    channel = [f"<#{wish.label_channel}|{wish.label}>"] if wish.label_channel else []
    label = [f"#{wish.label}"] if wish.label and not channel else []
    project = [f"+{wish.project}"] if wish.project else []
    return " ".join(["list", *wish.words, *people, *spans, *channel, *label, *project])


def finds(args: str) -> bool:
    """Words to look for; "find a caterer", "find out why" and whatever has a person or a last day is work."""
    if FOR_WORK.match(args) or FOR_SOMEBODY.search(args) or "\n" in args:
        return False
    due = task_line.read(args, now=ANY_DAY, zone="UTC").due
    return due is None or BY_A_DAY.search(due.words) is None


def find(call: Call) -> Answer:
    """`find price list` — search titles and notes, including closed tasks."""
    page = PAGE.search(call.args)
    words = PAGE.sub("", call.args).strip()
    if not words:
        raise UserError("find_what")
    wanted = Filter(words=words[:200], live=False)
    return _page(call, wanted, "found", f"find {words[:200]}", int(page[1]) if page else 1, None)


def _page(call: Call, wanted: Filter, heading: str, line: str, number: int, person: Person | None) -> TaskList:
    page = queries.list_page(call.session, call.person, wanted, call.actor.now, page=number)
    owners = people_queries.list_by_ids(call.session, call.workspace.id, (task.owner_id for task in page.tasks))
    return TaskList(heading, wanted, page, line, owners, person)


def _channel(call: Call) -> str:
    if call.heard.channel_id is None:
        raise UserError("no_channel_here")
    return call.heard.channel_id


def _channel_name(call: Call, channel_id: str) -> str:
    return people_queries.channel_name(call.session, call.person, channel_id) if channel_id else ""
