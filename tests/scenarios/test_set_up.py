"""Set-up: who may, what it changes, and help that names everything there is."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.commands import COMMANDS
from bot.rules.availability import hours
from models import Person, Session, Workspace
from tests.handlers.knocking import TEAM
from tests.scenarios.world import ANN, EVE, GENERAL, GUS, LAUNCH, LILEI, MAYA, PARTNERS, TOM, World, words_of

SAVED = ("closed", "clear")


def option(value: str) -> dict[str, Any]:
    return {"type": "static_select", "selected_option": {"value": value}}


def people(*ids: str) -> dict[str, Any]:
    return {"type": "multi_users_select", "selected_users": list(ids)}


async def pick(world: World, block: str, typed: str, value: str) -> dict[str, Any]:
    """Type into a long list and take what it offers."""
    (view,) = await world.views(MAYA)
    shown = next(one for one in view["blocks"] if one.get("block_id") == block)
    asked = await world.post(
        "options", user=MAYA, view_id=view["id"], block_id=block, action_id=shown["element"]["action_id"], value=typed
    )
    assert value in [one["value"] for one in asked["options"]], asked
    return {shown["element"]["action_id"]: value}


async def save(world: World, **fields: Any) -> None:
    said = await world.post("views/submit", user=MAYA, values=fields)
    assert said["ok"], said
    assert said["response_action"] in SAVED, said


async def test_only_admins_may_set_muster_up(world: World) -> None:
    for user, channel in ((TOM, LAUNCH), (GUS, LAUNCH), (EVE, PARTNERS), (ANN, GENERAL)):
        assert "Only admins" in await world.command(user, "/muster setup", channel)
    assert "管理员" in await world.command(LILEI, "/muster 设置")
    for user in (TOM, LILEI):
        assert (await world.get("views", user=user))["views"] == []
    await world.command(MAYA, "/muster setup")
    assert len(await world.views(MAYA)) == 1


async def test_what_is_saved_takes_effect_on_language_zone_holidays_and_rights(world: World) -> None:
    await world.command(TOM, "/task sweep the stairs", LAUNCH)
    await world.sees(ANN, "open", LAUNCH)
    await world.command(MAYA, "/muster setup")
    zone = await pick(world, "zone", "shanghai", "Asia/Shanghai")
    region = await pick(world, "region", "china", "CN")
    await save(
        world, zone=zone, region=region, language={"value": "zh"}, admins={"value": [ANN]}, leads={"value": [LILEI]}
    )
    await world.command(TOM, "/task mop the floor", GENERAL)
    card = await world.sees(ANN, "mop the floor", GENERAL)
    assert "待办" in words_of(card)
    assert "Added" in await world.command(TOM, "/task wash the cups", GENERAL)
    await world.command(ANN, "/muster setup", GENERAL)
    (view,) = await world.views(ANN)
    for kept in ("Asia/Shanghai", "'CN'", ANN, LILEI):
        assert kept in str(view), kept
    assert "完成" in await world.command(LILEI, "/task 完成 1")
    may_day = datetime(2026, 4, 30, 20, tzinfo=UTC)

    def first_morning_after(session: Session) -> datetime:
        workspace, tom = session.get(Workspace, TEAM), session.get(Person, (TEAM, TOM))
        assert workspace is not None and tom is not None  # noqa: PT018 - both are there
        return hours(tom, workspace).next_start(may_day)

    assert (await world.parts.database.read(first_morning_after)).date() > datetime(2026, 5, 3, tzinfo=UTC).date()


async def test_a_second_set_up_takes_rights_away_again(world: World) -> None:
    for admins in ([ANN], []):
        await world.command(MAYA, "/muster setup")
        await save(world, admins={"value": admins})
        said = await world.command(ANN, "/muster setup", GENERAL)
        assert ("Only admins" in said) is (admins == [])
        await world.post("views/close", user=ANN, all=True)


async def test_a_form_of_somebody_who_was_admin_when_it_opened_is_checked_when_it_is_sent(world: World) -> None:
    await world.command(MAYA, "/muster setup")
    await save(world, admins={"value": [ANN]})
    await world.command(ANN, "/muster setup", GENERAL)
    await world.command(MAYA, "/muster setup")
    await save(world, admins={"value": []})
    said = await world.post("views/submit", user=ANN, values={"language": {"value": "zh"}})
    assert said["response_action"] == "errors", said
    assert "Only admins" in str(said["errors"])


@pytest.mark.parametrize("user", [MAYA, LILEI])
async def test_help_names_every_subcommand_there_is(world: World, user: str) -> None:
    missing = []
    for name, command in COMMANDS.items():
        said = await world.command(user, f"{name} help all" if name == "/task" else f"{name} help")
        for subcommand in command.subcommands:
            hidden = subcommand.hidden or name == "/muster"
            names = (subcommand.name, *subcommand.aliases)
            if not hidden and not any(f"`{name} {one}" in said for one in names):
                missing.append(f"{name} {subcommand.name}")
            one = await world.command(user, f"{name} help {subcommand.name}")
            assert one, subcommand.name
    assert missing == []


async def test_help_is_written_in_the_reader_s_language(world: World) -> None:
    for name in COMMANDS:
        english, chinese = await world.command(MAYA, f"{name} help"), await world.command(LILEI, f"{name} 帮助")
        assert english != chinese
        assert not any("\u4e00" <= letter <= "\u9fff" for letter in english), english
        assert sum("\u4e00" <= letter <= "\u9fff" for letter in chinese) > 10, chinese
