"""Conversations coming and going: the bot is invited, people join and leave, a channel is archived or renamed."""

from datetime import datetime

from bot.heard import ChannelFacts
from bot.notices import Dropped, Hello, Notice
from bot.services.messages import outbox
from bot.services.messages.outbox import Letter
from bot.services.people import people
from models import ChannelKind, Lane, Outbox, Session
from models.queries import people as queries


def invited(session: Session, workspace_id: str, facts: ChannelFacts, now: datetime) -> None:
    """The bot was taken into a channel: say hello, once for each time."""
    people.keep_channel(session, workspace_id, facts, now)
    letter = Letter(key=f"hello:{facts.id}:{now:%Y%m%d%H}", kind="hello", to=facts.id, lane=Lane.PROMPTS)
    outbox.put(session, workspace_id, letter, now=now)


def compose_hello(session: Session, row: Outbox, now: datetime) -> Notice | Dropped:
    channel = queries.channel(session, row.workspace_id, row.to)
    return Hello(channel) if channel is not None and channel.bot_is_in else Dropped("not in the channel any more")


def renamed(session: Session, workspace_id: str, channel_id: str, name: str) -> None:
    channel = queries.channel(session, workspace_id, channel_id)
    if channel is not None:
        channel.name = name
        session.add(channel)


def converted(session: Session, workspace_id: str, channel_id: str, kind: ChannelKind) -> None:
    """It was made private, or public."""
    channel = queries.channel(session, workspace_id, channel_id)
    if channel is not None:
        people.keep_kind(session, channel, kind)
        session.add(channel)
