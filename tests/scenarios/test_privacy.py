"""Private stays private: unseen and unknown are the same words, on every surface and by every door."""

import re
from typing import Any

import pytest

from models import Membership
from tests.handlers.knocking import TEAM, deliver
from tests.scenarios.world import (
    ANN,
    DANA,
    EVE,
    GENERAL,
    GUS,
    LAUNCH,
    LEADS,
    LILEI,
    MAYA,
    PARTNERS,
    RANDOM,
    TOM,
    World,
    action_ids,
    eventually,
    words_of,
)

SECRET_WORDS = "merge the two teams"


async def everything_seen_by(world: World, user: str, channels: tuple[str, ...]) -> str:
    """All that a person can read anywhere, their Home and their private answers included."""
    await world.settled()
    seen = [words_of(m) for channel in ("dm", *channels) for m in await world.messages(user, channel)]
    await world.post("home", user=user)
    await eventually(lambda: home_of(world, user))
    seen.append(words_of(await home_of(world, user) or {}))
    return "\n".join(seen)


async def home_of(world: World, user: str) -> dict[str, Any] | None:
    found = await world.get("home", user=user)
    return dict(found["view"]) if found["view"] else None


async def test_a_task_of_a_private_channel_is_nowhere_for_who_is_not_in_it(world: World) -> None:
    await world.command(MAYA, f"/task {SECRET_WORDS} by Friday", LEADS)
    await world.sees(MAYA, SECRET_WORDS, LEADS)
    await world.command(TOM, "/task a task of tom")
    for line in ("list all", "list here", f"list <@{MAYA}>", "list late all", "find merge", "find teams", "find e"):
        assert SECRET_WORDS not in await world.command(TOM, f"/task {line}"), line
    for verb in VERBS:
        unseen = await world.command(TOM, f"/task {verb.format(1)}")
        unknown = await world.command(TOM, f"/task {verb.format(99)}")
        assert unseen.replace("#1", "#99") == unknown, verb
    assert SECRET_WORDS not in await everything_seen_by(world, TOM, (LAUNCH, GENERAL, RANDOM))
    assert SECRET_WORDS in await world.command(ANN, "/task list all")


VERBS = (
    "show {0}", "start {0}", "done {0}", "reopen {0}", "cancel {0}", "block {0} no reason", "unblock {0}",
    "assign {0} @tom", "due {0} tomorrow", "priority {0} 1", "snooze {0} 2h", "edit {0}", "note {0} hello",
    "undo @{0}", "see the rest ^{0}", "see the rest after #{0}", "block 2 on #{0} it waits", "reopen 2 {0}",
)  # fmt: skip


async def test_who_leaves_the_private_channel_no_longer_sees_its_tasks(world: World) -> None:
    await world.command(MAYA, f"/task {SECRET_WORDS} by Friday", LEADS)
    assert SECRET_WORDS in await world.command(ANN, "/task list all")
    await world.post("channels", id=LEADS, members=[MAYA, "U0MUSTER01"], user=MAYA)

    async def gone() -> bool:
        return SECRET_WORDS not in await world.command(ANN, "/task list all")

    assert await eventually(gone)
    assert "that you can see" in await world.command(ANN, "/task done 1")
    assert SECRET_WORDS not in await world.command(ANN, "/task find merge")
    await world.post("channels", id=LEADS, members=[MAYA, ANN, "U0MUSTER01"], user=MAYA)

    async def back() -> bool:
        return SECRET_WORDS in await world.command(ANN, "/task list all")

    assert await eventually(back)


async def test_a_button_pressed_after_leaving_is_refused(world: World) -> None:
    await world.command(MAYA, f"/task {SECRET_WORDS} by Friday", LEADS)
    await world.command(ANN, "/task list all")
    shown = [m for m in await world.messages(ANN, LAUNCH) if m.get("ephemeral")][-1]
    menu = next(b["accessory"] for b in shown["blocks"] if "merge" in words_of({"blocks": [b]}))
    block_id = next(b["block_id"] for b in shown["blocks"] if "merge" in words_of({"blocks": [b]}))
    await world.post("channels", id=LEADS, members=[MAYA, "U0MUSTER01"], user=MAYA)
    assert await eventually(lambda: _knows_that_ann_left(world))
    option = next(one["value"] for one in menu["options"] if "show" in one["value"])
    await world.click(ANN, shown, menu["action_id"], LAUNCH, block_id=block_id, selected_option=option)
    await world.sees(ANN, "that you can see", LAUNCH, posted=False)


async def _knows_that_ann_left(world: World) -> bool:
    return await world.parts.database.read(lambda session: session.get(Membership, (TEAM, LEADS, ANN)) is None)


async def test_the_owner_named_on_it_sees_the_task_but_neither_link_nor_conversation(world: World) -> None:
    ts = await world.say(MAYA, f"we should {SECRET_WORDS}", LEADS)
    await world.post("shortcuts", user=MAYA, callback_id="make_task", channel=LEADS, ts=ts)
    said = await world.submit(MAYA, title={"type": "plain_text_input", "value": "Prepare the room"})
    assert said["response_action"] in ("closed", "clear"), said
    await world.command(MAYA, f"/task assign 1 <@{TOM}>", LEADS)
    asked = await world.sees(MAYA, "in this conversation", LEADS, posted=False)
    await world.click(MAYA, asked, "say:assign!", LEADS)
    await world.sees(TOM, "Prepare the room")
    await world.command(TOM, "/task show 1")
    seen = await everything_seen_by(world, TOM, (LAUNCH, GENERAL))
    assert "Prepare the room" in seen
    assert not re.search(rf"leads|{LEADS}|archives|{SECRET_WORDS}", seen)
    everything = str([await world.messages(TOM, channel) for channel in ("dm", LAUNCH)]) + str(
        await home_of(world, TOM)
    )
    assert LEADS not in everything
    assert ts not in everything


async def test_what_is_said_in_a_direct_conversation_is_seen_by_its_people_only(world: World) -> None:
    await world.say(MAYA, f"{SECRET_WORDS} by Friday")
    await world.sees(MAYA, "#1")
    await world.say(MAYA, "ask @dana for her view by Friday")
    await world.sees(DANA, "for her view")
    assert "#1" not in await world.command(TOM, "/task list all")
    assert "#2" not in await world.command(TOM, "/task list all")
    assert "*#2*" in await world.command(DANA, "/task list")
    assert "merge" not in await world.command(DANA, "/task list all")
    assert "that you can see" in await world.command(ANN, "/task show 1")


async def test_a_guest_sees_the_tasks_of_their_channels_only(world: World) -> None:
    await world.command(TOM, "/task seen in launch by Friday", LAUNCH)
    await world.command(TOM, "/task hidden in general by Friday", GENERAL)
    await world.command(GUS, "/task my own as a guest", LAUNCH)
    found = await world.command(GUS, "/task list all")
    assert "seen in launch" in found
    assert "hidden in general" not in found
    for verb in ("show {0}", "done {0}", "note {0} x"):
        said = await world.command(GUS, f"/task {verb.format(2)}")
        assert said.replace("#2", "#99") == await world.command(GUS, f"/task {verb.format(99)}")
    assert "Only" in await world.command(GUS, "/task done 1")


async def test_somebody_from_outside_sees_the_shared_channel_only(world: World) -> None:
    await world.command(DANA, "/task agree on the date by Friday", PARTNERS)
    await world.command(TOM, "/task hidden in launch by Friday", LAUNCH)
    await world.command(MAYA, f"/task {SECRET_WORDS}", LEADS)
    found = await world.command(EVE, "/task list all", PARTNERS)
    assert "agree on the date" in found
    assert "hidden" not in found
    assert "merge" not in found
    assert (await world.command(EVE, "/task show 2", PARTNERS)).replace("#2", "#99") == await world.command(
        EVE, "/task show 99", PARTNERS
    )
    assert "Only admins" in await world.command(EVE, "/muster setup", PARTNERS)


async def test_two_worlds_that_differ_in_one_secret_look_the_same_to_who_may_not_see_it(world: World) -> None:
    """The same questions before and after a secret task exists have the same answers, numbers aside."""
    await world.command(TOM, "/task tidy the desk tomorrow")
    questions = ("list all", "find e", f"list <@{MAYA}>", "list here", "list blocked all", "show 2", "list page 2")
    before = [await world.command(TOM, f"/task {line}") for line in questions]
    await world.command(MAYA, f"/task {SECRET_WORDS} tomorrow", LEADS)
    await world.command(MAYA, "/task block 2 waiting for the board")
    await world.sees(MAYA, "board", LEADS)
    after = [await world.command(TOM, f"/task {line}") for line in questions]
    assert before == after


async def test_a_digest_and_a_summary_show_no_private_task(world: World) -> None:
    await world.command(MAYA, f"/task {SECRET_WORDS} by Friday", LEADS)
    await world.command(MAYA, "/task a public one by Friday", LAUNCH)
    await world.command(MAYA, "/digest setup", LAUNCH)
    await world.submit(MAYA)
    preview = await world.command(MAYA, "/digest preview", LAUNCH)
    assert "merge" not in preview
    await world.move_clock("2026-03-11T18:00:00+00:00")
    assert "merge" not in await everything_seen_by(world, LILEI, (LAUNCH, GENERAL))


async def give_to_an_outsider(world: World) -> None:
    await world.command(MAYA, f"/task {SECRET_WORDS} @dana by Friday", LEADS)
    asked = [m for m in await world.messages(MAYA, LEADS) if m.get("ephemeral")][-1]
    await world.click(MAYA, asked, "say:share", LEADS)


async def test_a_former_owner_keeps_a_note_without_words_where_the_card_stood(world: World) -> None:
    await give_to_an_outsider(world)
    card = await world.sees(DANA, SECRET_WORDS)
    await world.command(MAYA, "/task assign 1 @ann", LEADS)
    note = await world.sees(DANA, "#1 is no longer with you.")
    assert note["ts"] == card["ts"]
    assert action_ids(note) == set()
    await world.command(MAYA, "/task note 1 nobody else may hear of it", LEADS)
    await world.command(MAYA, "/task due 1 tomorrow", LEADS)
    seen = await everything_seen_by(world, DANA, (LAUNCH, GENERAL))
    assert SECRET_WORDS not in seen
    assert SECRET_WORDS not in str(await world.messages(DANA))


async def test_an_owner_who_gets_a_task_back_by_undo_is_told_again(world: World) -> None:
    await give_to_an_outsider(world)
    await world.sees(DANA, SECRET_WORDS)
    await world.command(MAYA, "/task assign 1 @ann", LEADS)
    await world.sees(DANA, "#1 is no longer with you.")
    await world.command(MAYA, "/task undo", LEADS)
    await world.sees(DANA, SECRET_WORDS)


async def test_a_channel_made_private_takes_its_tasks_along(world: World) -> None:
    await world.command(MAYA, f"/task {SECRET_WORDS} by Friday", PARTNERS)
    assert SECRET_WORDS in await world.command(TOM, "/task list all", LAUNCH)
    told = {"type": "message", "subtype": "channel_convert_to_private", "user": MAYA, "channel": PARTNERS,
            "ts": "1773019300.000100", "channel_type": "group", "text": "made this channel *private*."}  # fmt: skip
    assert await deliver(world, told, "Ev0CONVERT1") == 200

    async def gone() -> bool:
        return SECRET_WORDS not in await world.command(TOM, "/task list all", LAUNCH)

    assert await eventually(gone)


async def test_handing_a_private_task_to_an_outsider_is_confirmed_first(world: World) -> None:
    await world.command(MAYA, f"/task {SECRET_WORDS} by Friday", LEADS)
    await world.sees(MAYA, SECRET_WORDS, LEADS)
    for place in (LEADS, LAUNCH):
        assert "in this conversation" in await world.command(MAYA, "/task assign 1 @tom", place)
    assert "#1" not in await world.command(TOM, "/task list")
    asked = await world.sees(MAYA, "in this conversation", LEADS, posted=False)
    await world.click(MAYA, asked, "say:assign!", LEADS)
    await world.sees(TOM, SECRET_WORDS)
    assert "in this conversation" not in await world.command(MAYA, "/task assign 1 @ann", LEADS)


async def test_a_task_of_a_public_channel_is_handed_to_anybody_at_once(world: World) -> None:
    await world.command(MAYA, f"/task {SECRET_WORDS} by Friday", PARTNERS)
    await world.command(MAYA, "/task assign 1 @tom", LEADS)
    await world.sees(TOM, SECRET_WORDS)


async def test_forms_name_no_outsider_unasked(world: World) -> None:
    await world.command(MAYA, "/task new", LEADS)
    title, tom = {"type": "plain_text_input", "value": SECRET_WORDS}, {"type": "users_select", "selected_user": TOM}
    said = await world.submit(MAYA, title=title, owner=tom)
    assert "Tom isn't in this conversation" in said["errors"]["owner"]
    said = await world.submit(MAYA, title=title, owner={"type": "users_select", "selected_user": MAYA})
    assert said["response_action"] in ("closed", "clear"), said
    await world.sees(MAYA, SECRET_WORDS, LEADS)
    await world.command(MAYA, "/task edit 1", LAUNCH)
    said = await world.submit(MAYA, owner=tom)
    assert "/task assign 1 @…" in said["errors"]["owner"]
    assert "#1" not in await world.command(TOM, "/task list")


@pytest.mark.parametrize("place", [LEADS, "dm"])
async def test_the_form_to_hand_a_task_over_asks_before_it_tells_an_outsider(world: World, place: str) -> None:
    await world.command(MAYA, f"/task {SECRET_WORDS} by Friday", LEADS)
    await world.command(MAYA, "/task assign 1", place if place != "dm" else await world.dm(MAYA))
    said = await world.submit(MAYA, owner={"type": "users_select", "selected_user": TOM})
    assert said["response_action"] in ("closed", "clear"), said
    asked = await world.sees(MAYA, "in this conversation")
    assert "#1" not in await world.command(TOM, "/task list")
    await world.click(MAYA, asked, "say:assign!")
    await world.sees(TOM, SECRET_WORDS)


async def test_a_receipt_does_not_claim_to_have_told_somebody_from_outside(world: World) -> None:
    receipt = await world.command(MAYA, "/task send the contract @eve by Friday", PARTNERS)
    assert "has been told" not in receipt
    assert "tell them yourself" in receipt
    await world.sees(MAYA, "couldn't reach")
