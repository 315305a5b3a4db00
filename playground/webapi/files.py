"""files.*: the two-step upload, and reading what people shared."""

from __future__ import annotations

import secrets

from aiohttp import web

from playground import messages, sharing
from playground.shapes import file_object, mimetype
from playground.slack import Slack
from playground.webapi.call import ApiError, Call, Method, RateLimitedError
from playground.webapi.places import joined_channel
from playground.webapi.strict import check_message
from playground.world import Channel, File, Json

COOKIE = "playground"


def get_upload_url(slack: Slack, call: Call) -> Json:
    name, length = call.required("filename"), call.number("length", 0)
    if length <= 0:
        raise ApiError("invalid_arguments", "missing required field: length")
    file = File(slack.world.mint("F"), name, slack.world.place.bot_user_id, name, secrets.token_urlsafe(16))
    file.created = int(slack.clock.timestamp())
    slack.world.files[file.id] = file
    return {"ok": True, "upload_url": f"{slack.origin}/upload/v1/{file.id}/{file.secret}", "file_id": file.id}


async def take_upload(slack: Slack, request: web.Request) -> web.Response:
    """The raw bytes, or a multipart form with one file."""
    file = slack.world.files.get(request.match_info["file_id"])
    if file is None or file.secret != request.match_info["secret"] or file.completed:
        return web.Response(status=404, text="no such upload")
    if request.content_type.startswith("multipart/"):
        try:
            form = await request.post()
        except ValueError:
            return web.Response(status=400, text="unreadable form")
        parts = [part.file.read() for part in form.values() if isinstance(part, web.FileField)]
        file.content = parts[0] if parts else b""
    else:
        file.content = await request.read()
    file.uploaded = True
    return web.Response(text=f"OK - {len(file.content)}")


def complete_upload(slack: Slack, call: Call) -> Json:
    files = _uploaded(slack, call)
    named = [name for name in ("channel_id", "channels") if call.text(name)]
    channel = None
    if named:
        ids = call.names(named[0])
        if len(ids) != 1:
            raise ApiError("invalid_channel", "this playground shares a file in one conversation at a time")
        call.args["channel_id"] = ids[0]
        channel = joined_channel(slack, call, "channel_id")
    content = _comment(slack, call)
    if channel is not None:
        _share(slack, call, channel, files, content)
    for file in files:
        file.completed = True
    return {"ok": True, "files": [file_object(slack, file) for file in files]}


def _uploaded(slack: Slack, call: Call) -> list[File]:
    wanted = call.structure("files")
    if not wanted:
        raise ApiError("invalid_arguments", "missing required field: files")
    files = []
    for entry in wanted:
        file = slack.world.files.get(str(entry.get("id"))) if isinstance(entry, dict) else None
        if file is None or not file.uploaded or file.completed:
            raise ApiError("file_not_found")
        file.title = str(entry.get("title") or file.name)
        files.append(file)
    return files


def _comment(slack: Slack, call: Call) -> Json:
    blocks, text = call.structure("blocks"), call.text("initial_comment")
    if blocks and text:
        raise ApiError("invalid_arguments", "initial_comment and blocks exclude each other")
    content: Json = {"text": text, **({"blocks": blocks} if blocks else {})}
    if blocks or text:
        check_message(slack, content)
    return content


def _share(slack: Slack, call: Call, channel: Channel, files: list[File], content: Json) -> None:
    if channel.archived:
        raise ApiError("is_archived")
    thread_ts = call.text("thread_ts") or None
    if thread_ts and messages.find(channel, thread_ts) is None:
        raise ApiError("thread_not_found")
    wait = slack.limits.post(channel.id)
    if wait:
        raise RateLimitedError(wait)
    sharing.note(channel, files)
    shown = [file_object(slack, file) for file in files]
    extra = {"subtype": "file_share", "files": shown, "upload": True}
    messages.post_as_bot(slack, channel, content, thread_ts=thread_ts, **extra)
    for file in files:
        sharing.tell(slack, channel, file)


def info(slack: Slack, call: Call) -> Json:
    file = slack.world.files.get(call.required("file"))
    if file is None or not file.completed or not _visible(slack, file):
        raise ApiError("file_not_found")
    return {"ok": True, "file": file_object(slack, file), "comments": [], "response_metadata": {"next_cursor": ""}}


def _visible(slack: Slack, file: File) -> bool:
    if file.owner == slack.world.place.bot_user_id:
        return True
    return any(slack.world.bot_in(slack.world.channels[channel_id]) for channel_id in file.channels)


def download(slack: Slack, request: web.Request) -> web.Response:
    """For the bot's token or the page's cookie; anyone else gets a page instead, with status 200, as from Slack."""
    file = slack.world.files.get(request.match_info["file_id"])
    if file is None or not file.completed or not (_is_page(slack, request) or _is_bot(slack, request, file)):
        return web.Response(text="<!DOCTYPE html><title>Sign in</title>", content_type="text/html")
    return web.Response(body=file.content, content_type=mimetype(file.name))


def _is_page(slack: Slack, request: web.Request) -> bool:
    return request.cookies.get(COOKIE) == slack.cookie


def _is_bot(slack: Slack, request: web.Request, file: File) -> bool:
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    usable = slack.world.standing is None and "files:read" in slack.world.scopes
    return token == slack.config.bot_token and usable and _visible(slack, file)


METHODS = {
    "files.getUploadURLExternal": Method(get_upload_url, 100, ("files:write",)),
    "files.completeUploadExternal": Method(complete_upload, 100, ("files:write",)),
    "files.info": Method(info, 100, ("files:read",)),
}
