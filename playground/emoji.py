"""Reactions on messages, whoever gives them, and their events."""

from __future__ import annotations

import re

from playground.events import announce
from playground.messages import show
from playground.slack import Slack
from playground.world import Channel, Json, Message

VALID_NAME = re.compile(r"[a-z0-9_'+\-]{1,100}(::skin-tone-[2-6])?|[^\x00-\x7f:\s]{1,50}")


def add(slack: Slack, channel: Channel, message: Message, name: str, user: str) -> bool:
    """False when this person has already reacted so."""
    given: list[Json] = message.body.setdefault("reactions", [])
    entry = next((reaction for reaction in given if reaction["name"] == name), None)
    if entry is None:
        entry = {"name": name, "users": [], "count": 0}
        given.append(entry)
    if user in entry["users"]:
        return False
    entry["users"].append(user)
    entry["count"] += 1
    _tell(slack, channel, message, "reaction_added", name, user)
    return True


def remove(slack: Slack, channel: Channel, message: Message, name: str, user: str) -> bool:
    """False when there is no such reaction of this person."""
    given: list[Json] = message.body.get("reactions", [])
    entry = next((reaction for reaction in given if reaction["name"] == name and user in reaction["users"]), None)
    if entry is None:
        return False
    entry["users"].remove(user)
    entry["count"] -= 1
    if not entry["users"]:
        given.remove(entry)
    if not given:
        del message.body["reactions"]
    _tell(slack, channel, message, "reaction_removed", name, user)
    return True


def _tell(slack: Slack, channel: Channel, message: Message, kind: str, name: str, user: str) -> None:
    show(slack, channel, message, "message_changed")
    event = {
        "type": kind,
        "user": user,
        "reaction": name,
        "item": {"type": "message", "channel": channel.id, "ts": message.ts},
        "item_user": message.author,
        "event_ts": slack.clock.unique_ts(),
    }
    announce(slack, event, channel=channel)
