"""`python -m benchmarks.servers.slack PORT`: the playground with many people, as the Slack that Muster speaks to."""

import asyncio
import sys
from datetime import UTC, datetime

from benchmarks.servers.cast import BOT_TOKEN, CHANNELS, PEOPLE, SECRET
from playground.app import running
from playground.config import Config
from playground.world import BOT_USER_ID, Channel, User, World


def furnish(world: World) -> None:
    """Half of them read Chinese."""
    for at, person in enumerate(PEOPLE):
        zone, locale = (("Asia/Shanghai", "zh-CN"), ("Europe/Berlin", "en-US"))[at % 2]
        world.users[person] = User(person, person.lower(), f"Person {at}", zone, locale, updated=1, is_admin=at == 0)
    for at, channel in enumerate(CHANNELS):
        members = [*PEOPLE[at :: len(CHANNELS)], BOT_USER_ID]
        world.channels[channel] = Channel(channel, f"team-{channel[-2:]}", 1, members)


async def serve(port: int) -> None:
    """At the present moment and with Slack's own limits, until the process is ended."""
    config = Config(signing_secret=SECRET, bot_token=BOT_TOKEN, port=port, start=datetime.now(UTC))
    async with running(config) as slack:
        furnish(slack.world)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
