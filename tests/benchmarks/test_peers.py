"""Other trackers beside ours: who is here, that what they answered is there, and which figure is judged."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import pytest

from benchmarks.adding import Taken
from benchmarks.load.client import Load
from benchmarks.noise import Noise
from benchmarks.peers import compared, provided, wire
from benchmarks.peers.peer import Peer, patiently, read_back
from benchmarks.peers.provided import NotHereError
from benchmarks.rounds import Round
from benchmarks.rows import table as table_of
from benchmarks.servers.processes import SpoiledError

LOCK = """
radicale==3.9.0 \\
    --hash=sha256:00
roundup==2.6.0 ; python_version < "4" \\
    --hash=sha256:11
    # via -r requirements.in
"""


def taken(a_second: float, in_all: int = 10) -> Taken:
    return Taken(Load(1, 1.0, in_all, in_all, a_second, 1.0, 2.0, 3.0, 4.0), 500.0)


def a_round(**a_second: tuple[float, float]) -> Round[Taken]:
    """What each of them made a second: one at a time, and sixteen."""
    found = {
        compared.name_of(who, many): taken(figure)
        for who, both in a_second.items() for many, figure in zip(compared.AT_ONCE, both, strict=True)
    }  # fmt: skip
    return Round(found, Noise(0.0))


def test_pinned_versions_are_read_off_the_lock_and_both_trackers_are_in_it():
    assert provided.versions(LOCK) == {"radicale": "3.9.0", "roundup": "2.6.0"}
    pinned = provided.versions(provided.PINNED.read_text("utf-8"))
    wanted = provided.versions(provided.PINNED.with_name("requirements.in").read_text("utf-8"))
    assert {name: pinned[name] for name in wanted} == wanted
    assert {"radicale", "roundup"} <= set(wanted)


@pytest.mark.parametrize(
    ("peers", "ratio", "at_once"),
    [
        ({"A": (10, 40)}, 5.0, 16),  # 10 one at a time, 5 sixteen at once
        ({"A": (50, 40)}, 2.0, 1),
        ({"A": (10, 40), "B": (25, 8)}, 4.0, 1),  # beside the best of them: B at one, 4; A at sixteen, 5
    ],
)
def test_the_worse_of_one_and_sixteen_is_judged_beside_the_best(
    peers: dict[str, tuple[float, float]], ratio: float, at_once: int
):
    row = compared.row([a_round(Muster=(100, 200), **peers)], list(peers))
    assert (row.ratio, row.details["at once"]) == (ratio, at_once)
    assert row.verdict == {5.0: "ok", 4.0: "ok", 2.0: "MISSED"}[ratio]


def test_the_ratio_is_taken_within_each_round():
    rounds = [a_round(Muster=(m, 900), A=(a, 1)) for m, a in ((100, 10), (20, 10), (60, 10))]
    row = compared.row(rounds, ["A"])
    assert (row.ratio, list(row.runs)) == (6.0, [10.0, 2.0, 6.0])
    assert row.verdict == "aim"


def test_without_any_peer_nothing_is_judged_and_the_results_stay_json():
    row = compared.row([a_round(Muster=(100, 200))], [])
    assert (row.verdict, row.value, row.is_ok) == ("not judged", 100, True)
    line = list(table_of([row]))[1]
    assert "nan" not in line
    assert line.endswith("no peer is here")
    assert json.loads(json.dumps(row.as_json(), allow_nan=False))["ratio"] is None


def test_the_table_tells_what_is_kept_and_who_is_not_here():
    played = [a_round(Muster=(100, 200), A=(50, 20))]
    said = list(compared.table(played, {"Muster": "FULL", "A": "a file"}, {"taskwarrior": "no program `task`"}))
    mine = [" ".join(line.split()) for line in said if line.startswith("  A, ")]
    assert mine == ["A, 1 50.0 × 2.00 1.00 3.00 500 a file", "A, 16 20.0 × 10.00 1.00 3.00 500"]
    assert f"  {'taskwarrior':24s}not here: no program `task`" in said


def test_who_is_not_here_is_left_out_with_the_reason_and_the_others_stay():
    @contextmanager
    def running(_: Path) -> Iterator[Peer]:
        yield Peer("B 1", "a file", lambda *_: taken(1))

    def missing() -> compared.Starting:
        raise NotHereError("no index")

    there, not_here = compared.found_here({"A": missing, "B": lambda: running})
    assert (there, not_here) == ([running], {"A": "no index"})


def test_alone_nobody_is_fetched():
    assert compared.peers(alone=True) == {}


def test_what_was_answered_is_there():
    assert _read_back(5, 5).load.in_all == 5


@pytest.mark.parametrize("more", [4, 0, 6])
def test_a_peer_that_has_not_what_it_answered_for_ends_the_run(more: int):
    with pytest.raises(SpoiledError, match=f"answered 5 times, and {more} tasks"):
        _read_back(5, more)


@pytest.mark.parametrize(("fails", "is_made"), [(0, True), (2, True), (3, False)])
def test_a_peer_that_says_no_is_asked_again_but_not_for_ever(fails: int, is_made: bool):
    left = iter([SpoiledError("500")] * fails)

    def make() -> Taken:
        for error in left:
            raise error
        return taken(7)

    if is_made:
        assert patiently(make).load.rps == 7
    else:
        with pytest.raises(SpoiledError, match="500"):
            patiently(make)


def _read_back(answered: int, more: int) -> Taken:
    """In a list that has three already."""
    there = iter([3, 3 + more])
    return read_back("A", lambda: next(there), lambda: taken(1, answered))


@pytest.mark.parametrize("requests", [wire.roundup_requests, wire.radicale_requests])
def test_no_task_is_told_a_peer_twice_and_each_tells_its_length(requests: Callable[[int, str], Iterator[bytes]]):
    asked = list(islice(requests(3000, "/admin/list/"), 30))
    bodies = [one.partition(b"\r\n\r\n")[2] for one in asked]
    assert len(set(bodies)) == 30
    assert all(f"Content-Length: {len(body)}\r\n".encode() in one for one, body in zip(asked, bodies, strict=True))


def test_commas_do_not_end_the_words_of_a_calendar_task():
    bodies = b"".join(islice(wire.radicale_requests(3000, "/admin/list/"), 10))
    assert rb"#launch ~2d\, order" in bodies


def test_another_program_of_that_name_is_not_taken_for_taskwarrior(tmp_path: Path):
    other = tmp_path / "task"
    other.write_text("#!/bin/sh\nexit 2\n")
    other.chmod(0o755)
    assert provided.taskwarrior_version(other) == ""
    other.write_text('#!/bin/sh\n[ "$3" = _version ] && echo 2.6.2\n')
    assert provided.taskwarrior_version(other) == "2.6.2"


def test_without_an_index_a_peer_is_not_here_and_the_last_complaint_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    failing = [sys.executable, "-c", "import sys; sys.exit('trying\\nno such index')"]
    monkeypatch.setattr(provided, "_ways_to_install", lambda _: iter([failing]))
    for _ in range(2):  # what was begun is not taken for done
        with pytest.raises(NotHereError, match=r"python.*: no such index"):
            provided.python(tmp_path)


def test_without_apt_and_without_the_program_taskwarrior_is_not_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotHereError, match="no program `task`"):
        provided.taskwarrior(tmp_path)
