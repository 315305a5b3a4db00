"""The life of the message a task came from: edited, deleted, by its author, in both languages."""

from typing import Any

import pytest
from sqlmodel import func, select

from models import Inbox
from models.queries import sources as queries
from models.queries import tasks as task_queries
from tests.scenarios.world import (
    ANN,
    DANA,
    GENERAL,
    LAUNCH,
    LEADS,
    LILEI,
    MAYA,
    TOM,
    World,
    action_ids,
    eventually,
    words_of,
)

TEAM = "T0MUSTER1"
EDITED = "You edited the message"


async def edit(world: World, user: str, ts: str, text: str, channel: str = "dm") -> None:
    body = {"user": user, "channel": channel, "ts": ts, "text": text}
    async with world.http.patch("/people/messages", json=body) as answer:
        assert answer.status == 200, await answer.text()


async def delete(world: World, user: str, ts: str, channel: str = "dm") -> None:
    body = {"user": user, "channel": channel, "ts": ts}
    async with world.http.delete("/people/messages", json=body) as answer:
        assert answer.status == 200, await answer.text()


async def task(world: World, number: int = 1) -> Any:
    return await world.parts.database.read(lambda session: task_queries.get_unseen(session, TEAM, number))


async def quiet(world: World) -> None:
    """Let the bot hear and answer whatever it may have to say: what is said now is answered later than that."""
    mark = await world.say(TOM, "thanks")

    async def answered() -> bool:
        return any(float(message["ts"]) > float(mark) for message in await world.messages(TOM))

    assert await eventually(answered)
    await world.settled()


async def has(world: World, user: str, words: str, channel: str = "dm") -> bool:
    return any(words in words_of(message) for message in await world.messages(user, channel))


# --- edits --------------------------------------------------------------------------------------------------------


async def test_an_edited_message_is_offered_field_by_field_and_taken_by_one_tap(every_world: World) -> None:
    world = every_world
    ts = await world.say(ANN, "send the deck to @dana by Friday")
    await world.sees(ANN, "#1")
    await edit(world, ANN, ts, "send the board deck to @lilei by Monday !high #launch ~2d")
    offer = await world.sees(ANN, EDITED)
    said = words_of(offer)
    assert "title: send the deck" in said
    assert "send the board deck" in said
    assert "Fri 13 Mar → Mon 16 Mar" in said
    assert "owner: Dana → 李雷" in said
    assert "#launch" in said
    assert "2 days" in said
    assert (await task(world)).owner_id == DANA, "nothing is changed before the tap"
    await world.click(ANN, offer, "say:reread")
    receipt = await world.sees(ANN, "✏️ Updated")
    found = await task(world)
    assert (found.owner_id, str(found.due_on), found.priority) == (LILEI, "2026-03-16", 2)
    assert (found.labels, found.estimate_days) == (["launch"], 2.0)
    assert found.title.startswith("send the board deck")
    await world.sees(LILEI, "board deck")
    await world.click(ANN, receipt, "say:undo")
    again = await world.sees(ANN, "Undone", posted=False)
    assert again
    assert (await task(world)).owner_id == DANA


async def test_an_edit_is_offered_in_chinese(world: World) -> None:
    ts = await world.say(LILEI, "周五前把报价单发给客户")
    await world.sees(LILEI, "#1")
    await edit(world, LILEI, ts, "下周一前把报价单发给客户 重要")
    offer = await world.sees(LILEI, "来源消息")
    assert "更新任务" in str(offer["blocks"])
    assert "→" in words_of(offer)
    await world.click(LILEI, offer, "say:reread")
    await world.sees(LILEI, "已修改")
    found = await task(world)
    assert str(found.due_on) == "2026-03-16"


async def test_left_as_it_is_nothing_changes_and_the_offer_is_over(world: World) -> None:
    ts = await world.say(ANN, "send the deck by Friday")
    await world.sees(ANN, "#1")
    await edit(world, ANN, ts, "send the deck by Monday")
    offer = await world.sees(ANN, EDITED)
    await world.click(ANN, offer, "say:leave")
    left = await world.sees(ANN, "Left as it was")
    assert "say:reread" not in action_ids(left)
    assert str((await task(world)).due_on) == "2026-03-13"


async def test_what_was_set_by_hand_since_then_stays_unless_the_new_words_change_it(world: World) -> None:
    ts = await world.say(ANN, "send the deck by Friday #launch")
    await world.sees(ANN, "#1")
    await world.command(ANN, "/task due 1 18 March")
    await world.command(ANN, "/task priority 1 high")
    await edit(world, ANN, ts, "send the new deck by Friday #launch")
    offer = await world.sees(ANN, EDITED)
    assert "title" in words_of(offer)
    assert "date:" not in words_of(offer)
    await world.click(ANN, offer, "say:reread")
    await world.sees(ANN, "✏️ Updated")
    found = await task(world)
    assert (found.title, str(found.due_on), found.priority) == ("send the new deck", "2026-03-18", 2)


async def test_a_newer_edit_takes_the_place_of_the_offer_before(world: World) -> None:
    ts = await world.say(ANN, "send the deck by Friday")
    await world.sees(ANN, "#1")
    await edit(world, ANN, ts, "send the deck by Monday")
    first = await world.sees(ANN, EDITED)
    await edit(world, ANN, ts, "send the slides by Monday")
    await world.sees(ANN, "edited the message again")
    offer = await world.sees(ANN, EDITED)
    assert offer["ts"] != first["ts"]
    assert "slides" in words_of(offer)
    assert "Mon 16 Mar" in words_of(offer), "what the first edit would have changed is still offered"
    await world.click(ANN, offer, "say:reread")
    await world.sees(ANN, "✏️ Updated")
    found = await task(world)
    assert (found.title, str(found.due_on)) == ("send the slides", "2026-03-16")


async def test_an_edit_taken_back_leaves_nothing_to_ask(world: World) -> None:
    ts = await world.say(ANN, "send the deck by Friday")
    await world.sees(ANN, "#1")
    await edit(world, ANN, ts, "send the deck by Monday")
    await world.sees(ANN, EDITED)
    await edit(world, ANN, ts, "send the deck by Friday")
    await world.sees(ANN, "edited the message again")
    await quiet(world)
    assert not await has(world, ANN, EDITED)


async def test_a_button_of_an_offer_knows_when_the_task_has_moved_on(world: World) -> None:
    ts = await world.say(ANN, "send the deck by Friday")
    await world.sees(ANN, "#1")
    await edit(world, ANN, ts, "send the deck by Monday")
    offer = await world.sees(ANN, EDITED)
    await world.command(ANN, "/task start 1")
    await world.click(ANN, offer, "say:reread")
    await world.sees(ANN, "Nothing was done: you started it (#1) since you saw it", posted=False)
    assert str((await task(world)).due_on) == "2026-03-13"
    await world.settled()
    await world.click(ANN, await world.sees(ANN, EDITED), "say:reread")

    async def is_taken() -> bool:
        return str((await task(world)).due_on) == "2026-03-16"

    assert await eventually(is_taken)  # the receipt in place of the offer may be drawn over before anybody looks


async def test_previews_and_blanks_are_no_edits(world: World) -> None:
    ts = await world.say(ANN, "send the deck by Friday https://example.com/deck")
    await world.sees(ANN, "#1")
    await edit(world, ANN, ts, "send the deck by Friday https://example.com/deck ")
    await quiet(world)
    assert not await has(world, ANN, EDITED)
    assert await world.parts.database.read(lambda session: rows(session, "edit")) == 0


def rows(session: Any, door: str) -> int:
    return int(session.exec(select(func.count()).select_from(Inbox).where(Inbox.door == door)).one())


async def test_a_mention_in_a_channel_is_heard_when_it_is_edited_and_asked_about_in_private(world: World) -> None:
    ts = await world.say(MAYA, "@muster book the room for @ann by Thursday", GENERAL)
    await world.sees(MAYA, "#1", GENERAL, thread_ts=ts)
    await edit(world, MAYA, ts, "@muster book the large room for @ann by Thursday", GENERAL)
    offer = await world.sees(MAYA, EDITED)
    assert "large room" in words_of(offer)
    assert not await has(world, ANN, EDITED, GENERAL)
    await world.click(MAYA, offer, "say:reread")
    await world.sees(MAYA, "large room", GENERAL, thread_ts=ts)


async def test_several_lines_are_matched_and_new_ones_become_tasks(world: World) -> None:
    ts = await world.say(ANN, "book the room by Friday\norder the flowers by Friday")
    question = await world.sees(ANN, "Turn these lines into 2 tasks?")
    await world.click(ANN, question, "say:many")
    await world.sees(ANN, "order the flowers")
    assert (await task(world, 2)).source_ts == ts, "made by a tap, it still comes from the message"
    await edit(world, ANN, ts, "order the flowers by Monday\nbook the room by Friday\nsend the invitations by Tuesday")
    offer = await world.sees(ANN, EDITED)
    assert "#2" in words_of(offer)
    assert "#1" not in words_of(offer)
    assert "➕ send the invitations by Tuesday" in words_of(offer)
    await world.click(ANN, offer, "say:reread")
    await world.sees(ANN, "Updated")
    assert str((await task(world, 1)).due_on) == "2026-03-13"
    assert str((await task(world, 2)).due_on) == "2026-03-16"
    made = await task(world, 3)
    assert (made.title, made.source_ts) == ("send the invitations", ts)


async def test_a_name_or_day_that_cannot_be_used_is_named_and_the_rest_is_offered(world: World) -> None:
    ts = await world.say(ANN, "send the deck by Friday")
    await world.sees(ANN, "#1")
    await edit(world, ANN, ts, "send the slides to @nobodyhere by 1 March 2026")
    offer = await world.sees(ANN, EDITED)
    assert "I couldn't use" in words_of(offer)
    assert "nobodyhere" in words_of(offer)
    await world.click(ANN, offer, "say:reread")
    await world.sees(ANN, "✏️ Updated")
    found = await task(world)
    assert (found.owner_id, str(found.due_on)) == (ANN, "2026-03-13"), "what cannot be used stays as it is"


async def test_an_outsider_named_by_an_edit_in_a_private_channel_is_said_so_first(world: World) -> None:
    ts = await world.say(MAYA, "@muster plan the reorganisation for @ann by Friday", LEADS)
    await world.sees(MAYA, "#1", LEADS, thread_ts=ts)
    await edit(world, MAYA, ts, "@muster plan the reorganisation for @tom by Friday", LEADS)
    offer = await world.sees(MAYA, EDITED)
    assert "isn't in this conversation" in words_of(offer)
    assert not await has(world, TOM, "reorganisation")


async def test_only_who_may_change_the_task_is_offered_anything(world: World) -> None:
    ts = await world.say(TOM, "we should renew the domain by Friday", GENERAL)
    await world.post("shortcuts", user=ANN, callback_id="make_task", channel=GENERAL, ts=ts)
    await world.submit(ANN)
    await world.sees(ANN, "#1", GENERAL, thread_ts=ts)
    await edit(world, TOM, ts, "we should renew both domains by Friday", GENERAL)
    await world.settled()
    assert not await has(world, TOM, EDITED)
    assert not await has(world, ANN, EDITED)


async def test_somebody_elses_offer_cannot_be_typed(world: World) -> None:
    ts = await world.say(ANN, "send the deck by Friday")
    await world.sees(ANN, "#1")
    await edit(world, ANN, ts, "send the deck by Monday")
    offer = await world.sees(ANN, EDITED)
    line = next(e["value"] for b in offer["blocks"] for e in b.get("elements", []) if "value" in e)
    await world.command(MAYA, f"/task {line}")
    assert str((await task(world)).due_on) == "2026-03-13"


async def test_an_edit_of_a_closed_task_or_of_idle_words_does_nothing(world: World) -> None:
    ts = await world.say(ANN, "send the deck by Friday")
    await world.sees(ANN, "#1")
    await world.command(ANN, "/task done 1")
    await edit(world, ANN, ts, "send the deck by Monday")
    idle = await world.say(ANN, "thanks")
    await world.sees(ANN, "You're welcome")
    await edit(world, ANN, idle, "thanks, send the flowers by Monday")
    await quiet(world)
    assert not await has(world, ANN, EDITED)
    assert await task(world, 2) is None


async def test_an_edit_that_first_names_us_is_a_mention(world: World) -> None:
    ts = await world.say(ANN, "order the flowers by Thursday", GENERAL)
    await edit(world, ANN, ts, "@muster order the flowers by Thursday", GENERAL)
    await world.sees(ANN, "#1", GENERAL, thread_ts=ts)
    await edit(world, ANN, ts, "@muster order more flowers by Thursday", GENERAL)
    await world.sees(ANN, EDITED)
    assert await task(world, 2) is None


# --- deletions ----------------------------------------------------------------------------------------------------


async def test_a_deleted_message_leaves_its_task_and_says_so(every_world: World) -> None:
    world = every_world
    ts = await world.say(MAYA, "@muster book the room for @ann by Thursday", GENERAL)
    await world.sees(MAYA, "#1", GENERAL, thread_ts=ts)
    await world.post("clock", advance_seconds=1200)
    await delete(world, MAYA, ts, GENERAL)
    await world.sees(ANN, "the message was deleted", GENERAL, thread_ts=ts)
    found = await task(world)
    assert found.source_gone_at is not None
    assert found.state == "open"
    assert "the message it came from was deleted" in await world.command(ANN, "/task show 1")
    assert not await has(world, MAYA, "You deleted")


async def test_a_message_deleted_at_once_offers_to_cancel_its_task_quietly(world: World) -> None:
    ts = await world.say(ANN, "send the deck by Friday")
    await world.sees(ANN, "#1")
    await delete(world, ANN, ts)
    offer = await world.sees(ANN, "You deleted the message")
    await world.click(ANN, offer, "say:cancel")
    await world.sees(ANN, "✖️", posted=False)
    assert (await task(world)).state == "cancelled"


async def test_the_last_change_can_still_be_taken_back_after_the_message_is_gone(world: World) -> None:
    ts = await world.say(ANN, "send the deck by Friday")
    await world.sees(ANN, "#1")
    await delete(world, ANN, ts)
    card = await world.sees(ANN, "the message was deleted")
    assert "say:undo" in action_ids(card)
    assert "Undone" in await world.command(ANN, "/task undo")
    assert (await task(world)).state == "cancelled"


async def test_a_deleted_message_takes_its_open_offer_along(world: World) -> None:
    ts = await world.say(ANN, "send the deck by Friday")
    await world.sees(ANN, "#1")
    await edit(world, ANN, ts, "send the deck by Monday")
    offer = await world.sees(ANN, EDITED)
    await delete(world, ANN, ts)
    await world.sees(ANN, "has been deleted since then")
    assert not await has(world, ANN, EDITED)
    assert offer


async def test_what_concerns_no_task_is_not_kept(world: World) -> None:
    ts = await world.say(ANN, "see you tomorrow", LAUNCH)
    await edit(world, ANN, ts, "see you on Friday", LAUNCH)
    await delete(world, ANN, ts, LAUNCH)
    await quiet(world)
    for door in ("edit", "gone"):
        assert await world.parts.database.read(lambda session, door=door: rows(session, door)) == 0
    assert await world.parts.database.read(lambda s: queries.list_of_message(s, TEAM, LAUNCH, ts)) == []


@pytest.mark.parametrize("words", ["by Friday", "周五前"])
async def test_the_same_words_read_later_are_the_same_day(world: World, words: str) -> None:
    ts = await world.say(ANN, f"send the deck {words}")
    await world.sees(ANN, "#1")
    await world.move_clock("2026-03-16T09:00:00+00:00")
    await edit(world, ANN, ts, f"send the slide deck {words}")
    offer = await world.sees(ANN, EDITED)
    assert "title" in words_of(offer)
    assert "date:" not in words_of(offer)
