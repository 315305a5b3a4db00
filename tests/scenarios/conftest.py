"""Conversations run against a whole world; where it matters, by HTTP and by Socket Mode."""

from collections.abc import AsyncIterator

import pytest

from tests.scenarios.world import World, a_world


@pytest.fixture
async def world(sqlite_url: str) -> AsyncIterator[World]:
    """Muster on SQLite, spoken to by HTTP."""
    async with a_world(sqlite_url) as found:
        yield found


@pytest.fixture(params=["sqlite-http", "sqlite-socket", pytest.param("postgres-http", marks=pytest.mark.postgres)])
async def every_world(request: pytest.FixtureRequest) -> AsyncIterator[World]:
    """The same world over both databases and both ways of being spoken to."""
    database, way = request.param.split("-")
    async with a_world(request.getfixturevalue(f"{database}_url"), socket_mode=way == "socket") as found:
        yield found
