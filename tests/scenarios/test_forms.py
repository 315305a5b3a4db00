"""Forms: what is wrong is said beside its field, what was typed is kept, and what is saved is saved once."""

import asyncio
from datetime import date
from typing import Any

import pytest

from models import Outbox, Session, failures
from models.queries import deliveries, people
from playground.world import TEAM_ID
from tests.scenarios.world import (
    ANN,
    DANA,
    GENERAL,
    LAUNCH,
    LILEI,
    MAYA,
    OSKAR,
    RANDOM,
    TOM,
    World,
    eventually,
    words_of,
)

TEXT, DAY, HOUR, WHO = ({"type": kind} for kind in ("plain_text_input", "datepicker", "timepicker", "users_select"))
SAVED = ("closed", "clear")


def text(value: str | None) -> dict[str, Any]:
    return TEXT | {"value": value}


def day(value: str) -> dict[str, Any]:
    return DAY | {"selected_date": value}


def hour(value: str) -> dict[str, Any]:
    return HOUR | {"selected_time": value}


def who(value: str) -> dict[str, Any]:
    return WHO | {"selected_user": value}


async def open_form(world: World, user: str, line: str, channel: str = LAUNCH) -> dict[str, Any]:
    await world.command(user, line, channel)
    views = await world.views(user)
    assert len(views) == 1, views
    return dict(views[0])


async def test_a_wrong_field_is_named_and_the_mended_form_is_saved(world: World) -> None:
    await open_form(world, MAYA, "/task new")
    wrong: tuple[tuple[dict[str, Any], str, str], ...] = (
        ({"title": text("...")}, "title", "What needs doing?"),
        ({"title": text("plan the party"), "due_on": day("2026-03-01")}, "due_on", "That date has passed"),
        ({"due_on": day("2026-03-09"), "due_at": hour("00:30")}, "due_on", "That date has passed"),
        ({"due_on": day("2026-03-20"), "estimate": text("many")}, "estimate", "as a number of days"),
        ({"estimate": text("-3")}, "estimate", "as a number of days"),
        ({"estimate": text("2"), "owner": who(OSKAR)}, "owner", "can't take tasks"),
        ({"owner": who("U0MUSTER01")}, "owner", "can't take tasks"),
        ({"owner": who("U0MUSTER01")}, "owner", "can't take tasks"),
    )
    for values, field, words in wrong:
        said = await world.submit(MAYA, **values)
        assert said["response_action"] == "errors", (values, said)
        assert words in said["errors"].get(field, ""), (values, said)
    said = await world.submit(MAYA, owner=who(TOM))
    assert said["response_action"] in SAVED, said
    card = await world.sees(MAYA, "plan the party", LAUNCH)
    assert "1773963000" in words_of(card)  # 20 March, 00:30 in Berlin
    assert f"<@{TOM}>" in words_of(card)
    assert "*#2*" not in await world.command(MAYA, "/task list all")


async def test_a_form_says_what_is_wrong_in_chinese(world: World) -> None:
    await open_form(world, LILEI, "/task 新建")
    said = await world.submit(LILEI, title=text("写周报"), due_on=day("2026-03-01"))
    assert "已经过去了" in str(said["errors"])
    assert (await world.submit(LILEI, due_on=day("2026-03-13")))["response_action"] in SAVED
    assert "写周报" in words_of(await world.sees(LILEI, "写周报", LAUNCH))


async def test_a_form_sent_twice_is_saved_once(world: World) -> None:
    view = await open_form(world, ANN, "/task new order the chairs")
    both = await asyncio.gather(
        *(world.post("views/submit", user=ANN, view_id=view["id"], values={}) for _ in range(2)),
    )
    assert any(said["ok"] for said in both)
    await world.sees(ANN, "order the chairs", LAUNCH)
    assert "*#2*" not in await world.command(ANN, "/task list all")


async def test_the_form_of_a_task_is_filled_with_it_and_saves_every_field(world: World) -> None:
    await world.command(ANN, "/task print the posters by Friday !high #launch ~2d -- on thick paper")
    view = await open_form(world, ANN, "/task edit 1")
    shown = str(view["blocks"])
    for part in ("print the posters", "on thick paper", "2026-03-13", "launch", "'2'"):
        assert part in shown, part
    said = await world.submit(
        ANN, title=text("print the flyers"), note=text("on thin paper"), owner=who(TOM), due_on=day("2026-03-16"),
        due_at=hour("15:30"), estimate=text("0,5"), labels=text("#print, fair"),
    )  # fmt: skip
    assert said["response_action"] in SAVED, said
    found = await world.command(ANN, "/task show 1")
    for part in ("print the flyers", "on thin paper", f"<@{TOM}>", "#print #fair"):
        assert part in found, (part, found)
    assert "Undone" in await world.command(ANN, "/task undo")
    found = await world.command(ANN, "/task show 1")
    assert "print the posters" in found
    assert "on thick paper" in found


async def test_small_forms_do_what_the_words_do(world: World) -> None:
    await world.command(ANN, "/task ask the printer by Friday")
    await world.command(ANN, "/task print the posters")
    steps: tuple[tuple[str, dict[str, Any], str, dict[str, Any], str], ...] = (
        ("block 1", {"reason": text("...no paper"), "by": who(OSKAR)}, "can't help",
         {"by": who(TOM)}, "no paper"),
        ("block 1", {"reason": text("the posters first"), "on": text("#77")}, "#77",
         {"on": text("#2")}, "waiting for #2"),
        ("block 1", {"reason": text("the posters"), "on": text("1")}, "itself",
         {"on": text("2，谢谢")}, "waiting for #2"),
        ("due 1", {"due_on": day("2026-03-01")}, "That date has passed", {"due_on": day("2026-03-18")}, "18 Mar"),
        ("snooze 1", {"due_on": day("2026-03-01")}, "date has passed", {"due_on": day("2026-03-12")}, "snoozed it"),
        ("assign 1", {"owner": who("U0MUSTER01")}, "can't take tasks", {"owner": who(TOM)}, f"<@{TOM}>"),
        ("note 1", {"note": text("   ")}, "few words", {"note": text("they are closed")}, "they are closed"),
    )  # fmt: skip
    for line, wrong, words, right, shown in steps:
        await open_form(world, ANN, f"/task {line}")
        said = await world.submit(ANN, **wrong)
        assert words in str(said.get("errors")), (line, said)
        said = await world.submit(ANN, **right)
        assert said["response_action"] in SAVED, (line, said)
        assert shown in await world.command(ANN, "/task show 1"), line


async def test_a_long_message_still_opens_the_form(world: World) -> None:
    ts = await world.say(TOM, "a long story " * 300, GENERAL)
    said = await world.post("shortcuts", user=ANN, callback_id="make_task", channel=GENERAL, ts=ts)
    assert len(said["views"]) == 1, said
    saved = await world.submit(ANN)
    assert saved["response_action"] in SAVED, saved
    await world.sees(ANN, "a long story", GENERAL, thread_ts=ts)


async def test_a_form_closed_without_saving_leaves_nothing(world: World) -> None:
    await open_form(world, ANN, "/task new think about it")
    await world.post("views/close", user=ANN, all=True)
    assert "think about it" not in await world.command(ANN, "/task list all")


async def test_a_form_that_cannot_open_offers_it_again_with_the_words(world: World) -> None:
    await world.post("faults", method="views.open", kind="error", error="expired_trigger_id", count=1)
    said = await world.command(ANN, "/task new buy the stamps")
    assert "your words are kept" in said
    offered = [m for m in await world.messages(ANN, LAUNCH) if m.get("ephemeral")][-1]
    await world.click(ANN, offered, "say:open", LAUNCH)
    assert "buy the stamps" in str(await world.views(ANN))


async def test_a_date_is_that_of_the_speaker_s_own_wall(world: World) -> None:
    """At 01:20 UTC it is still Sunday evening in Los Angeles: Sunday is not past there."""
    await open_form(world, "U0DANA0001", "/task new call home")
    said = await world.submit("U0DANA0001", due_on=day(date(2026, 3, 8).isoformat()))
    assert said["response_action"] in SAVED, said


async def test_the_receipt_of_a_form_reaches_who_sent_it_where_the_bot_is_not_a_member(world: World) -> None:
    await open_form(world, TOM, "/task new clear the desk", RANDOM)
    assert (await world.submit(TOM))["response_action"] in SAVED
    receipt = await world.sees(TOM, "/invite @Muster")
    assert "clear the desk" in words_of(receipt)


async def test_home_shows_a_task_that_somebody_else_gave_or_took_away(world: World) -> None:
    await world.post("home", user=TOM)

    async def shown() -> str:
        return words_of((await world.get("home", user=TOM))["view"] or {})

    async def has_it() -> bool:
        return "fetch the post" in await shown()

    async def has_lost_it() -> bool:
        return "fetch the post" not in await shown()

    assert await eventually(shown)
    await world.command(ANN, "/task fetch the post @tom tomorrow")
    assert await eventually(has_it)
    await world.command(ANN, "/task assign 1 @dana")
    assert await eventually(has_lost_it)
    await world.command(ANN, "/task undo")
    assert await eventually(has_it)


async def test_a_form_whose_saving_takes_long_stays_open_until_it_is_saved(world: World) -> None:
    """Had it closed, a task that was never written would have looked like one that was."""
    await open_form(world, TOM, "/task new")
    world.parts.desk.patience = 0.0
    said = await world.submit(TOM, title=text("plan the party"))
    assert said["response_action"] == "errors", said
    assert "Still saving" in said["errors"]["title"]

    async def shown() -> str:
        return "".join(words_of(view) for view in await world.views(TOM))

    async def is_told_there() -> bool:
        return "Added" in await shown()

    assert await eventually(is_told_there), await shown()
    assert len(await world.views(TOM)) == 1


async def test_pressing_again_meanwhile_saves_it_once(world: World) -> None:
    await open_form(world, LILEI, "/task new")
    world.parts.desk.patience = 0.0
    said = await world.submit(LILEI, title=text("准备年会"))
    assert "还在保存" in said["errors"]["title"]
    world.parts.desk.patience = 15.0
    async with asyncio.timeout(10):
        while said.get("response_action") == "errors":
            said = await world.submit(LILEI, title=text("准备年会"))
    listed = await world.command(LILEI, "/task list")
    assert listed.count("准备年会") == 1


async def test_a_word_mended_while_it_is_saved_makes_no_second_task(world: World) -> None:
    await open_form(world, DANA, "/task new")
    world.parts.desk.patience = 0.0
    said = await world.submit(DANA, title=text("plan teh party"))
    assert said["response_action"] == "errors", said
    world.parts.desk.patience = 15.0
    await world.submit(DANA, title=text("plan the party"))
    listed = await world.command(DANA, "/task list")
    assert listed.count("party") == 1, listed


async def test_bad_news_that_come_late_are_written_to_their_sender_and_the_form_keeps_the_words(world: World) -> None:
    channel = await world.dm(ANN)
    await open_form(world, ANN, "/task new", channel)
    world.parts.desk.patience = 0.0
    said = await world.submit(ANN, title=text("plan the party"), due_on=day("2026-03-01"))
    assert said["response_action"] == "errors"
    told = await world.sees(ANN, "That date")

    def settled(session: Session) -> Outbox | None:
        return deliveries.sent_as(session, TEAM_ID, channel, told["ts"])

    row = await eventually(lambda: world.parts.database.read(settled))
    assert row is not None
    assert row.kind == "reply"
    world.parts.desk.patience = 15.0
    said = await world.submit(ANN, due_on=day("2026-03-20"))
    assert said["response_action"] in SAVED, said


async def test_bad_news_are_whispered_when_they_cannot_be_written_down(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await open_form(world, ANN, "/task new", await world.dm(ANN))
    world.parts.desk.patience = 0.0

    async def full_disk(work: object) -> None:
        raise failures.NotSaved("disk full")

    monkeypatch.setattr(world.parts.database, "submit", full_disk)
    await world.submit(ANN, title=text("plan the party"))
    monkeypatch.setattr(world.parts.desk, "patience", 2.0)
    assert (await world.sees(ANN, "saved", posted=False)).get("ephemeral")


async def test_home_is_drawn_for_somebody_we_have_not_heard_of_yet(world: World) -> None:
    database, workspace_id = world.parts.database, TEAM_ID

    async def known() -> bool:
        return await database.read(lambda session: people.get(session, workspace_id, TOM)) is not None

    assert await eventually(known)
    await database.submit(lambda session: session.delete(people.get(session, workspace_id, TOM)))
    await world.post("home", user=TOM)

    async def shown() -> bool:
        return bool((await world.get("home", user=TOM))["view"])

    assert await eventually(shown)


FORM_TITLES = [
    (ANN, "Sweep the hall by Friday 5pm !high #office", "Sweep the hall", "by Friday 5pm"),
    (LILEI, "周五前打扫大厅 #行政 约2小时", "打扫大厅", "周五前"),
    (ANN, "Water the plants every Monday", "Water the plants", "every Monday"),
]


@pytest.mark.parametrize(("user", "written", "title", "words"), FORM_TITLES)
async def test_a_title_that_says_when_fills_what_was_left_empty(
    world: World, user: str, written: str, title: str, words: str
) -> None:
    await world.command(user, "/task new")
    said = await world.submit(user, title={"type": "plain_text_input", "value": written})
    assert said["response_action"] in ("closed", "clear"), said
    card = words_of(await world.sees(user, title, LAUNCH))
    assert words in card, "the card says which words were taken"
    assert written not in card


async def test_what_was_filled_in_counts_more_than_the_title(world: World) -> None:
    await world.command(ANN, "/task new")
    await world.submit(ANN, title={"type": "plain_text_input", "value": "Sweep it by Friday"},
                       due_on={"type": "datepicker", "selected_date": "2026-03-20"})  # fmt: skip
    card = words_of(await world.sees(ANN, "Sweep it by Friday", LAUNCH))
    assert "20" in card
