"""A simulated quarter: nobody is told twice, never, too often, out of turn or out of hours, whatever happens."""

import os
import sys
from datetime import UTC, datetime
from random import SystemRandom

from tests.conftest import EVERYTHING
from tests.scheduler.quarter import Chances, Quarter

BUSY = Chances(deeds=2.0, world=0.06, down=0.3, rolled_back=0.02, lost=0.06)


def held(quarter: Quarter) -> None:
    """The report is printed; what does not hold is shown with the seed that plays it again."""
    sys.stdout.write("\n".join(quarter.checks.report()) + "\n")
    assert not quarter.checks.broken, f"seed {quarter.seed}\n" + "\n".join(quarter.checks.broken[:40])


def test_some_days_of_a_small_company_with_everything_that_may_go_wrong(database_url: str):
    held(Quarter(database_url, seed=7, size=8, days=5, began=datetime(2026, 3, 5, tzinfo=UTC), chances=BUSY).play())


def test_a_quarter_of_two_hundred_people(sqlite_url: str):
    """At full size where there is time for it, another quarter each time; else ten people for some days."""
    seed = int(os.environ.get("MUSTER_SEED", SystemRandom().randrange(10**6) if EVERYTHING else 11))
    size, days = (200, 91) if EVERYTHING else (10, 4)
    held(Quarter(sqlite_url, seed=seed, size=size, days=days).play())
