"""Whose payloads we take: those of our own app, of a workspace that it is installed in. Of others nothing is kept."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt import BoltResponse

from bot.logs import logger
from bot.measures import REJECTED

log = logger(__name__)

Middleware = Callable[[dict[str, Any], Callable[[], Awaitable[BoltResponse]]], Awaitable[BoltResponse | None]]


def only_ours(app_id: str, is_installed: Callable[[str], bool]) -> Middleware:
    """Bolt's middleware before anything is done for a workspace. `app_id` is empty where Slack did not tell it."""

    async def admit(body: dict[str, Any], next_: Callable[[], Awaitable[BoltResponse]]) -> BoltResponse | None:
        reason = why_not(body, app_id, is_installed)
        if reason is None:
            await next_()
            return None
        REJECTED.labels(reason).inc()
        log.warning("refused", reason=reason)
        return BoltResponse(status=401, body="")

    return admit


def why_not(body: dict[str, Any], app_id: str, is_installed: Callable[[str], bool]) -> str | None:
    """Slack's own checks name neither app nor workspace."""
    said = body.get("api_app_id")
    if app_id and said is not None and said != app_id:
        return "another app"
    teams = [team for team in _teams(body) if team]
    return None if (teams and all(map(is_installed, teams))) or _is_a_check(body) else "another workspace"


def _teams(body: dict[str, Any]) -> list[str]:
    """Of which workspaces it is, by each of the names that Slack gives them; a form may be of a guest's own one."""
    view = _inside(body, "view")
    if installed := view.get("app_installed_team_id"):
        return [str(installed)]
    rights = body.get("authorizations")
    granted = [_inside({"": one}, "").get("team_id") for one in rights] if isinstance(rights, list) else []
    named = [body.get("team_id"), _inside(body, "team").get("id"), *granted]
    return [str(team) for team in named if team] or [str(_inside(body, "user").get("team_id") or "")]


def _inside(body: dict[str, Any], name: str) -> dict[str, Any]:
    found = body.get(name)
    return found if isinstance(found, dict) else {}


def _is_a_check(body: dict[str, Any]) -> bool:
    return body.get("type") == "url_verification" or body.get("ssl_check") == "1"
