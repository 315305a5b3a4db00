"""The benchmark of timers finds, takes, does and tells what is due, each once."""

from benchmarks import timers


def test_all_that_is_due_is_taken_and_done_once(sqlite_url: str):
    found = list(timers._measured(sqlite_url, 3000))
    assert [one.what for one in found] == [
        "a tick with nothing due", "listing and taking 30", "doing and telling 10",
    ]  # fmt: skip
    assert all(one.milliseconds > 0 for one in found)
    assert len(list(timers.table(found))) == 4
