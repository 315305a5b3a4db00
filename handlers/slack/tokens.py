"""With which token a workspace is spoken to: none where Slack let us go, and one that runs out is renewed in time."""

import asyncio
from collections.abc import Callable, Coroutine
from contextvars import Context
from dataclasses import replace
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, Protocol

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot import failpoints
from bot.clock import Clock, real_now
from bot.logs import logger
from bot.measures import LEFT, RENEWALS
from bot.rules.sending import PATIENCE, TOKEN_IS_DEAD
from bot.sealing import CannotOpen, KeyRing
from bot.services.people import installing
from bot.services.people.installing import Access
from models import InstallationState, Session, failures
from models.db import Database
from models.queries import people as queries

log = logger(__name__)

ONLY_THERE = "team_access_not_granted"  # an organisation's token goes on working elsewhere
ASK_FOR = 0.5  # seconds for the database to say whether we are let in
GOOD_FOR = 1.0  # seconds; what this process hears or finds out itself counts at once
STILL_GOOD = timedelta(seconds=60)  # a token is used for as long as it surely lives through the call
OTHER_TAKES = 12.0  # seconds to wait for the token that somebody else is asking for
KEEP_AGAIN = 0.5  # seconds until a new token is offered to the database again
RENEW_AGAIN = timedelta(seconds=15)
REFRESH_IS_DEAD = frozenset({"invalid_refresh_token", "invalid_grant", "invalid_auth", "token_revoked",
                             "account_inactive", "token_expired"})  # fmt: skip


Given = tuple[str, str | None, datetime]
"""A token, what renews it, and when it runs out."""
Renew = Callable[[str], Coroutine[Any, Any, Given]]


class Left(SlackClientError):
    """Slack lets us in there no more, or never did: no call is made."""


class NotNow(SlackClientError):
    """There is no token at this moment; nothing was sent, and it may be tried again."""


class Tokens(Protocol):
    """Where the tokens come from."""

    async def access(self, workspace_id: str) -> Access:
        """Raises Left or NotNow."""

    async def refused(self, workspace_id: str, access: Access, error: str) -> Access | None:
        """Slack refused that token: what to try once more with; None when this was the end, which is written down."""

    def forget(self) -> None:
        """Something was ended or installed: ask the database again."""

    async def finish(self, seconds: float) -> None:
        """Before we stop: what Slack is giving just now is kept first."""


class OneToken:
    """The one workspace whose token stands in the settings."""

    def __init__(self, database: Database, clock: Clock, workspace_id: str, token: str) -> None:
        self._database = database
        self._clock = clock
        self._workspace_id = workspace_id
        self._access = Access(workspace_id, 0, token)
        self._good_until = 0.0

    def forget(self) -> None:
        self._good_until = 0.0

    async def finish(self, seconds: float) -> None:
        """It is never renewed."""

    async def access(self, workspace_id: str) -> Access:
        if workspace_id != self._workspace_id:
            raise Left("another workspace")
        if monotonic() < self._good_until:
            return self._access
        try:
            async with asyncio.timeout(ASK_FOR):
                suspended = await self._database.read(lambda session: _is_suspended(session, workspace_id))
        except (failures.NotSaved, TimeoutError):
            suspended = False  # nothing is known, and there is nothing else that the database could tell
        if suspended:
            raise Left("suspended")
        self._good_until = monotonic() + GOOD_FOR
        return self._access

    async def refused(self, workspace_id: str, access: Access, error: str) -> Access | None:
        self.forget()
        now = self._clock.now()
        await _kept(self._database, lambda session: installing.leave(session, [workspace_id], now))
        _tell_left([workspace_id], error)
        return None


def _is_suspended(session: Session, workspace_id: str) -> bool:
    workspace = queries.workspace(session, workspace_id)
    return workspace is not None and workspace.suspended


class InstalledTokens:
    """Those of the workspaces that installed Muster, sealed in the database.

    `ask` asks Slack for a new one, with the refresh token, and takes no longer than `call`.
    """

    def __init__(
        self, database: Database, clock: Clock, ring: KeyRing, ask: Renew, call: timedelta = PATIENCE.call
    ) -> None:
        self._database = database
        self._clock = clock
        self._ring = ring
        self._ask = ask
        self._lease = installing.RENEWING * call
        self._renewals: dict[str, asyncio.Task[Access | None]] = {}
        self._read_lately: dict[str, tuple[Access, float]] = {}

    def forget(self) -> None:
        self._read_lately.clear()

    async def finish(self, seconds: float) -> None:
        if not self._renewals:
            return
        _, left = await asyncio.wait(self._renewals.values(), timeout=seconds)
        for task in left:
            task.cancel()
            log.error("stopped while a token was being renewed: Muster may have to be installed again there")

    async def access(self, workspace_id: str) -> Access:
        found, until = self._read_lately.get(workspace_id, (None, 0.0))
        if found is None or monotonic() >= until:
            found = await self._read(workspace_id)
            self._read_lately[workspace_id] = found, monotonic() + GOOD_FOR
        left = found.expires_real - real_now() if found.expires_real else None
        if left is None or left > installing.RENEW_BEFORE:
            return found
        if left > STILL_GOOD:
            self._renewal(found)
            return found
        return await self._renewed(workspace_id, found)

    async def _read(self, workspace_id: str) -> Access:
        try:
            async with asyncio.timeout(ASK_FOR):
                found = await self._database.read(lambda session: installing.access(session, self._ring, workspace_id))
        except (failures.NotSaved, TimeoutError):
            raise NotNow("the database is away") from None
        except CannotOpen as error:
            log.error("a token does not open: are the keys those it was sealed with?", reason=str(error))
            raise NotNow("the token does not open") from None
        if found is None:
            raise Left("not installed there")
        return found

    def _renewal(self, old: Access) -> asyncio.Task[Access | None]:
        """One at a time for each consent, in a task of its own: while the old token still works nobody waits for it,
        and whoever does may be called off, but what Slack gave has to be kept all the same. Nor is it ever too late for
        it, as it may be for the call that needed it first: nothing of that one's context goes along."""
        task = self._renewals.get(old.owner)
        if task is None:
            task = self._renewals[old.owner] = asyncio.create_task(self._renew(old), context=Context())
            task.add_done_callback(lambda _: self._renewals.pop(old.owner))
        return task

    async def _renewed(self, workspace_id: str, old: Access) -> Access:
        """The next token, by us or by another process."""
        deadline = asyncio.get_running_loop().time() + OTHER_TAKES
        while asyncio.get_running_loop().time() < deadline:
            found = await asyncio.shield(self._renewal(old)) or await self._read(workspace_id)
            if (found.owner, found.generation) != (old.owner, old.generation):
                return found
            await asyncio.sleep(0.2)
        raise NotNow("the token is being renewed")

    async def _renew(self, old: Access) -> Access | None:
        """The new one, if it was us who got it. Once here, by the task, and once everywhere, by the row: a refresh
        token works once."""
        refresh = await _kept(self._database, lambda session: installing.begin_renewal(
            session, self._ring, old.owner, old.generation, real_now(), self._lease))  # fmt: skip
        if refresh is None:
            return None
        failpoints.hit("before_renewal")
        try:
            given = await self._ask(refresh)
        except SlackApiError as error:
            await self._not_renewed(old, str(error.response.get("error")))
            return None
        except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError, ValueError, LookupError) as error:
            await self._not_renewed(old, type(error).__name__)
            return None
        failpoints.hit("after_renewal")
        return await self._keep(old, given)

    async def _keep(self, old: Access, given: Given) -> Access | None:
        """However long the database is away: nobody will be given this token a second time."""
        token, refresh, expires = given
        while True:
            try:
                is_newest = await self._database.submit(lambda session: installing.renewed(
                    session, self._ring, old.owner, old.generation, token, refresh, expires))  # fmt: skip
            except failures.NotSaved:
                log.warning("a new token waits for the database", owner=old.owner)
                await asyncio.sleep(KEEP_AGAIN)
                continue
            self.forget()
            RENEWALS.labels("renewed").inc()
            new = replace(old, generation=old.generation + 1, token=token, expires_real=expires)
            return new if is_newest else None

    async def _not_renewed(self, old: Access, error: str) -> None:
        """A refresh token that is dead leaves us the access token for as long as that lives."""
        RENEWALS.labels("failed").inc()
        dead, now, again = error in REFRESH_IS_DEAD, self._clock.now(), real_now() + RENEW_AGAIN
        say = log.error if dead else log.warning
        say("a token could not be renewed" + (": Muster has to be installed again there" if dead else ""),
            owner=old.owner, error=error)  # fmt: skip
        work = installing.cannot_renew if dead else installing.not_renewed
        await _kept(self._database, lambda session: work(session, old.owner, old.generation, again, now))
        if dead and (old.expires_real is None or old.expires_real <= real_now()):
            await self._end(old, error)

    async def refused(self, workspace_id: str, access: Access, error: str) -> Access | None:
        """An older token than the newest is no news; one that ran out is renewed; every other refusal is the end."""
        self.forget()
        if error == ONLY_THERE:
            now = self._clock.now()
            left = await _kept(self._database, lambda session: installing.leave(session, [workspace_id], now))
            _tell_left(left or [], error)
            return None
        try:
            newest = await self._read(workspace_id)
            if (newest.owner, newest.generation) != (access.owner, access.generation):
                return newest
            if error == "token_expired" and await self._may_renew(access):
                return await self._renewed(workspace_id, access)
        except (Left, NotNow):
            return None
        await self._end(access, error)
        return None

    async def _may_renew(self, access: Access) -> bool:
        return await self._database.read(lambda session: installing.may_renew(session, access.owner))

    async def _end(self, access: Access, error: str) -> None:
        now = self._clock.now()
        left = await _kept(self._database, lambda session: installing.ended(
            session, access.owner, InstallationState.REVOKED, error, now, access.generation))  # fmt: skip
        _tell_left(left or [], error)


async def _kept(database: Database, work: Callable[[Session], Any]) -> Any:
    """What the database cannot take now is found out again by the next call."""
    try:
        return await database.submit(work)
    except failures.NotSaved:
        log.warning("not kept: the database is away")
        return None


def _tell_left(workspace_ids: list[str], error: str) -> None:
    for workspace_id in workspace_ids:
        LEFT.inc()
        log.error("Slack lets Muster in there no more: nothing is said until it is installed again",
                  workspace=workspace_id, error=error)  # fmt: skip


class TenantClient(AsyncWebClient):
    """Calls Slack for one workspace, each time with the token that counts then."""

    def __init__(self, tokens: Tokens, workspace_id: str, **options: Any) -> None:
        super().__init__(**options)
        self._tokens = tokens
        self._workspace_id = workspace_id

    async def api_call(self, api_method: str, **options: Any) -> Any:
        """Raises Left before anything is sent where we were let go, and all that the library raises."""
        access = await self._tokens.access(self._workspace_id)
        try:
            return await self._call(access, api_method, options)
        except SlackApiError as error:
            name = error_of(error)
            again = await self._tokens.refused(self._workspace_id, access, name) if name in TOKEN_IS_DEAD else None
            if again is None:
                raise
        return await self._call(again, api_method, options)

    async def _call(self, access: Access, api_method: str, options: dict[str, Any]) -> Any:
        self.token = access.token  # nothing waits between here and where the library reads it
        self.default_params = {"team_id": self._workspace_id} if access.is_org else {}
        return await super().api_call(api_method, **options)


def error_of(error: SlackApiError) -> str:
    """Slack's name for it; the answer may have no form at all."""
    try:
        return str(error.response["error"])
    except (KeyError, TypeError, ValueError, AttributeError):
        return ""


async def oauth(client: AsyncWebClient, client_id: str, client_secret: str, **what: str) -> Any:
    """A code or a refresh token against a token. Raises what the library raises.

    The secret goes as a field: the library's own way needs a part of aiohttp that is about to go.
    """
    return await client.api_call(
        "oauth.v2.access", data={"client_id": client_id, "client_secret": client_secret, **what}
    )


def renewing(client: AsyncWebClient, client_id: str, client_secret: str) -> Renew:
    """Ask for a new token with `client`, which needs none of its own."""

    async def ask(refresh: str) -> Given:
        answer = await oauth(client, client_id, client_secret, grant_type="refresh_token", refresh_token=refresh)
        expires = real_now() + timedelta(seconds=int(answer["expires_in"]))
        return str(answer["access_token"]), answer.get("refresh_token"), expires

    return ask
