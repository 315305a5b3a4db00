"""auth.*, team.*, bots.* and apps.*: who the bot is, where, and by which door it comes in."""

from __future__ import annotations

from playground.events import announce
from playground.slack import Slack
from playground.webapi.call import ApiError, Call, Method
from playground.world import APP_ID, Json


def api_test(slack: Slack, call: Call) -> Json:
    if call.text("error"):
        raise ApiError(call.text("error"), args=call.args)
    return {"ok": True, "args": call.args}


def auth_test(slack: Slack, call: Call) -> Json:
    if not slack.tested:
        slack.tested = True
        slack.stream.tell("state")
    return {
        "ok": True,
        "url": f"{slack.origin}/",
        "team": slack.world.place.name,
        "user": "muster",
        "team_id": slack.world.place.team_id,
        "user_id": slack.world.place.bot_user_id,
        "bot_id": slack.world.place.bot_id,
        "is_enterprise_install": slack.world.by_org,
    }


def team_profile_get(slack: Slack, call: Call) -> Json:
    """The fields that this workspace added to everybody's profile."""
    fields = [
        {"id": id_, "ordering": place, "label": label, "hint": "", "type": type_, "possible_values": None,
         "options": None, "is_hidden": False}
        for place, (id_, (label, type_)) in enumerate(slack.world.profile_fields.items())
    ]  # fmt: skip
    return {"ok": True, "profile": {"fields": fields, "sections": []}}


def auth_revoke(slack: Slack, call: Call) -> Json:
    if call.flag("test"):
        return {"ok": True, "revoked": False}
    revoke(slack)
    return {"ok": True, "revoked": True}


def revoke(slack: Slack) -> None:
    """The token ends: Slack says so once, and every later call is refused."""
    _end(slack, "token_revoked", {"type": "tokens_revoked", "tokens": _tokens(slack)})


def uninstall(slack: Slack) -> None:
    """Both events come, in no defined order."""
    revoked = {"type": "tokens_revoked", "tokens": _tokens(slack)}
    _end(slack, "account_inactive", revoked, {"type": "app_uninstalled"})


def leave_org(slack: Slack) -> None:
    """The organisation's consent goes on, without this workspace."""
    slack.world.standing = "team_access_not_granted"
    announce(slack, {"type": "team_access_revoked", "team_ids": [slack.world.place.team_id]} | _when(slack))


def join_org(slack: Slack) -> None:
    """The organisation's consent is good for this workspace, too, or again."""
    slack.world.standing = None
    announce(slack, {"type": "team_access_granted", "team_ids": [slack.world.place.team_id]} | _when(slack))


def _end(slack: Slack, standing: str, *events: Json) -> None:
    slack.installs.end(slack, standing)
    announce(slack, *(event | _when(slack) for event in events))
    slack.stream.tell("state")


def _tokens(slack: Slack) -> Json:
    return {"oauth": [], "bot": [slack.world.place.bot_user_id]}


def _when(slack: Slack) -> Json:
    return {"event_ts": slack.clock.unique_ts()}


def team_info(slack: Slack, call: Call) -> Json:
    if call.text("team") not in ("", slack.world.place.team_id):
        raise ApiError("team_not_found")
    team = {
        "id": slack.world.place.team_id,
        "name": slack.world.place.name,
        "domain": slack.world.place.domain,
        "email_domain": "muster.example",
    }
    return {"ok": True, "team": {**team, "url": f"{slack.origin}/", "icon": {"image_default": True}}}


def bots_info(slack: Slack, call: Call) -> Json:
    if call.text("bot") not in ("", slack.world.place.bot_id):
        raise ApiError("bot_not_found")
    bot = {
        "id": slack.world.place.bot_id,
        "deleted": False,
        "name": "muster",
        "updated": 0,
        "app_id": APP_ID,
        "user_id": slack.world.place.bot_user_id,
    }
    return {"ok": True, "bot": {**bot, "icons": {}}}


def connections_open(slack: Slack, call: Call) -> Json:
    return {"ok": True, "url": slack.sockets.open_url(slack.origin)}


METHODS = {
    "api.test": Method(api_test, 600),
    "auth.test": Method(auth_test, 600),
    "auth.revoke": Method(auth_revoke, 50),
    "team.profile.get": Method(team_profile_get, 50, ("users.profile:read",)),
    "team.info": Method(team_info, 50, ("team:read",)),
    "bots.info": Method(bots_info, 50, ("users:read",)),
    "apps.connections.open": Method(connections_open, 20),
}
