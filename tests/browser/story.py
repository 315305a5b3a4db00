"""The story of a task that nobody finishes, played by the clock on an empty stage, with a picture of each turn."""

import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from models.db import upgrade
from tests.scenarios.world import ANN, DANA, LAUNCH, LILEI, MAYA, TOM, World, a_world

# by language: who owns the task, where all of them work, and what they say
OWNERS = {"en": ANN, "zh": LILEI}
ZONES = {"en": "Europe/Berlin", "zh": "Asia/Shanghai"}
GIVEN = {
    "en": f"/task send the deck to the printer <@{ANN}> tomorrow at 3pm",
    "zh": f"/task 明天下午3点前把报价单发给客户 <@{LILEI}>",
}
TAKEN = {"en": "ack 1", "zh": "收到 1"}
ASKED = {"en": "next 1", "zh": "接下来 1"}
HANDED = {"en": "assign 1 @dana", "zh": "转给 1 @dana"}

Shoot = Callable[[str, str, str], Awaitable[None]]
"""(where it is played, name of the picture, who looks at their conversation with Muster)"""


async def tell(language: str, shoot: Shoot) -> None:
    """Brief, nudge, what would come next, the lead hears, the lead hands over."""
    owner = OWNERS[language]
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'muster.db'}"
        upgrade(url)
        async with a_world(url) as world:
            await _set_the_stage(world, language)
            await world.command(TOM, GIVEN[language])
            await world.settled()
            await world.say(owner, TAKEN[language])
            await world.settled()
            await _come_to(world, language, "2026-03-10", 9)
            await shoot(world.origin, "story-brief", owner)
            await _come_to(world, language, "2026-03-10", 15)
            await shoot(world.origin, "story-nudge", owner)
            await world.say(owner, ASKED[language])
            await world.settled()
            await shoot(world.origin, "story-next", owner)
            await _come_to(world, language, "2026-03-13", 15)
            await shoot(world.origin, "story-lead", MAYA)
            await world.say(MAYA, HANDED[language])
            await world.settled()
            await shoot(world.origin, "story-handover", MAYA)


async def _come_to(world: World, language: str, day: str, hour: int) -> None:
    """Five minutes past that hour of theirs."""
    ahead = {"en": 1, "zh": 8}[language]
    await world.move_clock(f"{day}T{hour - ahead:02}:05:00+00:00")


async def _set_the_stage(world: World, language: str) -> None:
    """Maya leads the channel; all work in one zone and read one language; it is Monday morning."""
    for who in (MAYA, TOM, DANA, OWNERS[language]):
        await world.post("users", id=who, tz=ZONES[language], **({"locale": "zh-CN"} if language == "zh" else {}))
    await _come_to(world, language, "2026-03-09", 10)
    await world.command(MAYA, "/digest setup", LAUNCH)
    done = await world.submit(MAYA)
    assert done["response_action"] in ("closed", "clear"), done
