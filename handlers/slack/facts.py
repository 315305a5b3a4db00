"""What must be known before a turn and only Slack can tell: who speaks, who is named, which conversation this is."""

import asyncio
import re
from collections.abc import Coroutine, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.heard import ChannelFacts, Heard, Profile
from bot.logs import logger
from bot.parsing.characters import clean
from handlers.slack import decode
from models import ChannelKind, Session
from models.db import Database
from models.queries import people as queries
from models.queries import tasks as queries_of_tasks

log = logger(__name__)

ASK_FOR = 1.2
ROSTER_WITHIN = 0.8
KNOWN_FOR = timedelta(seconds=20)
KEPT = 20_000
PEOPLE_FOR = timedelta(days=1)
CHANNEL_FOR = timedelta(hours=1)
KIND_FOR = timedelta(days=1)
ROSTER_FOR = queries_of_tasks.ROSTER_FOR - timedelta(minutes=1)  # read anew before rights that rest on it end
PAGES_OF_PUBLIC = 1
ROSTERS_AT_ONCE = 4
NEEDS_ROSTER = "/standup"
NOBODY = frozenset({"user_not_found", "users_not_found"})
NAME_MAX = 200
LATEST = 2**31
PERSON = re.compile(r"[UW][A-Z0-9]{6,20}")
# an answer may be none, late, torn or odd; what cannot be learned stays unknown
UNLEARNED = (SlackClientError, aiohttp.ClientError, OSError, TimeoutError, ValueError, LookupError, TypeError,
             AttributeError)  # fmt: skip


class Learned:
    """Of whom, and where, all was known a moment ago: the database need not be asked about it with every word.

    Another process may change what is known; nobody's rights rest on this, queries look for themselves.
    """

    def __init__(self) -> None:
        self._kinds: dict[str, dict[tuple[Any, ...], tuple[datetime, str | None]]] = {}  # by workspace

    def forget(self, workspace_id: str) -> None:
        """Something there changed."""
        self._kinds.pop(workspace_id, None)

    def keep(self, heard: Heard, missing: "Missing", now: datetime) -> None:
        if not missing.is_nothing or heard.values:
            return
        kinds = self._kinds.setdefault(heard.workspace_id, {})
        if len(kinds) >= KEPT:
            kinds.clear()
        kinds[_all_that_counts(heard)] = now + KNOWN_FOR, missing.kind

    def of(self, heard: Heard, now: datetime) -> Heard | None:
        """The same with what kind of conversation it is; None where it has to be looked up."""
        until, kind = self._kinds.get(heard.workspace_id, {}).get(_all_that_counts(heard), (now, None))
        if heard.values or not now < until:
            return None
        return replace(heard, channel_kind=heard.channel_kind or kind or _unsure(heard))


def _all_that_counts(heard: Heard) -> tuple[Any, ...]:
    needs_roster = heard.text.startswith(NEEDS_ROSTER)
    return (heard.person_id, heard.channel_id, heard.channel_kind, needs_roster,
            *decode.mentioned(heard.text))  # fmt: skip


def _unsure(heard: Heard) -> str | None:
    """What is not known to be open to all is taken to be closed."""
    return ChannelKind.PRIVATE if heard.channel_id else None


@dataclass(frozen=True)
class Missing:
    """What is to be asked: people, the conversation itself, and the members of which conversations.

    `kind` is what the conversation was the last time, `is_served` whether we work for that workspace.
    """

    people: tuple[str, ...]
    channel: str | None
    rosters: tuple[str, ...]
    kind: str | None = None
    is_served: bool = True

    @property
    def is_nothing(self) -> bool:
        return self.is_served and not (self.people or self.channel or self.rosters)


async def learn(
    database: Database, client: AsyncWebClient, heard: Heard, now: datetime, learned_before: Learned
) -> Heard:  # fmt: skip
    """The same, with what Slack tells about it. What cannot be learned in time stays unknown, and unknown means no."""
    if known := learned_before.of(heard, now):
        return known
    missing = await database.read(lambda session: _missing(session, heard, now))
    learned_before.keep(heard, missing, now)
    calls: list[Coroutine[Any, Any, Profile | ChannelFacts | None]] = [
        profile(client, person_id) for person_id in missing.people
    ]
    asked = dict.fromkeys((*missing.rosters, *([missing.channel] if missing.channel else [])))
    calls += [channel(client, channel_id) for channel_id in asked]
    learned = await asyncio.gather(*(_in_time(call) for call in calls))
    channels = tuple(found for found in learned if isinstance(found, ChannelFacts))
    kind = next((found.kind for found in channels if found.id == heard.channel_id), heard.channel_kind or missing.kind)
    return replace(
        heard,
        profiles=tuple(found for found in learned if isinstance(found, Profile) and _is_news(found, heard)),
        channels=channels,
        channel_kind=kind or _unsure(heard),
    )


async def rosters(client: AsyncWebClient, channel_ids: Iterable[str]) -> tuple[ChannelFacts, ...]:
    """These conversations and who is in them, as far as Slack tells it in time."""
    found = await asyncio.gather(*(_in_time(channel(client, channel_id)) for channel_id in channel_ids))
    return tuple(one for one in found if isinstance(one, ChannelFacts))


def _is_news(found: Profile, heard: Heard) -> bool:
    """Who speaks is there, even where Slack does not show them to us."""
    return found.id != heard.person_id or bool(found.name) or not found.is_deleted


def _missing(session: Session, heard: Heard, now: datetime) -> Missing:
    workspace = queries.workspace(session, heard.workspace_id)
    if workspace is None or workspace.suspended:
        return Missing((), None, (), is_served=False)
    values = [value for value in _flat(heard.values) if PERSON.fullmatch(value)]
    wanted = dict.fromkeys((heard.person_id, *decode.mentioned(heard.text), *values))
    known = queries.list_by_ids(session, heard.workspace_id, wanted)
    people = tuple(
        person_id for person_id in wanted
        if person_id not in known or not known[person_id].name or known[person_id].refreshed_at < now - PEOPLE_FOR
    )  # fmt: skip
    rosters = queries.stale_private_channels(session, heard.workspace_id, heard.person_id, now - ROSTER_FOR)
    here, kind = _missing_channel(session, heard, now)
    return Missing(people[:20], here, tuple(rosters[:ROSTERS_AT_ONCE]), kind)


def _missing_channel(session: Session, heard: Heard, now: datetime) -> tuple[str | None, str | None]:
    """(The conversation to ask about, what kind it was the last time). A payload seldom tells the kind, and to ask
    at every word of a busy channel is more than Slack allows."""
    if heard.channel_id is None or heard.channel_kind == ChannelKind.DM:
        return None, None
    known = queries.channel(session, heard.workspace_id, heard.channel_id)
    if known is None or known.read_at is None or known.read_at < now - KIND_FOR:
        return heard.channel_id, None
    stale = known.read_at < now - (CHANNEL_FOR if known.bot_is_in else ROSTER_FOR)
    if known.bot_is_in and (known.kind != ChannelKind.PUBLIC or heard.text.startswith(NEEDS_ROSTER)):
        stale = stale or known.roster_at is None or known.roster_at < now - ROSTER_FOR
    stale = stale or heard.channel_kind not in (None, known.kind)
    return (heard.channel_id if stale else None), known.kind


def _flat(values: dict[str, Any]) -> list[str]:
    found: list[str] = []
    for value in values.values():
        found += [value] if isinstance(value, str) and value else list(value) if isinstance(value, list) else []
    return [value for value in found if isinstance(value, str) and value]


async def _in_time(call: Coroutine[Any, Any, Profile | ChannelFacts | None]) -> Profile | ChannelFacts | None:
    try:
        return await asyncio.wait_for(call, ASK_FOR)
    except UNLEARNED as error:
        log.info("could not ask Slack", error=type(error).__name__)
        return None


async def profile(client: AsyncWebClient, person_id: str) -> Profile:
    """What Slack tells of a person; for an id that Slack says is nobody's, somebody who is gone and has no name."""
    try:
        answer = await client.users_info(user=person_id, include_locale=True)
    except SlackApiError as error:
        if error.response.get("error") in NOBODY:
            return Profile(id=person_id, is_deleted=True)
        raise
    return profile_of(answer["user"])


def profile_of(user: dict[str, Any]) -> Profile:
    """Slack's user object; people of other organisations come thin, and any part may be missing or odd."""
    about = user["profile"] if isinstance(user.get("profile"), dict) else {}
    return Profile(
        id=user["id"],
        name=_word(user.get("name")),
        real_name=_word(about.get("real_name")) or _word(user.get("real_name")),
        display_name=_word(about.get("display_name")),
        locale=_word(user.get("locale")),
        zone=_word(user.get("tz")),
        is_admin=bool(user.get("is_admin") or user.get("is_owner")),
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        is_stranger=bool(user.get("is_stranger")),
        is_deleted=bool(user.get("deleted")),
        is_bot=bool(user.get("is_bot")) or user["id"] == "USLACKBOT",
        updated=_moment(user.get("updated")),
    )


def _word(value: Any) -> str:
    return clean(value)[:NAME_MAX] if isinstance(value, str) else ""


def _moment(value: Any) -> int:
    """Seconds since 1970; what is no such number is no reason to forget the person."""
    return int(value) if isinstance(value, int | float) and 0 <= value < LATEST else 0


async def channel(client: AsyncWebClient, channel_id: str) -> ChannelFacts:
    """The conversation and, where we are in it, its members as far as they are told in time.

    Of a private one all are needed, rights rest on them; of a public one only a list that fits one page is of use.
    """
    answer = await client.conversations_info(channel=channel_id)
    facts = channel_of(answer["channel"])
    if not facts.bot_is_in or facts.kind == ChannelKind.DM:
        return facts
    try:
        pages = PAGES_OF_PUBLIC if facts.kind == ChannelKind.PUBLIC else None
        return replace(facts, members=await asyncio.wait_for(members(client, channel_id, pages), ROSTER_WITHIN))
    except UNLEARNED as error:
        log.info("members not learned", error=type(error).__name__)
        return facts


async def members(client: AsyncWebClient, channel_id: str, pages: int | None) -> tuple[str, ...] | None:
    """All members; None when they do not fit that many pages of a thousand."""
    found: list[str] = []
    cursor = ""
    while pages is None or pages > 0:
        pages = None if pages is None else pages - 1
        page = await client.conversations_members(channel=channel_id, limit=1000, cursor=cursor)
        found += page["members"]
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return tuple(found)
    return None


def channel_of(found: dict[str, Any]) -> ChannelFacts:
    kind = ChannelKind.PUBLIC
    if found.get("is_im"):
        kind = ChannelKind.DM
    elif found.get("is_mpim"):
        kind = ChannelKind.GROUP_DM
    elif found.get("is_private") or found.get("is_group"):
        kind = ChannelKind.PRIVATE
    return ChannelFacts(
        id=found["id"], kind=kind, name=found.get("name") or "",
        is_shared=bool(found.get("is_ext_shared") or found.get("is_shared")),
        is_archived=bool(found.get("is_archived")), bot_is_in=bool(found.get("is_member")) or kind == ChannelKind.DM,
    )  # fmt: skip
