"""A reaction that makes a task of a message: off at first, one task a message, questions in private."""

from typing import Any

import pytest

from tests.scenarios.test_source_messages import delete, edit, has, quiet, rows, task
from tests.scenarios.world import (
    ANN,
    DANA,
    EVE,
    GENERAL,
    LEADS,
    LILEI,
    MAYA,
    PARTNERS,
    TOM,
    World,
    action_ids,
    words_of,
)


async def unreact(world: World, user: str, ts: str) -> None:
    body = {"user": user, "channel": GENERAL, "ts": ts, "name": "memo"}
    async with world.http.delete("/people/reactions", json=body) as answer:
        assert answer.status == 200


async def react(world: World, user: str, ts: str, channel: str = GENERAL, name: str = "memo") -> None:
    said = await world.post("reactions", user=user, channel=channel, ts=ts, name=name)
    assert said["ok"], said


@pytest.fixture
async def capturing(every_world: World) -> World:
    assert ":memo:" in await every_world.command(MAYA, "/muster emoji :memo:")
    return every_world


@pytest.fixture
async def switched_on(world: World) -> World:
    await world.command(MAYA, "/muster emoji :memo:")
    return world


async def test_a_reaction_makes_a_task_of_the_message_in_its_thread(capturing: World) -> None:
    world = capturing
    ts = await world.say(TOM, "order the flowers for @dana by Thursday !high", GENERAL)
    await react(world, ANN, ts)
    card = await world.sees(TOM, "#1", GENERAL, thread_ts=ts)
    assert "order the flowers" in words_of(card)
    found = await task(world)
    assert (found.creator_id, found.owner_id, found.priority) == (ANN, DANA, 2)
    assert (found.source_ts, found.door) == (ts, "reaction")
    assert ts.replace(".", "") in found.source_link
    await world.sees(DANA, "order the flowers")


async def test_nobody_named_means_who_reacted(switched_on: World) -> None:
    ts = await switched_on.say(TOM, "the heating is off again", GENERAL)
    await react(switched_on, LILEI, ts, name="memo::skin-tone-3")
    await switched_on.sees(TOM, "#1", GENERAL, thread_ts=ts)
    assert (await task(switched_on)).owner_id == LILEI


async def test_the_same_message_makes_no_second_task_and_the_second_person_hears_it(switched_on: World) -> None:
    world = switched_on
    ts = await world.say(TOM, "order the flowers by Thursday", GENERAL)
    await react(world, ANN, ts)
    await world.sees(TOM, "#1", GENERAL, thread_ts=ts)
    await react(world, LILEI, ts)
    await world.sees(LILEI, "#1")
    assert await task(world, 2) is None
    mentioned = await world.say(TOM, "@muster water the plants by Thursday", GENERAL)
    await world.sees(TOM, "#2", GENERAL, thread_ts=mentioned)
    await react(world, ANN, mentioned)
    await world.sees(ANN, "That message is already #2")
    assert await task(world, 3) is None


async def test_after_an_undo_the_message_can_be_taken_again(switched_on: World) -> None:
    world = switched_on
    ts = await world.say(TOM, "order the flowers by Thursday", GENERAL)
    await react(world, ANN, ts)
    card = await world.sees(ANN, "#1", GENERAL, thread_ts=ts)
    await world.click(ANN, card, "say:undo", GENERAL)
    await world.sees(ANN, "cancelled", GENERAL, thread_ts=ts)
    await unreact(world, ANN, ts)
    await react(world, ANN, ts)
    await world.sees(ANN, "#2", GENERAL, thread_ts=ts)


async def test_off_means_no_row_and_no_call(world: World) -> None:
    ts = await world.say(TOM, "order the flowers by Thursday", GENERAL)
    await react(world, ANN, ts)
    await quiet(world)
    assert await world.parts.database.read(lambda session: rows(session, "reaction")) == 0
    assert await world.calls("conversations.history") == []
    await world.command(MAYA, "/muster emoji memo")
    await react(world, ANN, ts, name="eyes")
    await quiet(world)
    assert await task(world) is None
    assert "don't make tasks" in await world.command(MAYA, "/muster emoji off")
    await unreact(world, ANN, ts)
    await react(world, ANN, ts)
    await quiet(world)
    assert await task(world) is None


async def test_taking_the_reaction_back_changes_nothing(switched_on: World) -> None:
    world = switched_on
    ts = await world.say(TOM, "order the flowers by Thursday", GENERAL)
    await react(world, ANN, ts)
    await world.sees(TOM, "#1", GENERAL, thread_ts=ts)
    await unreact(world, ANN, ts)
    await quiet(world)
    assert (await task(world)).state == "open"


async def test_messages_of_the_bot_and_of_nobody_make_no_task(switched_on: World) -> None:
    world = switched_on
    await world.command(ANN, "/task proofread the page tomorrow", GENERAL)
    card = await world.sees(ANN, "#1", GENERAL)
    await react(world, ANN, card["ts"])
    parent = await world.say(TOM, "order the flowers by Thursday", GENERAL)
    await world.say(ANN, "fine", GENERAL, thread_ts=parent)
    await delete(world, TOM, parent, GENERAL)
    await world.post("reactions", user=ANN, channel=GENERAL, ts=parent, name="memo")
    await quiet(world)
    assert await task(world, 2) is None


async def test_questions_come_in_private_with_the_message_and_keep_its_place(switched_on: World) -> None:
    world = switched_on
    ts = await world.say(TOM, "order the flowers for @nobodyhere by Thursday", GENERAL)
    await react(world, ANN, ts)
    question = await world.sees(ANN, "I can't find anyone")
    assert "You reacted to a message" in words_of(question)
    assert "order the flowers" in words_of(question)
    assert await task(world) is None
    await world.click(ANN, question, "pick:make", selected_user=DANA)
    await world.sees(TOM, "#1", GENERAL, thread_ts=ts)
    found = await task(world)
    assert (found.source_ts, found.owner_id) == (ts, DANA)
    await react(world, LILEI, ts)
    await world.sees(LILEI, "#1")
    assert await task(world, 2) is None


async def test_a_tap_on_a_question_comes_too_late_when_somebody_else_was_first(switched_on: World) -> None:
    world = switched_on
    ts = await world.say(TOM, "order the flowers by Thursday\nbook the room by Friday", GENERAL)
    await react(world, ANN, ts)
    question = await world.sees(ANN, "You reacted to a message")
    await react(world, LILEI, ts)
    other = await world.sees(LILEI, "你给这条消息加了表情")
    await world.click(LILEI, other, _many(other))
    await world.sees(TOM, "book the room", GENERAL, thread_ts=ts)
    await world.click(ANN, question, _many(question))
    await world.settled()
    assert await task(world, 3) is None


def _many(question: dict[str, Any]) -> str:
    return next(one for one in action_ids(question) if one.startswith("say:many"))


async def test_a_message_of_a_thread_and_a_file_are_taken_too(switched_on: World) -> None:
    world = switched_on
    top = await world.say(TOM, "what is left?", GENERAL)
    reply = await world.say(TOM, "order the flowers by Thursday", GENERAL, thread_ts=top)
    await react(world, ANN, reply)
    await world.sees(TOM, "#1", GENERAL, thread_ts=top)
    assert (await task(world)).source_ts == reply
    shared = await world.post("files", user=TOM, channel=GENERAL, name="plan.txt", content="x")
    await react(world, ANN, shared["ts"])
    card = await world.sees(TOM, "#2", GENERAL, thread_ts=shared["ts"])
    assert "plan.txt" in words_of(card)


async def test_in_a_direct_conversation_the_card_comes_there(switched_on: World) -> None:
    world = switched_on
    ts = await world.say(ANN, "the heating is off again")
    await world.sees(ANN, "Make this a task?")
    await react(world, ANN, ts, "dm")
    await world.sees(ANN, "#1")
    assert (await task(world)).source_ts == ts


async def test_what_is_captured_in_private_stays_private(switched_on: World) -> None:
    world = switched_on
    ts = await world.say(MAYA, "cut the budget for @tom by Thursday", LEADS)
    await react(world, ANN, ts, LEADS)
    question = await world.sees(ANN, "isn't in this conversation")
    assert not await has(world, TOM, "budget")
    await world.click(ANN, question, "say:share")
    await world.sees(MAYA, "#1", LEADS, thread_ts=ts)
    told = await world.sees(TOM, "cut the budget")
    assert ts.replace(".", "") not in str(told)


async def test_an_edit_and_a_deletion_of_a_captured_message_are_heard(switched_on: World) -> None:
    world = switched_on
    ts = await world.say(ANN, "order the flowers by Thursday", GENERAL)
    await react(world, ANN, ts)
    await world.sees(ANN, "#1", GENERAL, thread_ts=ts)
    await edit(world, ANN, ts, "order more flowers by Friday", GENERAL)
    await world.sees(ANN, "You edited the message")
    await delete(world, ANN, ts, GENERAL)
    await world.sees(ANN, "the message was deleted", GENERAL, thread_ts=ts)


async def test_a_stranger_who_reacts_makes_no_task(switched_on: World) -> None:
    ts = await switched_on.say(MAYA, "send the contract by Thursday", PARTNERS)
    await react(switched_on, EVE, ts, PARTNERS)
    await quiet(switched_on)
    assert await task(switched_on) is None


async def test_where_slack_is_slow_to_show_the_message_nobody_else_waits(switched_on: World) -> None:
    world = switched_on
    ts = await world.say(TOM, "order the flowers by Thursday", GENERAL)
    await world.post("faults", method="conversations.history", kind="hang", seconds=30)
    await react(world, ANN, ts)
    other = await world.say(DANA, "water the plants")
    await world.sees(DANA, "#1", within=4.0)
    assert other
    await world.sees(ANN, "#2", GENERAL, thread_ts=ts, within=12.0)


async def test_a_message_that_cannot_be_read_is_said_so(switched_on: World) -> None:
    world = switched_on
    ts = await world.say(TOM, "order the flowers by Thursday", GENERAL)
    await world.post("faults", method="conversations.history", kind="error", error="missing_scope")
    await react(world, ANN, ts)
    await world.sees(ANN, "I couldn't read the message")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("📝", "memo"), (":white_check_mark:", "white_check_mark"), ("Memo", "memo"), ("✍️", "writing_hand"), ("", None)],
)
async def test_the_setup_form_takes_an_emoji_as_people_type_it(world: World, typed: str, kept: str | None) -> None:
    await world.command(MAYA, "/muster setup")
    value = {"type": "plain_text_input", "value": typed or None}
    said = await world.submit(MAYA, emoji=value)
    assert said["response_action"] == "closed", said
    await world.settled()
    shown = await world.command(MAYA, "/muster emoji")
    assert (f":{kept}:" in shown) if kept else ("don't make tasks" in shown)


async def test_only_admins_choose_the_emoji_and_nonsense_is_refused(world: World) -> None:
    assert "Only admins" in await world.command(ANN, "/muster emoji :memo:")
    assert "don't know" in await world.command(MAYA, "/muster emoji 🪿")
    await world.command(MAYA, "/muster setup")
    said = await world.submit(MAYA, emoji={"type": "plain_text_input", "value": "::"})
    assert "emoji" in said["errors"]
