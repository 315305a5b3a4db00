"""Moving the clock: here, and step by step through the bot's test clock, so that everything falls due at its moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp

from playground.clock import stamp
from playground.people.ask import Ask, Refusal
from playground.slack import Slack
from playground.world import Json

MOST_STEPS = 20_000
STUCK_AFTER = 5  # steps in a row that bring no later due moment
FARTHEST = timedelta(days=3660)


async def show(slack: Slack, _ask: Ask) -> Json:
    return {"ok": True, "now": stamp(slack.clock.now())}


async def move(slack: Slack, ask: Ask) -> Json:
    async with slack.moving:
        target = _target(slack, ask)
        if slack.config.clock_url is None:
            slack.clock.reach(target)
            steps = 1
        else:
            steps = await _step_through(slack, slack.config.clock_url, target)
    slack.stream.tell("clock")
    return {"ok": True, "now": stamp(slack.clock.now()), "steps": steps}


def _target(slack: Slack, ask: Ask) -> datetime:
    now = slack.clock.now()
    if ask.has("advance_seconds"):
        seconds = ask.number("advance_seconds")
        if not 0 <= seconds <= FARTHEST.total_seconds():
            raise Refusal(400, "invalid_field", "advance_seconds goes from 0 to ten years.")
        return now + timedelta(seconds=seconds)
    target = read_moment(ask.text("now"))
    if target < now:
        raise Refusal(400, "backwards", f"It is already {stamp(now)}; the clock only goes forward.")
    if target - now > FARTHEST:
        raise Refusal(400, "invalid_field", "That is more than ten years ahead.")
    return target


def read_moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            raise Refusal(400, "invalid_field", f"{text!r} names no zone; end it with Z.")
        return moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Refusal(400, "invalid_field", f"{text!r} is no moment such as 2026-03-09T09:00:00Z.") from error


async def _step_through(slack: Slack, url: str, target: datetime) -> int:
    """To each moment at which the bot has something due, in order, and at last to the target."""
    latest_due: datetime | None = None
    stuck = 0
    timeout = aiohttp.ClientTimeout(total=slack.config.bot_clock_seconds)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        for step in range(1, MOST_STEPS + 1):
            bot_clock = await _bot_says(session, "GET", url, None)
            due = _moment_in(bot_clock, "next_due")
            last = due is None or due > target
            wanted = target if due is None or last else due
            stuck = stuck + 1 if due is not None and latest_due is not None and due <= latest_due else 0
            if stuck >= STUCK_AFTER and not last:
                raise Refusal(
                    502, "no_progress", f"The bot still has something due at {stamp(wanted)} after {step} steps."
                )
            latest_due = due if latest_due is None or due is None else max(due, latest_due)
            reached = slack.clock.reach(max(wanted, _moment_in(bot_clock, "now") or wanted))
            slack.stream.tell("clock")
            await _bot_says(session, "POST", url, {"now": stamp(reached)})
            if last:
                return step
    raise Refusal(502, "no_progress", f"{MOST_STEPS} steps were not enough.")


async def _bot_says(session: aiohttp.ClientSession, method: str, url: str, body: Json | None) -> Json:
    try:
        async with session.request(method, url, json=body) as response:
            if response.status >= 400:
                text = (await response.text())[:300]
                raise Refusal(502, "bot_clock_failed", f"{method} {url} answered {response.status}: {text}")
            said: Any = await response.json(content_type=None)
            return said if isinstance(said, dict) else {}
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        raise Refusal(502, "bot_clock_failed", f"{method} {url}: {type(error).__name__} {error}") from error


def _moment_in(bot_clock: Json, name: str) -> datetime | None:
    value = bot_clock.get(name)
    if not isinstance(value, str):
        return None
    try:
        return read_moment(value)
    except Refusal as error:
        raise Refusal(502, "bot_clock_failed", f"The bot's clock says {name}={value!r}.") from error
