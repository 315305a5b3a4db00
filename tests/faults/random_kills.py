"""G2: kill -9 at random moments while people work; at the end everything is there, and once."""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from random import Random

from bot.services.messages import inbox
from tests.faults.crash_points import PACE, Known, events_of, look
from tests.faults.forked import Forked
from tests.faults.parts import Found, Given
from tests.faults.process import NOT_SAVED, House, a_house
from tests.faults.reckoning import at_rest, heard, outbox

PEOPLE, ROOMS, HANDS = 24, 24, 6
CANARY = "Quillfish"
REST_WITHIN = 300  # on a machine that has much else to do
STARTING = 0.15  # of all kills: while it starts
A_BREATH = 0.3  # seconds, before somebody who was told to try again does
SETTLE = "2"  # seconds: so late may what a dead process had sent be taken in, where Slack, too, has but two processors


@dataclass
class Play:
    """People who type, and a process that is killed among them."""

    house: House
    random: Random
    tasks: int
    people: list[str] = field(default_factory=list)
    rooms: list[str] = field(default_factory=list)
    known: Known = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)
    denied: set[str] = field(default_factory=set)  # of which was said that nothing was changed
    up: asyncio.Event = field(default_factory=asyncio.Event)
    number: int = 0

    async def settle_in(self) -> None:
        """Many people and rooms: what a death leaves open in one does not hold up the others."""
        self.people, self.rooms = await self.house.fill(PEOPLE, ROOMS)

    @property
    def promised(self) -> int:
        """How many tasks must be there by now."""
        return self.done["commands"] + self.done["events"]

    async def type(self) -> None:
        """One of several hands; who finds nobody there waits, and types something else."""
        while self.promised < self.tasks:
            await self.up.wait()
            self.number += 1
            await self._gesture(self.random.random(), f"{CANARY} {self.number}")

    async def _gesture(self, dice: float, title: str) -> None:
        who, room = self.random.choice(self.people), self.random.choice(self.rooms)
        if dice < 0.6:
            told = await self.house.answer(who, room, f"/task {title} @p{self.random.randrange(PEOPLE)}")
            self.known[title] = told is not None and "Added" in told
            self.done["commands" if self.known[title] else "unanswered"] += 1
            if told is not None and NOT_SAVED in told:
                self.denied.add(title)
                await asyncio.sleep(A_BREATH)
        elif dice < 0.9:
            self.known[title] = None
            await self.house.try_to("messages", user=who, channel="dm", text=f"{title} by tomorrow")
            self.done["events"] += 1
        else:
            number = self.random.randrange(1, max(2, self.promised))
            verb = self.random.choice(("start", "done", "reopen"))
            self.done["taps"] += await self.house.command(who, room, f"/task {verb} {number}")

    async def kill_often(self, kills: int) -> None:
        """After every so many tasks, at any moment, sometimes again before it has started."""
        bot = await self._started()
        for n in range(kills):
            while self.promised < self.tasks * n / kills:  # noqa: ASYNC110 - other hands count it up
                await asyncio.sleep(0.01)
            await asyncio.sleep(self.random.uniform(0, 0.2))
            self.up.clear()
            await self.house.kill(bot)
            self.done["kills"] += 1
            bot = await self._started()

    async def _started(self) -> Forked:
        if self.random.random() < STARTING:
            bot = await self.house.start(and_wait=False, settle=SETTLE)
            await asyncio.sleep(self.random.uniform(0, 0.4))
            await self.house.kill(bot)
            self.done["kills while starting"] += 1
        bot = await self.house.start(settle=SETTLE)
        self.up.set()
        return bot


async def run(given: Given) -> Found:
    async with a_house(given.fresh(), given.folder, pace=PACE) as house:
        play = Play(house, Random(given.seed), given.much("tasks"))
        await play.settle_in()
        typing = [asyncio.create_task(play.type()) for _ in range(HANDS)]
        await play.kill_often(given.much("kills"))
        await asyncio.gather(*typing)
        breaches, rested = [], float(REST_WITHIN)
        try:
            began = time.monotonic()
            await at_rest(house, REST_WITHIN, events_of(play.known))
            rested = time.monotonic() - began
        except AssertionError as error:
            breaches.append(str(error)[:600])
        breaches += look(house, play.known, [CANARY])
        sent = [row for row in outbox(house) if row.ts]
        tries = Counter(map(inbox.tries, heard(house)))
        found_again = sum(row.reason == "found after an unknown send" for row in sent)
    done = play.done
    return Found(
        f"{done['kills'] + done['kills while starting']} kill -9 over {play.promised} tasks "
        f"({done['commands']} commands, {done['events']} events, {done['taps']} taps)",
        "every acknowledged task once, each message once",
        f"{len(sent)} messages, {found_again} of them found again after a death; "
        f"{done['unanswered']} commands unanswered, {len(house.slack.deliveries.given_up)} events that Slack gave up; "
        f"events that were begun {_times(tries)}; at rest after {rested:.0f} s",
        breaches,
    )


def _times(tries: Counter[int]) -> str:
    return ", ".join(f"{n} × {count}" for n, count in sorted(tries.items()))
