"""users.*, usergroups.* and dnd.*: the people of the workspace as the bot may know them."""

from __future__ import annotations

from playground.rooms import dnd_status
from playground.shapes import email_of, profile, user_object
from playground.slack import Slack
from playground.webapi.call import ApiError, Call, Method
from playground.webapi.paging import page
from playground.webapi.places import known_user
from playground.world import SLACKBOT_ID, Json, Usergroup


def info(slack: Slack, call: Call) -> Json:
    user = known_user(slack, call)
    return {"ok": True, "user": user_object(slack, user, locale=call.flag("include_locale"))}


def list_all(slack: Slack, call: Call) -> Json:
    """Everybody of the workspace, bots and deactivated people too; people of other organisations are not in it."""
    own = sorted((user for user in slack.world.users.values() if not user.stranger), key=lambda user: user.id)
    shown, metadata = page(call, [(user.id, user) for user in own], 200)
    locale = call.flag("include_locale")
    members = [user_object(slack, user, locale=locale) for user in shown]
    cache_ts = int(slack.clock.timestamp())
    return {"ok": True, "members": members, "cache_ts": cache_ts, "response_metadata": metadata}


def profile_get(slack: Slack, call: Call) -> Json:
    user = known_user(slack, call) if call.text("user") else slack.world.users[slack.world.place.bot_user_id]
    labels = slack.world.profile_fields if call.flag("include_labels") else {}
    shown = {
        id_: {"value": value, "alt": ""} | ({"label": labels[id_][0]} if id_ in labels else {})
        for id_, value in user.fields.items()
    }
    return {"ok": True, "profile": profile(slack, user) | {"fields": shown}}


def lookup_by_email(slack: Slack, call: Call) -> Json:
    wanted = call.required("email").lower()
    for user in slack.world.users.values():
        hidden = user.stranger or user.is_bot or user.deleted or user.id == SLACKBOT_ID
        if not hidden and email_of(user) == wanted:
            return {"ok": True, "user": user_object(slack, user)}
    raise ApiError("users_not_found")


def dnd_info(slack: Slack, call: Call) -> Json:
    user = known_user(slack, call) if call.text("user") else slack.world.users[slack.world.place.bot_user_id]
    return {"ok": True, **dnd_status(slack, user), "snooze_enabled": False}


def usergroups_list(slack: Slack, call: Call) -> Json:
    with_users = call.flag("include_users")
    shown = []
    for group in slack.world.usergroups.values():
        entry = usergroup_object(slack, group)
        shown.append(entry if with_users else {key: value for key, value in entry.items() if key != "users"})
    return {"ok": True, "usergroups": shown}


def usergroup_users(slack: Slack, call: Call) -> Json:
    group = slack.world.usergroups.get(call.required("usergroup"))
    if group is None:
        raise ApiError("no_such_subteam")
    return {"ok": True, "users": list(group.members)}


def usergroup_object(slack: Slack, group: Usergroup) -> Json:
    return {
        "id": group.id,
        "team_id": slack.world.place.team_id,
        "is_usergroup": True,
        "name": group.name,
        "handle": group.handle,
        "description": "",
        "is_external": False,
        "date_update": group.updated,
        "date_delete": 0,
        "users": list(group.members),
        "user_count": len(group.members),
    }


METHODS = {
    "users.info": Method(info, 100, ("users:read",)),
    "users.list": Method(list_all, 20, ("users:read",)),
    "users.profile.get": Method(profile_get, 100, ("users.profile:read",)),
    "users.lookupByEmail": Method(lookup_by_email, 50, ("users:read.email",)),
    "dnd.info": Method(dnd_info, 50, ("dnd:read",)),
    "usergroups.list": Method(usergroups_list, 20, ("usergroups:read",)),
    "usergroups.users.list": Method(usergroup_users, 20, ("usergroups:read",)),
}
