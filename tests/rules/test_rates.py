"""So many in any stretch of time, for a person and for everybody together; what is over is not counted."""

from random import Random

import pytest

from bot.rules.rates import HOUR, LIGHT_TIMES, MINUTE, Limits, Over, Rates

SMALL = Limits(person=3, workspace=5, events=4)


def gestures(rates: Rates, *asked: tuple[str, float]) -> list[bool]:
    """Whether each was let through: (who, when)."""
    return [rates.gesture("T1", person, now) is None for person, now in asked]


def test_a_person_may_do_so_much_in_any_minute_and_is_told_when_there_is_room_again() -> None:
    rates = Rates(SMALL)
    assert gestures(rates, ("ann", 0), ("ann", 20), ("ann", 40)) == [True] * 3
    assert rates.gesture("T1", "ann", 50.5) == Over(9.5)
    assert rates.gesture("T1", "ann", 59.9) is not None
    again = gestures(rates, ("ann", 60), ("ann", 60), ("ann", 61))
    assert again == [True, False, False], "one has left the minute, two are in it"


def test_what_was_refused_does_not_put_the_person_off_further() -> None:
    rates = Rates(SMALL)
    assert gestures(rates, *[("ann", 0.0)] * 3) == [True] * 3
    assert not any(gestures(rates, *[("ann", float(second)) for second in range(1, 60)]))
    assert gestures(rates, ("ann", 60)) == [True]


def test_one_person_s_flood_takes_nothing_from_another() -> None:
    rates = Rates(SMALL)
    gestures(rates, *[("ann", 0.1)] * 100)
    assert gestures(rates, ("dana", 0.2), ("dana", 0.3)) == [True, True]


def test_everybody_together_may_do_so_much_and_it_is_said_that_it_is_everybody() -> None:
    rates = Rates(SMALL)
    assert gestures(rates, *[(person, 0.0) for person in "abcde"]) == [True] * 5
    assert rates.gesture("T1", "f", 1.0) == Over(59.0, everybody=True)
    assert rates.gesture("T2", "f", 1.0) is None, "another workspace has its own"


def test_looking_for_choices_is_counted_apart_and_more_of_it_is_taken() -> None:
    rates = Rates(SMALL)
    taken = [rates.light("T1", "ann", 0.0) is None for _ in range(SMALL.person * LIGHT_TIMES + 2)]
    assert taken == [True] * SMALL.person * LIGHT_TIMES + [False, False]
    assert rates.gesture("T1", "ann", 0.0) is None, "and the form that was filled can be sent"
    rates = Rates(Limits(person=100, workspace=1, events=1))
    assert [rates.light("T1", person, 0.0) is None for person in "abcdef"] == [True] * LIGHT_TIMES + [False]
    assert (rates.gesture("T1", "a", 0.0), rates.event("T1", 0.0)) == (None, None), "of everybody, too"


@pytest.mark.parametrize("kind", ["gesture", "light"])
def test_each_person_and_each_workspace_has_its_own_measure(kind: str) -> None:
    rates = Rates(Limits(person=1, workspace=2))
    times = 1 if kind == "gesture" else LIGHT_TIMES
    ask = getattr(rates, kind)
    assert [ask("T1", "ann", 0.0) for _ in range(times)] == [None] * times
    assert ask("T1", "ann", 1.0) == Over(59.0)
    assert ask("T2", "ann", 0.0) is None, "who has the same name elsewhere is somebody else"
    assert [ask("T1", "dana", 0.0) for _ in range(times)] == [None] * times
    assert ask("T1", "tom", 1.0) == Over(59.0, everybody=True)


@pytest.mark.parametrize(
    ("kind", "most", "span"), [("gesture", (60, 600), 60.0), ("light", (300, 3000), 60.0), ("event", (0, 30_000), HOUR)]
)
def test_where_nothing_else_is_said_there_is_room_for_work_and_for_no_flood(
    kind: str, most: tuple[int, int], span: float
) -> None:
    rates, (of_person, of_all) = Rates(Limits()), most
    everybody = [("T1",)] * of_all if kind == "event" else [("T1", f"U{n % 10}") for n in range(of_all)]
    assert {getattr(rates, kind)(*who, 0.0) for who in everybody} == {None}
    assert getattr(rates, kind)(*(("T1",) if kind == "event" else ("T1", "Unew")), 0.0) == Over(span, everybody=True)
    if of_person:
        assert [getattr(rates, kind)("T2", "U0", 0.0) is None for _ in range(of_person + 1)][-2:] == [True, False]


def test_what_is_tidied_away_is_what_has_left_the_minute_and_nothing_else() -> None:
    rates = Rates(SMALL)
    assert gestures(rates, ("ann", 1), ("tom", 30), ("ann", 59), ("ann", 60)) == [True] * 4
    assert len(rates) == 3, "two persons and their workspace, though a minute is over"
    assert gestures(rates, ("tom", 61), ("ann", 61), ("ann", 61.5)) == [True, True, False]
    rates.gesture("T2", "maya", 119.9)
    assert len(rates) == 5
    rates.gesture("T2", "maya", 120.5)
    assert len(rates) == 5, "tom's last was at 61"
    rates.gesture("T2", "maya", 179.9)
    assert len(rates) == 5
    rates.gesture("T2", "maya", 180.5)
    assert len(rates) == 2


def test_those_that_come_within_a_thousandth_of_the_span_leave_with_the_last_of_them() -> None:
    rates = Rates(SMALL)
    assert gestures(rates, ("ann", 0), ("ann", 0.05995), ("ann", 0.06)) == [True] * 3
    assert rates.gesture("T1", "ann", 60.01) == Over(pytest.approx(0.04995))
    assert gestures(rates, ("ann", 60.05996), ("ann", 60.05996), ("ann", 60.05999)) == [True, True, False]
    assert gestures(rates, ("ann", 60.06)) == [True], "the third, a handful of its own"


def test_events_are_taken_up_to_an_hour_s_measure() -> None:
    rates = Rates(SMALL)
    assert [rates.event("T1", now) for now in (0, 10, 20, 30)] == [None] * 4
    assert rates.event("T1", 40) == Over(HOUR - 40, everybody=True)
    assert rates.event("T2", 40) is None, "another workspace has its own"
    assert rates.event("T1", HOUR) is None


def test_however_many_came_little_is_remembered_of_them() -> None:
    rates = Rates(Limits(events=200_000))
    assert all(rates.event("T1", number / 20) is None for number in range(60_000))
    (window,) = rates._windows.values()
    assert (window.count, len(window.handfuls) <= 1001) == (60_000, True)


def test_in_no_minute_whatever_is_asked_more_is_taken_than_allowed() -> None:
    for seed in range(20):
        random, rates, now = Random(seed), Rates(Limits(person=7, workspace=20)), 0.0
        taken: list[tuple[float, str]] = []
        for _ in range(600):
            now += random.choice((0.0, 0.2, 1.0, 9.0))
            person = random.choice("abc")
            if rates.gesture("T1", person, now) is None:
                taken.append((now, person))
        for start, whose in taken:
            within = [one for at, one in taken if start <= at < start + MINUTE]
            assert len(within) <= 20, seed
            assert within.count(whose) <= 7, seed


def test_who_has_not_come_for_a_while_is_forgotten() -> None:
    rates = Rates(Limits())
    for number in range(5000):
        rates.gesture(f"T{number % 50}", f"U{number}", now=float(number % 30))
    assert len(rates) > 5000
    rates.gesture("T1", "U1", now=200.0)
    assert len(rates) == 2, "a person, and their workspace"
