"""The benchmark of people reads everybody, moves some and asks about them, in a small workspace here."""

import pytest

from benchmarks import people


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_everybody_is_read_within_what_slack_allows_and_found_by_name(sqlite_url: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(people, "MOVED", 3)
    monkeypatch.setattr(people, "ASKED", 10)
    found = {one.what: one for one in people._measured(sqlite_url, 4_400)}
    assert found["as Slack lets it"].value == 1.0, "22 pages: twenty at once, the others a minute later"
    assert found["what follows from it"].note == "of processor, in 12 pieces", "each their standups, then 40, 40 and 20"
    assert len(list(people.table(list(found.values())))) == len(found) + 1
