"""Talking in channels and threads, as a person at the keyboard does."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.cast import ANN, DANA, GENERAL, LAUNCH, LILEI, MAYA
from tests.browser.conftest import Open
from tests.browser.standin import StandIn

pytestmark = pytest.mark.browser


def say(page: Page, text: str) -> None:
    page.get_by_label("Message #").fill(text)
    page.keyboard.press("Enter")
    expect(page.locator("#messages article:not(.message-pending)", has_text=text)).to_have_count(1)


def test_a_message_appears_once_with_its_author_and_the_field_is_empty_again(open_page: Open) -> None:
    page = open_page()
    say(page, "The deck is nearly done")
    message = page.locator("#messages article")
    expect(message.locator(".name")).to_have_text("Maya Lindqvist")
    expect(page.locator("#write")).to_have_value("")


def test_shift_enter_breaks_the_line_and_enter_sends_both(open_page: Open) -> None:
    page = open_page()
    page.locator("#write").focus()
    page.keyboard.type("first line")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("second line")
    expect(page.locator("#messages article")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator("#messages article .text br")).to_have_count(1)


def test_a_reply_goes_to_its_thread_and_the_channel_counts_it(open_page: Open) -> None:
    page = open_page()
    say(page, "Who reviews the deck?")
    page.locator("#messages article").hover()
    page.get_by_role("button", name="Reply in thread").click()
    page.locator("#write-thread").fill("I will")
    page.keyboard.press("Enter")
    expect(page.locator("#thread-messages article")).to_have_count(2)
    expect(page.locator("#messages article")).to_have_count(1)
    expect(page.locator("#messages .replies")).to_contain_text("1 reply")
    page.keyboard.press("Escape")
    expect(page.locator("#thread")).to_be_hidden()


def test_a_slash_offers_the_apps_commands_with_their_hints(open_page: Open) -> None:
    page = open_page()
    page.locator("#write").press_sequentially("/st")
    offer = page.get_by_role("listbox", name="Commands").get_by_role("option")
    expect(offer).to_have_count(1)
    expect(offer).to_contain_text("setup · preview")
    page.keyboard.press("Enter")
    expect(page.locator("#write")).to_have_value("/standup ")
    expect(page.locator(".composer-ghost").first).to_contain_text("setup · preview")


def test_an_at_sign_offers_people_and_the_choice_becomes_a_mention(open_page: Open, bot: StandIn) -> None:
    page = open_page()
    page.locator("#write").press_sequentially("please ask @李")
    page.keyboard.press("Tab")
    expect(page.locator("#write")).to_have_value("please ask @李雷 ")
    page.keyboard.press("Enter")
    expect(page.locator("#messages .mention")).to_have_text("@李雷")
    history = bot.client.conversations_history(channel=LAUNCH)["messages"]
    assert history[0]["text"] == f"please ask <@{LILEI}>"


def test_escape_puts_the_offers_away_and_leaves_the_text(open_page: Open) -> None:
    page = open_page()
    page.locator("#write").press_sequentially("/ta")
    page.keyboard.press("Escape")
    expect(page.locator("#composer .offers")).to_be_hidden()
    expect(page.locator("#write")).to_have_value("/ta")


def test_the_up_arrow_edits_ones_last_message(open_page: Open) -> None:
    page = open_page()
    say(page, "Ready on Tuesday & not later")
    page.locator("#write").focus()
    page.keyboard.press("ArrowUp")
    editor = page.get_by_role("textbox", name="Edit")
    expect(editor).to_have_value("Ready on Tuesday & not later")
    editor.fill("Ready on Wednesday")
    page.keyboard.press("Enter")
    expect(page.locator("#messages article .text")).to_have_text("Ready on Wednesday")
    expect(page.locator(".edited")).to_have_text("(edited)")


def test_a_message_is_deleted_only_after_a_yes(open_page: Open) -> None:
    page = open_page()
    say(page, "Wrong channel")
    page.locator("#messages article").hover()
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    expect(page.locator("#messages article")).to_have_count(1)
    page.locator("#messages article").hover()
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.locator("#messages article")).to_have_count(0)


def test_a_reaction_is_added_and_taken_back(open_page: Open) -> None:
    page = open_page()
    say(page, "Shipped")
    page.locator("#messages article").hover()
    page.get_by_role("button", name="Add a reaction").click()
    page.get_by_role("button", name="tada").click()
    chip = page.locator(".reaction[aria-pressed]")
    expect(chip).to_have_attribute("aria-pressed", "true")
    expect(chip).to_contain_text("🎉")
    chip.click()
    expect(chip).to_have_count(0)


def test_what_others_say_arrives_by_itself_and_marks_other_channels_unread(open_page: Open) -> None:
    maya, dana = open_page(as_=MAYA, channel=LAUNCH), open_page(as_=DANA, channel=GENERAL)
    dana.locator("#write").fill("Lunch at noon?")
    dana.keyboard.press("Enter")
    mark = maya.locator(f'[data-place="{GENERAL}"] .unread')
    expect(mark).to_have_text("1")
    maya.locator(f'[data-place="{GENERAL}"]').click()
    expect(maya.locator("#messages article")).to_contain_text("Lunch at noon?")
    expect(mark).to_have_count(0)
    expect(dana.locator(f'[data-place="{GENERAL}"] .unread')).to_have_count(0)


def test_a_new_message_is_read_out_by_screen_readers(open_page: Open, bot: StandIn) -> None:
    page = open_page()
    bot.client.chat_postMessage(channel=LAUNCH, text=f"*Done*: <@{ANN}> finished #42")
    expect(page.locator("#live")).to_have_text("New message from Muster: Done: @Ann Fischer finished #42")


def test_an_ephemeral_is_seen_by_one_person_and_can_be_dismissed(open_page: Open, bot: StandIn) -> None:
    maya, dana = open_page(as_=MAYA), open_page(as_=DANA)
    bot.client.chat_postEphemeral(channel=LAUNCH, user=MAYA, text="Added as #43")
    private = maya.locator(".message-ephemeral")
    expect(private).to_contain_text("Only visible to you")
    bot.client.chat_postMessage(channel=LAUNCH, text="for all")
    expect(dana.locator("#messages article")).to_have_count(1)
    private.hover()
    maya.get_by_role("button", name="Dismiss").click()
    expect(private).to_have_count(0)


def test_the_dm_with_the_bot_is_a_place_of_its_own(open_page: Open, bot: StandIn) -> None:
    page = open_page(channel="dm")
    page.locator("#write").fill("send the deck by Friday")
    page.keyboard.press("Enter")
    expect(page.locator("#messages article")).to_contain_text("send the deck by Friday")
    bot.client.chat_postMessage(channel=MAYA, text="Added as #42")
    expect(page.locator("#messages article").last).to_contain_text("Added as #42")


def test_a_command_shows_the_bots_answer_to_its_speaker(open_page: Open, bot: StandIn) -> None:
    page = open_page()
    bot.answers["/task"] = lambda payload: f"Added: {payload['text']}"
    page.locator("#write").fill("/task send the deck to @Dana Park")
    page.keyboard.press("Enter")
    expect(page.locator(".message-ephemeral")).to_contain_text("Added: send the deck to @Dana Park")
    assert bot.of_type("command")[0]["text"] == f"send the deck to <@{DANA}|dana>"


def test_an_unknown_command_and_a_command_in_a_thread_say_what_to_do(open_page: Open, bot: StandIn) -> None:
    page = open_page()
    say(page, "hello")
    page.locator("#write").fill("/dance now")
    page.keyboard.press("Enter")
    expect(page.locator(".message-ephemeral")).to_contain_text("/dance is not a valid command")
    page.locator("#messages article").first.hover()
    page.get_by_role("button", name="Reply in thread").click()
    page.locator("#write-thread").fill("/task nothing")
    page.keyboard.press("Enter")
    expect(page.locator("#thread-messages")).to_contain_text("/task is not supported in threads")
    assert bot.of_type("command") == []


def test_drafts_stay_with_their_person_and_place(open_page: Open) -> None:
    page = open_page()
    page.locator("#write").fill("half a thought")
    page.locator(f'[data-place="{GENERAL}"]').click()
    expect(page.locator("#write")).to_have_value("")
    page.locator(f'[data-place="{LAUNCH}"]').click()
    expect(page.locator("#write")).to_have_value("half a thought")
