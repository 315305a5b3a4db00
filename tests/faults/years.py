"""G8: the simulated company for a year, with everything that may go wrong, on a virtual clock."""

from datetime import UTC, datetime

from tests.faults.parts import Found, Given
from tests.scheduler.quarter import Quarter


async def run(given: Given) -> Found:
    broken, deeds, said = [], 0, 0
    for n in range(given.much("seeds")):
        year = Quarter(given.fresh(), seed=given.seed + n, size=given.much("people"), days=given.much("days"),
                       began=datetime(2026, 1, 1, tzinfo=UTC)).play()  # fmt: skip
        broken += [f"seed {given.seed + n}: {one}" for one in year.checks.broken]
        deeds, said = deeds + sum(year.deeds.values()), said + len(year.slack)
    return Found(
        f"{given.much('people')} people, {given.much('days')} days, {given.much('seeds')} seeds: {deeds} deeds, deaths "
        "and downtimes",
        "I1-I10",
        f"{said} messages, {len(broken)} breaches",
        broken[:20],
    )
