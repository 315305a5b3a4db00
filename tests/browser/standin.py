"""A stand-in for the bot: it answers Slack's calls with what a test laid out, and keeps what it was told."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from slack_sdk import WebClient

Json = dict[str, Any]
BOT_TOKEN = "xoxb-browser-tests"
LOOK_EVERY = 0.02  # for the wish to end: each test waits for it


class StandIn:
    """`answers` maps a command, action_id, callback_id or "options" to an answer, or to a function of the payload."""

    def __init__(self) -> None:
        self.answers: dict[str, Any] = {}
        self.told: list[Json] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_for(self))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(LOOK_EVERY,), daemon=True).start()
        self.slack: WebClient | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/slack/events"

    @property
    def client(self) -> WebClient:
        assert self.slack is not None
        return self.slack

    def connect(self, origin: str) -> None:
        self.slack = WebClient(token=BOT_TOKEN, base_url=f"{origin}/api/")
        self.slack.auth_test()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def of_type(self, type_: str) -> list[Json]:
        return [payload for payload in self.told if payload.get("type") == type_]

    def opens(self, view: Json) -> Callable[[Json], str]:
        """An answer that opens this modal, or puts it on top of one that is open."""

        def answer(payload: Json) -> str:
            inside = payload.get("view") or {}
            method = self.client.views_push if inside.get("type") == "modal" else self.client.views_open
            method(trigger_id=payload["trigger_id"], view=view)
            return ""

        return answer

    def answer_to(self, payload: Json) -> Any:
        self.told.append(payload)
        laid_out = self.answers.get(_name_of(payload), "")
        return laid_out(payload) if callable(laid_out) else laid_out


def _name_of(payload: Json) -> str:
    match payload.get("type"):
        case "command":
            return str(payload["command"])
        case "block_actions":
            return str(payload["actions"][0]["action_id"])
        case "block_suggestion":
            return "options"
        case "view_submission" | "view_closed":
            return str(payload["view"]["callback_id"])
        case "shortcut" | "message_action":
            return str(payload["callback_id"])
        case _:
            return "event"


def _handler_for(bot: StandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"])).decode()
            payload = _read(self.headers["Content-Type"], raw)
            answer = {"challenge": payload["challenge"]} if "challenge" in payload else bot.answer_to(payload)
            body = (answer if isinstance(answer, str) else json.dumps(answer)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/plain" if isinstance(answer, str) else "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    return Handler


def _read(content_type: str, raw: str) -> Json:
    if content_type.startswith("application/json"):
        payload: Json = json.loads(raw)
        return payload
    form = {name: values[0] for name, values in parse_qs(raw, keep_blank_values=True).items()}
    if "payload" in form:
        interaction: Json = json.loads(form["payload"])
        return interaction
    return {"type": "command", **form}
