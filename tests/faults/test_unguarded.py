"""The breaks of the safety net fit the code as it is; that each is noticed is shown by `make unguarded`."""

import pytest

from tests.faults.unguarded import BREAKS, ROOT, Break


@pytest.mark.parametrize("one", BREAKS, ids=lambda one: f"{one.rule} {one.what}")
def test_what_is_to_be_broken_stands_once_and_its_tests_are_there(one: Break):
    assert (ROOT / one.file).read_text(encoding="utf-8").count(one.find) == 1
    assert [name for name in one.tests if not (ROOT / name.partition("::")[0]).exists()] == []
    assert one.find != one.replace


def test_every_rule_of_the_net_is_broken_at_least_once():
    assert {f"R{number}" for number in range(1, 24)} <= {one.rule for one in BREAKS}
