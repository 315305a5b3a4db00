"""The page on which Slack asks an admin whether to let an app in, for whoever tries it with a browser."""

from __future__ import annotations

from html import escape

from aiohttp import web

from playground.cast import MAYA
from playground.people.ask import Ask, Refusal
from playground.people.installing import install
from playground.slack import Slack

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Add Muster</title>
<meta name="viewport" content="width=device-width"><style>body{{font:16px sans-serif;max-width:30rem;margin:4rem auto}}
button,select{{font:inherit;padding:.5rem 1rem}}</style>
<h1>Let Muster into a workspace?</h1><p>It asks for: {scopes}</p>
<form method="post"><select name="workspace" aria-label="Workspace">{choices}</select>
<button name="cancel" value="false">Allow</button> <button name="cancel" value="true">Cancel</button></form></html>"""


async def ask(slack: Slack, request: web.Request) -> web.Response:
    names = [(id_, one.world.place.name) for id_, one in slack.installs.workspaces.items()]
    choices = "".join(f'<option value="{escape(id_)}">{escape(name)}</option>' for id_, name in names)
    scopes = escape(request.query.get("scope", "").replace(",", ", "))
    return web.Response(text=PAGE.format(scopes=scopes, choices=choices), content_type="text/html")


async def answer(slack: Slack, request: web.Request) -> web.Response:
    """As the workspace's admin."""
    form = await request.post()
    there = slack.installs.workspaces.get(str(form.get("workspace", "")), slack)
    fields = {"user": MAYA, "url": str(request.url), "cancel": str(form.get("cancel", "false"))}
    try:
        said = await install(there, Ask(fields))
    except Refusal as refusal:
        return web.Response(status=refusal.status, text=refusal.detail)
    raise web.HTTPFound(str(said["location"]))
