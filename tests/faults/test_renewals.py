"""A refresh token works once: who dies before or after it is used, two at once; and two of whom one hears the end."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from models import OutboxState
from tests.faults.consents import Admin, about_to, consent, renewals, run_out
from tests.faults.crash_points import PACE
from tests.faults.process import House, a_house
from tests.faults.reckoning import at_rest, breaches_of, check_all_was_said_once, outbox
from tests.faults.test_stop import put_sixty
from tests.ports import free_port
from tests.scenarios.world import eventually

WITHIN = 40.0
HELD_FOR = 4.5  # seconds: what a dead process began is its own for four times a call, of a second here
STOPS_WITHIN = 1.0  # seconds: what a process knows of a consent it knows for so long


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(f"{request.param}_url"))


async def test_who_dies_before_slack_is_asked_leaves_the_refresh_token_to_the_next(url: str, tmp_path: Path):
    async with a_house(url, tmp_path, pace=PACE, rotation=True) as house:
        bot, admin = await house.start(), Admin(house)
        await admin.let_in()
        await at_rest(house, WITHIN)
        await bot.arm("before_renewal")
        await run_out(house)
        put_sixty(house)
        await house.killed(bot, WITHIN)
        assert renewals(house) == []
        await house.start()
        await at_rest(house, WITHIN)
        assert (renewals(house), consent(house).generation) == (["ok"], 2)
        check_all_was_said_once(house)


async def test_who_dies_with_a_new_token_in_hand_has_the_old_one_s_life_to_be_let_in_again(url: str, tmp_path: Path):
    """Slack gives it once. The installer is told, and nothing stops meanwhile."""
    async with a_house(url, tmp_path, pace=PACE, rotation=True) as house:
        bot, admin = await house.start(), Admin(house)
        await admin.let_in()
        await at_rest(house, WITHIN)
        await bot.arm("after_renewal")
        await about_to(house)
        put_sixty(house)
        await house.killed(bot, WITHIN)
        await house.start()
        await at_rest(house, WITHIN)
        await asyncio.sleep(HELD_FOR)
        put_sixty(house, 60)  # whoever speaks next finds the refresh token used up
        assert await eventually(lambda: _is_told(house), WITHIN)
        await at_rest(house, WITHIN)
        assert renewals(house) == ["ok", "invalid_refresh_token"]
        assert [row.state for row in outbox(house) if row.kind == "lapsing"] == [OutboxState.SENT]
        await admin.let_in()
        await run_out(house)
        put_sixty(house, 120)
        await at_rest(house, WITHIN)
        assert renewals(house) == ["ok", "invalid_refresh_token", "ok", "ok"]
        assert breaches_of(house) == []


async def _has_said(nonces: Callable[[], list[str]], count: int) -> bool:
    return len(nonces()) >= count


async def _is_over(house: House) -> bool:
    return (consent(house).state, consent(house).token) == ("uninstalled", "")


async def _is_told(house: House) -> bool:
    return any(row.kind == "lapsing" for row in outbox(house))


@pytest.mark.postgres
async def test_of_two_processes_that_need_a_new_token_at_once_one_asks(postgres_url: str, tmp_path: Path):
    async with a_house(postgres_url, tmp_path, pace=PACE, rotation=True) as house:
        await asyncio.gather(house.start(), house.start(port=free_port()))
        await Admin(house).let_in()
        await at_rest(house, WITHIN)
        for _ in range(3):
            await run_out(house)
            put_sixty(house, len(outbox(house)))
            await at_rest(house, WITHIN)
        refused = [row for row in house.slack.record.calls if row["outcome"] == "token_expired"]
        assert len(refused) >= 3
        assert (renewals(house), consent(house).generation) == (["ok"] * 3, 4)
        check_all_was_said_once(house)


@pytest.mark.postgres
async def test_of_two_processes_the_one_that_did_not_hear_the_end_stops_within_a_second(
    postgres_url: str, tmp_path: Path
):
    async with a_house(postgres_url, tmp_path, rotation=True) as house:
        await asyncio.gather(house.start(), house.start(port=free_port()))
        await Admin(house).let_in()
        await at_rest(house, WITHIN)
        put_sixty(house)
        assert await eventually(lambda: _has_said(house.nonces, 5))
        await house.post("uninstall")
        assert await eventually(lambda: _is_over(house), 5)
        await asyncio.sleep(STOPS_WITHIN + 0.2)
        calls = len(house.slack.record.calls)
        await asyncio.sleep(3)
        assert list(house.slack.record.calls)[calls:] == []
        assert [row for row in outbox(house) if row.state == OutboxState.PENDING], "what waits, waits"
