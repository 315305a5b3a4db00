"""G1: die at the first place there is, at the second, at the third, until a workflow ends with nowhere left to die."""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path

from bot.failpoints import NAMES
from bot.services.messages.inbox import FAILURES
from models import Inbox, Session
from models.db import plain_engine
from tests.faults import consents
from tests.faults.consents import Admin
from tests.faults.forked import Forked
from tests.faults.parts import Found, Given
from tests.faults.process import House, a_house
from tests.faults.reckoning import at_rest, breaches_of, breaches_of_titles, is_at_rest
from tests.scenarios.world import ANN, GENERAL, LAUNCH, LILEI, MAYA, TOM, eventually

PACE = 50.0
PLACES_MOST = 60
WITHIN = 90.0  # on a machine that has much else to do
LOOKS = 16  # in a row at which nothing was left to do; what comes every second comes late on such a machine
Known = dict[str, bool | None]
"""Titles: acknowledged or not, or None for what Slack sends again until it is."""

NOT_REACHED = {
    "after_forgetting": "each night's forgetting deletes, a piece at a time: what is left goes the next night",
    "after_putting_off": "only an item whose work raises is put off; what it writes is the moment of the next try",
}


@dataclass
class Tried:
    """What became of one workflow."""

    name: str
    deaths: int = 0
    places: Counter[str] = field(default_factory=Counter)
    breaches: list[str] = field(default_factory=list)


async def a_command(house: House, n: int) -> Known:
    return {f"Command {n}": await house.command(MAYA, LAUNCH, f"/task Command {n} @Ann")}


async def a_message(house: House, n: int) -> Known:
    await house.try_to("messages", user=LILEI, channel="dm", text=f"Message {n} by tomorrow")
    return {f"Message {n}": None}


async def a_tap(house: House, n: int) -> Known:
    """On the first card there is, to and fro; the second of two taps is answered in words."""
    card = house.first_card(LAUNCH)
    if card is None:
        return {"Tapped": await house.command(MAYA, LAUNCH, "/task Tapped @Ann")}
    verb = "say:done" if n % 2 else "say:reopen"
    for _ in range(2):
        await house.try_to("actions", user=MAYA, channel=LAUNCH, ts=card, action_id=verb)
    await house.command(MAYA, LAUNCH, f"/task {verb.removeprefix('say:')} 1")
    return {}


async def a_form(house: House, n: int) -> Known:
    await house.command(TOM, LAUNCH, "/task new")
    values = {"title": {"value": {"type": "plain_text_input", "value": f"Form {n}"}}}
    said = await house.try_to("views/submit", user=TOM, values=values)
    await house.try_to("views/close", user=TOM, all=True)
    return {f"Form {n}": said.get("response_action") in ("closed", "clear")}


async def a_home(house: House, n: int) -> Known:
    """Of somebody new: whose Home a dead process was drawing is left alone until its lease ends."""
    await house.try_to("home", user=house.met[-1])
    await house.command(MAYA, GENERAL, "/muster emoji memo")  # what is said of the whole house is seen in a Home, too
    return {f"Home {n}": await house.command(house.met[-1], GENERAL, f"/task Home {n} today")}


async def meet_somebody(house: House, n: int) -> None:
    house.met.append((await house.post("users", name=f"h{n}", tz="Europe/Berlin"))["user"]["id"])
    await at_rest(house)


async def a_reminder(house: House, n: int) -> Known:
    """It is asked for before anything can die, and falls due while it may."""
    await house.step(timedelta(minutes=11))
    return {f"ring {n}": True}


async def ask_for_a_reminder(house: House, n: int) -> None:
    assert await house.say(TOM, f"remind me in 10 minutes to ring {n}")
    await at_rest(house)


async def the_world(house: House, n: int) -> Known:
    await house.try_to("channels", id=GENERAL, name=f"general-{n}", user=MAYA)
    await house.try_to("users", id=ANN, title=f"Lead {n}", dnd=bool(n % 2))
    return {}


async def a_lost_answer(house: House, n: int) -> Known:
    """Slack takes the message, and its answer never comes."""
    await house.post("faults", kind="drop_after", method="chat.postMessage")
    return {f"Lost {n}": await house.command(MAYA, GENERAL, f"/task Lost {n}")}


async def an_odd_event(house: House, n: int) -> Known:
    """One that could not be worked on twice, and cannot now, found at the next start."""
    engine = plain_engine(house.database_url)
    with Session(engine) as session:
        session.add(Inbox(workspace_id="T0MUSTER1", key=f"odd:{n}", door="dm", payload={"channel": "D0ANN00001"},
                          failures=FAILURES - 1, received_at=house.slack.clock.now()))  # fmt: skip
        session.commit()
    engine.dispose()
    return {f"Beside {n}": await house.command(ANN, GENERAL, f"/task Beside {n}")}


async def a_renewal(house: House, n: int) -> Known:
    """Of a token that lives on meanwhile; where its successor is lost, an admin lets Muster in again."""
    await consents.about_to(house)
    return {f"Renewed {n}": await house.command(MAYA, GENERAL, f"/task Renewed {n} @Ann")}


async def a_late_renewal(house: House, n: int) -> Known:
    """Of one that Slack takes no more: all waits for its successor."""
    await consents.run_out(house)
    return {f"Renewed late {n}": await house.command(MAYA, GENERAL, f"/task Renewed late {n} @Ann")}


async def nothing(house: House, n: int) -> None:
    """Is done before."""


Play = Callable[[House, int], Awaitable[Known]]
WORKFLOWS: dict[str, tuple[Play, Callable[[House, int], Awaitable[None]]]] = {
    "command": (a_command, nothing), "message": (a_message, nothing), "tap": (a_tap, nothing),
    "form": (a_form, nothing), "home": (a_home, meet_somebody), "reminder": (a_reminder, ask_for_a_reminder),
    "world": (the_world, nothing), "lost answer": (a_lost_answer, nothing), "odd event": (an_odd_event, nothing),
    "renewal": (a_renewal, nothing), "late renewal": (a_late_renewal, nothing),
}  # fmt: skip
ROTATING = frozenset({"renewal", "late renewal"})  # where people install Muster, and tokens run out
IS_FOR = {
    "home": ("after_home_claim", "before_publish", "after_publish", "after_home", "after_wish"),
    "lost answer": ("before_find", "after_find", "after_reconcile"),
    "tap": ("before_response", "after_response", "after_redraw_claim", "before_redraw", "after_redraw", "after_drawn"),
    "form": ("before_direct_call", "after_direct_call"), "odd event": ("after_setting_aside",),
    "world": ("after_world", "after_inbox"), "reminder": ("after_occurrence",),
    "command": ("after_claim", "after_call"), "renewal": ("before_renewal", "after_renewal"),
    "late renewal": ("before_renewal", "after_renewal"),
}  # fmt: skip
DIED_AT = re.compile(r"^died at (\w+)$", re.MULTILINE)


async def try_every_place(
    name: str, database_url: str, folder: Path, *, lag: float = 0.0, settle: float = 0.4
) -> Tried:
    """One workflow again and again, each time dying one place later, until there is none; then by name at the places
    it is for, should the order of things have hidden one. Each time everything must be as if nothing had been."""
    tried = Tried(name)
    rotation = name in ROTATING
    async with a_house(database_url, folder, pace=PACE, moves_clock=True, rotation=rotation) as house, _let_in(house):
        loop = Loop(house, tried, lag, settle, await house.start(settle=str(settle)))
        assert not rotation or await eventually(lambda: _is_let_in(house), WITHIN)
        await house.warm()
        for n in range(1, PLACES_MOST):
            if not await loop.dies_at(f"*:{n}") or tried.breaches:
                break
        for place in IS_FOR.get(name, ()):
            if not tried.breaches and place not in DIED_AT.findall(house.log.read_text()):
                await loop.dies_at(place)
        tried.places = Counter(DIED_AT.findall(house.log.read_text()))
    return tried


@asynccontextmanager
async def _let_in(house: House) -> AsyncIterator[None]:
    """Where that is needed at all, and as often as Muster asks for it."""
    if not house.keys:
        yield
        return
    async with Admin(house).does_as_asked():
        yield


async def _is_let_in(house: House) -> bool:
    return not consents.is_wanted(house)


@dataclass
class Loop:
    """One workflow, played again and again on one database."""

    house: House
    tried: Tried
    lag: float
    settle: float
    bot: Forked
    known: Known = field(default_factory=dict)
    played: int = 0

    async def dies_at(self, place: str) -> bool:
        """Play it with the process told to die there; whether it did. Whatever comes after makes everything good."""
        house, self.played = self.house, self.played + 1
        play, prepare = WORKFLOWS[self.tried.name]
        await house.spoil(self.lag)
        await prepare(house, self.played)
        await self.bot.arm(place)
        self.known |= await play(house, self.played)
        died = await dies(self.bot, house, WITHIN + 4 * self.settle)
        if died:
            self.tried.deaths += 1
            self.bot = await house.start(settle=str(self.settle))
        await at_rest(house, WITHIN + 5 * self.settle, events_of(self.known))
        self.tried.breaches += [f"at {place}: {one}" for one in look(house, self.known)]
        return died


def events_of(known: Known) -> list[str]:
    return [title for title, acked in known.items() if acked is None]


def look(house: House, known: Known, canaries: Iterable[str] = ()) -> list[str]:
    """What does not hold. No title that stands in the database may stand in the log."""
    words = [*canaries] or [title for title, acked in known.items() if acked]
    return breaches_of_titles(house, known) + breaches_of(house, words)


async def dies(bot: Forked, house: House, within: float) -> bool:
    """Whether it does; False once all has been done and it lives."""
    quiet = 0
    for _ in range(int(within / 0.15)):
        if bot.returncode is not None:
            return True
        quiet = quiet + 1 if await asyncio.to_thread(is_at_rest, house) else 0
        if quiet >= LOOKS:
            return False
        await asyncio.sleep(0.15)
    return bot.returncode is not None


async def try_every_start(database_url: str, folder: Path) -> Tried:
    """The same for the start itself, with something heard and something to say."""
    tried, known = Tried("start"), Known()
    async with a_house(database_url, folder, pace=PACE, moves_clock=True) as house:
        for n in count(1):
            bot = await house.start(f"*:{n}")
            died = bot.returncode is not None or await dies(bot, house, WITHIN)
            if not died:
                await house.kill(bot)
                break
            tried.deaths = n
            survivor = await house.start()
            known |= {f"Opening {n}": await house.command(MAYA, LAUNCH, f"/task Opening {n}")}
            await at_rest(house)
            tried.breaches += look(house, known)
            await house.kill(survivor)
        await take_from_the_dead(house, tried)
        tried.places = Counter(DIED_AT.findall(house.log.read_text()))
    return tried


GROUPS = (("command", "tap", "home", "reminder", "start"), ("message", "form", "world", "lost answer", "odd event"),
          ("renewal", "late renewal"))  # fmt: skip


async def run(given: Given) -> Found:
    """A group of workflows side by side: mostly each waits until a lease has run out."""
    names = GROUPS[given.much("group")]
    tried = await asyncio.gather(*(_one(given, name) for name in names))
    places = sum((one.places for one in tried), Counter[str]())
    return Found(
        f"{sum(one.deaths for one in tried)} deaths, at place 1, 2, 3 … of {len(tried)} workflows until none was left",
        "as if nothing had been, each time",
        ", ".join(f"{one.name} {one.deaths}" for one in tried) + f"; {len(places)} named places",
        [f"{one.name} {breach}" for one in tried for breach in one.breaches],
        places,
    )


async def _one(given: Given, name: str) -> Tried:
    folder = given.folder / name.replace(" ", "-")
    folder.mkdir()
    try:
        if name == "start":
            return await try_every_start(given.fresh(), folder)
        return await try_every_place(name, given.fresh(), folder, lag=given.size["lag"], settle=given.size["settle"])
    except AssertionError as error:
        return Tried(name, breaches=[str(error)[:800]])


async def take_from_the_dead(house: House, tried: Tried) -> None:
    """A message that a dead process had claimed is freed by one that dies, too; the next one dies over a page of the
    directory, which is read beside all else, so that no count of places is sure to meet it."""
    bot = await house.start("after_claim")
    await house.command(MAYA, LAUNCH, "/task Claimed by the dead")
    await house.killed(bot, WITHIN)
    await house.killed(await house.start("after_freeing"), WITHIN)
    await house.killed(await house.start("after_page"), WITHIN)
    await house.start()
    await at_rest(house, WITHIN)
    tried.deaths += 3
    tried.breaches += breaches_of(house)


def never_died_at(places: Counter[str]) -> set[str]:
    """Places of the program at which nothing died, though it should have."""
    return set(NAMES) - set(NOT_REACHED) - set(places)
