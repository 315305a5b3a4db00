"""What goes wrong on the way is told, and what is not meant for Muster is left alone."""

from typing import Any

from models import Person, Session, failures
from playground.world import TEAM_ID
from tests.scenarios.world import ANN, DANA, LAUNCH, MAYA, TOM, World, words_of


async def test_a_dropped_look_up_of_the_speaker_does_not_lose_the_message(world: World) -> None:
    def forget(session: Session) -> None:
        person = session.get(Person, (TEAM_ID, ANN))
        assert person is not None
        person.name = ""
        session.add(person)

    await world.parts.database.submit(forget)
    await world.post("faults", method="users.info", kind="drop_before", count=5)
    await world.say(ANN, "buy milk for the office tomorrow")
    assert "buy milk" in words_of(await world.sees(ANN, "#1"))


async def test_a_click_that_was_not_saved_says_so(world: World, monkeypatch: Any) -> None:
    await world.command(ANN, "/task proofread the page tomorrow")
    card = await world.sees(ANN, "proofread the page", LAUNCH)
    whole = world.parts.database.submit

    async def refuse(work: Any) -> Any:
        raise failures.NotSaved("the disk is full")

    monkeypatch.setattr(world.parts.database, "submit", refuse)
    await world.click(ANN, card, "say:done", LAUNCH)
    monkeypatch.setattr(world.parts.database, "submit", whole)
    await world.sees(ANN, "couldn't be saved", LAUNCH, posted=False)


async def test_chatter_under_a_digest_is_nobodys_task(world: World) -> None:
    await world.command(MAYA, "/task tidy the desk on 10 March")
    await world.command(MAYA, "/digest setup")
    await world.submit(MAYA)
    await world.move_clock("2026-03-10T16:05:00+00:00")
    digest = await world.sees(MAYA, "📰", LAUNCH)
    await world.say(DANA, "Great work everybody, I will call the printer tomorrow", LAUNCH, thread_ts=digest["ts"])
    await world.say(TOM, "thanks", LAUNCH, thread_ts=digest["ts"])
    await world.settled()
    thread = await world.messages(MAYA, LAUNCH, digest["ts"])
    assert [m["user"] for m in thread[1:]] == [DANA, TOM]
    assert "welcome" not in "".join(words_of(m) for m in await world.messages(TOM)).lower()
    assert "printer" not in await world.command(DANA, "/task list")
