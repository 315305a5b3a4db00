"""Every verb by words in both languages and by its buttons; old, double and competing taps; undo and its limits."""

import asyncio
from typing import Any

from tests.scenarios.world import ANN, DANA, LAUNCH, LEADS, LILEI, MAYA, TOM, World, action_ids, eventually, words_of

DATE = {"type": "datepicker"}


async def answer_to(world: World, user: str, channel: str = LAUNCH) -> dict[str, Any]:
    """The newest private answer that person has before them."""
    private = [m for m in await world.messages(user, channel) if m.get("ephemeral")]
    return private[-1]


async def ask(world: World, user: str, line: str, channel: str = LAUNCH) -> dict[str, Any]:
    await world.command(user, line, channel)
    return await answer_to(world, user, channel)


async def replaced(world: World, user: str, ts: str, words: str, channel: str = LAUNCH) -> dict[str, Any]:
    """Wait until the message at that place says something else."""

    async def look() -> dict[str, Any] | None:
        found = [m for m in await world.messages(user, channel) if m["ts"] == ts]
        return found[0] if found and words in words_of(found[0]) else None

    now = await eventually(look)
    assert now is not None, [words_of(m) for m in await world.messages(user, channel)]
    return dict(now)


async def card_shows(world: World, title: str, words: str, viewer: str = ANN) -> dict[str, Any]:
    async def look() -> dict[str, Any] | None:
        cards = [m for m in await world.messages(viewer, LAUNCH) if title in words_of(m) and not m.get("ephemeral")]
        return cards[-1] if cards and words in words_of(cards[-1]) else None

    found = await eventually(look)
    assert found is not None, [words_of(m) for m in await world.messages(viewer, LAUNCH)]
    return dict(found)


WORDS = (
    # line, what the answer says in English; the Chinese line, what its answer says
    ("start 1", "Started", "开始 1", "已开始"),
    ("block 1 on @dana waiting for the price", "waiting for the price", "卡住 1 等 @Dana 报价", "报价"),
    ("unblock 1", "#1", "解除 1", "#1"),
    ("due 1 next Friday 5pm", "due", "截止 1 下周五下午5点", "截止"),
    ("due 1 none", "#1", "改期 1 无", "#1"),
    ("priority 1 high", "2 high", "优先级 1 高", "2 高"),
    ("priority 1 none", "#1", "优先级 1 无", "#1"),
    ("snooze 1 2h", "#1", "推迟 1 2h", "#1"),
    ("note 1 the printer called back", "the printer called back", "备注 1 印刷厂回电话了", "印刷厂回电话了"),
    ("show 1", "History", "查看 1", "变更记录"),
    ("done 1 sent by mail", "sent by mail", "完成 1 已经发了", "已经发了"),
    ("reopen 1", "#1", "重开 1", "#1"),
    ("cancel 1 no longer wanted", "no longer wanted", "取消 1 不需要了", "不需要了"),
    ("undo", "Undone", "撤销", "已撤销"),
    ("assign 1 @tom", "Tom", "指派 1 @Tom", "Tom"),
    ("find printer deck", "#1", "查找 方案", "#1"),
    ("help done", "finish one or more", "帮助 完成", "完成一项或多项"),
)  # fmt: skip


async def test_every_verb_answers_to_its_english_words(world: World) -> None:
    await world.command(MAYA, "/task send the printer deck tomorrow")
    wrong = {}
    for line, expected, _, _ in WORDS:
        said = await world.command(MAYA, f"/task {line}")
        if expected not in said.replace(f"<@{TOM}>", "Tom"):
            wrong[line] = said
    assert wrong == {}


async def test_every_verb_answers_to_its_chinese_words(world: World) -> None:
    await world.command(LILEI, "/task 明天把方案发给印刷厂")
    wrong = {}
    for _, _, line, expected in WORDS:
        said = await world.command(LILEI, f"/task {line}")
        if expected not in said.replace(f"<@{TOM}>", "Tom"):
            wrong[line] = said
    assert wrong == {}


async def test_a_card_s_buttons_do_what_their_words_do(world: World) -> None:
    await world.command(ANN, "/task bake the bread tomorrow")
    card = await card_shows(world, "bake the bread", "open")
    await world.click(ANN, card, "say:start", LAUNCH)
    card = await card_shows(world, "bake the bread", "in progress")
    await world.click(ANN, card, "say:block", LAUNCH)
    said = await world.submit(
        ANN, reason={"type": "plain_text_input", "value": "no flour"}, by={"type": "users_select", "selected_user": TOM}
    )
    assert said["response_action"] in ("closed", "clear"), said
    card = await card_shows(world, "bake the bread", "no flour")
    told = await world.sees(TOM, "no flour")
    assert "bake the bread" in words_of(told)
    await world.click(ANN, card, "say:unblock", LAUNCH)
    card = await card_shows(world, "bake the bread", "Blocked…")
    assert "no flour" not in words_of(card)
    await world.click(ANN, card, "say:done", LAUNCH)
    card = await card_shows(world, "bake the bread", "✅ done")
    await world.click(ANN, card, "say:reopen", LAUNCH)
    await card_shows(world, "bake the bread", "⚪ open")


async def test_a_list_has_buttons_that_work_and_pages_of_more_than_thirty_tasks(world: World) -> None:
    for number in range(1, 36):
        await world.command(ANN, f"/task write page number {number}")
    first = await ask(world, ANN, "/task list")
    assert "35" in words_of(first)
    seen = set()
    page = first
    for _ in range(10):
        seen |= {line for line in words_of(page).splitlines() if "write page number" in line}
        if "say:list:more" not in action_ids(page):
            break
        before = words_of(page)
        await world.click(ANN, page, "say:list:more", LAUNCH)

        async def turned(before: str = before, ts: str = page["ts"]) -> dict[str, Any] | None:
            now = next(m for m in await world.messages(ANN, LAUNCH) if m["ts"] == ts)
            return now if words_of(now) != before else None

        page = await eventually(turned)
        assert page
    assert len(seen) == 35
    row = next(block for block in page["blocks"] if "write page number 35" in words_of({"blocks": [block]}))
    menu = row["accessory"]
    done = next(option for option in menu["options"] if option["value"].endswith("done 35"))
    await world.click(ANN, page, menu["action_id"], LAUNCH, block_id=row["block_id"], selected_option=done["value"])
    assert "✅ done" in await world.command(ANN, "/task show 35")


async def test_lists_of_every_kind_show_their_own_and_only_their_own(world: World) -> None:
    await world.command(MAYA, "/task mine by Friday")
    await world.command(MAYA, "/task given to @tom by Friday")
    await world.command(TOM, "/task of tom alone")
    await world.command(TOM, "/task elsewhere", "C0GENERAL1")
    await world.command(TOM, "/task block 3 no answer yet")
    await world.command(ANN, "/task soon over, today 10am")
    await world.move_clock("2026-03-09T10:00:00+00:00")
    expected: dict[str, set[int]] = {
        "/task list": {1}, "/task 列表": {1}, "/task list @tom": {2, 3, 4}, "/task list here": {1, 2, 3, 5},
        "/task list late": set(), "/task list late all": {5}, "/task list blocked all": {3}, "/task list given": {2},
        "/task list all": {1, 2, 3, 4, 5}, "/task list @ann is:late": {5}, "/task 列表 全部": {1, 2, 3, 4, 5},
        "/task list @tom blocked": {3}, "/task find tom": {2, 3}, "/task find tom al": {3}, "/task find o": set(),
        "/task 列表 交办": {2},
    }  # fmt: skip
    found = {line: numbers_in(await world.command(MAYA, line)) for line in expected}
    assert found == expected


def numbers_in(said: str) -> set[int]:
    return {int(part.split("*")[0]) for part in said.split("*#")[1:] if part.split("*")[0].isdigit()}


async def test_several_lines_are_confirmed_once_and_made_once(world: World) -> None:
    asked = await ask(world, MAYA, "/task - buy milk\n- buy bread @tom by Friday\n3. call the baker\n- buy milk")
    assert "Add 3 tasks" in words_of(asked)
    assert numbers_in(await world.command(ANN, "/task list all")) == set()
    again = dict(asked)
    await asyncio.gather(*(world.click(MAYA, again, "say:many", LAUNCH) for _ in range(2)))
    await replaced(world, MAYA, asked["ts"], "Added")
    await world.settled()
    assert numbers_in(await world.command(ANN, "/task list all")) == {1, 2, 3}


async def test_the_same_words_within_a_minute_are_asked_about_and_made_again_once(world: World) -> None:
    await world.command(ANN, "/task write the report")
    asked = await ask(world, ANN, "/task write the report")
    assert "*#1*" in words_of(asked)
    await asyncio.gather(*(world.click(ANN, asked, "say:again", LAUNCH) for _ in range(3)))
    await replaced(world, ANN, asked["ts"], "Added")
    await world.settled()
    assert numbers_in(await world.command(ANN, "/task list all")) == {1, 2}
    await world.command(ANN, "/task undo")
    await world.command(ANN, "/task once in a while")
    await world.command(ANN, "/task undo")
    assert "Added" in await world.command(ANN, "/task once in a while")


async def test_after_a_minute_the_same_words_are_a_new_task(world: World) -> None:
    await world.command(ANN, "/task water the plants")
    await world.move_clock("2026-03-09T01:22:00+00:00")
    assert "*#2*" in await world.command(ANN, "/task water the plants")


async def test_a_past_date_is_asked_about_and_either_tap_makes_the_right_task(world: World) -> None:
    asked = await ask(world, MAYA, "/task send it on 1 March 2026 to @ann")
    await world.click(MAYA, asked, "say:new", LAUNCH)
    (view,) = await world.views(MAYA)
    assert "send it to @" in str(view["blocks"][0])
    said = await world.submit(MAYA, due_on=DATE | {"selected_date": "2026-03-13"})
    assert said["response_action"] in ("closed", "clear"), said
    card = await card_shows(world, "send it to", "13 Mar")
    assert f"<@{ANN}>" in words_of(card)
    assert "thread_ts" not in card
    asked = await ask(world, MAYA, "/task post it on 2 March 2026")
    await world.click(MAYA, asked, "say:make", LAUNCH)
    await replaced(world, MAYA, asked["ts"], "Added")
    assert "due" not in words_of(await card_shows(world, "post it", "open"))


async def test_somebody_else_opens_the_form_with_everything_but_the_name(world: World) -> None:
    asked = await ask(world, MAYA, "/task send the invoice to @stranger")
    await world.click(MAYA, asked, "say:new", LAUNCH)
    said = await world.submit(MAYA, owner={"type": "users_select", "selected_user": DANA})
    assert said["response_action"] in ("closed", "clear"), said
    card = await card_shows(world, "send the invoice", "open")
    assert f"<@{DANA}>" in words_of(card)


async def test_naming_an_outsider_in_a_private_channel_is_confirmed_first(world: World) -> None:
    asked = await ask(world, MAYA, "/task tell @tom the plan by Friday", LEADS)
    assert "isn't in this conversation" in words_of(asked)
    assert numbers_in(await world.command(TOM, "/task list")) == set()
    await asyncio.gather(*(world.click(MAYA, asked, "say:share", LEADS) for _ in range(2)))
    await replaced(world, MAYA, asked["ts"], "Added", LEADS)
    await world.sees(TOM, "the plan")
    assert numbers_in(await world.command(TOM, "/task list")) == {1}


async def test_an_old_button_answers_with_the_present_state_and_changes_nothing(world: World) -> None:
    await world.command(ANN, "/task carry the boxes tomorrow")
    old = await card_shows(world, "carry the boxes", "open")
    await world.command(ANN, "/task start 1")
    await world.command(ANN, "/task assign 1 @tom")
    shown = await ask(world, ANN, "/task show 1")  # a private answer keeps its buttons as they were
    await world.command(TOM, "/task note 1 half of them are there")
    await world.command(TOM, "/task due 1 tomorrow 5pm")
    await world.click(ANN, shown, "say:done", LAUNCH)
    told = await world.sees(ANN, f"Nothing was done: <@{TOM}> changed the due date from", LAUNCH, posted=False)
    assert "now in progress" in words_of(told)
    assert f"<@{TOM}>" in words_of(told)
    assert "say:done" in action_ids(old)
    assert "✅ done" not in words_of(await card_shows(world, "carry the boxes", "in progress"))


async def test_the_receipt_s_old_undo_tells_how_things_stand(world: World) -> None:
    receipt = await ask(world, ANN, "/task carry the chairs")
    await world.command(ANN, "/task start 1")
    await world.click(ANN, receipt, "say:undo", LAUNCH)
    await world.sees(ANN, "changed again since then", LAUNCH, posted=False)
    await card_shows(world, "carry the chairs", "in progress")


async def test_a_double_click_does_it_once(world: World) -> None:
    await world.command(ANN, "/task fold the chairs")
    card = await card_shows(world, "fold the chairs", "open")
    await asyncio.gather(*(
        world.post("actions", user=ANN, channel=LAUNCH, ts=card["ts"], action_id="say:done") for _ in range(2)
    ))  # fmt: skip
    await card_shows(world, "fold the chairs", "✅ done")
    shown = await world.command(ANN, "/task show 1")
    assert shown.count("finished it") == 1


async def test_the_history_names_who_was_waited_for_and_who_had_it(world: World) -> None:
    await world.command(ANN, "/task order the signs")
    await world.command(ANN, f"/task block 1 on <@{MAYA}> the price")
    await world.command(ANN, "/task unblock 1")
    await world.command(ANN, f"/task assign 1 <@{TOM}>")
    await world.command(ANN, f"/task assign 1 <@{ANN}>")
    said = await world.command(ANN, "/task show 1")
    assert "waiting for Maya" in said
    assert "from you to Tom" in said
    assert "someone" not in said


async def test_of_two_people_at_once_one_wins_and_the_other_is_told(world: World) -> None:
    await world.command(ANN, "/task give to @tom by Friday")
    lines = {ANN: "/task assign 1 @dana", TOM: "/task assign 1 @dana"}
    first, second = await asyncio.gather(*(world.command(user, line) for user, line in lines.items()))
    assert sorted("already with" in said for said in (first, second)) == [False, True], (first, second)


async def test_a_form_saved_after_somebody_else_s_change_says_so_and_keeps_the_words(world: World) -> None:
    await world.command(ANN, "/task write to @tom by Friday")
    await world.command(ANN, "/task edit 1")
    await world.command(TOM, "/task start 1")
    said = await world.submit(ANN, title={"type": "plain_text_input", "value": "write a long letter"})
    assert said["response_action"] == "errors"
    assert "Tom started it since you saw it. It's now in progress." in str(said["errors"])
    assert "a long letter" not in await world.command(ANN, "/task show 1")


async def test_undo_is_refused_when_it_is_too_late_or_another_s_or_outdated(world: World) -> None:
    receipt = await ask(world, ANN, "/task sort the cables for @tom")
    await world.command(TOM, "/task start 1")
    assert "changed again" in await world.command(ANN, "/task undo")
    assert f"<@{ANN}> made that change" in await world.command(TOM, "/task undo @1")
    assert "没有可以撤销" in await world.command(LILEI, "/task undo")
    await world.command(TOM, "/task done 1")
    await world.move_clock("2026-03-09T01:31:30+00:00")
    assert "have nothing to undo" in await world.command(TOM, "/task undo")
    await world.click(ANN, receipt, "say:undo", LAUNCH)
    await world.sees(ANN, "Too late to undo", LAUNCH, posted=False)
    await card_shows(world, "sort the cables", "✅ done")


async def test_undo_takes_back_each_kind_of_change(world: World) -> None:
    await world.command(ANN, "/task weigh the parcels tomorrow")
    before = words_of(await card_shows(world, "weigh the parcels", "open"))
    for line in ("start 1", "done 1", "block 1 no scales", "due 1 next Friday", "priority 1 urgent", "assign 1 @tom",
                 "cancel 1", "snooze 1 2h", "start 1, #1"):  # fmt: skip
        await world.command(ANN, f"/task {line}")
        assert "Undone" in await world.command(ANN, "/task undo"), line
    await world.settled()
    after = words_of(await card_shows(world, "weigh the parcels", "open"))
    assert set(after.splitlines()) - {"Undo"} == set(before.splitlines()) - {"Undo"}


def option_of(message: dict[str, Any], action_id: str, ending: str) -> str:
    """The value of the option in that menu whose line ends so."""
    menus = [element for block in message["blocks"] for element in
             [*block.get("elements", []), *([block["accessory"]] if "accessory" in block else [])]]  # fmt: skip
    menu = next(one for one in menus if one.get("action_id") == action_id)
    return next(str(one["value"]) for one in menu["options"] if one["value"].endswith(ending))


async def test_everything_behind_a_card_s_dots_works(world: World) -> None:
    await world.command(ANN, "/task pack the crates by Friday")
    steps: tuple[tuple[str, str, dict[str, Any], str], ...] = (
        ("say:more", "edit 1", {"title": {"type": "plain_text_input", "value": "pack the big crates"}}, "big crates"),
        ("say:more", "due 1", {"due_on": DATE | {"selected_date": "2026-03-19"}}, "19 Mar"),
        ("say:more", "note 1", {"note": {"type": "plain_text_input", "value": "half done"}}, ""),
        ("say:more", "assign 1", {"owner": {"type": "users_select", "selected_user": TOM}}, f"<@{TOM}>"),
    )
    for menu, line, fields, shown in steps:
        card = await card_shows(world, "crates", "open")
        await world.click(ANN, card, menu, LAUNCH, selected_option=option_of(card, menu, line))
        said = await world.submit(ANN, **fields)
        assert said["response_action"] in ("closed", "clear"), (line, said)
        await card_shows(world, "crates", shown)
        await world.settled()
    card = await card_shows(world, "crates", "open")
    await world.click(ANN, card, "say:snooze", LAUNCH)
    assert (await world.submit(ANN, due_on=DATE | {"selected_date": "2026-03-12"}))["response_action"] == "closed"
    history = await world.command(ANN, "/task show 1")
    assert "snoozed it" in history
    assert "half done" in history
    await world.settled()
    card = await card_shows(world, "crates", "open")
    await world.click(ANN, card, "say:more", LAUNCH, selected_option=option_of(card, "say:more", "cancel 1"))
    await card_shows(world, "crates", "cancelled")


async def test_where_two_days_are_likely_the_other_is_one_tap_away(world: World) -> None:
    receipt = await ask(world, ANN, "/task send the deck next Friday")
    assert "say:due:other" in action_ids(receipt)
    assert "20 Mar" in words_of(receipt)
    await world.click(ANN, receipt, "say:due:other", LAUNCH)
    await card_shows(world, "send the deck", "13 Mar")
    assert "say:due:other" not in action_ids(await ask(world, ANN, "/task send the deck on 20 March"))


async def test_home_shows_the_day_and_its_buttons_work(world: World) -> None:
    await world.command(ANN, "/task sign the lease tomorrow")
    await world.post("home", user=ANN)

    async def shown() -> dict[str, Any] | None:
        view = (await world.get("home", user=ANN))["view"]
        return view if view and "sign the lease" in words_of(view) else None

    view = await eventually(shown)
    rows = [one for one in view["blocks"] if "sign the lease" in words_of({"blocks": [one]})]
    block = next(one for one in rows if "options" in one["accessory"])
    option = next(one["value"] for one in block["accessory"]["options"] if one["value"].endswith("done 1"))
    said = await world.post("actions", user=ANN, view_id="home", action_id=block["accessory"]["action_id"],
                            block_id=block["block_id"], selected_option=option)  # fmt: skip
    assert said["ok"], said
    assert "✅ done" in await world.command(ANN, "/task show 1")

    async def says_so() -> bool:
        return "Done lately · 1" in words_of(await shown() or {})

    assert await eventually(says_so)
