"""Deliveries as Slack makes them over HTTP: signed POSTs with three seconds to answer."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from typing import Any

import aiohttp

from playground.parcels import Answer, Attempt, Parcel
from playground.world import Json

USER_AGENT = "Slackbot 1.0 (+https://api.slack.com/robots)"
KNOCK_SECONDS = (0.1, 0.2, 0.5, 1.0)
MAX_REDIRECTS = 2


class SignedHttp:
    def __init__(self, url: str, signing_secret: str, answer_seconds: float) -> None:
        self._url = url
        self._secret = signing_secret.encode()
        self._timeout = aiohttp.ClientTimeout(total=answer_seconds)
        self._session: aiohttp.ClientSession | None = None
        self._reached = False

    @property
    def reached(self) -> bool:
        return self._reached

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def send(self, parcel: Parcel, attempt: Attempt) -> Answer:
        extra: dict[str, str] = {}
        if attempt.number:
            extra = {"X-Slack-Retry-Num": str(attempt.number), "X-Slack-Retry-Reason": attempt.reason}
        answer = await self._post(parcel.body, parcel.content_type, extra)
        self._reached = self._reached or answer.ok
        return answer

    async def verify_url(self) -> None:
        """Knock until the bot answers the challenge; it may well start after us."""
        tries = 0
        while not self._reached:
            challenge: Json = {"token": "unused", "challenge": f"knock-{time.time_ns()}", "type": "url_verification"}
            answer = await self._post(json.dumps(challenge).encode(), "application/json", {})
            if answer.ok and _challenge_in(answer.body) == challenge["challenge"]:
                self._reached = True
                return
            await asyncio.sleep(KNOCK_SECONDS[min(tries, len(KNOCK_SECONDS) - 1)])
            tries += 1

    def _signed(self, body: bytes) -> dict[str, str]:
        timestamp = str(int(time.time()))
        digest = hmac.new(self._secret, b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={digest}"}

    async def _post(self, body: bytes, content_type: str, extra: dict[str, str]) -> Answer:
        if self._session is None:
            self._session = aiohttp.ClientSession(headers={"User-Agent": USER_AGENT})
        headers = {"Content-Type": content_type, "Accept": "*/*", **self._signed(body), **extra}
        try:
            async with self._session.post(
                self._url, data=body, headers=headers, timeout=self._timeout, max_redirects=MAX_REDIRECTS
            ) as response:
                text = (await response.read()).decode("utf-8", "replace")
                no_retry = response.headers.get("X-Slack-No-Retry") == "1"
                if not 200 <= response.status < 300:
                    return Answer(response.status, text, "http_error", no_retry)
                return Answer(response.status, _parsed(text, response.content_type))
        except TimeoutError:
            return Answer(failure="http_timeout")
        except aiohttp.TooManyRedirects:
            return Answer(failure="too_many_redirects")
        except aiohttp.ClientSSLError:
            return Answer(failure="ssl_error")
        except aiohttp.ClientConnectionError:
            return Answer(failure="connection_failed")
        except (aiohttp.ClientError, ValueError):
            return Answer(failure="unknown_error")


def _parsed(text: str, content_type: str) -> Any:
    if content_type != "application/json" or not text.strip():
        return text
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _challenge_in(body: Any) -> str:
    if isinstance(body, dict):
        return str(body.get("challenge"))
    return str(body).removeprefix("challenge=").strip()
