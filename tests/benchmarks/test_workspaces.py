"""The reckoning of very many workspaces: it has the shape that was published, and what it adds up is all there."""

from benchmarks import office, workspaces
from benchmarks.workspaces import ASSUMED, LEAST, MEAN, MESSAGES, MOST, Fleet


def test_sizes_have_the_published_mean_and_the_same_seed_gives_the_same():
    found = workspaces.fleet(20_000)
    assert found == workspaces.fleet(20_000)
    assert found != workspaces.fleet(20_000, seed=1)
    assert LEAST <= min(found.sizes) <= max(found.sizes) <= MOST
    assert abs(workspaces._mean(workspaces.shape()) - MEAN) < 0.01
    middle = sorted(workspaces.fleet(20_000, seed=2).sizes)[10_000]
    assert 0.4 < workspaces.above(middle, workspaces.shape()) < 0.55


def test_every_message_of_a_day_falls_into_some_minute():
    found = Fleet([3, 40, 9_000], [0, -8, 9])
    gestures, messages = workspaces.by_minute(found)
    users = found.people * ASSUMED.users
    assert abs(sum(gestures) - users * workspaces.GESTURES) < 1e-6
    assert abs(sum(messages) - users * MESSAGES) < 1e-6


def test_nobody_is_told_faster_than_slack_takes_it():
    calm = Fleet([9_000], [0])
    briefs = [0.0] * 1440
    workspaces._say_briefs(briefs, 0, 3_600, ASSUMED)
    assert max(briefs) <= ASSUMED.posts_a_minute + 60
    last = max(at for at, told in enumerate(briefs) if told)
    assert abs(last + 1 - workspaces.minutes_of_briefs(calm.sizes[0])) <= 1


def test_a_small_office_leaves_the_rows_that_are_reckoned_with():
    (played,) = office.measure(crew=8, days=1)
    rows = {one.table: one.rows for one in played.weights}
    for table in ("task", "history", "inbox", "taskwords"):
        assert rows[table] == workspaces.WEIGHTS[table].rows
    assert played.gestures == workspaces.GESTURES
    assert all(one.bytes_ > 50 for one in played.weights if one.table in ("task", "history"))
