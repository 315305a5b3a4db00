"""Messages taken as they stand: the shortcut with its thread and files, and "make this a task"."""

import pytest

from tests.scenarios.test_source_messages import EDITED, edit, has, task
from tests.scenarios.world import ANN, DANA, GENERAL, LEADS, LILEI, MAYA, TOM, World, words_of


async def a_thread(world: World, channel: str) -> tuple[str, str]:
    """(the beginning, the last message) of a talk of five."""
    top = await world.say(MAYA, "the printer wants the files earlier", channel)
    for user, words in ((ANN, "how much earlier?"), (MAYA, "two days"), (ANN, "who has them?")):
        await world.say(user, words, channel, thread_ts=top)
    return top, await world.say(TOM, "we need to send the files by Friday", channel, thread_ts=top)


async def test_the_shortcut_keeps_what_was_said_before_in_the_thread(every_world: World) -> None:
    world = every_world
    top, last = await a_thread(world, GENERAL)
    await world.post("shortcuts", user=ANN, callback_id="make_task", channel=GENERAL, ts=last)
    (view,) = await world.views(ANN)
    note = next(block["element"]["initial_value"] for block in view["blocks"] if block.get("block_id") == "note")
    assert note.splitlines() == [
        "> Maya: the printer wants the files earlier", "> Ann: how much earlier?", "> Maya: two days",
        "> Ann: who has them?",
    ]  # fmt: skip
    assert "quotes included" not in str(view["blocks"])
    await world.submit(ANN)
    card = await world.sees(MAYA, "#1", GENERAL, thread_ts=top)
    assert "send the files" in words_of(card)
    found = await task(world)
    assert (found.source_ts, found.source_thread) == (last, top)
    assert found.source_link
    await edit(world, TOM, last, "we need to send the files by Thursday", GENERAL)
    await world.settled()
    assert not await has(world, TOM, EDITED), "the task is not Tom's to change"


async def test_in_a_private_channel_the_form_says_who_will_read_the_quotes(world: World) -> None:
    top = await world.say(MAYA, "the budget is tight", LEADS)
    last = await world.say(ANN, "we cut the travel by Friday", LEADS, thread_ts=top)
    await world.post("shortcuts", user=MAYA, callback_id="make_task", channel=LEADS, ts=last)
    (view,) = await world.views(MAYA)
    assert "quotes included" in str(view["blocks"])
    await world.submit(MAYA)
    await world.sees(MAYA, "#1", LEADS, thread_ts=top)


async def test_the_shortcut_works_where_the_thread_cannot_be_read(world: World) -> None:
    top, last = await a_thread(world, GENERAL)
    for fault in ({"kind": "error", "error": "missing_scope"}, {"kind": "hang", "seconds": 3}):
        await world.post("faults", method="conversations.replies", **fault)
        await world.post("shortcuts", user=ANN, callback_id="make_task", channel=GENERAL, ts=last)
        view = (await world.views(ANN))[-1]
        assert "printer" not in str(view["blocks"])
        await world.post("views/close", user=ANN, all=True)
    assert top


async def test_a_file_of_the_message_is_in_the_note_by_its_link(world: World) -> None:
    shared = await world.post("files", user=DANA, channel=GENERAL, name="plan.txt", content="x")
    await world.post("shortcuts", user=ANN, callback_id="make_task", channel=GENERAL, ts=shared["ts"])
    (view,) = await world.views(ANN)
    assert "plan.txt" in str(view["blocks"][0])
    await world.submit(ANN)
    await world.sees(ANN, "#1", GENERAL, thread_ts=shared["ts"])
    assert f"/people/files/{shared['file']}" in (await task(world)).note


async def test_an_edit_of_a_message_taken_by_the_shortcut_is_offered_to_its_author(world: World) -> None:
    ts = await world.say(ANN, "renew the domain by Friday", GENERAL)
    await world.post("shortcuts", user=ANN, callback_id="make_task", channel=GENERAL, ts=ts)
    await world.submit(ANN)
    await world.sees(ANN, "#1", GENERAL, thread_ts=ts)
    await edit(world, ANN, ts, "renew both domains by Monday", GENERAL)
    offer = await world.sees(ANN, EDITED)
    await world.click(ANN, offer, "say:reread")
    await world.sees(ANN, "✏️ Updated")
    found = await task(world)
    assert (found.title, str(found.due_on)) == ("renew both domains", "2026-03-16")


@pytest.mark.parametrize(
    ("said", "owner", "due"),
    [
        ("@muster make this a task for @dana by Friday", DANA, "2026-03-13"),
        ("@muster 把这个建成任务", ANN, "None"),
        ("@muster 把这个建成任务 @lilei 周五前", LILEI, "2026-03-13"),
    ],
)
async def test_make_this_a_task_takes_the_words_the_thread_begins_with(
    world: World, said: str, owner: str, due: str
) -> None:
    top = await world.say(MAYA, "The hall's heating was off again on Monday", GENERAL)
    await world.say(ANN, said, GENERAL, thread_ts=top)
    card = await world.sees(ANN, "#1", GENERAL, thread_ts=top)
    assert "The hall's heating was off again on Monday" in words_of(card)
    found = await task(world)
    assert (found.title, found.owner_id, str(found.due_on)) == (
        "The hall's heating was off again on Monday", owner, due)  # fmt: skip
    assert found.source_ts == top
    assert top.replace(".", "") in found.source_link


async def test_a_question_about_this_is_answered_by_a_tap_and_keeps_the_place(world: World) -> None:
    top = await world.say(MAYA, "The heating was off again", GENERAL)
    await world.say(ANN, "@muster make this a task for @nobodyhere by Friday", GENERAL, thread_ts=top)
    question = await world.sees(ANN, "I can't find anyone")
    await world.click(ANN, question, "pick:make", selected_user=DANA)
    card = await world.sees(ANN, "#1", GENERAL, thread_ts=top)
    assert "The heating was off again" in words_of(card)
    assert (await task(world)).source_ts == top


async def test_this_outside_a_thread_is_still_asked_about(world: World) -> None:
    await world.say(ANN, "@muster make this a task", GENERAL)
    await world.sees(ANN, "I can't tell what")
    assert await task(world) is None


async def test_a_mention_carries_the_link_to_it_and_waits_for_it_no_longer_than_half_a_second(world: World) -> None:
    ts = await world.say(ANN, "@muster order the flowers by Thursday", GENERAL)
    await world.sees(ANN, "from this message", GENERAL, thread_ts=ts)
    assert ts.replace(".", "") in (await task(world)).source_link
    await world.post("faults", method="chat.getPermalink", kind="hang", seconds=5)
    again = await world.say(ANN, "@muster water the plants by Thursday", GENERAL)
    await world.sees(ANN, "#2", GENERAL, thread_ts=again, within=3.0)
    assert (await task(world, 2)).source_link is None
