"""People who type at an even pace, whoever is there to answer, and how they fare: answered, told so, or left alone."""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random

from tests.faults.crash_points import Known
from tests.faults.process import NOT_SAVED, STILL_WORKING, House

PATIENCE = 3.0  # seconds for which Slack waits
PEOPLE, ROOMS = 24, 24


@dataclass(frozen=True)
class Asked:
    """A command: when it was typed, how long its answer took, and what that was."""

    at: float
    took: float
    verdict: str


@dataclass
class Crowd:
    """`rate` gestures a second, three of four of them commands, the others messages to Muster."""

    house: House
    random: Random
    rate: float
    word: str
    people: list[str] = field(default_factory=list)
    rooms: list[str] = field(default_factory=list)
    known: Known = field(default_factory=dict)
    denied: set[str] = field(default_factory=set)
    asked: list[Asked] = field(default_factory=list)
    late: float = 0.0  # by how much we ourselves were

    async def settle_in(self) -> None:
        self.people, self.rooms = await self.house.fill(PEOPLE, ROOMS)

    async def talk(self, done: asyncio.Event) -> None:
        """Until it is done, and all have heard or given up."""
        began, number = time.monotonic(), 0
        async with asyncio.TaskGroup() as group:
            while not done.is_set():
                number += 1
                wait = began + number / self.rate - time.monotonic()
                await asyncio.sleep(max(0.0, wait))
                self.late = max(self.late, -wait)
                group.create_task(self._gesture(number))

    async def _gesture(self, number: int) -> None:
        title = f"{self.word} {number}"
        if number % 4 == 0:
            self.known[title] = None  # Slack sends it again until it is heard
            await self.house.try_to("messages", user=self.random.choice(self.people), channel="dm",
                                    text=f"{title} by tomorrow")  # fmt: skip
            return
        self.known[title] = False
        began = time.monotonic()
        line = f"/task {title} @p{self.random.randrange(PEOPLE)}"
        told = await self.house.answer(self.random.choice(self.people), self.random.choice(self.rooms), line)
        took = time.monotonic() - began
        verdict = self._verdict(title, told)
        self.asked.append(Asked(began, took, verdict if took <= PATIENCE or verdict == "unanswered" else "too late"))

    def _verdict(self, title: str, told: str | None) -> str:
        if told is None:
            return "unanswered"
        if NOT_SAVED in told:
            self.denied.add(title)
            return "not saved"
        if STILL_WORKING in told:
            return "working"
        self.known[title] = "Added" in told
        return "answered" if self.known[title] else "asked back"

    def counts(self, since: float = 0.0, until: float = float("inf")) -> Counter[str]:
        return Counter(one.verdict for one in self.asked if since <= one.at < until)

    def longest_gap(self, since: int = 0, until: int | None = None) -> float:
        """The longest time in which nobody of these got the answer they wanted."""
        answered = sorted(one.at + one.took for one in self.asked[since:until] if one.verdict == "answered")
        return max((later - sooner for sooner, later in pairwise(answered)), default=0.0)

    def took(self, share: float) -> float:
        times = sorted(one.took for one in self.asked if one.verdict == "answered")
        return times[min(len(times) - 1, int(share * len(times)))] if times else 0.0
