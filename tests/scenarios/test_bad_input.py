"""What clumsy and hostile people type: each line gets a clear answer in the person's language, and nothing is lost."""

import re
from typing import Any

import pytest

from tests.scenarios.test_verbs import numbers_in
from tests.scenarios.world import ANN, LAUNCH, LILEI, MAYA, OSKAR, World, action_ids, words_of

BOT = "U0MUSTER01"
ASK = ("What needs doing?", "要做什么？")
WHICH = ("Which task?", "哪一项任务？")
UNSEEN = ("that you can see", "没有你能看到的")
NOBODY = ("I can't find anyone called", "这里没有找到")
CANNOT = ("can't take tasks", "不能接任务")
FOUND_NONE = ("No tasks match", "没有任务包含这些词")

WHICH_OF = ("Which task do you mean", "说的是哪项任务")
READY = ("Just tell me", "随时告诉我")
HELP = ("start with `/task`", "以 `/task` 开头")
LISTED = ("Your tasks", "你的任务")
LINES: tuple[tuple[str, tuple[str, str]], ...] = (
    ("frobnicate the gears 42", ("frobnicate the gears 42", "frobnicate the gears 42")),
    ("show 9999", UNSEEN), ("done 9999", UNSEEN), ("done #9999 sent", UNSEEN), ("完成 ＃９９９９", UNSEEN),
    ("完成9999", UNSEEN), ("完成#9999", UNSEEN), ("done 9999.", UNSEEN), ("done 9998 9999, #9997", UNSEEN),
    ("show 12345678901234567890", UNSEEN), ("done 12345678901234567890", UNSEEN),
    ("done #99999999999999999999 it is over", UNSEEN), ("done 0", UNSEEN), ("edit 99999999999", UNSEEN),
    ("do this ^9999", UNSEEN), ("do this after #9999", UNSEEN),
    ("undo @99999999999999999999", ("have nothing to undo", "没有可以撤销")),
    ("undo @999999999", ("have nothing to undo", "没有可以撤销")),
    ("done", WHICH_OF), ("完成", WHICH_OF), ("start", WHICH_OF), ("show", WHICH), ("block", WHICH), ("assign", WHICH),
    ("due", WHICH), ("priority", WHICH), ("snooze", WHICH), ("edit", WHICH), ("note", WHICH), ("cancel", WHICH_OF),
    ("send it to @nobody", NOBODY), ("send it to <@U0NOBODY99>", NOBODY), ("assign 1 @nobody", NOBODY),
    ("assign 1 <@U0NOBODY99>", NOBODY), ("block 1 on @nobody the price", NOBODY), ("list @nobody", NOBODY),
    ("list <@U0NOBODY99>", NOBODY),
    (f"write to <@{OSKAR}>", CANNOT), (f"review by <@{OSKAR}> the text", CANNOT), (f"assign 1 <@{OSKAR}>", CANNOT),
    ("do it @muster", CANNOT), (f"do it <@{BOT}>", CANNOT), ("assign 1 @muster", CANNOT),
    (f"block 1 on <@{BOT}> the price", ("can't help", "帮不上忙")),
    ("send the deck on 1 March 2026", ("which has passed. When is it due?", "已经过去了")),
    ("due 1 on 1 March 2026", ("That date has passed", "已经过去了")),
    ("due 1 whenever", ("as a date", "我看不懂")), ("snooze 1 whenever", ("as a date", "我看不懂")),
    ("priority 1 9", ("isn't a priority", "不是优先级")),
    ("!!!", READY), ("...", HELP), ("。。。", HELP), ("-", READY), ("\u3164", LISTED), ("\u2800", LISTED),
    ("@dana", ASK), ("make", ASK), ("add", ASK), ("again  ", ASK), ("tomorrow", ASK),
    ("word " * 2000, ("9999 characters, and the limit is 3000", "最多 3000")),
    ("x" * 10_000, ("10000 characters, and the limit is 3000", "最多 3000")),
    ("new " + "x" * 5000, ("5000 characters, and the limit is 3000", "最多 3000")),
    ("\n".join(f"line {n}" for n in range(50)), ("into 50 tasks?", "50 项任务吗？")),
    ("find %", FOUND_NONE), ("find _", FOUND_NONE), ("find '; DROP TABLE task; --", FOUND_NONE),
    ("find \\", FOUND_NONE),
    ("find =cmd|' /C calc'!A0", FOUND_NONE), ('find " OR 1=1', FOUND_NONE),
    ("find", ("What should I look for?", "要找什么？")),
    ("🎉", READY),
)  # fmt: skip


@pytest.mark.timeout(120)
async def test_every_odd_line_has_a_clear_answer_in_english_and_in_chinese(world: World) -> None:
    await world.command(MAYA, "/task a first task")
    await world.command(LILEI, "/task 头一件事")
    wrong: dict[str, str] = {}
    for line, expected in LINES:
        for user, words in zip((MAYA, LILEI), expected, strict=True):
            said = await world.command(user, f"/task {line if user == MAYA else line.replace(' 1 ', ' 2 ')}")
            if words not in said:
                wrong[f"{user} {line[:60]!r}"] = said[:200]
    assert wrong == {}
    assert not await breaches(world)


async def breaches(world: World) -> list[dict[str, Any]]:
    return [call for call in await world.calls() if call["outcome"] == "breach"]


async def test_an_empty_line_shows_what_is_on_the_plate(world: World) -> None:
    await world.command(ANN, "/task water the plants")
    for line in ("", "   ", "\u200b\u200b", "\u00a0", "list page 99999999999"):
        assert "water the plants" in await world.command(ANN, f"/task {line}")


async def test_in_the_direct_conversation_odd_lines_are_asked_about_or_answered(world: World) -> None:
    await world.say(ANN, "...")
    await world.sees(ANN, "start with `/task`")
    await world.say(LILEI, "谢谢")
    await world.sees(LILEI, "不客气")
    await world.say(ANN, "the usual thing")
    asked = await world.sees(ANN, "Make this a task?")
    assert "the usual thing" not in await world.command(ANN, "/task list all")
    await world.click(ANN, asked, "say:make")
    await world.sees(ANN, "#1")
    await world.say(ANN, "word " * 700)
    await world.sees(ANN, "the limit is 3000")


async def test_control_and_bidi_characters_leave_no_trace(world: World) -> None:
    said = await world.command(MAYA, "/task a\x00b\u202ec\u2066d\u200fe by Friday")
    assert "abcde" in said
    assert "due Fri 13 Mar" in said
    again = await world.command(MAYA, "/task find abcde")
    assert not re.search("[\x00\u202e\u2066\u200f]", said + again)


ACTIVE = re.compile(r"<!(?:channel|here|everyone|subteam)|<@U0TOM00001")
PINGS = (
    "tell <!channel> and <!here|here> about it",
    "ask <!subteam^S0GRP0001|@grp> and <!everyone>",
    "tell @channel and @here",
    "a title with &lt;!channel&gt; in it",
    "tidy -- and tell <!channel>, <@U0TOM00001>",
    "tidy <javascript:alert(1)|here> and <https://evil.example|https://bank.example>",
)


async def test_no_message_of_the_bot_ever_pings_a_whole_channel(world: World) -> None:
    for line in PINGS:
        await world.command(MAYA, f"/task {line}")
        await world.say(ANN, line)
    await world.command(MAYA, "/task block 1 waiting for <!channel> and <@U0TOM00001>")
    await world.command(MAYA, "/task note 1 <!channel> <@U0TOM00001> read this")
    await world.command(MAYA, "/task done 2 <!here> it is")
    private = [await world.command(MAYA, f"/task {line}") for line in ("list all", "show 1", "show 2", "show 3")]
    await world.settled()
    posted = [await world.messages(ANN, LAUNCH), await world.messages(ANN), await world.messages(MAYA)]
    ours = [words_of(message) + str(message["text"]) for there in posted for message in there if message.get("bot_id")]
    assert len(ours) > len(PINGS)
    assert [words for words in ours + private if ACTIVE.search(words)] == []
    assert [words for words in ours if "<javascript" in words or "<https://evil.example|https://bank" in words] == []


async def test_a_name_in_a_note_stays_readable(world: World) -> None:
    await world.command(ANN, "/task prepare the room")
    said = await world.command(ANN, "/task note 1 asked <@U0TOM00001>")
    assert "asked @Tom" in said


async def test_signs_of_sql_are_no_wildcards_in_what_is_looked_for(world: World) -> None:
    titles = (
        "save 100% of the cost",
        "rename my_file now",
        r"fix the path C:\temp",
        "quote 'all' of \"it\"",
        "=1+1 check",
    )
    for title in titles:
        await world.command(ANN, f"/task {title}")
    await world.command(ANN, "/task save 1000 of the cost")
    await world.command(ANN, "/task rename my-file now")
    for wanted, numbers in (
        ("100%", {1, 6}), ('"100%"', {1}), ("my_file", {2, 7}), ("C:\\", {3}), ("'all'", {4}), ('"it"', {4}),
        ("=1+1", {5}), ("%", set()), ("_", set()),
    ):  # fmt: skip
        assert numbers_in(await world.command(ANN, f"/task find {wanted}")) == numbers, wanted


async def test_an_ambiguous_name_is_asked_about_and_the_tap_makes_the_task(world: World) -> None:
    for handle in ("sam1", "sam2"):
        await world.post("users", name=handle, real_name="Sam Smith", tz="Europe/Berlin")
    await world.settled()
    await world.say(MAYA, "send the invoice to @Sam by Friday")
    asked = await world.sees(MAYA, "Who do you mean")
    assert "say:new" in action_ids(asked)
    picks = sorted(one for one in action_ids(asked) if one.startswith("say:make:"))
    assert len(picks) == 2
    await world.click(MAYA, asked, picks[0])
    card = await world.sees(MAYA, "#1")
    assert picks[0].removeprefix("say:make:") in words_of(card)
    assert "Who do you mean" in await world.command(MAYA, "/task assign 1 sam")
    await world.command(LILEI, "/task 写周报")
    assert "是指哪一位" in await world.command(LILEI, "/task 指派 2 @Sam")


async def test_several_numbers_are_all_done(world: World) -> None:
    for title in ("one", "two", "three", "four"):
        await world.command(ANN, f"/task write part {title}")
    assert "#3" in await world.command(ANN, "/task start 1 2 3")
    said = await world.command(ANN, "/task done 1 2, #3")
    assert all(f"*#{number}*" in said for number in (1, 2, 3))
    assert await world.command(ANN, "/task list") == await world.command(ANN, "/task my")
    left = await world.command(ANN, "/task list")
    assert "*#4*" in left
    assert "*#3*" not in left
    assert "*#4*" in await world.command(ANN, "/task 完成４")
