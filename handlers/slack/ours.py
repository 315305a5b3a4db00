"""Whose payloads we take: those of our own app, of a workspace that it is installed in. Of others nothing is kept."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt import BoltResponse

from bot.logs import logger
from bot.measures import REJECTED
from handlers.slack import hear
from handlers.slack.tenants import Tenant, Tenants

log = logger(__name__)

Middleware = Callable[[dict[str, Any], Callable[[], Awaitable[BoltResponse]]], Awaitable[BoltResponse | None]]


def only_ours(tenants: Tenants) -> Middleware:
    """Bolt's middleware before anything is done for a workspace."""

    async def admit(body: dict[str, Any], next_: Callable[[], Awaitable[BoltResponse]]) -> BoltResponse | None:
        tenant = None if _is_a_check(body) else await tenants.meet(body, hear.team_of(body))
        reason = why_not(body, tenant)
        if reason is None:
            await next_()
            return None
        REJECTED.labels(reason).inc()
        log.warning("refused", reason=reason)
        return BoltResponse(status=401, body="")

    return admit


def why_not(body: dict[str, Any], tenant: Tenant | None) -> str | None:
    """Slack's own checks name neither app nor workspace."""
    if _is_a_check(body):
        return None
    if tenant is None or _happened_elsewhere(body, tenant):
        return "another workspace"
    said = body.get("api_app_id")
    return "another app" if tenant.app_id and said is not None and said != tenant.app_id else None


def _happened_elsewhere(body: dict[str, Any], tenant: Tenant) -> bool:
    """Only what happens in a conversation that is shared with others may name their workspace."""
    named = body.get("team_id") if body.get("type") == "event_callback" else None
    return bool(named) and named != tenant.id and body.get("is_ext_shared_channel") is not True


def _is_a_check(body: dict[str, Any]) -> bool:
    return body.get("type") == "url_verification" or body.get("ssl_check") == "1"
