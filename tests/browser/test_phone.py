"""The page on a phone: one column, a drawer, and room for thumbs."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.cast import CARD, DIGEST, GENERAL, LAUNCH, LILEI, MAYA
from tests.browser.conftest import Open, Shoot
from tests.browser.standin import StandIn

pytestmark = pytest.mark.browser


def fits(page: Page) -> bool:
    return bool(
        page.evaluate("document.documentElement.scrollWidth <= innerWidth && document.body.scrollWidth <= innerWidth")
    )


def furnish(bot: StandIn) -> str:
    wide = "https://example.com/" + "a" * 200
    bot.client.chat_postMessage(channel=LAUNCH, text=f"A long one: {wide} ```{'x' * 300}```")
    bot.client.chat_postMessage(channel=LAUNCH, text="digest", blocks=DIGEST)
    return str(bot.client.chat_postMessage(channel=LAUNCH, text="card", blocks=CARD)["ts"])


@pytest.mark.parametrize("person", [MAYA, LILEI])
def test_nothing_is_wider_than_the_phone(phone: Open, bot: StandIn, shoot: Shoot, person: str) -> None:
    furnish(bot)
    page = phone(as_=person)
    expect(page.get_by_role("button", name="Got it")).to_be_visible()
    shoot(page, f"phone-{'zh' if person == LILEI else 'en'}")
    for place in ("dm", "home", GENERAL):
        assert fits(page)
        page.goto(page.url.split("#")[0] + f"#as={person}&channel={place}")
        expect(page.locator(f'[data-place="{"dm" if place == "home" else place}"]')).to_have_attribute(
            "aria-current", "page"
        )
    assert fits(page)


def test_the_drawer_opens_leads_somewhere_and_closes(phone: Open, shoot: Shoot) -> None:
    page = phone()
    expect(page.locator("#sidebar")).to_be_hidden()
    page.get_by_role("button", name="Open the sidebar").tap()
    expect(page.locator("#sidebar")).to_be_visible()
    shoot(page, "phone-drawer")
    page.get_by_role("link", name="general").tap()
    expect(page.locator("#sidebar")).to_be_hidden()
    expect(page.locator("#place h1")).to_have_text("general")
    page.get_by_role("button", name="Open the sidebar").tap()
    page.keyboard.press("Escape")
    expect(page.locator("#sidebar")).to_be_hidden()


def test_a_thread_takes_the_screen_and_gives_it_back(phone: Open, bot: StandIn) -> None:
    bot.client.chat_postMessage(channel=LAUNCH, text="reply", thread_ts=furnish(bot))
    page = phone()
    page.locator(".replies").tap()
    expect(page.locator("#thread")).to_be_visible()
    expect(page.locator("#messages")).to_be_hidden()
    assert fits(page)
    page.get_by_role("button", name="Close the thread").tap()
    expect(page.locator("#messages")).to_be_visible()


def test_message_actions_and_the_clock_rise_as_sheets(phone: Open, bot: StandIn) -> None:
    bot.client.chat_postMessage(channel=LAUNCH, text="hello")
    page = phone()
    page.get_by_role("button", name="More actions").tap()
    page.get_by_role("menuitem", name="Reply in thread").tap()
    expect(page.locator("#thread")).to_be_visible()
    page.get_by_role("button", name="Change the time").tap()
    sheet = page.get_by_role("menu", name="Change the time")
    expect(sheet.get_by_role("menuitem")).to_have_text(["+1 h", "To 09:00 tomorrow", "Next Monday 09:00"])
    box = page.locator(".panel").bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 390)


COVERED = """() => {
  const boxes = (what) => [...document.querySelectorAll(what)].map((one) => one.getBoundingClientRect());
  const beside = (one, other) => one.right <= other.left || other.right <= one.left;
  const above = (one, other) => one.bottom <= other.top || other.bottom <= one.top;
  const bars = boxes('.toolbar').filter((box) => box.width);
  const covered = (box) => bars.some((bar) => !beside(bar, box) && !above(bar, box));
  return [bars.length, boxes('.blocks button').filter(covered).length];
}"""


@pytest.mark.parametrize("touches", [True, False])
def test_what_hovers_over_a_message_covers_none_of_its_buttons(open_page: Open, bot: StandIn, touches: bool) -> None:
    for _ in range(2):
        bot.client.chat_postMessage(channel=LAUNCH, text="card", blocks=CARD)
    page = open_page(width=390, height=844, has_touch=touches, is_mobile=touches)
    page.locator("#messages .message").last.hover()
    bars, covered = page.evaluate(COVERED)
    assert bars >= 1
    assert covered == 0


SMALLER_THAN_A_THUMB = """() =>
  [...document.querySelectorAll('button, .nav-row, input, textarea')]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }))
    .map((one) => [one.getAttribute('aria-label') || one.textContent, one.getBoundingClientRect()])
    .filter(([, box]) => box.height < 38 || box.width < 38)
    .map(([name, box]) => `${name} ${box.width}x${box.height}`)
"""


def test_whatever_is_pressed_has_room_for_a_thumb(phone: Open, bot: StandIn) -> None:
    furnish(bot)
    page = phone()
    expect(page.get_by_role("button", name="Got it")).to_be_visible()
    page.get_by_role("button", name="Open the sidebar").tap()
    expect(page.locator("#sidebar")).to_be_visible()
    small = page.evaluate(SMALLER_THAN_A_THUMB)
    assert small == []
