"""The gates stand where there is something: each module and each test they name exists."""

import pytest

from tests.gates.subjects import ROOT, SUBJECTS, chosen


@pytest.mark.parametrize("subject", SUBJECTS)
def test_what_a_subject_names_is_there(subject: str):
    named = [*SUBJECTS[subject].modules, *SUBJECTS[subject].tests]
    assert [path for path in named if not (ROOT / path.partition("::")[0]).is_file()] == []


def test_all_are_asked_but_where_only_some_are_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("ONLY", raising=False)
    assert chosen() == list(SUBJECTS)
    monkeypatch.setenv("ONLY", "crypto,inbox")
    assert chosen() == ["crypto", "inbox"]
    monkeypatch.setenv("ONLY", "crypt")
    with pytest.raises(SystemExit, match="there is no subject crypt; there are access"):
        chosen()
