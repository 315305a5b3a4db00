"""Block Kit as it is drawn, and what the bot is told when somebody uses it."""

from __future__ import annotations

from base64 import b64decode
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.cast import (
    CARD,
    DANA,
    DIGEST,
    LAUNCH,
    LILEI,
    MAYA,
    PRIORITIES,
    actions,
    button,
    mrkdwn,
    option,
    plain,
    section,
)
from tests.browser.conftest import Open, Shoot
from tests.browser.standin import StandIn

pytestmark = pytest.mark.browser

Json = dict[str, Any]


def post(bot: StandIn, *blocks: Json, text: str = "blocks") -> str:
    return str(bot.client.chat_postMessage(channel=LAUNCH, text=text, blocks=list(blocks))["ts"])


def last_action(page: Page, bot: StandIn, run: Any) -> Json:
    """The one action the bot hears of when `run` is done on the page."""
    before = len(bot.of_type("block_actions"))
    with page.expect_response("**/people/actions"):
        run()
    heard = bot.of_type("block_actions")[before:]
    assert len(heard) == 1
    action: Json = heard[0]["actions"][0]
    return action


def choose(page: Page, face: Locator, text: str) -> None:
    face.click()
    page.locator(".panel").get_by_role("option", name=text).click()


def test_a_card_shows_owner_date_and_buttons_in_the_readers_own_time(
    open_page: Open, bot: StandIn, shoot: Shoot
) -> None:
    post(bot, *CARD)
    berlin, shanghai = open_page(as_=MAYA), open_page(as_=LILEI)
    expect(berlin.locator(".block-of-section")).to_contain_text("due 13 Mar at 16:00")
    expect(shanghai.locator(".block-of-section")).to_contain_text("due 3月13日 at 23:00")
    expect(berlin.locator(".mention").first).to_have_text("@Dana Park")
    expect(berlin.get_by_role("button", name="Got it")).to_be_visible()
    shoot(berlin, "card-en")
    shoot(shanghai, "card-zh")


def test_a_digest_shows_heading_fields_and_table(open_page: Open, bot: StandIn) -> None:
    post(bot, *DIGEST)
    page = open_page()
    expect(page.get_by_role("heading", name="Launch, this morning")).to_be_visible()
    expect(page.locator(".block-fields > div")).to_have_count(4)
    expect(page.locator("thead th")).to_have_text(["Task", "Owner", "Late"])
    expect(page.locator("tbody tr").nth(1).locator("td").nth(1)).to_have_text("李雷")
    expect(page.locator("tbody td").nth(2)).to_have_css("text-align", "right")


def test_a_button_shows_that_it_works_and_sends_its_value(open_page: Open, bot: StandIn) -> None:
    ts = post(bot, *CARD)
    page = open_page()
    action = last_action(page, bot, page.get_by_role("button", name="Start").click)
    assert (action["action_id"], action["block_id"], action["value"]) == ("start", "doing", "start 42")
    assert bot.of_type("block_actions")[0]["message"]["ts"] == ts
    assert bot.of_type("block_actions")[0]["user"]["id"] == MAYA


def test_a_button_that_asks_first_sends_nothing_after_a_no(open_page: Open, bot: StandIn) -> None:
    post(bot, *CARD)
    page = open_page()
    page.get_by_role("button", name="Not mine").click()
    expect(page.get_by_role("dialog", name="Hand it back?")).to_contain_text("Maya will hear that #42 is not yours.")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert bot.of_type("block_actions") == []
    page.get_by_role("button", name="Not mine").click()
    action = last_action(page, bot, page.get_by_role("button", name="Hand back").click)
    assert action["action_id"] == "decline"


def test_an_updated_card_is_redrawn_in_place(open_page: Open, bot: StandIn) -> None:
    ts = post(bot, *CARD)
    page = open_page()
    expect(page.get_by_role("button", name="Got it")).to_be_visible()
    bot.client.chat_update(channel=LAUNCH, ts=ts, text="done", blocks=[section("~#42~ done by Dana")])
    expect(page.get_by_role("button", name="Got it")).to_have_count(0)
    expect(page.locator("#messages article s")).to_have_text("#42")


PICKS: list[tuple[str, Json, str, Json]] = [
    ("a static select", {"type": "static_select", "options": PRIORITIES}, "Normal", {"selected_option": "normal"}),
    (
        "grouped options",
        {"type": "static_select", "option_groups": [{"label": plain("Level"), "options": PRIORITIES}]},
        "Low",
        {"selected_option": "low"},
    ),
    ("a users select", {"type": "users_select"}, "Dana Park", {"selected_user": DANA}),
    ("a channels select", {"type": "channels_select"}, "launch", {"selected_channel": LAUNCH}),
    ("a conversations select", {"type": "conversations_select"}, "launch", {"selected_conversation": LAUNCH}),
]


@pytest.mark.parametrize(("element", "text", "expected"), [row[1:] for row in PICKS], ids=[row[0] for row in PICKS])
def test_one_choice_of_a_menu_is_sent_at_once(
    open_page: Open, bot: StandIn, element: Json, text: str, expected: Json
) -> None:
    post(bot, actions({"action_id": "pick", "placeholder": plain("Pick one"), **element}))
    page = open_page()
    face = page.get_by_role("button", name="Pick one")
    action = last_action(page, bot, lambda: choose(page, face, text))
    key, value = next(iter(expected.items()))
    picked = action[key]
    assert (picked["value"] if isinstance(picked, dict) else picked) == value
    expect(page.locator(".select-value")).to_contain_text(text)


def test_a_menu_narrows_while_one_types_and_takes_enter(open_page: Open, bot: StandIn) -> None:
    post(bot, actions({"type": "users_select", "action_id": "pick", "placeholder": plain("Hand over to")}))
    page = open_page()
    page.get_by_role("button", name="Hand over to").click()
    page.keyboard.type("李")
    expect(page.locator(".panel").get_by_role("option")).to_have_count(1)
    action = last_action(page, bot, lambda: page.keyboard.press("Enter"))
    assert action["selected_user"] == LILEI


def test_several_choices_are_sent_together_when_the_menu_closes(open_page: Open, bot: StandIn) -> None:
    post(
        bot,
        section(
            "Labels",
            accessory={
                "type": "multi_static_select",
                "action_id": "labels",
                "options": PRIORITIES,
                "placeholder": plain("None"),
            },
        ),
    )
    page = open_page()
    page.get_by_role("button", name="None").click()
    for text in ("High", "Low"):
        page.locator(".panel").get_by_role("option", name=text).click()
    action = last_action(page, bot, page.get_by_role("button", name="Done").click)
    assert [one["value"] for one in action["selected_options"]] == ["high", "low"]
    expect(page.locator(".chip")).to_have_text(["High", "Low"])


def test_an_external_menu_asks_the_bot_once_enough_is_typed(open_page: Open, bot: StandIn) -> None:
    bot.answers["options"] = lambda payload: {"options": [option(f"#{payload['value']} Press kit")]}
    element = {
        "type": "external_select",
        "action_id": "task",
        "placeholder": plain("Which task"),
        "min_query_length": 2,
    }
    post(bot, actions(element))
    page = open_page()
    page.get_by_role("button", name="Which task").click()
    expect(page.locator(".options-note")).to_have_text("Type at least 2 letters")
    page.keyboard.type("38")
    found = page.locator(".panel").get_by_role("option", name="#38 Press kit")
    action = last_action(page, bot, found.click)
    assert action["selected_option"]["value"] == "#38 press kit"


def test_a_day_is_picked_from_a_calendar_by_mouse_or_arrows(open_page: Open, bot: StandIn) -> None:
    post(bot, actions({"type": "datepicker", "action_id": "due", "initial_date": "2026-03-13"}))
    page = open_page()
    page.locator(".select-date").click()
    expect(page.locator(".calendar-head strong")).to_have_text("March 2026")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    action = last_action(page, bot, lambda: page.keyboard.press("Enter"))
    assert action["selected_date"] == "2026-03-21"
    expect(page.locator(".select-date")).to_have_text("21 Mar 2026")


@pytest.mark.parametrize(
    ("typed", "meant"), [("9:15", "09:15"), ("17", "17:00"), ("5 pm", "17:00"), ("830", "08:30"), ("12 am", "00:00")]
)
def test_a_time_is_typed_as_people_write_it(open_page: Open, bot: StandIn, typed: str, meant: str) -> None:
    post(bot, actions({"type": "timepicker", "action_id": "at", "initial_time": "14:00"}))
    page = open_page()
    page.locator(".select-time").click()
    page.locator(".panel").get_by_role("combobox").fill(typed)
    expect(page.locator(".option-active")).to_have_text(meant)
    action = last_action(page, bot, lambda: page.keyboard.press("Enter"))
    assert action["selected_time"] == meant


def test_a_moment_is_meant_in_the_acting_persons_zone(open_page: Open, bot: StandIn) -> None:
    post(bot, actions({"type": "datetimepicker", "action_id": "when", "initial_date_time": 1773414000}))
    page = open_page(as_=LILEI)
    expect(page.locator(".select-time")).to_have_text("23:00")
    page.locator(".select-time").click()
    page.locator(".panel").get_by_role("combobox").fill("22:30")
    expect(page.locator(".option-active")).to_have_text("22:30")
    action = last_action(page, bot, lambda: page.keyboard.press("Enter"))
    assert action["selected_date_time"] == 1773414000 - 1800


def test_the_overflow_menu_sends_the_option_taken(open_page: Open, bot: StandIn) -> None:
    post(bot, *CARD)
    page = open_page()
    page.get_by_role("button", name="See more options").click()
    action = last_action(page, bot, page.get_by_role("menuitem", name="History").click)
    assert action["selected_option"]["value"] == "history"


def test_boxes_and_radio_buttons_send_what_is_checked(open_page: Open, bot: StandIn) -> None:
    boxes = {"type": "checkboxes", "action_id": "parts", "options": PRIORITIES, "initial_options": [PRIORITIES[2]]}
    radio = {"type": "radio_buttons", "action_id": "one", "options": [option("Yes"), option("No")]}
    post(bot, actions(boxes), actions(radio, block_id="second"))
    page = open_page()
    action = last_action(page, bot, page.get_by_label("High").check)
    assert [one["value"] for one in action["selected_options"]] == ["high", "low"]
    action = last_action(page, bot, page.get_by_label("No", exact=True).check)
    assert action["selected_option"]["value"] == "no"


def test_a_button_comes_with_what_was_entered_beside_it(open_page: Open, bot: StandIn) -> None:
    select = {"type": "static_select", "action_id": "level", "options": PRIORITIES, "initial_option": PRIORITIES[0]}
    post(bot, actions(select, button("Save", "save")))
    page = open_page()
    last_action(page, bot, page.get_by_role("button", name="Save").click)
    state = bot.of_type("block_actions")[0]["state"]["values"]
    assert state["doing"]["level"]["selected_option"]["value"] == "high"


def test_a_failing_bot_is_told_of_with_advice(open_page: Open, bot: StandIn) -> None:
    post(bot, *CARD)
    page = open_page()
    expect(page.get_by_role("button", name="Start")).to_be_visible()
    bot.close()
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("alert")).to_contain_text("The bot did not answer. Check that it runs")
    expect(page.get_by_role("button", name="Start")).not_to_have_attribute("aria-busy", "true")


RICH_TEXT = {
    "type": "rich_text",
    "elements": [
        {
            "type": "rich_text_section",
            "elements": [
                {"type": "text", "text": "bold", "style": {"bold": True}},
                {"type": "user", "user_id": DANA},
            ],
        },
        {
            "type": "rich_text_list",
            "style": "ordered",
            "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "one"}]}],
        },
        {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "x = 1"}]},
        {"type": "rich_text_quote", "elements": [{"type": "text", "text": "said"}]},
    ],
}
MARKDOWN = (
    "# Title\n\n1. first\n   - **inner**\n2. second\n\n| a | b |\n|---|---|\n| 1 | `2` |\n\n- [x] done\n\n> quote"
)


def test_rich_text_is_drawn_with_its_structure(open_page: Open, bot: StandIn) -> None:
    post(bot, RICH_TEXT)
    text = open_page().locator(".rich-text")
    for selector, shown in (
        ("strong", "bold"),
        (".mention", "@Dana Park"),
        ("ol li", "one"),
        ("pre", "x = 1"),
        ("blockquote", "said"),
    ):
        expect(text.locator(selector)).to_have_text(shown)


def test_markdown_is_drawn_with_its_structure(open_page: Open, bot: StandIn) -> None:
    post(bot, {"type": "markdown", "text": MARKDOWN})
    text = open_page().locator(".markdown")
    for selector, shown in (
        ("[role=heading]", "Title"),
        ("ol > li > ul strong", "inner"),
        ("td code", "2"),
        ("blockquote", "quote"),
    ):
        expect(text.locator(selector)).to_have_text(shown)
    expect(text.get_by_role("checkbox")).to_be_checked()


def test_pictures_from_elsewhere_become_links_so_that_nothing_is_fetched(open_page: Open, bot: StandIn) -> None:
    post(bot, {"type": "image", "image_url": "https://example.com/chart.png", "alt_text": "Load per person"})
    page = open_page()
    expect(page.locator(".picture-link a")).to_have_text("Picture: Load per person")
    expect(page.locator("#messages img")).to_have_count(0)


def test_the_home_tab_tells_the_bot_and_draws_what_it_publishes(open_page: Open, bot: StandIn, shoot: Shoot) -> None:
    def publish(payload: Json) -> str:
        if (payload.get("event") or {}).get("type") == "app_home_opened" and payload["event"]["tab"] == "home":
            blocks = [
                {"type": "header", "text": plain("My day")},
                {"type": "context", "elements": [mrkdwn("2 due today")]},
                {"type": "divider"},
                *CARD,
            ]
            bot.client.views_publish(user_id=payload["event"]["user"], view={"type": "home", "blocks": blocks})
        return ""

    bot.answers["event"] = publish
    page = open_page(channel="dm")
    page.get_by_role("tab", name="Home").click()
    expect(page.locator("#home").get_by_role("heading", name="My day")).to_be_visible()
    shoot(page, "home-en")
    action = last_action(page, bot, page.locator("#home").get_by_role("button", name="Got it").click)
    assert action["action_id"] == "ack"
    assert bot.of_type("block_actions")[0]["container"]["type"] == "view"


def test_a_picture_the_bot_uploads_is_shown_with_its_title(open_page: Open, bot: StandIn) -> None:
    pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    bot.client.files_upload_v2(channel=LAUNCH, filename="load.png", title="Load per person", content=b64decode(pixel))
    page = open_page()
    picture = page.get_by_role("img", name="Load per person")
    expect(picture).to_have_js_property("naturalWidth", 1)
    expect(page.locator("figcaption")).to_have_text("Load per person")
