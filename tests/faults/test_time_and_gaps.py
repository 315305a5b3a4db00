"""The clock jumps, and Slack speaks while nobody listens: nothing is told twice, what is true now is learned."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from bot.notices import Brief, Nudge, Nudges
from models import Person, Session
from tests.factories import make_person
from tests.faults.process import House, a_house
from tests.faults.reckoning import reading
from tests.scenarios.world import ANN, eventually
from tests.services.ticking import DAY, HOUR, MORNING, at_three, deliver, tick


@pytest.mark.parametrize("jump", [-HOUR, -DAY, HOUR, DAY], ids=["-1 h", "-1 d", "+1 h", "+1 d"])
def test_a_clock_that_jumps_and_is_set_right_says_nothing_a_second_time(session: Session, jump: timedelta) -> None:
    at_three(session, make_person(session))
    briefs: list[date] = []
    nudges: list[tuple[str, int]] = []
    later = MORNING + 7 * HOUR
    for now in (MORNING, MORNING + jump, MORNING + HOUR, MORNING + 6 * HOUR, later + jump, later):
        tick(session, now)
        for said in deliver(session, now):
            if isinstance(said, Brief):
                briefs.append(said.on)
            else:
                items = said.items if isinstance(said, Nudges) else (said,)
                nudges += [(one.kind, one.task.number) for one in items if isinstance(one, Nudge)]
    assert briefs, "there was something to say"
    assert len(set(briefs)) == len(briefs)
    assert len(set(nudges)) == len(nudges)


async def test_what_changed_in_slack_while_nobody_listened_is_known_after_the_start(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with a_house(sqlite_url, tmp_path) as house:
        first = await house.start()
        assert await eventually(lambda: _zone(house, "Europe/Berlin"), 20)
        await house.kill(first)
        moved = house.slack.world.users[ANN]  # without an event: it was lost
        moved.tz, moved.updated = "Asia/Tokyo", int(house.slack.clock.timestamp())
        await house.start()
        assert await eventually(lambda: _zone(house, "Asia/Tokyo"), 20)


async def _zone(house: House, zone: str) -> bool:
    return reading(house, select(Person.zone).where(Person.id == ANN)) == [zone]
