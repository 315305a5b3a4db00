"""People's side: what one may see and say, and the changes that the bot hears of."""

from __future__ import annotations

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from playground.cast import ANN, DANA, EVE, GENERAL, GUS, LAUNCH, LEADS, LILEI, MAYA, OSKAR, PARTNERS, RANDOM, TOM
from playground.world import BOT_USER_ID
from tests.playground.conftest import Starter
from tests.playground.double import BotDouble, People


async def test_the_state_names_cast_rooms_and_commands(people: People) -> None:
    state = await people.get("state")
    roles = {user["name"]: user["role"] for user in state["users"]}
    assert roles == {
        "maya": "lead", "lilei": "staff", "ann": "staff", "dana": "staff", "tom": "staff",
        "gus": "guest", "oskar": "deactivated", "eve": "external",
    }  # fmt: skip
    assert [user["id"] for user in state["users"] if user["is_admin"]] == [MAYA]
    rooms = {
        channel["name"]: (channel["private"], channel["shared"], channel["bot_member"]) for channel in state["channels"]
    }
    assert rooms == {
        "general": (False, False, True), "launch": (False, False, True), "leads": (True, False, True),
        "partners": (False, True, True), "random": (False, False, False),
    }  # fmt: skip
    assert {command["command"] for command in state["app"]["commands"]} == {"/task", "/muster", "/standup", "/digest"}
    assert state["team"] == {"id": "T0MUSTER1", "name": "Muster HQ"}
    assert state["now"].startswith("2026-03-09T01:20")


TYPED = [
    ("hi @ann and @Ann Fischer", f"hi <@{ANN}> and <@{ANN}>"),
    ("请@李雷明天确认", f"请<@{LILEI}>明天确认"),
    ("@dana请看", f"<@{DANA}>请看"),
    ("@anna @oskar mail@dana.example", "@anna @oskar <mailto:mail@dana.example|mail@dana.example>"),
    ("@muster: do", f"<@{BOT_USER_ID}>: do"),
    ("see #launch, #launch-2 and #nowhere", f"see <#{LAUNCH}|launch>, #launch-2 and #nowhere"),
    ("<@U0ANN00001> <!channel> a & b", "&lt;@U0ANN00001&gt; &lt;!channel&gt; a &amp; b"),
    ("@here @channel", "<!here> <!channel>"),
    ("(https://x.example/a?b=1&c=2).", "(<https://x.example/a?b=1&amp;c=2>)."),
    ("看https://x.example/a，谢谢", "看<https://x.example/a>，谢谢"),
    ("muster.example example.com", "muster.example <http://example.com|example.com>"),
    ("two\nlines  kept", "two\nlines  kept"),
]


@pytest.mark.parametrize(("typed", "stored"), TYPED)
async def test_typed_text_is_stored_as_slack_does(people: People, typed: str, stored: str) -> None:
    await people.post("messages", user=MAYA, channel=GENERAL, text=typed)
    [message] = (await people.get("messages", channel=GENERAL))["messages"]
    assert message["text"] == stored


async def test_a_private_room_is_linked_only_by_those_who_see_it(people: People) -> None:
    await people.post("messages", user=MAYA, channel=GENERAL, text="#leads")
    await people.post("messages", user=TOM, channel=GENERAL, text="#leads")
    shown = (await people.get("messages", channel=GENERAL))["messages"]
    assert [message["text"] for message in shown] == [f"<#{LEADS}|leads>", "#leads"]


async def test_a_message_is_mirrored_as_rich_text(people: People, bot: BotDouble) -> None:
    await people.post("messages", user=ANN, channel=LAUNCH, text="ask @tom in #general")
    event = await bot.event("message")
    [block] = event["blocks"]
    assert block["type"] == "rich_text"
    assert block["elements"][0]["elements"] == [
        {"type": "text", "text": "ask "},
        {"type": "user", "user_id": TOM},
        {"type": "text", "text": " in "},
        {"type": "channel", "channel_id": GENERAL},
    ]
    assert event["client_msg_id"]


@pytest.mark.parametrize(
    ("reader", "channel", "status"),
    [
        (ANN, LEADS, 200),
        (TOM, LEADS, 403),
        (TOM, RANDOM, 200),
        (GUS, LAUNCH, 200),
        (GUS, GENERAL, 403),
        (EVE, PARTNERS, 200),
        (EVE, GENERAL, 403),
        (EVE, "dm", 403),
        (ANN, "dm", 200),
        (TOM, "D0ANN00001", 403),
        (ANN, "C0NOWHERE0", 404),
        ("U0NOBODY00", GENERAL, 404),
    ],
)
async def test_people_see_only_their_rooms(people: People, reader: str, channel: str, status: int) -> None:
    await people.get("messages", channel="dm", **{"as": ANN})
    answer = await people.get("messages", channel=channel, **{"as": reader})
    assert people.status == status, answer


@pytest.mark.parametrize(
    ("user", "channel", "status"),
    [(TOM, LEADS, 403), (GUS, GENERAL, 403), (OSKAR, GENERAL, 403), (BOT_USER_ID, GENERAL, 403), (DANA, "dm", 200)],
)
async def test_people_speak_only_in_their_rooms(people: People, user: str, channel: str, status: int) -> None:
    await people.post("messages", user=user, channel=channel, text="hi")
    assert people.status == status


async def test_messages_are_read_oldest_first_after_a_point_and_by_thread(people: People) -> None:
    first = await people.post("messages", user=ANN, channel=LAUNCH, text="1")
    await people.post("messages", user=TOM, channel=LAUNCH, text="1a", thread_ts=first["ts"])
    for text in ("2", "3", "4"):
        await people.post("messages", user=ANN, channel=LAUNCH, text=text)
    everything = (await people.get("messages", channel=LAUNCH))["messages"]
    assert [message["text"] for message in everything] == ["1", "2", "3", "4"]
    assert everything[0]["reply_count"] == 1
    newest = (await people.get("messages", channel=LAUNCH, limit=2))["messages"]
    assert [message["text"] for message in newest] == ["3", "4"]
    after = (await people.get("messages", channel=LAUNCH, after=first["ts"], limit=2))["messages"]
    assert [message["text"] for message in after] == ["2", "3"]
    thread = (await people.get("messages", channel=LAUNCH, thread_ts=first["ts"]))["messages"]
    assert [message["text"] for message in thread] == ["1", "1a"]


async def test_an_edit_is_told_with_before_and_after(people: People, bot: BotDouble) -> None:
    said = await people.post("messages", user=ANN, channel=LAUNCH, text="paper")
    await people.patch("messages", user=ANN, channel=LAUNCH, ts=said["ts"], text="paper @tom")
    event = await bot.event("message", "message_changed")
    assert (event["previous_message"]["text"], event["message"]["text"]) == ("paper", f"paper <@{TOM}>")
    assert (event["message"]["edited"]["user"], event["hidden"]) == (ANN, True)
    await people.patch("messages", user=TOM, channel=LAUNCH, ts=said["ts"], text="x")
    assert people.status == 403


async def test_a_link_is_unfurled_later_without_being_edited(people: People, bot: BotDouble) -> None:
    await people.post("messages", user=ANN, channel=LAUNCH, text="see https://x.example/a")
    event = await bot.event("message", "message_changed")
    assert event["message"]["text"] == event["previous_message"]["text"]
    assert "edited" not in event["message"]


async def test_a_message_is_taken_back_by_its_author_or_an_admin(people: People, bot: BotDouble) -> None:
    said = await people.post("messages", user=ANN, channel=LAUNCH, text="oops")
    await people.delete("messages", user=TOM, channel=LAUNCH, ts=said["ts"])
    assert people.status == 403
    await people.delete("messages", user=MAYA, channel=LAUNCH, ts=said["ts"])
    assert (await bot.event("message", "message_deleted"))["deleted_ts"] == said["ts"]


async def test_an_admin_may_remove_the_bots_message(client: AsyncWebClient, people: People, bot: BotDouble) -> None:
    posted = await client.chat_postMessage(channel=LAUNCH, text="a card")
    await people.delete("messages", user=MAYA, channel=LAUNCH, ts=posted["ts"])
    assert (await bot.event("message", "message_deleted"))["previous_message"]["bot_id"] == "B0MUSTER01"


async def test_an_ephemeral_message_can_be_dismissed(client: AsyncWebClient, people: People) -> None:
    shown = await client.chat_postEphemeral(channel=LAUNCH, user=ANN, text="psst")
    await people.delete("messages", user=ANN, channel=LAUNCH, ts=shown["message_ts"])
    assert (await people.get("messages", channel=LAUNCH, **{"as": ANN}))["messages"] == []


async def test_reactions_come_and_go(people: People, bot: BotDouble) -> None:
    said = await people.post("messages", user=ANN, channel=LAUNCH, text="look")
    where = {"user": TOM, "channel": LAUNCH, "ts": said["ts"], "name": ":white_check_mark:"}
    await people.post("reactions", **where)
    added = await bot.event("reaction_added")
    assert (added["user"], added["reaction"], added["item_user"]) == (TOM, "white_check_mark", ANN)
    assert added["item"] == {"type": "message", "channel": LAUNCH, "ts": said["ts"]}
    await people.post("reactions", **where)
    assert people.status == 409
    await people.delete("reactions", **where)
    assert (await bot.event("reaction_removed"))["reaction"] == "white_check_mark"
    await people.delete("reactions", **where)
    assert people.status == 404


async def test_a_new_colleague_joins_team_and_general(people: People, bot: BotDouble, client: AsyncWebClient) -> None:
    made = await people.post("users", name="noor", real_name="Noor Haddad", tz="Asia/Dubai", locale="en-US")
    user_id = made["user"]["id"]
    assert (await bot.event("team_join"))["user"]["tz"] == "Asia/Dubai"
    assert (await bot.event("member_joined_channel"))["user"] == user_id
    assert (await client.users_info(user=user_id))["user"]["real_name"] == "Noor Haddad"


async def test_a_changed_person_is_told_once_and_newer_each_time(people: People, bot: BotDouble) -> None:
    await people.post("users", id=ANN, tz="America/New_York")
    first = await bot.event("user_change")
    assert first["user"]["tz"] == "America/New_York"
    await people.post("users", id=ANN, deleted=True)
    second = await bot.event("user_change", count=2)
    assert second["user"]["deleted"] is True
    assert second["user"]["updated"] > first["user"]["updated"]
    await people.post("users", id=ANN, deleted=True)
    await people.post("users", id=TOM, dnd=True)
    await bot.event("dnd_updated_user")
    assert len(bot.events("user_change")) == 2


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"name": "ann"}, 409),
        ({"name": "a b"}, 400),
        ({}, 400),
        ({"name": "x", "tz": "Mars/Base"}, 400),
        ({"name": "x", "tz": "../etc/passwd"}, 400),
        ({"name": "x", "id": "X1"}, 400),
        ({"id": ANN, "guest": "maybe"}, 400),
        ({"id": BOT_USER_ID, "name": "other"}, 403),
    ],
    ids=str,
)
async def test_an_impossible_person_is_refused(people: People, body: dict[str, object], status: int) -> None:
    await people.post("users", **body)
    assert people.status == status


async def test_the_bot_is_invited_and_removed(people: People, bot: BotDouble) -> None:
    members = next(c for c in (await people.get("state"))["channels"] if c["id"] == RANDOM)["members"]
    await people.post("channels", id=RANDOM, user=ANN, members=[*members, BOT_USER_ID])
    joined = await bot.event("member_joined_channel")
    assert (joined["user"], joined["channel"], joined["inviter"]) == (BOT_USER_ID, RANDOM, ANN)
    await people.post("channels", id=RANDOM, bot_member=False)
    assert (await bot.event("channel_left"))["channel"] == RANDOM
    assert (await bot.event("member_left_channel"))["user"] == BOT_USER_ID


async def test_rooms_are_made_renamed_and_archived(people: People, bot: BotDouble) -> None:
    made = await people.post("channels", name="press", user=MAYA, members=[MAYA, ANN, BOT_USER_ID])
    channel_id = made["channel"]["id"]
    assert (await bot.event("channel_created"))["channel"]["name"] == "press"
    await people.post("channels", id=channel_id, name="press-room")
    assert (await bot.event("channel_rename"))["channel"]["name"] == "press-room"
    await people.post("channels", id=channel_id, members=[MAYA, BOT_USER_ID])
    assert (await bot.event("member_left_channel"))["user"] == ANN
    await people.post("channels", id=channel_id, archived=True, user=MAYA)
    assert (await bot.event("channel_archive"))["user"] == MAYA
    await people.post("messages", user=MAYA, channel=channel_id, text="hello?")
    assert people.status == 403
    await people.post("channels", id=channel_id, archived=False)
    await bot.event("channel_unarchive")


async def test_a_private_room_speaks_of_itself_as_a_group(people: People, bot: BotDouble) -> None:
    await people.post("channels", id=LEADS, members=[MAYA, ANN, TOM, BOT_USER_ID])
    assert (await bot.event("member_joined_channel"))["channel_type"] == "G"
    await people.post("messages", user=TOM, channel=LEADS, text="hi")
    assert (await bot.event("message"))["channel_type"] == "group"
    await people.post("channels", id=LEADS, archived=True)
    await bot.event("group_archive")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"name": "launch"}, 409),
        ({"name": "Big Room"}, 400),
        ({"name": "x", "members": ["U0NOBODY00"]}, 404),
        ({"name": "x", "members": "all"}, 400),
        ({"id": "D0ANN00001", "name": "x"}, 403),
        ({}, 400),
    ],
    ids=str,
)
async def test_an_impossible_room_is_refused(people: People, body: dict[str, object], status: int) -> None:
    await people.get("messages", channel="dm", **{"as": ANN})
    await people.post("channels", **body)
    assert people.status == status


async def test_an_unknown_command_is_refused(people: People) -> None:
    answer = await people.post("commands", user=ANN, channel=LAUNCH, command="/dance", text="")
    assert (people.status, answer["error"]) == (404, "unknown_command")


async def test_behind_the_curtain_the_state_is_told_to_nobody_but_the_stage_hands(start_slack: Starter) -> None:
    slack = await start_slack(curtain=True)
    async with aiohttp.ClientSession() as session:
        people = People(slack.origin, session)
        assert (await people.get("state"))["error"] == "starting"
        assert people.status == 503
        assert (await people.get("state", backstage="1"))["ok"]
        await people.post("curtain")
        assert (await people.get("state"))["ok"]
