"""Modals: focus, checks, errors, stacks and what the bot is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.cast import ANN, DANA, LAUNCH, LILEI, PRIORITIES, actions, button, field, modal, plain, section
from tests.browser.conftest import Open, Shoot
from tests.browser.standin import StandIn

pytestmark = pytest.mark.browser

Json = dict[str, Any]
TITLE = field("title", "What has to be done", {"type": "plain_text_input", "placeholder": plain("One line is enough")})
FORM = modal(
    "New task",
    TITLE,
    field("owner", "Owner", {"type": "users_select", "initial_user": DANA}),
    field("helpers", "Helpers", {"type": "multi_users_select", "initial_users": [ANN, LILEI]}, optional=True),
    field("due", "Due", {"type": "datetimepicker"}, optional=True, hint=plain("Empty: the end of the owner's day")),
    field("level", "Priority", {"type": "radio_buttons", "options": PRIORITIES, "initial_option": PRIORITIES[1]}),
    field("note", "Note", {"type": "plain_text_input", "multiline": True}, optional=True),
)


@pytest.fixture
def form(open_page: Open, bot: StandIn) -> Callable[..., Page]:
    """Opens a modal through `/task new`, as a person does."""

    def open_(view: Json, opener: Open = open_page, **more: Any) -> Page:
        bot.answers["/task"] = bot.opens(view)
        page = opener(**more)
        page.locator("#write").fill("/task new")
        page.keyboard.press("Enter")
        expect(page.locator("dialog.modal")).to_be_visible()
        return page

    return open_


def test_a_modal_opens_with_the_first_field_in_focus(form: Callable[..., Page], shoot: Shoot) -> None:
    page = form(FORM)
    expect(page.get_by_role("dialog", name="New task")).to_be_visible()
    expect(page.get_by_role("textbox", name="What has to be done")).to_be_focused()
    shoot(page, "modal-en")


def test_tab_goes_round_inside_the_modal(form: Callable[..., Page]) -> None:
    page = form(FORM)
    page.get_by_role("button", name="Save").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Save")).to_be_focused()


def test_escape_closes_the_modal_and_focus_returns_to_the_page(form: Callable[..., Page], bot: StandIn) -> None:
    page = form({**FORM, "notify_on_close": True})
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator("#write")).to_be_focused()
    assert len(bot.of_type("view_closed")) == 1


def test_what_is_filled_in_reaches_the_bot_in_slacks_shape(form: Callable[..., Page], bot: StandIn) -> None:
    page = form(FORM)
    page.keyboard.type("Send the deck")
    page.get_by_label("High").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("dialog")).to_have_count(0)
    values = bot.of_type("view_submission")[0]["view"]["state"]["values"]
    assert values["title"]["it"] == {"type": "plain_text_input", "value": "Send the deck"}
    assert values["owner"]["it"]["selected_user"] == DANA
    assert values["helpers"]["it"]["selected_users"] == [ANN, LILEI]
    assert values["level"]["it"]["selected_option"]["value"] == "high"
    assert values["note"]["it"]["value"] is None


CHECKS: list[tuple[str, Json, str, str]] = [
    ("nothing", {"type": "plain_text_input"}, "", "Please fill this in."),
    ("too short", {"type": "plain_text_input", "min_length": 5}, "deck", "At least 5 characters, please."),
    ("not a number", {"type": "number_input", "is_decimal_allowed": True}, "many", "Please type a number."),
    ("not whole", {"type": "number_input", "is_decimal_allowed": False}, "1.5", "Please type a whole number."),
    (
        "too big",
        {"type": "number_input", "is_decimal_allowed": False, "max_value": "5"},
        "9",
        "Not more than 5, please.",
    ),
    ("no address", {"type": "email_text_input"}, "maya", "This does not look like an e-mail address."),
    ("no link", {"type": "url_text_input"}, "example.com", "A link starts with https:// or http://."),
]


@pytest.mark.parametrize(("element", "typed", "error"), [row[1:] for row in CHECKS], ids=[row[0] for row in CHECKS])
def test_a_field_that_cannot_be_right_is_marked_before_the_bot_is_asked(
    form: Callable[..., Page], bot: StandIn, element: Json, typed: str, error: str
) -> None:
    page = form(modal("Check", field("it", "Value", element)))
    control = page.get_by_role("textbox", name="Value")
    control.fill(typed)
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".input-error")).to_have_text(error)
    expect(control).to_have_attribute("aria-invalid", "true")
    expect(control).to_be_focused()
    assert bot.of_type("view_submission") == []


def test_the_bots_errors_stand_under_their_fields_and_nothing_typed_is_lost(
    form: Callable[..., Page], bot: StandIn
) -> None:
    bot.answers["form"] = {"response_action": "errors", "errors": {"title": "There is a task by that name: #38"}}
    page = form(FORM)
    page.keyboard.type("Press kit")
    page.keyboard.press("Enter")
    expect(page.locator(".input-error").first).to_have_text("There is a task by that name: #38")
    expect(page.get_by_role("textbox", name="What has to be done")).to_have_value("Press kit")


def test_a_second_modal_lies_on_the_first_and_gives_it_back_as_it_was(form: Callable[..., Page], bot: StandIn) -> None:
    bot.answers["split"] = bot.opens(
        modal("Split", field("parts", "Parts", {"type": "plain_text_input"}), callback_id="parts")
    )
    page = form(modal("Big task", TITLE, actions(button("Split…", "split"))))
    page.keyboard.type("Write the handbook")
    page.get_by_role("button", name="Split…").click()
    expect(page.get_by_role("dialog", name="Split")).to_be_visible()
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_role("dialog", name="Big task")).to_be_visible()
    expect(page.get_by_role("textbox", name="What has to be done")).to_have_value("Write the handbook")


def test_an_updated_modal_keeps_what_was_typed_and_where_the_cursor_was(
    form: Callable[..., Page], bot: StandIn
) -> None:
    page = form(modal("Draft", TITLE, external_id="draft"))
    page.keyboard.type("Half a title")
    bot.client.views_update(
        external_id="draft", view=modal("Draft", section("Read as: tomorrow"), TITLE, external_id="draft")
    )
    expect(page.get_by_role("dialog")).to_contain_text("Read as: tomorrow")
    field_ = page.get_by_role("textbox", name="What has to be done")
    expect(field_).to_have_value("Half a title")
    expect(field_).to_be_focused()


def test_the_message_shortcut_opens_from_a_message(open_page: Open, bot: StandIn) -> None:
    bot.answers["make_task"] = bot.opens(FORM)
    ts = bot.client.chat_postMessage(channel=LAUNCH, text="We need a press kit")["ts"]
    page = open_page()
    page.locator("#messages article").hover()
    page.get_by_role("button", name="Make a task").click()
    expect(page.get_by_role("dialog", name="New task")).to_be_visible()
    assert bot.of_type("message_action")[0]["message_ts"] == ts


def test_the_global_shortcut_opens_from_the_composer(open_page: Open, bot: StandIn) -> None:
    bot.answers["new_task"] = bot.opens(FORM)
    page = open_page()
    page.locator("#composer").get_by_role("button", name="Shortcuts").click()
    page.get_by_role("menuitem", name="New task").click()
    expect(page.get_by_role("dialog", name="New task")).to_be_visible()


def test_a_modal_fills_a_phone(form: Callable[..., Page], phone: Open, shoot: Shoot) -> None:
    page = form(FORM, opener=phone)
    box = page.locator("dialog.modal").bounding_box()
    assert box is not None
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 390, 844)
    shoot(page, "modal-phone")
