"""Whatever somebody types, nobody waits for it: ten times the line takes about ten times as long, up to a page."""

import time
from collections.abc import Callable

import pytest

from benchmarks.hostile import MAKERS
from bot.parsing.characters import clean
from bot.parsing.dates.when import read_duration
from bot.parsing.jsonl import fields_of
from bot.parsing.lines.asides import points_elsewhere
from bot.parsing.lines.marks import read_marks
from bot.parsing.lines.outline import read_outline
from bot.parsing.lines.sections import section_of
from bot.parsing.lines.task_line import looks_like_work, small_talk
from bot.parsing.lines.verbs import has_verb
from bot.parsing.orders.refs import read_refs
from tests.sizes import examples

READERS: tuple[Callable[[str], object], ...] = (
    points_elsewhere, clean, read_outline, read_refs, section_of, small_talk, looks_like_work, has_verb, read_duration,
)  # fmt: skip
TRIES = 6
SHORT = examples(300, 1_000)  # letters; at full size a longer line, where a square shows more


def read(line: str) -> None:
    fields_of({"text": line, "reference_iso": "2026-03-11T10:00:00"})


def least(line: str) -> float:
    """Seconds of processor time, the least of a few tries."""
    return min(_spent(line) for _ in range(2))


def _spent(line: str) -> float:
    began = time.process_time()
    read(line)
    return time.process_time() - began


@pytest.mark.parametrize("kind", MAKERS)
def test_a_hostile_line_grows_no_faster_than_its_length(kind: str) -> None:
    """Three times the line: 3 when linear, 9 when quadratic. A busy machine is asked again before it is believed."""
    ratios = []
    for _ in range(TRIES):
        short, long = least(MAKERS[kind](SHORT)), least(MAKERS[kind](3 * SHORT))
        ratios.append(long / max(short, 0.0004))
        if ratios[-1] < 6:
            return
    pytest.fail(f"{kind}: three times the line took {min(ratios):.1f} times as long")


@pytest.mark.parametrize("kind", MAKERS)
def test_a_page_is_read_in_a_moment(kind: str) -> None:
    """The bound is 50 ms; ten times that leaves room for any machine, and a bad pattern takes minutes."""
    assert least(MAKERS[kind](10_000)) < 0.5


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__)
def test_no_reader_is_stopped_by_a_page(reader: Callable[[str], object]) -> None:
    spent = {}
    for kind, make in MAKERS.items():
        line = make(10_000)
        began = time.process_time()
        reader(line)
        spent[kind] = time.process_time() - began
    assert {kind: seconds for kind, seconds in spent.items() if seconds > 0.5} == {}


def test_what_is_said_at_either_end_of_a_page_is_read() -> None:
    page = "lorem " * 1_500
    found = read_marks(f"@dana {page} @ann !high {page} #launch !2")
    assert ([person.value for person in found.people], found.labels, found.priority) == (["dana"], ["launch"], 2)
    assert "@ann !high" not in found.text


def test_a_long_note_leaves_its_line_whole() -> None:
    found = read_marks("send it !high -- " + "because " * 2_000)
    assert (found.priority, (found.note or "")[:8]) == (2, "because ")
