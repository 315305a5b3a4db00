"""The objects of Slack's answers: users, conversations, messages and files as the Web API shows them."""

from __future__ import annotations

import copy
from typing import Any

from playground.slack import Slack
from playground.world import APP_ID, SLACKBOT_ID, Channel, File, Json, Message, User
from playground.world import zone_offset as offset_of


def user_object(slack: Slack, user: User, *, locale: bool = False) -> Json:
    if user.stranger:
        return _stranger(user)
    zoned = not (user.is_bot or user.deleted or user.id == SLACKBOT_ID)
    shown: Json = {
        "id": user.id,
        "team_id": slack.world.place.team_id,
        "name": user.name,
        "deleted": user.deleted,
        "color": "9f69e7",
        "real_name": user.real_name,
        "profile": profile(slack, user),
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": user.updated,
        "is_email_confirmed": not user.is_bot,
        "who_can_share_contact_card": "EVERYONE",
    }
    if zoned:
        offset, label = offset_of(user.tz, slack.clock.now())
        shown |= {"tz": user.tz, "tz_label": label, "tz_offset": offset}
    if not user.deleted:
        shown |= {
            "is_admin": user.is_admin,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": user.guest,
            "is_ultra_restricted": False,
        }
    if locale and zoned:
        shown["locale"] = user.locale
    return shown


def _stranger(user: User) -> Json:
    """Someone of another organisation: little is told, and no zone."""
    return {
        "id": user.id,
        "team_id": user.team_id,
        "name": user.name,
        "deleted": user.deleted,
        "real_name": user.real_name,
        "is_bot": False,
        "is_app_user": False,
        "is_stranger": True,
        "updated": user.updated,
        "profile": {"real_name": user.real_name, "display_name": user.called, "team": user.team_id},
    }


def profile(slack: Slack, user: User) -> Json:
    shown: Json = {
        "title": user.title,
        "phone": "",
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": user.called,
        "display_name_normalized": user.called,
        "status_text": "",
        "status_emoji": "",
        "status_expiration": 0,
        "avatar_hash": "g0",
        "team": user.team_id,
    }
    if user.is_bot:
        return shown | {"bot_id": slack.world.place.bot_id, "api_app_id": APP_ID, "always_active": True}
    if "users:read.email" in slack.world.scopes and not user.stranger and user.id != SLACKBOT_ID:
        shown["email"] = email_of(user)
    return shown


def email_of(user: User) -> str:
    return f"{user.name}@muster.example"


def channel_object(slack: Slack, channel: Channel) -> Json:
    if channel.person is not None:
        return {
            "id": channel.id,
            "created": channel.created,
            "is_archived": False,
            "is_im": True,
            "is_org_shared": False,
            "context_team_id": slack.world.place.team_id,
            "user": channel.person,
            "is_user_deleted": slack.world.users[channel.person].deleted,
            "priority": 0,
        }
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not channel.private,
        "is_group": False,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.private,
        "created": channel.created,
        "updated": channel.created * 1000,
        "is_archived": channel.archived,
        "is_general": channel.name == "general",
        "unlinked": 0,
        "is_shared": channel.shared,
        "is_org_shared": False,
        "is_ext_shared": channel.shared,
        "is_pending_ext_shared": False,
        "context_team_id": slack.world.place.team_id,
        "creator": channel.members[0] if channel.members else slack.world.place.bot_user_id,
        "is_member": slack.world.bot_in(channel),
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "previous_names": [],
    }


def bot_profile(slack: Slack) -> Json:
    return {
        "id": slack.world.place.bot_id,
        "app_id": APP_ID,
        "user_id": slack.world.place.bot_user_id,
        "name": "muster",
        "team_id": slack.world.place.team_id,
        "icons": {},
        "deleted": False,
        "updated": 0,
    }


def message_object(message: Message, *, metadata: bool = False) -> Json:
    shown = copy.deepcopy(message.body)
    if metadata and message.metadata is not None:
        shown["metadata"] = copy.deepcopy(message.metadata)
    if message.to is not None:
        shown |= {"ephemeral": True, "to": message.to}
    return shown


def file_object(slack: Slack, file: File) -> Json:
    address = f"{slack.origin}/files-pri/{slack.world.place.team_id}-{file.id}"
    extension = file.name.rpartition(".")[2].lower() if "." in file.name else "text"
    return {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title,
        "mimetype": mimetype(file.name),
        "filetype": extension,
        "pretty_type": extension.upper(),
        "user": file.owner,
        "size": len(file.content),
        "mode": "hosted",
        "is_external": False,
        "is_public": False,
        "url_private": f"{address}/{file.name}",
        "url_private_download": f"{address}/download/{file.name}",
        "permalink": f"{slack.origin}/people/files/{file.id}",
        "file_access": "visible",
        "channels": list(file.channels),
    }


def with_pictures(slack: Slack, shown: Any) -> Any:
    """For people's eyes: images that show an uploaded file by id also carry its address."""
    if isinstance(shown, list):
        return [with_pictures(slack, item) for item in shown]
    if not isinstance(shown, dict):
        return shown
    seen = {key: with_pictures(slack, value) for key, value in shown.items()}
    file = slack.world.files.get(str(seen.get("slack_file", {}).get("id"))) if _shows_file(seen) else None
    if file is not None:
        seen["slack_file"] = {"url": file_object(slack, file)["url_private"], **seen["slack_file"]}
    return seen


def _shows_file(shown: Json) -> bool:
    return shown.get("type") == "image" and isinstance(shown.get("slack_file"), dict)


KNOWN_TYPES = {"png": "image/png", "jpg": "image/jpeg", "gif": "image/gif", "csv": "text/csv", "pdf": "application/pdf"}


def mimetype(name: str) -> str:
    return KNOWN_TYPES.get(name.rpartition(".")[2].lower(), "text/plain")
