"""Which channel a line about a team is meant for."""

from bot.commands.call import Call
from bot.errors import UserError
from models import Channel, ChannelKind
from models.queries import people as queries

KINDS = (ChannelKind.PUBLIC, ChannelKind.PRIVATE)


def channel(call: Call, channel_id: str | None) -> Channel:
    """The channel a team's setting is about. Raises in a direct message, which has no team."""
    found = queries.channel(call.session, call.workspace.id, channel_id) if channel_id else None
    if found is None or found.kind not in KINDS:
        raise UserError("run_in_channel")
    return found


def here(call: Call) -> Channel:
    """The one where it was said."""
    return channel(call, call.heard.channel_id)
