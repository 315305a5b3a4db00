"""Conversations run against a whole world; where it matters, by HTTP and by Socket Mode."""

from collections.abc import AsyncIterator

import pytest

from tests.scenarios.world import World, a_world


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    async with a_world(database_url) as found:
        yield found
