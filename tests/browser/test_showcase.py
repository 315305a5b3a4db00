"""A working morning in #launch, as a newcomer first sees it: light and dark, wide and narrow, in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.cast import CARD, DANA, DIGEST, LAUNCH, LILEI, MAYA
from tests.browser.conftest import Open, Shoot
from tests.browser.standin import StandIn

pytestmark = pytest.mark.browser


@pytest.fixture
def morning(open_page: Open, bot: StandIn) -> Callable[..., Page]:
    """A conversation between people and the bot, with a thread under the card."""

    def speak(person: str, text: str) -> None:
        page = open_page(as_=person)
        page.locator("#write").fill(text)
        page.keyboard.press("Enter")
        expect(page.locator("#messages .text").last).to_contain_text(text[:9])

    speak(MAYA, "Morning all! The launch stays on *20 March*, so let us close the open ends today.")
    bot.client.chat_postMessage(channel=LAUNCH, text="This morning", blocks=DIGEST)
    speak(LILEI, "报价单明天下午三点前给你，@Maya Lindqvist")
    card = str(bot.client.chat_postMessage(channel=LAUNCH, text="#42", blocks=CARD)["ts"])
    bot.client.chat_postMessage(channel=LAUNCH, text=f"<@{DANA}> has started.", thread_ts=card)
    bot.client.reactions_add(channel=LAUNCH, timestamp=card, name="eyes")

    def open_(opener: Open = open_page, **more: str) -> Page:
        page = opener(**more)
        expect(page.locator(".replies")).to_be_visible()
        return page

    return open_


def test_a_morning_in_a_channel_looks_right_everywhere(morning: Callable[..., Page], phone: Open, shoot: Shoot) -> None:
    for name, person in (("en", MAYA), ("zh", LILEI)):
        wide = morning(as_=person)
        wide.locator(".replies").click()
        expect(wide.locator("#thread-messages article")).to_have_count(2)
        shoot(wide, f"morning-{name}")
        shoot(morning(opener=phone, as_=person), f"morning-{name}-phone")
    shoot(morning(color_scheme="dark"), "morning-dark")
