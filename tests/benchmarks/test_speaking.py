"""The benchmark of the pace says every prompt, no faster than is allowed and hardly slower, and counts each refusal."""

import pytest

from benchmarks import speaking
from benchmarks.speaking import Spoken


def test_a_morning_s_prompts_are_said_in_about_the_time_that_slack_takes_for_them(sqlite_url: str):
    found = speaking.measure(sqlite_url, 800, 300)
    assert 1 <= found.ratio <= 1.15
    assert 0 < found.share <= 3, "most of them in the first burst, of which nothing is taken"
    assert len(list(speaking.table([found]))) == 2


def test_what_is_measured_is_a_share_of_all_calls_and_a_multiple_of_the_floor():
    found = Spoken(many=900, limit=300, processes=1, minutes=3.6, refused=100)
    assert (found.floor, found.ratio, found.share) == (3.0, pytest.approx(1.2), 10.0)
