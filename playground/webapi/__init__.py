"""Slack's Web API under /api/METHOD: the table of methods, and what every call passes through."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from email.utils import formatdate

from aiohttp import web

from playground.faults import Fault, Kind, next_fault
from playground.installs import OAuthError
from playground.slack import Slack
from playground.webapi import chat, conversations, files, oauth, reactions, users, views, workspace
from playground.webapi.call import ApiError, Call, Method, RateLimitedError, compact, error_body, read_call
from playground.webapi.places import channels_meant, need_scope
from playground.world import Json

METHODS: dict[str, Method] = {
    **workspace.METHODS,
    **oauth.METHODS,
    **users.METHODS,
    **conversations.METHODS,
    **chat.METHODS,
    **views.METHODS,
    **reactions.METHODS,
    **files.METHODS,
}
APP_LEVEL = {"apps.connections.open"}
WITHOUT_TOKEN = {"api.test", *oauth.METHODS}
SECRET_ARGUMENTS = {"client_secret", "code", "refresh_token", "exchanged_token"}
HANG_SECONDS = 60.0


@dataclass(frozen=True)
class Reply:
    status: int
    body: Json
    outcome: str
    retry_after: int = 0
    team: str | None = None


async def serve(slack: Slack, request: web.Request) -> web.StreamResponse:
    """One call: read, perhaps spoiled by a fault, done, recorded, answered."""
    try:
        call = await read_call(request)
    except ApiError as error:
        slack.record.call(request.match_info["method"], {}, error.error)
        return web.json_response(error_body(error))
    fault = next_fault(slack.faults, call.method, channels_meant(slack, call.args))
    row = slack.record.call(call.method, _shown(call), "under_way", fault=fault.kind.value if fault else None)
    if fault is not None:
        return await _spoiled(slack, request, call, fault, row)
    reply = answer(slack, call)
    row |= {"outcome": reply.outcome, "team": reply.team}
    return _response(slack, call, reply)


async def _spoiled(slack: Slack, request: web.Request, call: Call, fault: Fault, row: Json) -> web.StreamResponse:
    match fault.kind:
        case Kind.ERROR:
            row["outcome"] = fault.error
            return web.json_response({"ok": False, "error": fault.error})
        case Kind.TOO_MANY:
            row["outcome"] = "ratelimited"
            return _response(slack, call, _too_many(max(1, int(fault.seconds))))
        case Kind.SERVER_ERROR:
            row["outcome"] = "http_500"
            return _server_error()
        case Kind.SERVER_ERROR_AFTER:
            row["outcome"] = f"http_500 after {answer(slack, call).outcome}"
            return _server_error()
        case Kind.HANG:
            row["outcome"] = "hung"
            await asyncio.sleep(fault.seconds or HANG_SECONDS)
        case Kind.DROP_BEFORE:
            row["outcome"] = "dropped"
        case Kind.DROP_AFTER:
            row["outcome"] = f"dropped after {answer(slack, call).outcome}"
    return _dropped(request)


def _dropped(request: web.Request) -> web.Response:
    """The connection goes away; the response below never leaves."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _server_error() -> web.Response:
    return web.Response(status=500, text="<html><body>Server Error</body></html>", content_type="text/html")


def answer(slack: Slack, call: Call) -> Reply:
    """Unknown methods, tokens, scopes and limits first, in that order; then the method itself."""
    method, team = METHODS.get(call.method), slack.installs.whose(call.token, call.text("team_id"))
    try:
        if method is None:
            raise ApiError("unknown_method", req_method=call.method)
        slack = _workspace_of(slack, call)
        need_scope(slack, *method.scopes)
        wait = slack.limits.method(call.method, method.per_minute)
        if wait:
            return _too_many(wait)
        return Reply(200, method.run(slack, call), "ok", team=team)
    except RateLimitedError as limited:
        return _too_many(limited.seconds)
    except ApiError as error:
        return Reply(200, error_body(error), error.error, team=team)


def _shown(call: Call) -> Json:
    """Arguments for the record, without what nobody may read there."""
    return {name: "•••" if name in SECRET_ARGUMENTS else value for name, value in compact(call.args).items()}


def _workspace_of(slack: Slack, call: Call) -> Slack:
    """The workspace the token speaks for; an organisation's says which one with each call."""
    if call.method in WITHOUT_TOKEN:
        return slack
    if not call.token:
        raise ApiError("not_authed")
    there = slack if call.token in (slack.config.bot_token, slack.config.app_token) else _by_consent(slack, call)
    if (call.token == slack.config.app_token) != (call.method in APP_LEVEL):
        raise ApiError("not_allowed_token_type")
    if there.world.standing is not None and call.method not in APP_LEVEL:
        raise ApiError(there.world.standing)
    return there


def _by_consent(slack: Slack, call: Call) -> Slack:
    try:
        consent = slack.installs.consent_of(str(call.token))
    except OAuthError as error:
        raise ApiError(error.error) from None
    if not consent.is_org:
        return slack.installs.workspaces[consent.id]
    if not call.text("team_id"):
        raise ApiError("missing_argument", "an organisation's token says which workspace it means: team_id")
    there = slack.installs.workspaces.get(call.text("team_id"))
    if there is None or there.world.place.enterprise_id != consent.id:
        raise ApiError("team_not_found")
    return there


def _too_many(seconds: int) -> Reply:
    return Reply(429, {"ok": False, "error": "ratelimited"}, "ratelimited", seconds)


def _response(slack: Slack, call: Call, reply: Reply) -> web.Response:
    headers = {"Retry-After": str(reply.retry_after)} if reply.retry_after else {}
    if reply.outcome == "ok" and call.method not in APP_LEVEL:
        headers["x-oauth-scopes"] = ",".join(sorted(slack.world.scopes))
    if slack.world.clock_off:
        headers["Date"] = formatdate(time.time() + slack.world.clock_off, usegmt=True)
    return web.json_response(reply.body, status=reply.status, headers=headers)
