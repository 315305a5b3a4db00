"""Which channel a line about a team is meant for."""

import re

from bot.commands.call import Call
from bot.errors import UserError
from models import Channel, ChannelKind
from models.queries import leading
from models.queries import people as queries

ID = re.compile(r"<#([CG][A-Z0-9]+)(?:\|[^>]*)?>|([CG][A-Z0-9]{2,})")
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


def names_at_most_one(args: str) -> bool:
    """Whether these words are a channel's id, or none at all."""
    return not args.strip() or ID.fullmatch(args.strip()) is not None


def named_or_here(call: Call) -> Channel:
    """The channel that is named, where they may read it; else the one where it was said. Unseen is not found."""
    match = ID.fullmatch(call.args.strip())
    if match is None:
        return here(call)
    found = channel(call, match[1] or match[2])
    if found.id != call.heard.channel_id and not leading.may_read(call.session, call.person, found, call.actor.now):
        raise UserError("run_in_channel")
    return found
