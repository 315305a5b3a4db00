"""A playground of its own for each test, one Chromium for all, and pages that must stay free of errors."""

from __future__ import annotations

import asyncio
import os
import shutil
import time
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from playground.app import running
from playground.config import Config
from tests.browser.cast import LAUNCH, MAYA
from tests.browser.standin import BOT_TOKEN, StandIn

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
MORNING = datetime(2026, 3, 9, 8, 20, tzinfo=UTC)  # Monday, 09:20 in Berlin
Open = Callable[..., Page]
Shoot = Callable[[Page, str], None]


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        reason = "the browser tests need Chromium: apt-get install chromium fonts-noto-cjk fonts-noto-color-emoji"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def bot() -> Iterator[StandIn]:
    stand_in = StandIn()
    yield stand_in
    stand_in.close()


@pytest.fixture(scope="package")
def beside() -> Iterator[asyncio.AbstractEventLoop]:
    """A loop of its own in a thread: a process for each playground would take longer to start than most tests do."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever)
    thread.start()
    yield loop
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


@pytest.fixture
def origin(bot: StandIn, beside: asyncio.AbstractEventLoop) -> Iterator[str]:
    """Where a playground runs, with the stand-in as its bot."""
    config = Config(signing_secret="s" * 32, bot_token=BOT_TOKEN, port=0, request_url=bot.url, start=MORNING)
    playground = running(config)
    slack = asyncio.run_coroutine_threadsafe(playground.__aenter__(), beside).result(10)
    try:
        bot.connect(slack.origin)
        _wait_for_bot(slack.origin)
        yield slack.origin
    finally:
        asyncio.run_coroutine_threadsafe(playground.__aexit__(None, None, None), beside).result(10)


def _wait_for_bot(address: str) -> None:
    for _ in range(100):
        with urllib.request.urlopen(f"{address}/people/state", timeout=5) as answer:
            if b'"connected": true' in answer.read():
                return
        time.sleep(0.05)
    raise AssertionError("the stand-in was never connected")


@pytest.fixture
def open_page(chromium: Browser, origin: str) -> Iterator[Open]:
    """open_page(as_=…, channel=…, query="?lang=zh", width=…) gives a ready page; any error on it fails the test."""
    contexts, wrongs = [], []

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            wrongs.append(f"{message.text} ({message.location})")

    def open_(
        *, as_: str = MAYA, channel: str = LAUNCH, query: str = "", width: int = 1440, height: int = 900, **more: Any
    ) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce", **more)
        context.set_default_timeout(8000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: wrongs.append(str(error)))
        page.on("request", lambda request: wrongs.append(request.url) if not request.url.startswith(origin) else None)
        page.goto(f"{origin}/{query}#as={as_}&channel={channel}")
        page.wait_for_selector("body[data-ready]")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert wrongs == []


@pytest.fixture
def phone(open_page: Open) -> Open:
    """As open_page, on a phone of 390 points."""

    def open_(**more: Any) -> Page:
        return open_page(width=390, height=844, is_mobile=True, has_touch=True, device_scale_factor=2, **more)

    return open_


@pytest.fixture
def shoot(tmp_path: Path) -> Shoot:
    """Keeps a picture of the page in MUSTER_SHOTS, or with the test's other files."""
    folder = Path(os.environ.get("MUSTER_SHOTS", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)

    def take(page: Page, name: str) -> None:
        page.wait_for_timeout(150)
        page.screenshot(path=folder / f"{name}.png")

    return take
