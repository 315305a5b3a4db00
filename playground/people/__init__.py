"""People's side: everything a person, a test or a script can do, as one table of routes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from playground.people import actions, changes, commands, forms, installing, moves, speech, stage
from playground.people.ask import Ask, Refusal, read_ask
from playground.slack import Slack
from playground.world import Json

ROUTES: tuple[tuple[str, str, Callable[[Slack, Ask], Awaitable[Json]]], ...] = (
    ("GET", "/people/state", stage.state),
    ("POST", "/people/curtain", stage.raise_curtain),
    ("GET", "/people/messages", speech.read),
    ("POST", "/people/messages", speech.say),
    ("PATCH", "/people/messages", speech.edit),
    ("DELETE", "/people/messages", speech.take_back),
    ("POST", "/people/commands", commands.command),
    ("POST", "/people/shortcuts", commands.shortcut),
    ("POST", "/people/actions", actions.act),
    ("POST", "/people/options", actions.suggest),
    ("GET", "/people/views", forms.views),
    ("POST", "/people/views/submit", forms.submit),
    ("POST", "/people/views/close", forms.close),
    ("GET", "/people/home", forms.home),
    ("POST", "/people/home", forms.open_home),
    ("POST", "/people/reactions", speech.react),
    ("DELETE", "/people/reactions", speech.unreact),
    ("POST", "/people/files", speech.share),
    ("POST", "/people/users", changes.put_user),
    ("POST", "/people/channels", changes.put_channel),
    ("POST", "/people/usergroups", changes.put_usergroup),
    ("GET", "/people/clock", moves.show),
    ("POST", "/people/clock", moves.move),
    ("POST", "/people/faults", stage.set_fault),
    ("DELETE", "/people/faults", stage.clear_faults),
    ("GET", "/people/calls", stage.calls),
    ("POST", "/people/redeliver", stage.redeliver),
    ("POST", "/people/workspaces", installing.put_workspace),
    ("POST", "/people/install", installing.install),
    ("POST", "/people/revoke", installing.end_by_revoking),
    ("POST", "/people/uninstall", installing.end_by_uninstalling),
    ("POST", "/people/take_out", installing.take_out),
    ("POST", "/people/put_in", installing.put_in),
    ("POST", "/people/expire", installing.expire),
)


def add_routes(app: web.Application, slack: Slack) -> None:
    for method, path, run in ROUTES:
        app.router.add_route(method, path, _door(slack, run))


def _door(
    slack: Slack, run: Callable[[Slack, Ask], Awaitable[Json]]
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def serve(request: web.Request) -> web.StreamResponse:
        try:
            ask = await read_ask(request)
            return web.json_response(await run(_workspace(slack, ask), ask))
        except Refusal as refusal:
            answer = {"ok": False, "error": refusal.error, "detail": refusal.detail}
            return web.json_response(answer, status=refusal.status)

    return serve


def _workspace(slack: Slack, ask: Ask) -> Slack:
    """The one that is named, else the first."""
    there = slack.installs.workspaces.get(ask.text("workspace", slack.world.place.team_id))
    if there is None:
        raise Refusal(404, "workspace_not_found", f"There is no workspace {ask.text('workspace')!r}.")
    return there
