"""`make pictures`: the README's pictures, taken of a running demo in a real browser, in both languages."""

import asyncio
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import Popen
from typing import Any

import aiohttp
from playwright.async_api import Browser, Page, async_playwright

from tests.browser import story
from tests.browser.conftest import QUIET
from tests.ports import free_port
from tests.scenarios.world import ANN, LAUNCH, LILEI, MAYA

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
CHROMIUM = "/usr/bin/chromium"
WIDTHS = {"": (1440, 900), "-phone": (390, 844)}
WHO = {"en": ANN, "zh": LILEI}
ON_A_PHONE = ("story-brief", "story-lead")
AFTERNOON = "2026-03-09T16:05:00+00:00"  # Monday, 17:05 in Berlin: the digest is out

# a line that can be read in two ways, a pasted list, and how the first is put right in its card's thread
SAID = {
    "en": ("send the draft contract to legal next Friday at 4 !high #contract ~2h",
           "Action items:\n- book the hall by Thursday @dana\n    - ask for a projector\n- write the invitation",
           ("make it Thursday 5pm", "not me, @dana")),
    "zh": ("下周三3点前把报价单发给客户，重要 #报价 估计2小时",
           "行动项：\n- 周四前订好会场 @dana\n    - 借一台投影仪\n- 写邀请函",
           ("改到周四下午5点", "不是我，给@dana")),
}  # fmt: skip

ANSWERS = {
    "en": {
        ANN: ("Proofread half of the landing page", "The other half, then the press kit", "None"),
        MAYA: ("Agreed on the launch date", "Approve the budget", "no"),
    },
    "zh": {
        ANN: ("落地页校对了一半", "校对完剩下的，再跟进新闻稿", "没有"),
        MAYA: ("定好了发布日期", "批预算", "无"),
    },
}


@contextmanager
def a_demo(language: str) -> Iterator[str]:
    """A demo of its own on a free port."""
    port = free_port()
    settings = os.environ | {"DEMO_PORT": str(port), "NO_BROWSER": "1", "DEMO_LANG": language}
    with Popen([sys.executable, "-m", "bot", "demo"], env=settings) as process:
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


async def post(http: aiohttp.ClientSession, path: str, **body: Any) -> dict[str, Any]:
    async with http.post(f"/people/{path}", json=body) as answer:
        said: dict[str, Any] = await answer.json()
        assert answer.status == 200, said
        return said


async def until_ready(http: aiohttp.ClientSession) -> None:
    """The demo has set its stage: Monday morning has come."""
    for _ in range(600):
        try:
            async with http.get("/people/state") as answer:
                if answer.status == 200:
                    await asyncio.sleep(2)
                    return
        except (aiohttp.ClientError, KeyError):
            pass
        await asyncio.sleep(0.2)
    raise TimeoutError("the demo never came to Monday")


async def answer_standup(http: aiohttp.ClientSession, language: str) -> None:
    await post(http, "clock", now="2026-03-09T08:40:00+00:00")
    for user, answers in ANSWERS[language].items():
        await post(http, "commands", user=user, channel=LAUNCH, command="/standup", text="answer")
        values = {f"q{at}": {"value": {"type": "plain_text_input", "value": said}} for at, said in enumerate(answers)}
        await post(http, "views/submit", user=user, values=values)
    await asyncio.sleep(6)


async def say(http: aiohttp.ClientSession, user: str, text: str, thread_ts: str | None = None) -> str:
    more = {"thread_ts": thread_ts} if thread_ts else {}
    said = await post(http, "messages", user=user, channel="dm", text=text, wait=True, **more)
    await post(http, "clock", advance_seconds=2)
    return str(said["ts"])


async def card_of(http: aiohttp.ClientSession, user: str, line_ts: str) -> str:
    """The card that came after a line in the direct conversation."""
    async with http.get("/people/messages", params={"channel": "dm", "as": user}) as answer:
        messages = (await answer.json())["messages"]
    return next(str(message["ts"]) for message in messages if message["ts"] > line_ts)


async def write_lines(http: aiohttp.ClientSession, camera: "Camera", language: str) -> None:
    """Two lines as people write them, what is read from them, and how it is put right."""
    user, (line, pasted, corrections) = WHO[language], SAID[language]
    card = await card_of(http, user, await say(http, user, line))
    await camera.shoot("reading", "dm")
    for words in corrections:
        await say(http, user, words, card)
    await camera.shoot("correction", "dm", thread_of="报价单" if language == "zh" else "draft contract")
    await say(http, user, pasted)
    await camera.shoot("several", "dm")


class Camera:
    """Opens pages of one demo and keeps pictures of them."""

    def __init__(self, browser: Browser, origin: str, language: str) -> None:
        self._browser = browser
        self._origin = origin
        self._language = language

    async def open(self, place: str, kind: str, who: str = "") -> Page:
        width, height = WIDTHS[kind]
        page = await self._browser.new_page(
            viewport={"width": width, "height": height}, device_scale_factor=2 if kind else 1
        )
        query = "?lang=zh" if self._language == "zh" else ""
        await page.goto(f"{self._origin}/{query}#as={who or WHO[self._language]}&channel={place}")
        await page.wait_for_selector("body[data-ready]")
        await page.wait_for_timeout(700)
        return page

    async def shoot(self, name: str, place: str, *, thread_of: str | None = None) -> None:
        for kind in WIDTHS:
            page = await self.open(place, kind)
            if thread_of is not None:
                await page.locator("article:has(.replies)", has_text=thread_of).last.locator(".replies").click()
                await page.wait_for_timeout(500)
            await page.screenshot(path=FOLDER / f"{name}-{self._language}{kind}.png")
            await page.close()


async def take_the_story(language: str) -> None:
    """Some as a phone shows them, some as a wide screen does."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)

        async def shoot(origin: str, name: str, who: str) -> None:
            kind = "-phone" if name in ON_A_PHONE else ""
            page = await Camera(browser, origin, language).open("dm", kind, who)
            await page.screenshot(path=FOLDER / f"{name}-{language}{kind}.png")
            await page.close()

        await story.tell(language, shoot)
        await browser.close()


async def take(language: str) -> None:
    with a_demo(language) as origin:
        async with aiohttp.ClientSession(origin) as http, async_playwright() as playwright:
            await until_ready(http)
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
            camera = Camera(browser, origin, language)
            await camera.shoot("channel", LAUNCH)
            await camera.shoot("brief", "dm")
            await write_lines(http, camera, language)
            await answer_standup(http, language)
            await camera.shoot("standup", LAUNCH, thread_of="站会" if language == "zh" else "Standup")
            await post(http, "commands", user=WHO[language], channel=LAUNCH, command="/task", text="edit 16")
            await camera.shoot("modal", LAUNCH)
            await post(http, "views/close", user=WHO[language])
            await post(http, "clock", now=AFTERNOON)
            await camera.shoot("digest", LAUNCH)
            await camera.shoot("home", "home")
            await browser.close()


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for language in WHO:
        started = time.monotonic()
        asyncio.run(take(language))
        asyncio.run(take_the_story(language))
        sys.stdout.write(f"{language}: pictures are in docs/pictures ({time.monotonic() - started:.0f} s)\n")


if __name__ == "__main__":
    main()
