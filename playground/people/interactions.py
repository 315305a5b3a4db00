"""What interaction payloads have in common, and how a person learns that the bot did not answer."""

from __future__ import annotations

import secrets
import time

from playground.elements import with_first_values
from playground.modals import stack_of, view_object
from playground.parcels import Answer, Kind
from playground.shapes import with_pictures
from playground.slack import Slack
from playground.world import APP_ID, Channel, Json, Message, ResponseUrl, User

TIMED_OUT = {"http_timeout", "timeout"}


def base_payload(slack: Slack, type_: str, user: User) -> Json:
    return {
        "type": type_,
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team_id},
        "api_app_id": APP_ID,
        "token": "not-a-secret-and-not-to-be-used",
        "team": None if slack.world.by_org else {"id": slack.world.place.team_id, "domain": slack.world.place.domain},
        "enterprise": {"id": slack.world.place.enterprise_id, "name": "Muster Group"} if slack.world.by_org else None,
        "is_enterprise_install": slack.world.by_org,
    }


def channel_names(channel: Channel) -> Json:
    return {"id": channel.id, "name": public_name(channel)}


def public_name(channel: Channel) -> str:
    """Slack hides the names of private places from payloads."""
    if channel.is_im:
        return "directmessage"
    return "privategroup" if channel.private else channel.name


def response_url(slack: Slack, user: User, channel: Channel, message: Message | None = None) -> str:
    token = f"{slack.world.place.team_id}/{slack.world.mint('')}/{secrets.token_urlsafe(16)}"
    slack.world.response_urls[token] = ResponseUrl(
        user.id,
        channel.id,
        time.monotonic(),
        message.ts if message else None,
        ephemeral=bool(message and message.to),
        thread_ts=message.thread_ts if message else None,
    )
    return f"{slack.origin}/hooks/{token}"


async def interact(slack: Slack, payload: Json) -> tuple[Answer, Json]:
    """Send it; the answer, and what a person's call reports of it."""
    answer = await slack.deliveries.ask(Kind.INTERACTIVE, payload)
    report: Json = {"ok": answer.ok, "status": answer.status}
    if not answer.ok:
        report["error"] = failure_name(answer)
    return answer, report


def failure_name(answer: Answer) -> str:
    return "operation_timeout" if answer.failure in TIMED_OUT else "dispatch_failed"


def open_views(slack: Slack, user: User) -> list[Json]:
    """As they are before the person, with pictures and defaults in place."""
    shown = []
    for view in stack_of(slack, user.id):
        blocks = with_first_values(view.body["blocks"], view.channel)
        shown.append(with_pictures(slack, view_object(view) | {"blocks": blocks}))
    return shown
