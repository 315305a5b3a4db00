"""People are read at the start and their fields day after day, whatever went wrong once."""

import asyncio
from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest

from handlers.slack import profiles
from handlers.slack.desk import Desk
from models.failures import NotRead

SOON, A_DAY = profiles.SOON_SECONDS, profiles.EVERY_SECONDS
Read = Callable[[Desk, str], Awaitable[int]]


class Days:
    """What is read in which order, and how long nothing is; they end after so many pauses."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, pauses: int) -> None:
        self.read: list[str] = []
        self.pauses: list[float] = []
        self._most = pauses
        monkeypatch.setattr(asyncio, "sleep", self._sleep)

    async def _sleep(self, seconds: float, *_: Any) -> None:
        self.pauses.append(seconds)
        if len(self.pauses) == self._most:
            raise asyncio.CancelledError

    def reading(self, what: str, *troubles: Exception | None) -> Read:
        left = list(troubles)

        async def one(_: Desk, workspace_id: str) -> int:
            self.read.append(f"{what} {workspace_id}")
            if left and (trouble := left.pop(0)) is not None:
                raise trouble
            return 0

        return one


def desk_where(*are_done: bool) -> Desk:
    """A database that tells, time after time, whether everybody was read."""
    left = list(are_done)

    async def read(_: object) -> bool:
        return left.pop(0)

    return cast(Desk, SimpleNamespace(database=SimpleNamespace(read=read)))


@pytest.mark.parametrize("trouble", [NotRead("the database is away"), RuntimeError("nobody thought of that")])
async def test_one_reading_that_breaks_off_does_not_end_all_that_follow(
    trouble: Exception, monkeypatch: pytest.MonkeyPatch
):
    days = Days(monkeypatch, pauses=4)
    monkeypatch.setattr(profiles, "read_directory", days.reading("everybody", trouble))
    monkeypatch.setattr(profiles, "read_profiles", days.reading("fields", None, trouble))
    with pytest.raises(asyncio.CancelledError):
        await profiles.keep_reading(desk_where(True), "T1")
    assert days.read == ["everybody T1"] * 2 + ["fields T1"] * 3
    assert days.pauses == [SOON, A_DAY, SOON, A_DAY]


async def test_whom_slack_did_not_give_us_is_asked_for_again_the_next_day(monkeypatch: pytest.MonkeyPatch):
    days = Days(monkeypatch, pauses=3)
    monkeypatch.setattr(profiles, "read_directory", days.reading("everybody"))
    monkeypatch.setattr(profiles, "read_profiles", days.reading("fields"))
    with pytest.raises(asyncio.CancelledError):
        await profiles.keep_reading(desk_where(False, True), "T1")
    assert days.read == ["everybody T1", "fields T1"] * 2 + ["fields T1"]
    assert days.pauses == [A_DAY] * 3
