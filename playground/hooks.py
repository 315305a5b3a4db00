"""response_url: half an hour and five uses to answer a command or a click."""

from __future__ import annotations

import time

from aiohttp import web

from playground import messages
from playground.guard import UnreadableError, read_json
from playground.slack import Slack
from playground.webapi.strict import message_problems
from playground.world import Channel, Json, Message, ResponseUrl

LIFETIME_SECONDS = 30 * 60.0
MOST_USES = 5


async def serve(slack: Slack, request: web.Request) -> web.Response:
    token = request.match_info["token"]
    slack = slack.installs.workspaces.get(token.partition("/")[0], slack)
    hook = slack.world.response_urls.get(token)
    content = _content(await request.read())
    outcome, status = _use(slack, hook, content)
    slack.record.call("response_url", content or {}, outcome)
    if status == 200 and outcome != "ok":
        return web.json_response({"ok": False, "error": outcome})
    return web.Response(status=status, text=outcome)


def _content(raw: bytes) -> Json | None:
    try:
        content = read_json(raw)
    except UnreadableError:
        return None
    return content if isinstance(content, dict) else None


def _use(slack: Slack, hook: ResponseUrl | None, content: Json | None) -> tuple[str, int]:
    """What became of it, and the HTTP status."""
    if hook is None or time.monotonic() - hook.born > LIFETIME_SECONDS:
        return "expired_url", 404
    if hook.uses >= MOST_USES:
        return "used_url", 404
    hook.uses += 1
    if slack.world.standing is not None:
        return slack.world.standing, 404
    if content is None:
        return "invalid_payload", 400
    if content.get("delete_original"):
        return _delete(slack, hook), 200
    problems = message_problems(slack, content)
    if problems:
        slack.record.breach("response_url", [problem.detail for problem in problems])
        return problems[0].error, 200
    return _speak(slack, hook, content), 200


def _original(slack: Slack, hook: ResponseUrl) -> tuple[Channel, Message | None]:
    channel = slack.world.channels[hook.channel]
    if hook.message_ts is None:
        return channel, None
    if hook.ephemeral:
        return channel, messages.find_ephemeral(channel, hook.message_ts, hook.user)
    return channel, messages.find(channel, hook.message_ts)


def _delete(slack: Slack, hook: ResponseUrl) -> str:
    channel, original = _original(slack, hook)
    if original is None or original.author != slack.world.place.bot_user_id:
        return "message_not_found"
    if hook.ephemeral:
        messages.forget_ephemeral(slack, channel, original)
    else:
        messages.remove(slack, channel, original)
    return "ok"


def _speak(slack: Slack, hook: ResponseUrl, content: Json) -> str:
    channel, original = _original(slack, hook)
    thread_ts = content.get("thread_ts") if isinstance(content.get("thread_ts"), str) else None
    if content.get("replace_original") and hook.message_ts is not None:
        return _replace(slack, hook, channel, original, content)
    if content.get("response_type") == "in_channel":
        messages.post_as_bot(slack, channel, content, thread_ts=thread_ts)
    else:
        messages.whisper(slack, channel, hook.user, content, thread_ts=thread_ts or hook.thread_ts)
    return "ok"


def _replace(slack: Slack, hook: ResponseUrl, channel: Channel, original: Message | None, content: Json) -> str:
    if original is None or original.author != slack.world.place.bot_user_id:
        return "message_not_found"
    if hook.ephemeral:
        messages.redraw_ephemeral(slack, channel, original, content)
        return "ok"
    body = messages.bot_body(slack, original.ts, content)
    new = {name: body.get(name) for name in ("text", "blocks", "attachments")}
    messages.change(slack, channel, original, new, slack.world.place.bot_user_id)
    return "ok"
