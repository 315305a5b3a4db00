"""`python -m benchmarks.servers.slack PORT [MOMENT MORE]`: the playground with many people, whom Muster speaks to.

Its clock begins at that moment, and so many more people are there, of the workspaces of very many tasks.
"""

import asyncio
import sys
from datetime import UTC, datetime

from benchmarks.servers.cast import BOT_TOKEN, CHANNELS, LARGE_CHANNEL, LARGE_PERSON, PEOPLE, SECRET
from playground.app import running
from playground.config import Config
from playground.world import BOT_USER_ID, Channel, User, World


def furnish(world: World, more: int = 0) -> None:
    """Half of them read Chinese."""
    people = (*PEOPLE, *(f"{LARGE_PERSON}{number}" for number in range(more)))
    for at, person in enumerate(people):
        zone, locale = (("Asia/Shanghai", "zh-CN"), ("Europe/Berlin", "en-US"))[at % 2]
        world.users[person] = User(person, person.lower(), f"Person {at}", zone, locale, updated=1, is_admin=at == 0)
    channels = (*CHANNELS, *(f"{LARGE_CHANNEL}{number}" for number in range(more and 1000)))
    for at, channel in enumerate(channels):
        members = [*people[at :: len(channels)], BOT_USER_ID]
        world.channels[channel] = Channel(channel, f"team-{at}", 1, members)


async def serve(port: int, starts: datetime, more: int) -> None:
    """With Slack's own limits, until the process is ended."""
    async with running(Config(signing_secret=SECRET, bot_token=BOT_TOKEN, port=port, start=starts)) as slack:
        furnish(slack.world, more)
        await asyncio.Event().wait()


def main() -> None:
    port, *rest = sys.argv[1:]
    starts, more = (datetime.fromisoformat(rest[0]), int(rest[1])) if rest else (datetime.now(UTC), 0)
    asyncio.run(serve(int(port), starts, more))


if __name__ == "__main__":
    main()
