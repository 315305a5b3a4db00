"""The failure catalogue of docs/reliability.md is whole: a row for each failure, and every test it names is there."""

import re

from tests.test_house_rules import ROOT, functions_of

PAGE = (ROOT / "docs/reliability.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| F(\d+) \| ([^|]+) \| ([^|]*) \| (.+) \|$", re.MULTILINE)
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
FAILURES = 54


def test_each_failure_has_a_row():
    assert [int(row[0]) for row in ROW.findall(PAGE)] == list(range(1, FAILURES + 1))


def test_each_row_names_a_test_or_says_why_there_is_none():
    bare = [f"F{number}" for number, _, _, shown in ROW.findall(PAGE)
            if not TEST.search(shown) and not re.search(r"does not apply: \w|not a test: \w", shown)]  # fmt: skip
    assert bare == []


def test_every_test_that_is_named_is_there():
    named = TEST.findall(PAGE)
    assert named
    there = {path: {function.name for function in functions_of(ROOT / path)} for path, _ in named}
    assert [f"{path}::{name}" for path, name in named if name not in there[path]] == []
