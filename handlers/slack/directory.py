"""The people of the workspace, read once at the start and then kept fresh by events.

In a large workspace that takes a while: Slack gives two hundred at a time, twenty times a minute. What was read is kept
page by page with the way to the next one, so a restart goes on where it was, and one process reads at a time.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from secrets import token_hex
from time import monotonic
from typing import Any, TypeVar

from slack_sdk.errors import SlackApiError

from bot import failpoints
from bot.answers.people import NOT_REACHED
from bot.clock import real_now
from bot.heard import Profile
from bot.logs import logger
from bot.rules.rates import MINUTE, Window
from bot.rules.sending import Outcome, Verdict
from bot.services.messages import census, hearing
from bot.services.people import reading
from bot.services.people.reading import Turn
from handlers.slack import facts
from handlers.slack.desk import Desk
from handlers.slack.messenger import FAILURES, outcome_of
from models import Session, failures
from models.queries import people as queries

log = logger(__name__)

PAGE = 200  # as many as Slack advises; more at once makes pages late and short
A_MINUTE = 20  # Slack's second tier
PAUSES = (1.0, 2.0, 5.0, 15.0, 60.0, 300.0)  # one after each of Slack's failures in a row; then it is left as it is
LOOK_AGAIN = 30.0  # seconds, at what another process reads
EXPIRED = "invalid_cursor"
T = TypeVar("T")


@dataclass
class Pace:
    """As many calls as Slack lets through in any minute: the first ones at once."""

    now: Callable[[], float] = monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    calls: Window = field(default_factory=lambda: Window(A_MINUTE, MINUTE))

    async def one_more(self) -> None:
        while seconds := self.calls.wait(self.now()):
            await self.sleep(seconds)
        self.calls.add(self.now())


@dataclass(frozen=True)
class _Reader:
    """Who reads which workspace."""

    desk: Desk
    workspace_id: str
    who: str
    since: datetime
    pace: Pace


async def read_directory(desk: Desk, workspace_id: str, pace: Pace | None = None) -> int:
    """Read everybody, a small turn a page; how many. What was read stays when a later page fails; people are also
    learned as they speak."""
    reader = _Reader(desk, workspace_id, token_hex(8), desk.clock.now(), pace or Pace())
    try:
        turn = await _turn(reader)
        return turn.people if turn.is_done else await _read(reader, turn)
    except asyncio.CancelledError:
        with suppress(failures.NotSaved):
            await desk.database.submit(lambda session: reading.leave(session, workspace_id, reader.who))
        raise


async def _turn(reader: _Reader) -> Turn:
    """Ours to read, or read by another process while we waited for it."""
    database, clock = reader.desk.database, reader.desk.clock
    alone = database.dialect == "sqlite"  # one process serves a file
    while True:
        try:
            turn = await database.submit(lambda session: reading.take(
                session, reader.workspace_id, reader.who, reader.since, now=clock.now(), real=real_now(), alone=alone
            ))  # fmt: skip
        except failures.NotSaved:
            turn = Turn(wait=LOOK_AGAIN)
        if not turn.wait:
            return turn
        await reader.pace.sleep(min(turn.wait, LOOK_AGAIN))


async def _read(reader: _Reader, turn: Turn) -> int:
    cursor, count, failed, away = turn.cursor, turn.people, 0, 0
    while True:
        try:
            page = await _page(reader, cursor)
            following = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not await _keep(reader, page["members"], following):
                log.info("the directory is read by another process", people=count)
                return count
        except failures.NotSaved as error:
            away = await _wait_for_the_database(reader, error, away)
            continue
        except FAILURES as error:
            outcome = _what_it_means(error)
            if outcome.reason == EXPIRED and await _from_the_beginning(reader):
                cursor, count = "", 0
            elif not await _pause(reader, outcome, failed):
                log.warning("directory not read to its end", error=outcome.reason, people=count)
                return count
            failed += outcome.verdict != Verdict.WAIT
            continue
        failpoints.hit("after_page")
        cursor, count, failed, away = following, count + len(page["members"]), 0, 0
        if not cursor:
            reader.desk.delivery.wake()
            log.info("directory read", people=count)
            return count


async def _wait_for_the_database(reader: _Reader, error: failures.NotSaved, away: int) -> int:
    """It comes back, be it after hours: nobody would begin again where the reading ended meanwhile, as nothing could be
    written down of that either. How often it was away in a row."""
    log.warning("the directory's reading waits for the database", error=str(error))
    await reader.pace.sleep(PAUSES[min(away, len(PAUSES) - 1)])
    return away + 1


async def _write(reader: _Reader, work: Callable[[Session], T]) -> T:
    away = 0
    while True:
        try:
            return await reader.desk.database.submit(work)
        except failures.NotSaved as error:
            away = await _wait_for_the_database(reader, error, away)


def _what_it_means(error: Exception) -> Outcome:
    """Of what Slack itself did not say, admins read words of ours and no class of Python's."""
    outcome = outcome_of(error)
    if outcome.reason == EXPIRED:
        return replace(outcome, verdict=Verdict.REFUSED)
    if isinstance(error, SlackApiError) or outcome.verdict == Verdict.REFUSED:
        return outcome
    log.info("the directory was not to be had from Slack", error=outcome.reason)
    return replace(outcome, reason=NOT_REACHED)


async def _page(reader: _Reader, cursor: str) -> Any:
    await reader.pace.one_more()
    client = reader.desk.tenants.client(reader.workspace_id)
    return await client.users_list(limit=PAGE, cursor=cursor, include_locale=True)


async def _keep(reader: _Reader, users: list[dict[str, Any]], following: str) -> bool:
    """Who has left is taken in one by one, all the others at once, with the way to the next page."""
    profiles, database = [facts.profile_of(user) for user in users], reader.desk.database
    for gone in await database.read(lambda session: census.list_gone(session, reader.workspace_id, profiles)):
        await database.submit(lambda session, gone=gone: _take_in(reader, session, gone))  # type: ignore[misc]
    return await database.submit(lambda session: _take_page(reader, session, profiles, following))


def _take_in(reader: _Reader, session: Session, profile: Profile) -> None:
    workspace = queries.workspace(session, reader.workspace_id)
    if workspace is not None:
        hearing.meet(session, workspace, profile, reader.desk.clock.now())


def _take_page(reader: _Reader, session: Session, profiles: list[Profile], following: str) -> bool:
    workspace, now = queries.workspace(session, reader.workspace_id), reader.desk.clock.now()
    ours = workspace is not None and reading.kept(
        session, reader.workspace_id, reader.who, following, len(profiles), real=real_now()
    )
    if workspace is None or not ours:
        return False
    census.take_page(session, workspace, profiles, now)
    if not following:
        reading.done(session, workspace, reader.who, now=now)
    return True


async def _from_the_beginning(reader: _Reader) -> bool:
    """Slack forgot where we were."""
    log.info("directory read from the beginning: its cursor is not known any more")
    now = reader.desk.clock.now()
    return await _write(
        reader, lambda session: reading.expired(session, reader.workspace_id, reader.who, now=now, real=real_now())
    )


async def _pause(reader: _Reader, outcome: Outcome, failed: int) -> bool:
    """Wait until the same page may be asked for again; False when there is no use in that."""
    seconds, who = _pause_after(outcome, failed), reader.who
    if seconds is None:
        await _write(reader, lambda session: reading.leave(session, reader.workspace_id, who, outcome.reason))
        return False
    with suppress(failures.NotSaved):
        await reader.desk.database.submit(
            lambda session: reading.wait(session, reader.workspace_id, who, seconds, real=real_now())
        )
    await reader.pace.sleep(seconds)
    return True


def _pause_after(outcome: Outcome, failed: int) -> float | None:
    """Seconds; None where it is left."""
    if outcome.verdict == Verdict.WAIT:
        return outcome.wait_seconds
    if outcome.verdict == Verdict.REFUSED or failed >= len(PAUSES):
        return None
    return PAUSES[failed]
