"""Lists and finding: which tasks a line asks for, one page of them."""

import re
from dataclasses import dataclass, replace

from bot.answers import Answer, TaskList
from bot.commands.call import Call
from bot.errors import UserError, not_found
from bot.services import people
from models import Person
from models.queries import people as people_queries
from models.queries import tasks as queries
from models.queries.tasks import Filter

PAGE = re.compile(r"(?:^|\s)(?:page|第)\s*(\d{1,18})\s*页?\s*$", re.IGNORECASE)
USER = re.compile(r"^<@([A-Z0-9]+)(?:\|[^>]*)?>$")
WORDS = {
    "mine": "mine", "me": "mine", "my": "mine", "我": "mine", "我的": "mine",
    "late": "late", "overdue": "late", "is:late": "late", "逾期": "late", "延期": "late",
    "blocked": "blocked", "is:blocked": "blocked", "卡住": "blocked", "阻塞": "blocked",
    "all": "all", "everything": "all", "全部": "all", "所有": "all",
    "here": "channel", "channel": "channel", "频道": "channel", "本频道": "channel",
    "given": "given", "交办": "given",
}  # fmt: skip


@dataclass(frozen=True)
class Wish:
    """What a list line asks for."""

    words: tuple[str, ...] = ()
    person: str | None = None
    page: int = 1


def _wish(args: str) -> Wish | None:
    """The line as a wish; None when some word of it is none of ours."""
    page = PAGE.search(args)
    rest = PAGE.sub("", args).split()
    wish = Wish(page=int(page[1]) if page else 1)
    for word in rest:
        if known := WORDS.get(word.lower()):
            wish = replace(wish, words=(*wish.words, known))
        elif (match := USER.match(word)) or word.startswith("@"):
            wish = replace(wish, person=match[1] if match else word)
        else:
            return None
    return wish


def reads(args: str) -> bool:
    return _wish(args) is not None


def mine(call: Call) -> Answer:
    """`list` — your open tasks."""
    return list_(call.with_args(""))


def list_(call: Call) -> Answer:
    """`list [@ann|here|late|blocked|given|all]` — your tasks, a person's, this channel's, the late ones, or all."""
    wish = _wish(call.args)
    assert wish is not None, "the table lets only lines through that read as a wish"
    person = _person(call, wish.person) if wish.person else None
    wanted = Filter(late="late" in wish.words, blocked="blocked" in wish.words)
    heading = next((word for word in ("late", "blocked") if word in wish.words), "mine")
    if "given" in wish.words:
        wanted, heading = replace(wanted, creator_id=call.person.id), "given"
    elif "channel" in wish.words:
        wanted, heading = replace(wanted, channel_id=_channel(call)), "channel"
    elif "all" in wish.words:
        heading = "all" if heading == "mine" else heading
    elif person is not None:
        wanted, heading = replace(wanted, owner_id=person.id), "person" if heading == "mine" else heading
    else:
        wanted = replace(wanted, owner_id=call.person.id)
    line = " ".join(["list", *wish.words, *([f"<@{person.id}>"] if person else [])])
    return _page(call, wanted, heading, line, wish.page, person)


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


def _person(call: Call, said: str) -> Person:
    if not said.startswith("@"):
        person = people.known(call.session, call.workspace, [said], call.actor.now)[said]
        if person.is_deleted and not person.name:
            raise not_found("no_such_person", name=said)
        return person
    name = said.removeprefix("@")
    if name.lower() in ("me", "我"):
        return call.person
    found = people_queries.list_named(call.session, call.workspace.id, name)
    if len(found) != 1:
        raise not_found("which_person" if found else "no_such_person", name=name, people=tuple(p.id for p in found))
    return found[0]


def _channel(call: Call) -> str:
    if call.heard.channel_id is None:
        raise UserError("no_channel_here")
    return call.heard.channel_id
