"""The places to die at: each is in the program, and none is there under a name nobody knows."""

import ast

import pytest

from bot import failpoints
from tests.test_house_rules import OURS, name_of, python_files, tree_of


def hits() -> dict[str, set[str]]:
    """The names that the program gives to places, and where."""
    found: dict[str, set[str]] = {}
    for path in python_files(*OURS):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("failpoints.hit", "self._watch"):
                assert isinstance(node.args[0], ast.Constant), "a place is named by a literal"
                found.setdefault(str(node.args[0].value), set()).add(name_of(path))
    return found


def test_every_place_is_in_the_program_and_named():
    assert set(hits()) == set(failpoints.NAMES)


def test_a_place_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="no place called after_lunch"):
        failpoints.arm("after_lunch:2")


def test_switched_off_nothing_is_counted(monkeypatch: pytest.MonkeyPatch):
    counted: list[str] = []
    monkeypatch.setattr(failpoints, "_count", counted.append)
    failpoints.hit("after_commit")
    monkeypatch.setattr(failpoints, "NAME", "after_claim")
    failpoints.hit("after_commit")
    assert (failpoints.NAME, counted) == ("after_claim", ["after_commit"])
