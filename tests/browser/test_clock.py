"""The clock bar: moving time and seeing what happened on the way."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.browser.cast import ANN, DANA, LAUNCH, LILEI
from tests.browser.conftest import Open, Shoot
from tests.browser.standin import StandIn

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("person", "button", "day", "hour"),
    [
        (ANN, "Move the clock one hour ahead", "Monday, March 9", "10:20 AM"),
        (ANN, "To 09:00 tomorrow", "Tuesday, March 10", "9:00 AM"),
        (ANN, "Next Monday 09:00", "Monday, March 16", "9:00 AM"),
        (DANA, "To 09:00 tomorrow", "Tuesday, March 10", "9:00 AM"),
        (LILEI, "到下周一 09:00", "3月16日星期一", "09:00"),
    ],
)
def test_the_clock_moves_to_an_hour_of_the_acting_persons_day(
    open_page: Open, person: str, button: str, day: str, hour: str
) -> None:
    page = open_page(as_=person)
    page.locator(f'.clock-move:is([title="{button}"], :text-is("{button}"))').click()
    expect(page.locator(".clock-day")).to_have_text(day)
    expect(page.locator(".clock-time")).to_have_text(hour)


def test_a_move_tells_what_came_in_and_the_news_lead_there(open_page: Open, bot: StandIn, shoot: Shoot) -> None:
    page = open_page(as_=ANN)

    def meanwhile(route: Route) -> None:
        bot.client.chat_postMessage(channel=LAUNCH, text="Good morning, team")
        bot.client.chat_postMessage(channel=LILEI, text="早上好")
        route.continue_()

    page.route("**/people/clock", meanwhile)
    page.get_by_role("button", name="To 09:00 tomorrow").click()
    news = page.locator(".toast .news")
    expect(news).to_have_text(["1 in #launch", "1 to 李雷"])
    shoot(page, "clock-moved")
    news.nth(1).click()
    expect(page.locator(f'[data-user="{LILEI}"]')).to_have_attribute("aria-checked", "true")
    expect(page.locator("#messages article")).to_contain_text("早上好")
    page.get_by_role("button", name="发生了什么").click()
    expect(page.locator(".log .happening")).to_have_count(1)


def test_while_time_moves_the_buttons_wait_and_say_so(open_page: Open) -> None:
    page = open_page(as_=ANN)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/people/clock", hold)
    page.get_by_role("button", name="Next Monday 09:00").click()
    expect(page.locator(".clock-moving")).to_have_text("Moving to Mon, Mar 16 9:00 AM…")
    expect(page.get_by_role("button", name="To 09:00 tomorrow")).to_be_disabled()
    expect(page.get_by_role("progressbar")).to_be_visible()
    held[0].continue_()
    expect(page.locator(".clock-day")).to_have_text("Monday, March 16")
    expect(page.get_by_role("button", name="To 09:00 tomorrow")).to_be_enabled()
