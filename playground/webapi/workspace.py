"""auth.*, team.*, bots.* and apps.*: who the bot is, where, and by which door it comes in."""

from __future__ import annotations

from playground.events import announce
from playground.slack import Slack
from playground.webapi.call import ApiError, Call, Method
from playground.world import APP_ID, BOT_ID, BOT_USER_ID, TEAM_DOMAIN, TEAM_ID, TEAM_NAME, Json


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
        "team": TEAM_NAME,
        "user": "muster",
        "team_id": TEAM_ID,
        "user_id": BOT_USER_ID,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
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
    slack.world.standing = "token_revoked"
    announce(slack, {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [BOT_USER_ID]}, **_when(slack)})
    slack.stream.tell("state")


def uninstall(slack: Slack) -> None:
    """Both events come, in no defined order."""
    slack.world.standing = "account_inactive"
    revoked = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [BOT_USER_ID]}, **_when(slack)}
    announce(slack, revoked, {"type": "app_uninstalled", **_when(slack)})
    slack.stream.tell("state")


def _when(slack: Slack) -> Json:
    return {"event_ts": slack.clock.unique_ts()}


def team_info(slack: Slack, call: Call) -> Json:
    if call.text("team") not in ("", TEAM_ID):
        raise ApiError("team_not_found")
    team = {"id": TEAM_ID, "name": TEAM_NAME, "domain": TEAM_DOMAIN, "email_domain": "muster.example"}
    return {"ok": True, "team": {**team, "url": f"{slack.origin}/", "icon": {"image_default": True}}}


def bots_info(slack: Slack, call: Call) -> Json:
    if call.text("bot") not in ("", BOT_ID):
        raise ApiError("bot_not_found")
    bot = {"id": BOT_ID, "deleted": False, "name": "muster", "updated": 0, "app_id": APP_ID, "user_id": BOT_USER_ID}
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
