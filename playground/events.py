"""Events as the bot receives them: who may hear what, and the envelope around it."""

from __future__ import annotations

import asyncio
import base64
import json

from playground.slack import Slack
from playground.world import APP_ID, Channel, Json

SCOPE_OF = {
    "app_mention": ("app_mentions:read",),
    "reaction_added": ("reactions:read",),
    "reaction_removed": ("reactions:read",),
    "team_join": ("users:read",),
    "user_change": ("users:read",),
    "dnd_updated_user": ("dnd:read",),
    "file_shared": ("files:read",),
    "subteam_created": ("usergroups:read",),
    "subteam_updated": ("usergroups:read",),
}
ENDS = {"app_uninstalled", "team_access_revoked", "tokens_revoked"}
OF_ONES_OWN = {"channel_left", "group_left", "member_left_channel"}  # still told to the bot when it has just left


def announce(slack: Slack, *events: Json, channel: Channel | None = None) -> asyncio.Future[bool]:
    """Tell the bot what happened, as far as its membership and scopes let it hear."""
    envelopes = [_envelope(slack, event, channel) for event in events if _heard(slack, event, channel)]
    return slack.deliveries.announce(envelopes)


def _heard(slack: Slack, event: Json, channel: Channel | None) -> bool:
    world = slack.world
    if world.standing is not None and event["type"] not in ENDS:
        return False
    needed = SCOPE_OF.get(event["type"], ())
    if channel is not None:
        if not world.bot_in(channel) and event["type"] not in OF_ONES_OWN:
            return False
        if event["type"] == "message":
            needed = (f"{channel.scope}:history",)
    return all(scope in world.scopes for scope in needed)


def _envelope(slack: Slack, event: Json, channel: Channel | None) -> Json:
    world = slack.world
    context = json.dumps({"et": event["type"], "tid": slack.world.place.team_id, "aid": APP_ID, "n": world.mint("")})
    return {
        "token": "not-a-secret-and-not-to-be-used",
        "team_id": slack.world.place.team_id,
        "context_team_id": slack.world.place.team_id,
        "context_enterprise_id": slack.world.place.enterprise_id,
        "api_app_id": APP_ID,
        "event": event,
        "type": "event_callback",
        "event_id": world.mint("Ev"),
        "event_time": int(world.clock.timestamp()),
        "authorizations": [
            {
                "enterprise_id": slack.world.place.enterprise_id,
                "team_id": slack.world.place.team_id,
                "user_id": slack.world.place.bot_user_id,
                "is_bot": True,
                "is_enterprise_install": slack.world.by_org,
            }
        ],
        "is_ext_shared_channel": bool(channel and channel.shared),
        "event_context": "4-" + base64.urlsafe_b64encode(context.encode()).decode(),
    }
