"""What the pages on security say is shown by a test that is there; and no requirement of the standard is left out."""

import re
from collections import Counter
from pathlib import Path

import pytest

from bot.manifest import SCOPES
from bot.rules import retention

ROOT = Path(__file__).parent.parent
PAGES = ("docs/asvs.md", "docs/security.md", "SECURITY.md")
# how many requirements each chapter of ASVS 5.0.0 has in levels 1 and 2
IN_CHAPTERS = {
    1: (8, 19), 2: (4, 7), 3: (8, 11), 4: (2, 8), 5: (4, 5), 6: (13, 22), 7: (6, 12), 8: (4, 3), 9: (4, 3), 10: (5, 24),
    11: (3, 11), 12: (3, 6), 13: (1, 12), 14: (2, 7), 15: (3, 10), 16: (0, 16), 17: (0, 7),
}  # fmt: skip
VERDICTS = {"met", "not met", "who runs it", "–"}
NODE = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
PLACE = re.compile(r"`([\w./]+\.(?:md|py|yaml|sh))`")


def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def rows() -> list[tuple[str, int, str, str, str]]:
    """Number, level, what is asked for, verdict, what shows it or why not."""
    found = re.findall(r"(?m)^\| (\d+\.\d+\.\d+) \| ([12]) \| (.*?) \| (.*?) \| (.*) \|$", text_of("docs/asvs.md"))
    return [(number, int(level), asked, verdict, why) for number, level, asked, verdict, why in found]


def test_every_requirement_of_both_levels_has_its_row():
    numbers = [number for number, *_ in rows()]
    assert [number for number, times in Counter(numbers).items() if times > 1] == []
    per_level = Counter((int(number.split(".")[0]), level) for number, level, *_ in rows())
    assert {chapter: (per_level[chapter, 1], per_level[chapter, 2]) for chapter in IN_CHAPTERS} == IN_CHAPTERS
    assert numbers == sorted(numbers, key=lambda number: [int(part) for part in number.split(".")])
    assert len(numbers) == 253


def test_no_row_is_blank_and_what_is_met_names_what_shows_it():
    assert {verdict for *_, verdict, _ in rows()} == VERDICTS
    unshown = [
        number for number, _, _, verdict, why in rows()
        if verdict == "met" and not NODE.search(why) and not PLACE.search(why) and "`make " not in why
    ]  # fmt: skip
    assert unshown == []
    assert [number for number, _, asked, _, why in rows() if len(asked) < 3 or len(why) < 12] == []


def test_the_sum_is_that_of_the_rows():
    counted = Counter((verdict, level) for _, level, _, verdict, _ in rows())
    said = re.findall(r"(?m)^\| (met|not met|who runs it|–) \| (\d+) \| (\d+) \|$", text_of("docs/asvs.md"))
    assert {verdict: (int(one), int(two)) for verdict, one, two in said} == {
        verdict: (counted[verdict, 1], counted[verdict, 2]) for verdict in VERDICTS
    }


@pytest.mark.parametrize("page", PAGES)
def test_every_test_and_place_that_is_named_is_there(page: str):
    text = text_of(page)
    lost = [
        f"{file}::{name}" for file, name in NODE.findall(text)
        if not (ROOT / file).exists() or not re.search(rf"\bdef {name}\b", text_of(file))
    ]  # fmt: skip
    assert lost == []
    assert [place for place in PLACE.findall(text) if not (ROOT / place).exists()] == []
    files = [place for place in PLACE.findall(text) if place.startswith("tests/")]
    assert len(re.findall(r"`tests/", text)) == len(NODE.findall(text)) + len(files), "named as pytest takes it"


def test_the_parts_that_the_table_points_to_are_there():
    headings = set(re.findall(r"(?m)^##+ (.*)$", text_of("docs/security.md")))
    assert set(re.findall(r"`docs/security\.md`, \*([^*]+)\*", text_of("docs/asvs.md"))) - headings == set()


def test_every_scope_is_listed_with_what_it_is_for():
    listed = dict(
        re.findall(r"(?m)^\| `([\w.:]+)` \| (?:always|option [^|]+) \| (.*) \|$", text_of("docs/security.md"))
    )
    assert listed == SCOPES


def test_what_is_promised_after_an_end_is_what_is_done():
    assert retention.ENDED.days == 30
    assert "thirty days later" in text_of("docs/security.md")
