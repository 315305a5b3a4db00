"""People are read at the start and their fields day after day, whatever went wrong once."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, cast

import pytest

from handlers.slack import profiles
from handlers.slack.desk import Desk
from models.failures import NotRead

NOBODY = cast(Desk, None)


@pytest.mark.parametrize("trouble", [NotRead("the database is away"), RuntimeError("nobody thought of that")])
async def test_one_reading_that_breaks_off_does_not_end_all_that_follow(
    trouble: Exception, monkeypatch: pytest.MonkeyPatch
):
    pauses: list[float] = []
    read: list[str] = []

    def reading(what: str, *outcomes: Exception | None) -> Callable[[Desk, str], Awaitable[int]]:
        left = list(outcomes)

        async def one(_: Desk, workspace_id: str) -> int:
            read.append(f"{what} {workspace_id}")
            if left and (outcome := left.pop(0)) is not None:
                raise outcome
            return 0

        return one

    async def sleep(seconds: float, *_: Any) -> None:
        pauses.append(seconds)
        if len(pauses) == 4:
            raise asyncio.CancelledError

    monkeypatch.setattr(profiles, "read_directory", reading("everybody", trouble))
    monkeypatch.setattr(profiles, "read_profiles", reading("fields", None, trouble))
    monkeypatch.setattr(asyncio, "sleep", sleep)
    with pytest.raises(asyncio.CancelledError):
        await profiles.keep_reading(NOBODY, "T1")
    assert read == ["everybody T1"] * 2 + ["fields T1"] * 3
    soon, a_day = profiles.SOON_SECONDS, profiles.EVERY_SECONDS
    assert pauses == [soon, a_day, soon, a_day]
