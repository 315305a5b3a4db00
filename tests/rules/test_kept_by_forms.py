"""What a form kept about itself: what we wrote comes back as it was, and anything else is odd, never an error."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import commands
from bot.rules import kept_by_forms
from bot.rules.kept_by_forms import KINDS, NEEDED, is_whole, read

WRITTEN = {
    "number": 42, "v": 3, "channel": "C0LAUNCH01", "person": "U0ANN00001", "ts": "1773019200.411750",
    "thread": "1773019200.000100", "link": "https://muster.slack.com/archives/C1/p1", "due_on": "2026-03-09",
    "on": "2026-03-10", "policy": "p-1", "order": [3, 1, 2],
}  # fmt: skip


def test_what_we_wrote_comes_back_and_names_of_another_release_are_let_go():
    assert set(WRITTEN) == set(KINDS)
    assert read(json.dumps(WRITTEN)) == WRITTEN
    assert read(json.dumps({"number": "42", "link": None, "files": [1], "odd": True, "later": {"x": 1}})) == {
        "number": "42"
    }
    assert read("") == read("{}") == {}


@pytest.mark.parametrize(
    "written", ["[", "x", "[]", "7", "null", "[" * 3000, '"number"', "NaN", '{"number": 1', "\ud800", '{"number": NaN}']
)
def test_what_is_no_object_is_odd(written: str):
    assert read(written) in ({kept_by_forms.ODD: True},)


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("value", [
    "", " ", "x y\n", "-1", "0", "1e9", 0, -1, 1.5, True, 10**30, str(2**31), "9" * 400, [], {}, [[1]], ["1", None],
    {"number": 1}, "2026-02-30", "2026-3-9", "javascript:alert(1)", "<b>", "x" * 5000, "\u0661",
])  # fmt: skip
def test_a_value_of_another_kind_is_odd_or_harmless(name: str, value: Any):
    """What passes is what its readers can work with."""
    kept = read(json.dumps({name: value}))
    is_no_more_than_unknown = name in ("policy", "channel", "person") and isinstance(value, str) and value.isprintable()
    assert kept_by_forms.ODD in kept or is_no_more_than_unknown or (name, value) == ("order", []), kept


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*KINDS, "x"]), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from([*KINDS, "files", "around", "words"]), ANYTHING, max_size=5))
def test_whatever_it_says_what_is_read_has_its_kind(kept: dict[str, Any]):
    found = read(json.dumps(kept))
    assert found == {kept_by_forms.ODD: True} or all(KINDS[name](value) for name, value in found.items())


@given(st.text(max_size=200))
def test_any_words_at_all_are_read_or_odd(written: str):
    assert isinstance(read(written), dict)


def test_of_every_form_it_is_known_what_it_cannot_do_without():
    assert set(NEEDED) == set(commands.FORMS)
    assert set().union(*NEEDED.values()) <= set(KINDS)
    assert not is_whole("form:note", {})
    assert is_whole("form:note", {"number": 1})
    assert not is_whole("form:task", {kept_by_forms.ODD: True})
