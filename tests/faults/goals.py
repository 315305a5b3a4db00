"""What `make faults` and `make faults-long` play: each goal's parts, on which database, and how much of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from tests.faults import (
    acks,
    burst,
    crash_points,
    fuzz,
    outages,
    random_kills,
    replay,
    replicas,
    restarts,
    sockets,
    suites,
    unknown_sends,
    upgrading,
    years,
)
from tests.faults.parts import Found, Given

SQLITE, POSTGRES = "SQLite", "PostgreSQL"
Size = dict[str, float]
Run = Callable[[Given], Awaitable[Found]]


@dataclass(frozen=True)
class Part:
    """`short` is what every change is tried with, `long` what a night has time for; None leaves it out.

    One that measures how soon something comes is played `alone`, after the others.
    """

    goal: str
    name: str
    run: Run
    short: Size | None
    long: Size | None
    database: str = ""
    alone: bool = False


def of_tests(*paths: str, injected: str, expected: str) -> Run:
    return partial(suites.run, paths, injected, expected)


def crash_parts() -> list[Part]:
    """Two or three workflows side by side: most of the time each waits for a lease to run out."""
    found = []
    groups = crash_points.GROUPS
    for database in (SQLITE, POSTGRES):
        for lag, settle in ((0.0, 0.4), (2.0, 2.6), (15.0, 16.0)):
            for group in range(len(groups)):
                size = {"group": group, "lag": lag, "settle": settle}
                name = f"{', '.join(groups[group])}{f'; history {lag:g} s late' if lag else ''}"
                short = size if database == SQLITE and not lag else None
                found.append(Part("G1", name, crash_points.run, short, size, database))
    return found


PARTS: tuple[Part, ...] = (
    *crash_parts(),
    Part(
        "G2",
        "kill -9 at random",
        random_kills.run,
        {"kills": 60, "tasks": 600},
        {"kills": 1000, "tasks": 10_000},
        SQLITE,
    ),
    Part(
        "G2",
        "kill -9 at random",
        random_kills.run,
        {"kills": 20, "tasks": 200},
        {"kills": 1000, "tasks": 10_000},
        POSTGRES,
    ),
    Part(
        "G3", "lost answers", unknown_sends.run, {"sends": 1000, "worlds": 4}, {"sends": 50_000, "worlds": 20}, SQLITE
    ),
    Part(
        "G3",
        "429 storm",
        unknown_sends.run,
        {"sends": 200, "worlds": 2, "storm": 1},
        {"sends": 1000, "worlds": 4, "storm": 1},
        SQLITE,
    ),
    Part("G4", "restarts of the server", restarts.run, {"restarts": 3}, {"restarts": 40}, POSTGRES),
    Part("G5", "three replicas", replicas.run, {"rounds": 20}, {"rounds": 500}, POSTGRES),
    Part(
        "G5",
        "three outages by Socket Mode",
        outages.run,
        None,
        {"seconds": 300, "rate": 3},
        POSTGRES,
        alone=True,
    ),
    Part(
        "G5",
        "three outages by HTTP",
        outages.run,
        None,
        {"seconds": 300, "rate": 3, "http": 1},
        POSTGRES,
        alone=True,
    ),
    Part(
        "F28",
        "replaced one by one, HTTP",
        upgrading.run,
        None,
        {"rate": 5, "http": 1},
        POSTGRES,
        alone=True,
    ),
    Part("F28", "replaced one by one, Socket Mode", upgrading.run, None, {"rate": 5}, POSTGRES, alone=True),
    Part("F22", "cut sockets", sockets.run, {"cuts": 10}, {"cuts": 100}, SQLITE),
    Part(
        "G6",
        "life of a task against a model",
        of_tests(
            "tests/commands/test_model.py",
            injected="random orders of people on random tasks",
            expected="as the model says",
        ),
        None,
        {"examples": 400},
    ),
    Part(
        "G7",
        "every zone",
        of_tests(
            "tests/rules/test_every_zone.py",
            injected="every change of clocks 2024-2035",
            expected="one morning a local date",
        ),
        {},
        {"examples": 1},
    ),
    Part("G8", "a simulated year", years.run, None, {"people": 200, "days": 365, "seeds": 1}, SQLITE),
    Part(
        "G9",
        "downtime",
        of_tests(
            "tests/services/test_downtime.py",
            "tests/services/test_quiet.py",
            injected="down for 3 minutes, 3 hours, 3 days",
            expected="the late policy to the letter",
        ),
        {},
        {},
    ),
    Part("G10", "acknowledged in time", acks.run, None, {"seconds": 600}, SQLITE, alone=True),
    Part("G11", "nine o'clock", burst.run, {"people": 200, "times": 10}, {"people": 1000, "times": 1}, SQLITE),
    Part("G12", "fuzzed requests", fuzz.run, {"requests": 5000}, {"requests": 200_000}, SQLITE),
    Part("G13", "everything four times", replay.run, {"replicas": 1}, {"replicas": 1}, SQLITE),
    Part("G13", "on two replicas", replay.run, None, {"replicas": 2}, POSTGRES),
    Part(
        "G14",
        "rights and workspaces",
        of_tests(
            "tests/commands/test_rights.py",
            "tests/commands/test_other_workspaces.py",
            "tests/commands/test_team_rights.py",
            injected="every order and form, by every role, from every place",
            expected="what the table says",
        ),
        {},
        {"examples": 1},
    ),
    Part(
        "G15",
        "two worlds",
        of_tests(
            "tests/commands/test_two_worlds.py",
            injected="worlds that differ in one secret task",
            expected="equal to the byte for who may not see it",
        ),
        {},
        {"examples": 1},
    ),
    Part(
        "G16",
        "injection",
        of_tests(
            "tests/render/test_safety.py",
            "tests/render/test_exports.py",
            "tests/scenarios/test_bad_input.py",
            "tests/parsing/test_properties.py",
            injected="markup, formulas, SQL, controls, bidi",
            expected="0 active",
        ),
        {},
        {"examples": 1000},
    ),
)
