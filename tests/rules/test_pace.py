"""How fast we may speak, by table: bursts, refills, what is kept for people, what a refusal teaches, and pauses."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.rules.pace import Pace
from models import Allowance, Lane

NOW = datetime(2026, 3, 9, 1, 20, tzinfo=UTC)


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def say(pace: Pace, allowance: Allowance, moment: float, to: str = "C1", lane: int = Lane.PEOPLE) -> bool:
    pace.refill(allowance, after(moment))
    return pace.take(allowance, lane, to, after(moment))


def say_many(pace: Pace, allowance: Allowance, moment: float, many: int = 1000, lane: int = Lane.PEOPLE) -> int:
    """How many of so many go, each in a conversation of its own."""
    return sum(say(pace, allowance, moment, f"{moment}:{number}", lane) for number in range(many))


def fresh(pace: Pace) -> Allowance:
    return pace.fresh("T1", NOW)


@pytest.mark.parametrize(
    ("moments", "allowed"),
    [
        ([0, 0, 0, 0], [True, True, True, False]),
        ([0, 0, 0, 0.9], [True, True, True, False]),
        ([0, 0, 0, 1, 1], [True, True, True, True, False]),
        ([0, 0, 0, 60, 60, 60, 60], [True, True, True, True, True, True, False]),
        ([0, 0, 0, -5, 1], [True, True, True, False, True]),  # a clock that steps back gives nothing away
    ],
)
def test_a_conversation_takes_three_at_once_and_then_one_a_second(moments: list[float], allowed: list[bool]):
    pace = Pace()
    allowance = fresh(pace)
    assert [say(pace, allowance, moment) for moment in moments] == allowed


def test_a_workspace_has_sixty_at_once_and_then_two_hundred_a_minute():
    pace = Pace()
    allowance = fresh(pace)
    assert say_many(pace, allowance, 0) == 60
    assert say_many(pace, allowance, 6) == 20
    assert say_many(pace, fresh(pace), 6) == 60, "another workspace has its own share"


def test_where_more_is_allowed_all_of_it_is_as_much_more():
    pace = Pace(10)
    allowance = fresh(pace)
    assert say_many(pace, allowance, 0) == 600
    assert say_many(pace, allowance, 0.6) == 20
    allowance = fresh(pace)
    assert [say(pace, allowance, 0) for _ in range(31)] == [*[True] * 30, False]
    assert [say(pace, allowance, 0.1) for _ in range(2)] == [True, False]


def test_a_conversation_that_must_wait_costs_the_workspace_nothing():
    pace = Pace()
    allowance = fresh(pace)
    assert sum(say(pace, allowance, 0) for _ in range(200)) == 3
    assert say_many(pace, allowance, 0) == 57


def test_what_nobody_asked_for_leaves_twelve_for_answers_to_people():
    pace = Pace()
    allowance = fresh(pace)
    assert say_many(pace, allowance, 0, lane=Lane.PROMPTS) == 48
    assert say_many(pace, allowance, 0, lane=Lane.BULK) == 0
    assert say_many(pace, allowance, 0) == 12


def test_until_a_prompt_may_go_again_prompts_are_held():
    pace = Pace()
    allowance = fresh(pace)
    say_many(pace, allowance, 0, lane=Lane.PROMPTS)
    held = allowance.held_until
    assert held is not None
    assert (held - NOW).total_seconds() == pytest.approx(0.3)
    assert [say_many(pace, allowance, moment, lane=Lane.PROMPTS) for moment in (0.29, 0.3)] == [0, 1]
    assert say_many(pace, allowance, 0.3, 5) == 5
    assert (allowance.held_until or NOW) - after(0.3) == timedelta(seconds=1.8), "and longer when people took theirs"


def test_until_there_is_something_to_say_again_nobody_is_answered():
    pace = Pace()
    allowance = fresh(pace)
    say_many(pace, allowance, 0, 59)
    assert allowance.empty_until is None
    say_many(pace, allowance, 0, 1)
    assert allowance.empty_until is not None
    assert (allowance.empty_until - NOW).total_seconds() == pytest.approx(0.3)
    assert [say_many(pace, allowance, moment) for moment in (0.29, 0.3)] == [0, 1]


def at_the_limit(pace: Pace, allowance: Allowance, since: float, seconds: int) -> int:
    """Twice a second as much is said as may be; how much."""
    return sum(say_many(pace, allowance, since + step / 2, 100, Lane.PROMPTS) for step in range(1, seconds * 2 + 1))


def test_who_speaks_as_fast_as_may_be_and_is_not_refused_may_speak_faster_and_faster():
    pace = Pace()
    allowance = fresh(pace)
    say_many(pace, allowance, 0, lane=Lane.PROMPTS)
    reached = []
    for minute in range(3):
        at_the_limit(pace, allowance, 60 * minute, 60)
        reached.append(round(pace.per_minute(allowance)))
    assert reached == [436, 1200, 1200], "and never faster than the most"


def test_who_says_little_learns_nothing():
    pace = Pace()
    allowance = fresh(pace)
    for second in range(600):
        assert say(pace, allowance, second)
    assert pace.per_minute(allowance) == 200


def test_a_time_in_which_nothing_was_said_teaches_nothing():
    pace = Pace()
    allowance = fresh(pace)
    say_many(pace, allowance, 0)
    assert say_many(pace, allowance, 3600) == 60
    assert pace.per_minute(allowance) == pytest.approx(200, abs=0.1)


def refuse(pace: Pace, allowance: Allowance, moment: float, wait: float = 1, began: float | None = None) -> None:
    pace.refused(allowance, after(moment if began is None else began), after(moment + wait), after(moment))


def test_a_refusal_takes_three_tenths_and_lets_nobody_speak_until_it_is_over():
    pace = Pace()
    allowance = fresh(pace)
    refuse(pace, allowance, 0, wait=30)
    assert pace.per_minute(allowance) == pytest.approx(140)
    assert (say(pace, allowance, 29.9), say(pace, allowance, 30)) == (False, True)


@pytest.mark.parametrize(("level", "held", "empty"), [(60, 0.43, None), (5, 3.43, None), (0, 5.57, 0.43)])
def test_it_is_known_when_something_may_go_after_a_pause(level: float, held: float, empty: float | None):
    pace = Pace()
    allowance = fresh(pace)
    allowance.level = level
    refuse(pace, allowance, 0, wait=30)
    waits = [moment and round((moment - after(30)).total_seconds(), 2)
             for moment in (allowance.held_until, allowance.empty_until)]  # fmt: skip
    assert waits == [held, empty]
    assert [say(pace, allowance, 30 + held + more, lane=Lane.PROMPTS) for more in (-0.02, 0.02)] == [False, True]


def test_after_a_pause_answers_go_at_once_and_all_else_as_it_may_without_a_burst():
    pace = Pace()
    allowance = fresh(pace)
    refuse(pace, allowance, 0, wait=30)
    assert say_many(pace, allowance, 30, lane=Lane.PROMPTS) == 0
    assert say_many(pace, allowance, 30 + 60 / 140, lane=Lane.PROMPTS) == 1
    assert say_many(pace, allowance, 30 + 60 / 140) == 12


def test_of_all_that_was_under_way_one_refusal_counts_and_the_longest_pause():
    pace = Pace()
    allowance = fresh(pace)
    refuse(pace, allowance, 1, wait=30, began=0)
    refuse(pace, allowance, 1.1, wait=1, began=0.5)
    refuse(pace, allowance, 31, wait=10, began=0.9)
    assert pace.per_minute(allowance) == pytest.approx(140), "they were begun before anybody knew"
    assert allowance.paused_until == after(41)
    refuse(pace, allowance, 41)
    assert pace.per_minute(allowance) == pytest.approx(98)


def test_what_was_refused_is_tried_again_after_as_long_as_it_takes_and_stayed_about():
    pace = Pace()
    allowance = fresh(pace)
    refuse(pace, allowance, 0, wait=0)
    reached = []
    for second in range(0, 70, 10):
        reached.append(round(pace.per_minute(allowance)))
        at_the_limit(pace, allowance, second, 10)
    assert reached == [140, 176, 194, 199, 200, 202, 212]


def test_however_often_it_is_refused_a_workspace_is_spoken_to():
    pace = Pace()
    allowance = fresh(pace)
    for number in range(50):
        refuse(pace, allowance, number * 10)
    assert pace.per_minute(allowance) == Pace.LEAST


def test_a_clock_that_was_set_back_by_much_holds_nobody_for_as_long():
    pace = Pace()
    allowance = fresh(pace)
    say_many(pace, allowance, 86400)
    refuse(pace, allowance, 86400, wait=60)
    assert say(pace, allowance, 0)
    assert allowance.at == NOW


def test_redraws_have_a_budget_of_their_own_and_homes_another():
    pace = Pace()
    cards, homes = (pace.fresh_to_draw("T1", method, NOW) for method in ("update", "home"))
    assert [pace.draw(cards, *asked) for asked in ((8, NOW), (100, NOW), (1, after(1.1)), (100, after(7.3)))] == [
        8, 12, 0, 6]  # fmt: skip
    assert [pace.draw(homes, 100, after(moment)) for moment in (0, 1)] == [30, 1]


def test_until_something_may_be_drawn_again_nobody_looks_for_it():
    pace = Pace()
    cards = pace.fresh_to_draw("T1", "update", NOW)
    assert (pace.draw(cards, 19, NOW), cards.empty_until) == (19, None)
    assert (pace.draw(cards, 5, NOW), cards.empty_until) == (1, after(1.2))


def test_a_clock_that_was_set_back_keeps_nothing_from_being_drawn():
    pace = Pace()
    cards = pace.fresh_to_draw("T1", "update", after(86400))
    cards.paused_until = after(86430)
    assert (pace.draw(cards, 3, NOW), cards.at) == (3, NOW)


def test_of_two_pauses_the_longer_counts():
    pace = Pace()
    pace.pause("T1", after(30))
    pace.pause("T1", after(5))
    assert (pace.paused("T1", after(10)), pace.paused("T1", after(31)), pace.paused("T2", NOW)) == (20, 0, 0)
