"""The stage itself: its state, the record, faults, second deliveries and the end of the installation."""

from __future__ import annotations

from playground.cast import COMMANDS, SHORTCUTS
from playground.clock import stamp
from playground.faults import EVERY_METHOD, Fault, Kind
from playground.parcels import Kind as ParcelKind
from playground.people.ask import Ask, Refusal
from playground.slack import Slack
from playground.socketmode import REASONS
from playground.webapi import METHODS
from playground.world import SLACKBOT_ID, Channel, Json, User

MOST_OFF = 100_000_000  # seconds, three years


async def state(slack: Slack, ask: Ask) -> Json:
    if slack.curtain and not ask.flag("backstage"):
        raise Refusal(503, "starting", "The stage is being set; ask again in a moment.")
    world = slack.world
    people = [user for user in world.users.values() if not user.is_bot and user.id != SLACKBOT_ID]
    return {
        "ok": True,
        "users": [_user(user) for user in people],
        "channels": [_channel(slack, channel) for channel in world.channels.values() if not channel.is_im],
        "bot": {
            "user_id": slack.world.place.bot_user_id,
            "connected": slack.connected,
            "installed": world.standing is None,
        },
        "now": stamp(slack.clock.now()),
        "team": {"id": slack.world.place.team_id, "name": slack.world.place.name},
        "app": {"name": "Muster", "commands": list(COMMANDS), "shortcuts": list(SHORTCUTS)},
        "lang": slack.config.lang,
    }


async def raise_curtain(slack: Slack, _ask: Ask) -> Json:
    """The stage is set: from now on the state is told to everybody."""
    slack.curtain = False
    slack.stream.tell("state")
    return {"ok": True}


def _user(user: User) -> Json:
    return {
        "id": user.id,
        "name": user.name,
        "real_name": user.real_name,
        "tz": user.tz,
        "locale": user.locale,
        "role": user.role,
        "is_admin": user.is_admin,
        "deleted": user.deleted,
        "title": user.title,
    }


def _channel(slack: Slack, channel: Channel) -> Json:
    return {
        "id": channel.id,
        "name": channel.name,
        "private": channel.private,
        "archived": channel.archived,
        "shared": channel.shared,
        "members": slack.world.members(channel),
        "bot_member": slack.world.bot_in(channel),
    }


async def calls(slack: Slack, ask: Ask) -> Json:
    after, method = ask.whole("after", 0), ask.text("method", "")
    wanted = [row for row in slack.record.calls if row["n"] > after and method in ("", row["method"])]
    return {"ok": True, "calls": wanted, "deliveries": [row for row in slack.record.deliveries if row["n"] > after]}


async def set_fault(slack: Slack, ask: Ask) -> Json:
    kind = ask.text("kind")
    if kind == "socket_disconnect":
        reason = ask.text("reason", "refresh_requested")
        if reason not in REASONS:
            raise Refusal(400, "invalid_field", f"reason is one of {', '.join(REASONS)}.")
        return {"ok": True, "told": await slack.sockets.disconnect(reason)}
    if kind == "history_lag":
        lag = ask.number("seconds")
        if lag < 0:
            raise Refusal(400, "invalid_field", "seconds must not be negative.")
        slack.world.history_lag = lag
        return {"ok": True}
    if kind == "clock_off":
        off = ask.number("seconds")
        if abs(off) > MOST_OFF:
            raise Refusal(400, "invalid_field", f"seconds goes from -{MOST_OFF} to {MOST_OFF}.")
        slack.world.clock_off = off
        return {"ok": True}
    if kind == "scopes":
        slack.world.scopes = set(ask.texts("scopes"))
        return {"ok": True}
    slack.faults.append(_fault(ask, kind))
    return {"ok": True}


def _fault(ask: Ask, kind: str) -> Fault:
    if kind not in list(Kind):
        raise Refusal(
            400,
            "invalid_field",
            f"kind is one of {', '.join(Kind)}, socket_disconnect, history_lag, clock_off, scopes.",
        )
    method = ask.text("method")
    if method not in METHODS and method != EVERY_METHOD:
        raise Refusal(404, "unknown_method", f"{method!r} is no method here; {EVERY_METHOD!r} means every one.")
    if kind == Kind.ERROR and not ask.text("error"):
        raise Refusal(400, "missing_field", "error is needed.")
    lasting = "count" in ask.fields and ask.fields["count"] is None
    seconds = ask.number("seconds", 0)
    if not 0 <= seconds <= 3600:
        raise Refusal(400, "invalid_field", "seconds goes from 0 to 3600.")
    return Fault(
        method,
        Kind(kind),
        None if lasting else ask.whole("count", 1, least=1),
        ask.text("error", ""),
        seconds,
        ask.text("channel") if ask.has("channel") else None,
    )


async def clear_faults(slack: Slack, _ask: Ask) -> Json:
    """Scripted faults, the history lag, a clock that is off and taken scopes all go."""
    slack.faults.clear()
    slack.world.history_lag = slack.world.clock_off = 0.0
    slack.world.scopes = set(slack.config.scopes)
    return {"ok": True}


async def redeliver(slack: Slack, ask: Ask) -> Json:
    """The last delivery again, or the one with this event_id, or the last of a kind."""
    kind = ask.text("kind", "")
    if kind and kind not in list(ParcelKind):
        raise Refusal(400, "invalid_field", f"kind is one of {', '.join(ParcelKind)}.")
    event_id = ask.text("event_id", "") or None
    sent = await slack.deliveries.again(event_id, ParcelKind(kind) if kind else None)
    if sent is None:
        raise Refusal(404, "delivery_not_found", "Nothing of the kind was delivered yet.")
    parcel, answer = sent
    report: Json = {"kind": parcel.kind.value, "type": parcel.type, "event_id": parcel.event_id}
    return {"ok": answer.ok, "status": answer.status, "error": answer.failure, "answer": answer.body, **report}
