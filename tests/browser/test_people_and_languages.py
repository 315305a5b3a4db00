"""Acting as anybody: their places, their hour, their language; and ways through the page without a mouse."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.cast import CARD, DANA, GENERAL, LAUNCH, LEADS, LILEI, MAYA
from tests.browser.conftest import Open, Shoot
from tests.browser.standin import StandIn

pytestmark = pytest.mark.browser


def test_acting_as_a_chinese_writer_turns_the_page_chinese(open_page: Open, bot: StandIn, shoot: Shoot) -> None:
    bot.client.chat_postMessage(channel=LAUNCH, text="card", blocks=CARD)
    page = open_page(as_=MAYA)
    expect(page.get_by_role("heading", name="Channels")).to_be_visible()
    page.locator(f'[data-user="{LILEI}"]').click()
    expect(page.get_by_role("heading", name="频道")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.locator(".clock-time")).to_have_text("16:20")
    expect(page.locator(".clock-day")).to_have_text("3月9日星期一")
    expect(page.locator("#messages .day")).to_have_text("今天")
    expect(page.get_by_label("发消息到 #launch")).to_be_visible()
    shoot(page, "launch-zh")


def test_each_person_sees_only_their_own_places(open_page: Open) -> None:
    page = open_page(as_=MAYA, channel=LEADS)
    expect(page.locator("#place h1")).to_have_text("leads")
    page.locator(f'[data-user="{DANA}"]').click()
    expect(page.locator(f'[data-place="{LEADS}"]')).to_have_count(0)
    expect(page.locator("#place h1")).to_have_text("general")


def test_everybodys_own_hour_stands_beside_their_name(open_page: Open) -> None:
    page = open_page()
    hours = {
        person: page.locator(f'[data-user="{person}"] .person-time > span').inner_text()
        for person in (MAYA, LILEI, DANA)
    }
    assert hours == {MAYA: "09:20", LILEI: "16:20", DANA: "01:20"}


def test_someone_who_left_cannot_be_acted_as(open_page: Open) -> None:
    page = open_page()
    expect(page.get_by_role("radio", name="Oskar Brandt")).to_be_disabled()


@pytest.mark.parametrize(("person", "query", "language"), [(MAYA, "?lang=zh", "zh-CN"), (LILEI, "?lang=en", "en")])
def test_the_address_may_ask_for_a_language(open_page: Open, person: str, query: str, language: str) -> None:
    page = open_page(as_=person, query=query)
    expect(page.locator("html")).to_have_attribute("lang", language)


@pytest.mark.parametrize(("query", "person", "hint"), [
    ("", MAYA, "Try /task send the deck to @dana by Friday"), ("?lang=zh", LILEI, "试试：/task 周五前把方案发给 @dana"),
])  # fmt: skip
def test_the_page_opens_where_the_work_is_with_something_to_try(
    open_page: Open, query: str, person: str, hint: str
) -> None:
    page = open_page(as_="", channel="", query=query)
    expect(page.locator("#place h1")).to_have_text("launch")
    expect(page.locator(f'[data-user="{person}"]')).to_have_attribute("aria-checked", "true")
    expect(page.locator("#write")).to_have_attribute("placeholder", hint)


def test_a_playground_for_chinese_opens_in_chinese(open_page: Open) -> None:
    page = open_page(as_="", channel="")
    page.route("**/people/state*", lambda route: route.fulfill(json=route.fetch().json() | {"lang": "zh"}))
    page.reload()
    page.wait_for_selector("body[data-ready]")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.locator(f'[data-user="{LILEI}"]')).to_have_attribute("aria-checked", "true")


def test_the_switch_changes_every_word_of_the_page_and_back(open_page: Open, bot: StandIn) -> None:
    bot.client.chat_postMessage(channel=LAUNCH, text="hello")
    page = open_page()
    page.get_by_role("button", name="Switch this page to Chinese").click()
    expect(page.locator("#messages .badge")).to_have_text("应用")
    expect(page.get_by_role("button", name="到下周一 09:00")).to_be_visible()
    page.get_by_role("button", name="把页面切换成英文").click()
    expect(page.locator("#messages .badge")).to_have_text("APP")


def test_both_languages_have_the_same_words_and_blanks(open_page: Open) -> None:
    page = open_page()
    words = page.evaluate("import('/page/words.js').then((module) => module.WORDS)")
    assert words["en"].keys() == words["zh"].keys()
    for key, english in words["en"].items():
        assert _blanks(english) == _blanks(words["zh"][key]), key


def _blanks(text: str | list[str]) -> set[str]:
    joined = text if isinstance(text, str) else text[1]
    return {part.split("}")[0] for part in joined.split("{")[1:]}


def test_the_address_keeps_who_and_where_so_that_it_can_be_reopened(open_page: Open) -> None:
    page = open_page(as_=DANA, channel=GENERAL)
    page.locator('[data-place="dm"]').click()
    expect(page.get_by_role("tab", name="Messages")).to_have_attribute("aria-selected", "true")
    assert page.url.endswith(f"#as={DANA}&channel=dm")
    page.go_back()
    expect(page.locator("#place h1")).to_have_text("general")


def test_a_message_link_leads_to_the_message(open_page: Open, bot: StandIn) -> None:
    ts = str(bot.client.chat_postMessage(channel=LAUNCH, text="the one meant")["ts"])
    link = bot.client.chat_getPermalink(channel=LAUNCH, message_ts=ts)["permalink"]
    bot.client.chat_postMessage(channel=GENERAL, text=f"See <{link}|this message>")
    page = open_page(channel=GENERAL)
    page.get_by_role("link", name="this message").click()
    expect(page.locator(".message-sought")).to_contain_text("the one meant")


def test_alt_and_arrows_walk_through_the_channels(open_page: Open) -> None:
    page = open_page(channel=GENERAL)
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("#place h1")).to_have_text("launch")
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("#place h1")).to_have_text("general")


def test_ctrl_k_jumps_to_a_channel_or_into_someones_shoes(open_page: Open) -> None:
    page = open_page(channel=GENERAL)
    page.keyboard.press("Control+k")
    page.keyboard.type("lau")
    page.keyboard.press("Enter")
    expect(page.locator("#place h1")).to_have_text("launch")
    page.keyboard.press("Control+k")
    page.keyboard.type("dana")
    page.keyboard.press("Enter")
    expect(page.locator(f'[data-user="{DANA}"]')).to_have_attribute("aria-checked", "true")


def test_focus_stays_where_it_was_while_news_come_in(open_page: Open, bot: StandIn) -> None:
    page = open_page()
    page.get_by_role("button", name="To 09:00 tomorrow").focus()
    bot.client.chat_postMessage(channel=GENERAL, text="news")
    expect(page.locator(f'[data-place="{GENERAL}"] .unread')).to_have_text("1")
    expect(page.get_by_role("button", name="To 09:00 tomorrow")).to_be_focused()
    page.locator(f'[data-place="{LEADS}"]').focus()
    bot.client.chat_postMessage(channel=GENERAL, text="more news")
    expect(page.locator(f'[data-place="{GENERAL}"] .unread')).to_have_text("2")
    expect(page.locator(f'[data-place="{LEADS}"]')).to_be_focused()


def test_every_control_has_a_name(open_page: Open, bot: StandIn) -> None:
    bot.client.chat_postMessage(channel=LAUNCH, text="card", blocks=CARD)
    page = open_page()
    expect(page.get_by_role("button", name="Got it")).to_be_visible()
    nameless = page.evaluate(
        "[...document.querySelectorAll('button, a, input, textarea')]"
        ".filter((one) => !(one.getAttribute('aria-label') || one.textContent.trim() || one.labels?.length))"
        ".map((one) => one.outerHTML)"
    )
    assert nameless == []
    landmarks = [page.get_by_role(role).count() for role in ("navigation", "main")]
    assert landmarks == [1, 1]


CONTRASTS = [
    ("--ink", "--paper"),
    ("--ink", "--side"),
    ("--muted", "--paper"),
    ("--muted", "--side"),
    ("--muted", "--accent-soft"),
    ("--accent", "--accent-soft"),
    ("--accent-ink", "--accent"),
    ("--link", "--paper"),
    ("--danger", "--paper"),
    ("--danger", "--danger-soft"),
    ("--mark-ink", "--mark"),
    ("--code", "--ground"),
]
CONTRAST_OF = """([ink, ground]) => {
  const style = getComputedStyle(document.documentElement);
  const light = (name) => {
    const [r, g, b] = style.getPropertyValue(name).trim().match(/[0-9a-f]{2}/gi).map((hex) => parseInt(hex, 16) / 255)
      .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [dark, bright] = [light(ink), light(ground)].sort((one, other) => one - other);
  return (bright + 0.05) / (dark + 0.05);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground_in_light_and_dark(open_page: Open, scheme: str) -> None:
    page = open_page(color_scheme=scheme)
    weak = {pair: page.evaluate(CONTRAST_OF, list(pair)) for pair in CONTRASTS}
    assert {pair: round(value, 2) for pair, value in weak.items() if value < 4.5} == {}
