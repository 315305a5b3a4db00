"""What silence brings: to whom, after how much of their working time, how often; and nothing once somebody acted."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.rules import chasing, escalation
from bot.rules.availability import Away, Hours
from bot.rules.chasing import Coming, Facts, Level
from bot.rules.escalation import Hears, Policy, Step, When
from models import State, Task

ANN, BOB, LI, MAYA = "U0ANN", "U0BOB", "U0LI", "U0MAYA"
WEEKDAYS = (1, 2, 3, 4, 5)
BERLIN = Hours(ZoneInfo("Europe/Berlin"), time(9), time(17), WEEKDAYS)
SHANGHAI = Hours(ZoneInfo("Asia/Shanghai"), time(9), time(17), WEEKDAYS)
HOURS = {ANN: BERLIN, BOB: BERLIN, LI: SHANGHAI, MAYA: BERLIN}


def berlin(clock: str, day: int = 9) -> datetime:
    """That wall time in Berlin in March 2026; the 9th is a Monday."""
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC) - timedelta(hours=1)


TEN = berlin("10:00")


def a_task(**fields: Any) -> Task:
    known = {"owner_id": ANN, "creator_id": ANN, "created_at": TEN, "updated_at": TEN, "level": 3}
    return Task(workspace_id="T", number=42, title="t", **(known | fields))


def facts(task: Task, **more: Any) -> Facts:
    return Facts(task, **({"hours": HOURS, "levels": {}} | more))


def said(found: list[Coming]) -> list[tuple[str, str, datetime]]:
    return [(one.kind, one.person_id, one.at) for one in found]


def at_ten(kind: str, person_id: str, *days: int) -> list[tuple[str, str, datetime]]:
    return [(kind, person_id, berlin("10:00", day)) for day in days]


def doing(**fields: Any) -> Task:
    return a_task(**({"state": State.DOING, "started_at": TEN - timedelta(days=7)} | fields))


def given(**fields: Any) -> Task:
    return a_task(**({"creator_id": BOB} | fields))


@pytest.mark.parametrize(
    ("why", "found", "expected"),
    [
        ("an open task of one's own", facts(a_task()), []),
        ("one that was given and not taken note of", facts(given()),
         [("unacked", ANN, berlin("14:00")), ("unacked", ANN, berlin("10:00", 10))]),
        ("an urgent one sooner", facts(given(level=1)),
         [("unacked", ANN, berlin("11:00")), ("unacked", ANN, berlin("12:00"))]),
        ("taken note of", facts(given(acked_at=TEN)), []),
        ("under way, every two days of work", facts(doing()),
         at_ten("stale", ANN, 11, 13, 17)),
        ("just begun, with grace", facts(doing(started_at=TEN)),
         at_ten("stale", ANN, 12, 17, 20)),
        ("of nine days' work, every three", facts(doing(estimate_days=9)),
         at_ten("stale", ANN, 12, 17, 20)),
        ("snoozed: from the end of that", facts(doing(snoozed_until=berlin("10:00", 10))),
         at_ten("stale", ANN, 12, 16, 18)),
        ("blocked on somebody: they hear, in their own time, and the owner does not",
         facts(doing(blocked_at=TEN, blocked_by_id=LI), blocker_id=LI),
         at_ten("blocker", LI, 10, 11, 12)),
        ("blocked on nobody we know", facts(doing(blocked_at=TEN)), []),
        ("waiting for a reviewer", facts(doing(state=State.REVIEW, submitted_at=TEN), reviewers=(BOB,)),
         at_ten("reviewer", BOB, 10, 11, 12)),
        ("closed", facts(doing(state=State.DONE)), []),
    ],
)  # fmt: skip
def test_what_silence_brings(why: str, found: Facts, expected: list[tuple[str, str, datetime]]):
    assert said(chasing.coming(found)) == expected, why


@pytest.mark.parametrize(
    ("level", "hours"),
    [("off", []), ("light", [berlin("10:00", 10)]), ("active", [berlin("12:00"), berlin("14:00")])],
)
def test_how_much_somebody_wants_to_be_reminded(level: str, hours: list[datetime]):
    found = chasing.coming(facts(given(), levels={ANN: {"unacked": Level(level)}}))
    assert [one.at for one in found] == hours


def test_a_level_for_one_kind_wins_over_that_for_all():
    found = facts(given(), levels={ANN: {"all": Level.OFF, "unacked": Level.STANDARD}})
    assert len(chasing.coming(found)) == 2
    assert chasing.coming(facts(doing(), levels={ANN: {"all": Level.OFF}})) == []


POLICIES = (Policy("late", When.LATE, (Step(1, 0, (Hears.OWNER, Hears.CREATOR)), Step(3, 0, (Hears.LEADS,)))),)
HEARS = {Hears.OWNER: (ANN,), Hears.CREATOR: (BOB,), Hears.LEADS: (MAYA,)}
LATE = berlin("15:00", 10)


def late(**fields: Any) -> Facts:
    return facts(given(acked_at=TEN, due_at=LATE, ends_at=LATE, **fields), policies=POLICIES, hears=HEARS)


def test_a_late_task_is_told_step_by_step_in_the_owners_working_days():
    assert said(chasing.coming(late())) == [
        ("escalation.late", ANN, berlin("15:00", 11)), ("escalation.late", BOB, berlin("15:00", 11)),
        ("escalation.late", MAYA, berlin("15:00", 13)),
    ]  # fmt: skip


def test_whatever_anybody_does_starts_the_clock_anew():
    before, after = late(), late(updated_at=berlin("16:00", 11))
    assert [one.at for one in chasing.coming(after)] == [berlin("16:00", 12), berlin("16:00", 12), berlin("16:00", 16)]
    assert not {one.key for one in chasing.coming(before)} & {one.key for one in chasing.coming(after)}


def test_days_off_of_the_owner_do_not_count():
    away = replace(BERLIN, away=(Away(berlin("9:00", 11).date(), berlin("9:00", 13).date()),))
    found = chasing.coming(replace(late(), hours=HOURS | {ANN: away}))
    assert [one.at for one in found] == [berlin("15:00", 16), berlin("15:00", 16), berlin("15:00", 18)]


def test_a_person_in_two_roles_hears_once():
    both = replace(late(), hears=HEARS | {Hears.CREATOR: (ANN,)})
    assert [one.person_id for one in chasing.coming(both)] == [ANN, MAYA]


@pytest.mark.parametrize(
    "found", [facts(given()), facts(given(level=1)), facts(doing()), late(), facts(doing(level=2))]
)
def test_a_look_at_the_task_alone_is_never_too_late(found: Facts):
    first = chasing.coming(found)[0].at
    looked = chasing.look_at(found.task, HOURS[ANN], TEN)
    assert looked is not None
    assert looked <= first


def test_shipped_policies_are_what_people_were_promised():
    told = {policy.id: [(step.days, step.to) for step in policy.steps] for policy in escalation.SHIPPED}
    assert told["late"] == [(1, (Hears.OWNER, Hears.CREATOR)), (3, (Hears.LEADS,))]
    assert told["blocked"] == [(2, (Hears.LEADS,))]
