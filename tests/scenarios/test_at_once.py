"""Two people press at the same moment: one wins, the other hears who did what, and sees how things stand."""

import asyncio

from tests.scenarios.test_verbs import card_shows
from tests.scenarios.world import ANN, LAUNCH, MAYA, TOM, World, words_of


async def test_of_two_taps_at_once_one_wins_and_the_other_hears_who_did_what_and_sees_it(world: World) -> None:
    await world.command(ANN, f"/task hang the signs for <@{TOM}>")
    card = await card_shows(world, "hang the signs", "open")
    taps = {ANN: "say:done", TOM: "say:start"}
    await asyncio.gather(*(world.click(user, card, action, LAUNCH) for user, action in taps.items()))
    ann_was_quicker = "finished it" in await world.command(MAYA, "/task history 1")
    winner, loser = (ANN, TOM) if ann_was_quicker else (TOM, ANN)
    shown, did = ("✅ done", "finished it") if ann_was_quicker else ("🔵 in progress", "started it")
    await card_shows(world, "hang the signs", shown)
    told = words_of(await world.sees(loser, "Nothing was done:", LAUNCH, posted=False))
    assert f"<@{winner}> {did}" in told
    assert f"It's now {shown.partition(' ')[2]}" in told
    assert not any("Nothing was done" in words_of(m) for m in await world.messages(winner, LAUNCH))
