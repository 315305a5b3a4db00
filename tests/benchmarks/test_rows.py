"""When a figure is good enough, and which rounds count."""

import pytest

from benchmarks.noise import Listening, Noise
from benchmarks.rounds import Round, counted, take_turns
from benchmarks.rows import Goal, Row, between, table

AT_MOST, AT_LEAST = Goal(2, 1.3), Goal(0.25, 0.4, at_least=True)
QUIET, LOUD = Noise(0.1), Noise(1.5)


@pytest.mark.parametrize(
    ("goal", "ratio", "verdict"),
    [
        (AT_MOST, 1.3, "aim"), (AT_MOST, 1.31, "ok"), (AT_MOST, 2.0, "ok"), (AT_MOST, 2.01, "MISSED"),
        (AT_LEAST, 0.4, "aim"), (AT_LEAST, 0.39, "ok"), (AT_LEAST, 0.25, "ok"), (AT_LEAST, 0.24, "MISSED"),
    ],
)  # fmt: skip
def test_a_ratio_is_judged_by_what_must_be_and_what_is_aimed_at(goal: Goal, ratio: float, verdict: str):
    row = Row("x", 1.0, "ms", 1.0, ratio, goal)
    assert row.verdict == verdict
    assert row.is_ok is (verdict != "MISSED")


def test_what_cannot_be_judged_here_fails_nobody():
    row = Row("x", 1.0, "ms", 1.0, 9.0, AT_MOST, remark="on 2 cores; it takes 4")
    assert row.is_ok
    assert "not judged" in "\n".join(table([row]))


def rounds(*found: tuple[float, float, Noise]) -> list[Round[float]]:
    return [Round({"ours": ours, "floor": floor}, noise) for ours, floor, noise in found]


def test_a_ratio_is_taken_within_each_round_so_that_a_slow_minute_meets_both():
    played = rounds((2.0, 1.0, QUIET), (40.0, 20.0, QUIET), (6.0, 3.0, QUIET))
    row = between("x", "ms", played, AT_MOST, "ours", "floor")
    assert (row.ratio, row.value, row.floor, list(row.runs)) == (2.0, 6.0, 3.0, [2.0, 2.0, 2.0])


def test_loud_rounds_are_left_out_where_enough_quiet_ones_remain():
    quiet = [(1.0, 1.0, QUIET)] * 3
    assert between("x", "ms", rounds((9.0, 1.0, LOUD), *quiet), AT_MOST, "ours", "floor").ratio == 1.0
    assert len(counted(rounds((9.0, 1.0, LOUD), *quiet[:2]))) == 3


def test_in_every_round_each_is_measured_once():
    asked: list[str] = []
    played = take_turns({name: lambda name=name: asked.append(name) or 1.0 for name in "abc"}, 1)  # type: ignore[misc]
    assert sorted(asked) == ["a", "b", "c"]
    assert set(played[0].found) == {"a", "b", "c"}


def test_our_own_work_is_no_noise():
    listening = Listening()
    sum(range(3_000_000))
    heard = listening.heard()
    assert 0 <= heard.cores < 128
