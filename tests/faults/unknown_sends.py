"""G3: Slack takes a message and its answer is lost, or takes none and says nothing; each is said once all the same."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from random import Random

from bot.services.messages import outbox as outbox_service
from bot.services.messages.outbox import Letter
from models import OutboxState, Session
from models.db import plain_engine
from playground.faults import Fault, Kind
from tests.faults.crash_points import PACE
from tests.faults.parts import Found, Given
from tests.faults.process import House, a_house
from tests.faults.reckoning import at_rest, breaches_of, outbox

ROOMS = 120
AT_ONCE = 4  # worlds, each with a process of its own
POST = "chat.postMessage"
CHANCES = {
    "mixed": ((0.20, Kind.DROP_AFTER), (0.05, Kind.SERVER_ERROR), (0.05, Kind.SERVER_ERROR_AFTER),
              (0.10, Kind.TOO_MANY)),
    "storm": ((0.30, Kind.TOO_MANY),),
}  # fmt: skip


class Dice(list[Fault]):
    """A script of faults that is thrown anew at each call."""

    def __init__(self, random: Random, chances: tuple[tuple[float, Kind], ...]) -> None:
        super().__init__()
        self._random, self._chances = random, chances

    def __iter__(self) -> Iterator[Fault]:
        dice = self._random.random()
        for chance, kind in self._chances:
            dice -= chance
            if dice < 0:
                yield Fault(POST, kind, None, seconds=1.0)
                return


async def run(given: Given) -> Found:
    """Several conversations full of letters at once, each world with a seed of its own."""
    worlds = given.much("worlds")
    each, room = given.much("sends") // worlds, asyncio.Semaphore(AT_ONCE)

    async def one(n: int) -> tuple[Counter[str], Counter[str], list[str]]:
        async with room:
            return await _one(given, n, each)

    found = await asyncio.gather(*(one(n) for n in range(worlds)))
    thrown = sum((one[0] for one in found), Counter[str]())
    reasons = sum((one[1] for one in found), Counter[str]())
    said = ", ".join(f"{count} × {name}" for name, count in sorted(thrown.items()))
    return Found(
        f"{each * worlds} sends, {worlds} seeds: {said}",
        "each once, none unknown, no call before its Retry-After",
        f"{each * worlds - reasons['missing']} said; {reasons['found after an unknown send']} found again, "
        f"{reasons['again']} sent anew",
        [breach for one in found for breach in one[2]],
    )


async def _one(given: Given, n: int, sends: int) -> tuple[Counter[str], Counter[str], list[str]]:
    folder = given.folder / f"world-{n}"
    folder.mkdir()
    random = Random(given.seed + n)
    async with a_house(given.fresh(), folder, pace=PACE) as house:
        rooms = await _rooms(house)
        await house.kill(await house.start())  # the workspace is known
        _write(house, rooms, sends)
        dice = Dice(random, CHANCES["storm" if given.size.get("storm") else "mixed"])
        house.slack.faults = dice
        await house.start()
        breaches: list[str] = []
        try:
            await at_rest(house, 60 + sends / 2)
        except AssertionError as error:
            breaches.append(str(error)[:600])
        breaches += await asyncio.to_thread(breaches_of, house)  # the other worlds' small Slack must not stand still
        rows = outbox(house)
        kinds = Counter(str(call.get("fault")) for call in house.slack.record.calls if call.get("fault"))
    reasons = Counter(row.reason for row in rows)
    reasons["again"] = sum(row.attempts > 1 for row in rows)
    reasons["missing"] = sum(row.state != OutboxState.SENT for row in rows)
    return kinds, reasons, [f"seed {given.seed + n}: {breach}" for breach in breaches]


async def _rooms(house: House) -> list[str]:
    """Enough of them that one that waits does not hold up the others."""
    made = [await house.post("channels", name=f"room-{n}", members=["U0MAYA0001", "U0MUSTER01"]) for n in range(ROOMS)]
    return [said["channel"]["id"] for said in made]


def _write(house: House, rooms: list[str], sends: int) -> None:
    engine, now = plain_engine(house.database_url), house.slack.clock.now()
    letter = Letter(key="", kind="reply", to="")
    letters = [replace(letter, key=f"n{n}", to=rooms[n % ROOMS], subject={"message": {"text": f"number {n}"}})
               for n in range(sends)]  # fmt: skip
    with Session(engine) as session:
        for start in range(0, sends, 500):
            outbox_service.put_all(session, "T0MUSTER1", letters[start : start + 500], now=now)
        session.commit()
    engine.dispose()
