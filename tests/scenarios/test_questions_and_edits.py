"""A message that is asked about and not yet a task: edited, deleted or declined before the question is answered."""

from tests.scenarios.test_source_messages import EDITED, delete, edit, has, quiet, task
from tests.scenarios.world import ANN, GENERAL, MAYA, World, action_ids, eventually, words_of

OVER = "You changed the message"


async def test_an_edit_closes_the_question_and_what_it_says_now_is_done(every_world: World) -> None:
    world = every_world
    ts = await world.say(ANN, "book the room\norder the flowers")
    await world.sees(ANN, "Turn these lines into 2 tasks?")
    await edit(world, ANN, ts, "book the large room by Friday")
    await world.sees(ANN, "#1")
    await world.sees(ANN, OVER)
    assert (await task(world)).title == "book the large room"
    assert not await has(world, ANN, "Turn these lines")


async def test_each_edit_asks_anew_until_it_is_answered(world: World) -> None:
    ts = await world.say(ANN, "book the room\norder the flowers")
    await world.sees(ANN, "• order the flowers")
    await edit(world, ANN, ts, "book the room\norder the cake")
    await world.sees(ANN, "• order the cake")
    await edit(world, ANN, ts, "book the room\norder the drinks")
    question = await world.sees(ANN, "• order the drinks")

    async def one_question_is_open() -> bool:
        said = [words_of(message) for message in await world.messages(ANN)]
        return sum("Turn these lines" in words for words in said) == 1

    assert await eventually(one_question_is_open)
    await world.click(ANN, question, "say:many")
    await world.sees(ANN, "Added 2 tasks", posted=False)
    assert (await task(world, 2)).source_ts == ts
    await edit(world, ANN, ts, "book the room\norder the drinks by Friday")
    await world.sees(ANN, EDITED)


async def test_in_a_channel_too(world: World) -> None:
    ts = await world.say(MAYA, "@muster book the room\norder the flowers", GENERAL)
    await world.sees(MAYA, "Turn these lines into 2 tasks?")
    await edit(world, MAYA, ts, "@muster book the large room", GENERAL)
    await world.sees(MAYA, "#1", GENERAL, thread_ts=ts)
    await world.sees(MAYA, OVER)


async def test_what_cannot_be_done_with_the_new_words_is_said(world: World) -> None:
    ts = await world.say(ANN, "book the room\norder the flowers")
    await world.sees(ANN, "Turn these lines into 2 tasks?")
    await edit(world, ANN, ts, "done 77")
    await world.sees(ANN, "There's no #77")
    await world.sees(ANN, OVER)


async def test_a_deleted_message_is_not_asked_about_any_more(world: World) -> None:
    ts = await world.say(ANN, "book the room\norder the flowers")
    await world.sees(ANN, "Turn these lines into 2 tasks?")
    await delete(world, ANN, ts)
    over = await world.sees(ANN, "The message has been deleted")
    assert action_ids(over) == set()


async def test_who_declined_is_not_asked_again(world: World) -> None:
    ts = await world.say(ANN, "book the room\norder the flowers")
    question = await world.sees(ANN, "Turn these lines into 2 tasks?")
    await world.click(ANN, question, "say:forget")
    await edit(world, ANN, ts, "book the room\norder the cake")
    await quiet(world)
    assert not await has(world, ANN, "• order the cake")
