"""How dates carry on along a plan, and what parts come to."""

from datetime import date, timedelta

import pytest

from bot.rules import availability, plan
from bot.rules.availability import Hours
from bot.rules.plan import Bar, Move, Part, RollUp, Tie
from models import Link, Person, Workspace

FS, SS, FF = Link.FINISH_TO_START, Link.START_TO_START, Link.FINISH_TO_FINISH
MONDAY = date(2026, 3, 9)


def hours(region: str | None = None) -> Hours:
    person = Person(workspace_id="T", id="U", name="ann", zone="Asia/Shanghai")
    return availability.hours(person, Workspace(id="T", holiday_region=region))


OFFICE = hours().works_on
CHINA = hours("CN").works_on


def on(month: int, day: int) -> date:
    return date(2026, month, day)


def bar(due: date | None, days: int = 1, start: date | None = None, works_on: plan.WorksOn = OFFICE,
        *, fixed: bool = False) -> Bar:  # fmt: skip
    return Bar(start, due, days, works_on, fixed)


def moved(bars: dict[int, Bar], ties: list[Tie], number: int, due: date, **how: object) -> dict[int, date | None]:
    new = Bar(bars[number].start, due, bars[number].days, bars[number].works_on)
    return {move.number: move.due for move in plan.slip(bars, ties, {number: new}, **how)}  # type: ignore[arg-type]


@pytest.mark.parametrize(("day", "days", "to"), [
    (MONDAY, 0, MONDAY),
    (MONDAY, 1, on(3, 10)),
    (on(3, 13), 1, on(3, 16)),  # a weekend counts for nothing
    (on(3, 14), 1, on(3, 16)),
    (on(3, 16), -1, on(3, 13)),
    (MONDAY, 10, on(3, 23)),
])  # fmt: skip
def test_working_days_leave_weekends_out(day: date, days: int, to: date) -> None:
    assert plan.shifted(day, days, OFFICE) == to


def test_chinese_holidays_are_left_out_and_their_make_up_days_are_worked() -> None:
    assert plan.shifted(on(9, 30), 1, CHINA) == on(10, 8)  # the National Day holidays
    assert not OFFICE(on(10, 10))
    assert CHINA(on(10, 10))  # a Saturday that makes up for them
    assert plan.shifted(on(10, 9), 1, CHINA) == on(10, 10)


def test_a_calendar_without_a_working_day_ends_the_search() -> None:
    assert plan.shifted(MONDAY, 1, lambda day: False) == MONDAY + timedelta(days=plan.MOST_STEPS)


@pytest.mark.parametrize(("start", "due", "estimate", "days"), [
    (on(3, 9), on(3, 13), 1.0, 5),
    (on(3, 13), on(3, 16), None, 2),
    (on(3, 14), on(3, 15), None, 1),
    (None, on(3, 13), 2.5, 3),
    (None, on(3, 13), 0.25, 1),
    (None, on(3, 13), None, 1),
])  # fmt: skip
def test_a_task_is_as_long_as_its_dates_say_else_as_its_estimate(
    start: date | None, due: date, estimate: float | None, days: int
) -> None:
    assert plan.length(start, due, estimate, OFFICE) == days


@pytest.mark.parametrize(("link", "lag", "due"), [
    (FS, 0, on(3, 13)),  # the day after, which it takes
    (FS, 1, on(3, 16)),
    (FS, 2, on(3, 17)),
    (FS, -1, on(3, 12)),
    (SS, 0, on(3, 12)),
    (SS, 1, on(3, 13)),
    (FF, 0, on(3, 12)),
    (FF, 1, on(3, 13)),
    (FF, 2, on(3, 16)),
])  # fmt: skip
def test_what_follows_begins_as_early_as_its_link_and_lag_let_it(link: Link, lag: int, due: date) -> None:
    bars = {1: bar(on(3, 9)), 2: bar(on(3, 10))}
    assert moved(bars, [Tie(1, 2, link, lag)], 1, on(3, 12)) == {2: due}


def test_a_task_keeps_its_length_and_the_lag_is_in_its_owners_days() -> None:
    bars = {1: bar(on(9, 28)), 2: Bar(on(9, 29), on(9, 30), 2, CHINA)}
    new = {1: bar(on(9, 30))}
    assert plan.slip(bars, [Tie(1, 2)], new) == [Move(2, on(10, 8), on(10, 9), 2)]


def test_room_between_two_tasks_is_used_up_first() -> None:
    bars = {1: bar(on(3, 9)), 2: bar(on(3, 13))}
    assert moved(bars, [Tie(1, 2)], 1, on(3, 12)) == {}
    assert moved(bars, [Tie(1, 2)], 1, on(3, 13)) == {2: on(3, 16)}


def test_over_a_diamond_the_later_of_two_ways_counts() -> None:
    bars = {1: bar(on(3, 9)), 2: bar(on(3, 10)), 3: bar(on(3, 12), days=3), 4: bar(on(3, 13))}
    ties = [Tie(1, 2), Tie(1, 3), Tie(2, 4), Tie(3, 4)]
    assert moved(bars, ties, 1, on(3, 11)) == {2: on(3, 12), 3: on(3, 16), 4: on(3, 17)}


def test_what_has_no_date_is_no_part_of_it_and_what_is_fixed_stays() -> None:
    ties = [Tie(1, 2), Tie(2, 3)]
    assert moved({1: bar(on(3, 9)), 3: bar(on(3, 10))}, ties, 1, on(3, 20)) == {}
    bars = {1: bar(on(3, 9)), 2: bar(on(3, 10), fixed=True), 3: bar(on(3, 11))}
    assert moved(bars, ties, 1, on(3, 20)) == {}


def test_what_overlapped_before_is_left_so_where_nothing_came_later() -> None:
    bars = {1: bar(on(3, 13)), 2: bar(on(3, 10))}
    assert moved(bars, [Tie(1, 2)], 1, on(3, 12)) == {}


def test_only_what_stood_close_behind_is_pulled_in_and_never_before_today() -> None:
    bars = {1: bar(on(3, 20)), 2: bar(on(3, 23)), 3: bar(on(3, 27)), 4: bar(on(3, 24))}
    ties = [Tie(1, 2), Tie(1, 3), Tie(2, 4)]
    assert moved(bars, ties, 1, on(3, 18)) == {}
    assert moved(bars, ties, 1, on(3, 18), pull_in=True) == {2: on(3, 19), 4: on(3, 20)}
    assert moved(bars, ties, 1, on(3, 11), pull_in=True, today=on(3, 17)) == {2: on(3, 17), 4: on(3, 18)}


def test_what_waits_for_another_as_well_is_pulled_no_further_than_that() -> None:
    bars = {1: bar(on(3, 20)), 2: bar(on(3, 19)), 3: bar(on(3, 23))}
    assert moved(bars, [Tie(1, 3), Tie(2, 3)], 1, on(3, 10), pull_in=True) == {3: on(3, 20)}


@pytest.mark.parametrize(("start", "due", "days", "has_begun", "to"), [
    (None, on(3, 13), 3, False, (None, on(3, 18))),
    (on(3, 12), on(3, 13), 3, False, (on(3, 17), on(3, 18))),  # as long as it was
    (on(3, 12), on(3, 13), 3, True, (on(3, 12), on(3, 18))),  # what has begun only ends later
    (on(3, 12), None, 3, False, (on(3, 17), None)),
    (on(3, 12), None, 3, True, (on(3, 12), None)),
    (None, on(3, 13), -2, False, (None, on(3, 11))),
    (None, on(3, 13), -9, False, (None, on(3, 10))),  # never before today
    (None, on(3, 6), -9, False, (None, on(3, 6))),  # what is late already stays
    (on(3, 12), on(3, 16), -9, False, (on(3, 10), on(3, 12))),
    (on(3, 12), on(3, 16), -9, True, (on(3, 12), on(3, 12))),  # it ends no earlier than it begins
    (None, on(3, 13), 0, False, (None, on(3, 13))),
])  # fmt: skip
def test_a_part_goes_along_with_its_whole(
    start: date | None, due: date | None, days: int, has_begun: bool, to: tuple[date | None, date | None]
) -> None:
    old = Bar(start, due, plan.length(start, due, None, OFFICE), OFFICE)
    new = plan.carried(old, days, has_begun=has_begun, today=on(3, 10))
    assert (new.start, new.due) == to


def carried_along(bars: dict[int, Bar], ties: list[Tie], days: int, *parts: int) -> dict[int, date | None]:
    """#1 is the whole, and moves with its parts."""
    along = {number: plan.carried(bars[number], days, has_begun=False, today=MONDAY) for number in parts}
    whole = {1: bar(plan.shifted(bars[1].last, days, OFFICE))}
    return {move.number: move.due for move in plan.slip(bars, ties, whole, carried=along, pull_in=days < 0)}


def test_parts_keep_their_places_in_their_whole_and_push_on_what_comes_after_them() -> None:
    bars = {1: bar(on(3, 13)), 2: bar(on(3, 11)), 3: bar(on(3, 12)), 4: bar(on(3, 13)), 5: bar(on(3, 30))}
    ties = [Tie(2, 3), Tie(3, 4), Tie(3, 5)]
    assert carried_along(bars, ties, 2, 2, 3) == {2: on(3, 13), 3: on(3, 16), 4: on(3, 17)}


def test_a_part_comes_no_earlier_than_what_it_waits_for_lets_it() -> None:
    bars = {1: bar(on(3, 20)), 2: bar(on(3, 18)), 3: bar(on(3, 17)), 4: bar(on(3, 16))}
    assert carried_along(bars, [Tie(3, 2), Tie(4, 2)], -4, 2) == {}
    assert carried_along(bars, [Tie(3, 2), Tie(4, 2)], -4, 2, 3, 4) == {4: on(3, 10), 3: on(3, 11), 2: on(3, 12)}
    fixed = bars | {3: bar(on(3, 17), fixed=True)}
    assert carried_along(fixed, [Tie(3, 2)], 2, 2, 3) == {2: on(3, 20)}


@pytest.mark.parametrize(("link", "lag", "before", "after", "to"), [
    (FS, 0, on(3, 12), on(3, 13), None),
    (FS, 0, on(3, 13), on(3, 13), None),  # two promises for one day can both be kept
    (FS, 1, on(3, 13), on(3, 13), on(3, 17)),
    (FS, 0, on(3, 16), on(3, 13), on(3, 17)),
    (SS, 0, on(3, 13), on(3, 13), None),
    (SS, 1, on(3, 13), on(3, 13), on(3, 16)),
    (FF, 0, on(3, 16), on(3, 13), on(3, 16)),
    (FF, -1, on(3, 16), on(3, 13), None),
])  # fmt: skip
def test_what_comes_after_another_has_to_leave_it_room(
    link: Link, lag: int, before: date, after: date, to: date | None
) -> None:
    old = bar(after)
    assert plan.begun_after(old, [(Tie(1, 2, link, lag), bar(before))]) == (bar(to) if to else old)


def test_a_bar_with_a_start_is_none_that_may_share_its_day() -> None:
    old = bar(on(3, 13), start=on(3, 13))
    assert plan.begun_after(old, [(Tie(1, 2), bar(on(3, 13)))]) == bar(on(3, 16), start=on(3, 16))


def part(number: int, parent: int = 1, **facts: object) -> Part:
    return Part(number, parent, **({"closed": False} | facts))  # type: ignore[arg-type]


@pytest.mark.parametrize(("parts", "total", "done", "percent", "days"), [
    ([part(2, closed=True), part(3)], 2, 1, 50, None),
    ([part(2, closed=True, days=3.0), part(3, days=1.0)], 2, 1, 75, 4.0),
    ([part(2, closed=True, days=3.0), part(3)], 2, 1, 50, 3.0),  # without an estimate: as much as the others
    ([part(2, percent=50), part(3, percent=25)], 2, 0, 37, None),
    ([part(2, closed=True), part(3, cancelled=True)], 1, 1, 100, None),
    ([part(2), part(3, 2, closed=True), part(4, 2)], 3, 1, 50, None),  # its own parts speak for #2
    ([part(n, closed=n < 301) for n in range(2, 302)], 300, 299, 99, None),  # 100 means all of it
])  # fmt: skip
def test_parts_roll_up_by_their_estimates_else_by_their_count(
    parts: list[Part], total: int, done: int, percent: int, days: float | None
) -> None:
    rolled = plan.roll_up(parts)
    assert rolled == RollUp(total, done, percent, days, None, None)


def test_a_roll_up_spans_from_the_first_start_to_the_last_end() -> None:
    rolled = plan.roll_up([part(2, start=on(3, 9), due=on(3, 11)), part(3, due=on(3, 20)), part(4, cancelled=True,
                                                                                            due=on(4, 1))])  # fmt: skip
    assert rolled is not None
    assert (rolled.start, rolled.due) == (on(3, 9), on(3, 20))


def test_without_parts_that_count_there_is_no_roll_up() -> None:
    assert plan.roll_up([]) is None
    assert plan.roll_up([part(2, cancelled=True)]) is None
