"""A file becomes visible in a conversation."""

from __future__ import annotations

from playground.events import announce
from playground.slack import Slack
from playground.world import Channel, File


def note(channel: Channel, files: list[File]) -> None:
    for file in files:
        if channel.id not in file.channels:
            file.channels.append(channel.id)


def tell(slack: Slack, channel: Channel, file: File) -> None:
    event = {
        "type": "file_shared",
        "channel_id": channel.id,
        "file_id": file.id,
        "user_id": file.owner,
        "file": {"id": file.id},
        "event_ts": slack.clock.unique_ts(),
    }
    announce(slack, event, channel=channel)
