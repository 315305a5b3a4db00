"""The workspaces we serve: who we are in each, by which client it is called, and whether we know it at all."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.services.people import installing
from models import Session, failures
from models.db import Database
from models.queries import installations, people

ASK_FOR = 0.5  # seconds of the three that Slack waits
FRESH = 20.0  # seconds for which what is known of a workspace is taken to be so; calls ask again each time


@dataclass(frozen=True)
class Tenant:
    """What we are in one workspace. `app_id` is empty where Slack did not tell it."""

    id: str
    bot_user_id: str
    app_id: str = ""
    suspended: bool = False


class Tenants:
    """Every workspace we know. `client_for` makes the client of one."""

    def __init__(
        self, database: Database, clock: Clock, client_for: Callable[[str], AsyncWebClient],
        only: Tenant | None = None, changed: Callable[[], None] = lambda: None,
    ) -> None:  # fmt: skip
        """`changed` is told when something was ended or installed."""
        self._database = database
        self._clock = clock
        self._client_for = client_for
        self._only = only
        self._changed = changed
        self._clients: dict[str, AsyncWebClient] = {}
        self._known: dict[str, tuple[Tenant, float]] = {}
        self.on_arrival: list[Callable[[str], None]] = []  # told of each workspace that is new to this process
        self.on_leaving: list[Callable[[str], None]] = []  # told of each that let us go

    def client(self, workspace_id: str) -> AsyncWebClient:
        """It calls nobody for a workspace that is not ours or not any more."""
        if workspace_id not in self._clients:
            self._clients[workspace_id] = self._client_for(workspace_id)
        return self._clients[workspace_id]

    async def get(self, workspace_id: str) -> Tenant | None:
        """None for a workspace that never let us in. While the database is away, as it was known last."""
        known, until = self._known.get(workspace_id, (None, 0.0))
        if known is not None and monotonic() < until:
            return known
        try:
            async with asyncio.timeout(ASK_FOR):
                found = await self._database.read(lambda session: _tenant(session, workspace_id))
        except (failures.NotSaved, TimeoutError):
            if known is None and (self._only is None or self._only.id != workspace_id):
                raise failures.NotRead("nothing is known of the workspace") from None
            return known or self._only
        return self._keep(found) if found is not None and self._may_be(workspace_id) else None

    async def bot_user_id(self, workspace_id: str) -> str:
        """Who we are there; nobody where we are not known."""
        tenant = await self.get(workspace_id)
        return tenant.bot_user_id if tenant is not None else ""

    async def meet(self, body: dict[str, Any], workspace_id: str) -> Tenant | None:
        """The same for a payload, whose workspace may be a new one of an organisation that let us in."""
        found = await self.get(workspace_id) if workspace_id else None
        if found is not None or self._only is not None:
            return found
        org_id, now = org_of(body), self._clock.now()
        if org_id is None:
            return None
        if not workspace_id:
            return await self._database.read(lambda session: _whole_org(session, org_id))
        name = str(body.get("team_domain") or (body.get("team") or {}).get("domain") or "")
        await self._database.submit(lambda session: installing.meet(session, workspace_id, org_id, name, now))
        return await self.get(workspace_id)

    def _forget(self, workspace_id: str) -> None:
        """What is known of it is read again."""
        self._known.pop(workspace_id, None)
        self._changed()

    def left(self, workspace_id: str) -> None:
        """It let us go just now."""
        self._forget(workspace_id)
        for tell in self.on_leaving:
            tell(workspace_id)

    def arrived(self, workspace_id: str) -> None:
        """It was installed just now, or again: then it may have let us go without a word."""
        self.left(workspace_id)
        for tell in self.on_arrival:
            tell(workspace_id)

    def _may_be(self, workspace_id: str) -> bool:
        return self._only is None or self._only.id == workspace_id

    def _keep(self, found: Tenant) -> Tenant:
        if self._only is not None:
            found = Tenant(found.id, self._only.bot_user_id, self._only.app_id, found.suspended)
        if found.suspended:  # asked anew each time: it may be installed again by another process
            if found.id in self._known:
                self.left(found.id)
            return found
        is_new = found.id not in self._known
        self._known[found.id] = (found, monotonic() + FRESH)
        for tell in self.on_arrival if is_new else ():
            tell(found.id)
        return found


def _tenant(session: Session, workspace_id: str) -> Tenant | None:
    workspace = people.workspace(session, workspace_id)
    if workspace is None:
        return None
    installation = installations.of_workspace(session, workspace_id)
    app_id = installation.app_id if installation is not None else ""
    return Tenant(workspace_id, workspace.bot_user_id, app_id, workspace.suspended)


def _whole_org(session: Session, org_id: str) -> Tenant | None:
    """What is told of an organisation need not name a workspace of it."""
    installation = installations.get(session, org_id)
    return Tenant(org_id, installation.bot_user_id, installation.app_id) if installation is not None else None


def org_of(body: dict[str, Any]) -> str | None:
    """The organisation by whose one consent a payload comes; None where the workspace has its own."""
    event = body.get("event")
    if isinstance(event, dict) and event.get("type") in installing.OF_AN_ORG:
        return _org_named(body)
    for granted in body.get("authorizations") or ():
        if isinstance(granted, dict):
            return str(granted.get("enterprise_id") or "") or None if granted.get("is_enterprise_install") else None
    if str(body.get("is_enterprise_install")).lower() != "true":
        return None
    enterprise = body.get("enterprise") or {}
    return str(body.get("enterprise_id") or enterprise.get("id") or "") or None


def _org_named(body: dict[str, Any]) -> str | None:
    """What only organisations are told need not say that it comes by their consent."""
    rights = [one for one in body.get("authorizations") or () if isinstance(one, dict)]
    named = [one.get("enterprise_id") for one in (*rights, body)]
    return next((str(one) for one in (*named, body.get("context_enterprise_id")) if one), None)
