"""App Home over the wire: it follows what anybody does, keeps what its reader chose, and turns its pages."""

import asyncio
import json
from typing import Any

from bot.services.people.actors import Actor
from bot.services.work import life
from models import Session
from models.queries import people, tasks
from playground.world import TEAM_ID
from tests.scenarios.world import ANN, LILEI, TOM, World, a_world, eventually, words_of


async def home_of(world: World, user: str) -> dict[str, Any]:
    return (await world.get("home", user=user))["view"] or {}


async def shows(world: World, user: str, *words: str, without: str = "") -> dict[str, Any]:
    """Wait until somebody's Home says all of that, and nothing of what it is to be without."""

    async def look() -> dict[str, Any] | None:
        view = await home_of(world, user)
        said = words_of(view)
        return view if all(one in said for one in words) and not (without and without in said) else None

    found = await eventually(look)
    assert found, f"{user}'s Home never showed {words} without {without!r}:\n{words_of(await home_of(world, user))}"
    return dict(found)


async def opens(world: World, user: str) -> dict[str, Any]:
    await world.post("home", user=user)
    return dict(await eventually(lambda: home_of(world, user)))


async def picks(world: World, user: str, view: dict[str, Any], line: str) -> None:
    """Tap the button, or choose the line of a menu, that says this."""
    for block in view["blocks"]:
        for element in [*block.get("elements", ()), *([block["accessory"]] if "accessory" in block else [])]:
            option = next((one["value"] for one in element.get("options", ()) if says(one, line)), None)
            if option is not None or says(element, line):
                more = {"selected_option": option} if option is not None else {}
                said = await world.post("actions", user=user, view_id="home", action_id=element["action_id"],
                                        block_id=block["block_id"], **more)  # fmt: skip
                assert said["ok"], said
                return
    raise AssertionError(f"nothing says {line!r} in:\n{json.dumps(view, ensure_ascii=False)[:4000]}")


def says(element: dict[str, Any], line: str) -> bool:
    return str(element.get("value", "")).split(" ", 1)[-1] == line or element.get("value") == line


async def test_what_one_does_appears_in_the_homes_of_both(world: World) -> None:
    for user in (ANN, TOM):
        await opens(world, user)
    await world.command(ANN, "/task fetch the post @tom today")
    view = await shows(world, TOM, "fetch the post", "My day · 1", "assigned you this")
    await shows(world, ANN, "fetch the post", "Given to others · 1", "1 not begun")
    await picks(world, TOM, view, "start 1")
    await shows(world, ANN, "1 in progress")
    view = await shows(world, TOM, "you started it", without="assigned you this")
    await picks(world, TOM, view, "done 1")
    await shows(world, ANN, without="fetch the post")
    view = await shows(world, TOM, "Done lately · 1", "you finished it")
    opened = [call for call in await world.calls("views.open") if call["outcome"] == "ok"]
    assert opened == [], "what Home shows by itself needs no window"
    undo = next(block["accessory"]["value"] for block in view["blocks"] if "undo @" in json.dumps(block))
    await picks(world, TOM, view, undo)
    await shows(world, ANN, "fetch the post", "1 in progress")


async def test_what_another_process_does_appears_too_and_close_changes_are_drawn_together(world: World) -> None:
    await opens(world, ANN)
    for number in range(4):
        await world.command(ANN, f"/task water plant number {number} today")
    await shows(world, ANN, "My day · 4")
    desk = world.parts.desk
    now = desk.clock.now()

    def elsewhere(number: int) -> Any:
        """Work that no listener of ours hears of, as a job or another process does it."""

        def work(session: Session) -> None:
            workspace, person = (
                people.workspace(session, TEAM_ID),
                people.get(session, TEAM_ID, ANN),
            )
            task = tasks.get_unseen(session, TEAM_ID, number)
            assert workspace is not None
            assert person is not None
            assert task is not None
            life.done(session, Actor(workspace, person, now), task)

        return work

    before = len(await world.calls("views.publish"))
    await asyncio.gather(*(desk.database.submit(elsewhere(number)) for number in (1, 2, 3)))
    await shows(world, ANN, "My day · 1", "Done lately · 3")
    await asyncio.sleep(1.2)
    assert len(await world.calls("views.publish")) - before <= 2
    assert "My day · 1" in words_of(await home_of(world, ANN)), "the newest is what stays"


async def test_what_was_chosen_is_remembered_and_pages_are_turned(database_url: str) -> None:
    async with a_world(database_url) as world:
        await opens(world, LILEI)
        for number in range(1, 8):
            await world.command(LILEI, f"/task 整理第{number}批合同 #归档")
        await world.command(LILEI, "/task 写周报 今天")
        view = await shows(world, LILEI, "我的一天 · 1", "以后 · 7", "写周报")
        await picks(world, LILEI, view, "home page later 2")
        view = await shows(world, LILEI, "整理第7批合同", without="整理第1批合同")
        await picks(world, LILEI, view, "home about #归档")
        await shows(world, LILEI, "以后 · 7", "整理第1批合同", "按上面的筛选")
    async with a_world(database_url) as world:
        view = await opens(world, LILEI)
        assert "以后 · 7" in words_of(view)
        assert "我的一天 · 1" not in words_of(view)
        await picks(world, LILEI, view, "home reset")
        await shows(world, LILEI, "我的一天 · 1", "写周报")
