"""A test that is left out is named, and in CI it is a failure."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LEFT_OUT = """
import pytest
from tests.left_out import left_out

@pytest.fixture
def server():
    left_out("PostgreSQL", "apt-get install postgresql")

def test_needs_a_server(server): ...

def test_skips_itself():
    pytest.skip("no browser")

@pytest.mark.xfail(reason="known")
def test_is_known_to_fail():
    assert False
"""


@pytest.mark.parametrize(
    ("ci", "code", "summary"), [("", 0, "2 skipped, 1 xfailed"), ("true", 1, "1 failed, 1 xfailed, 1 error")]
)
def test_what_is_left_out_is_named_and_fails_in_ci(ci: str, code: int, summary: str, tmp_path: Path):
    (tmp_path / "test_some.py").write_text(LEFT_OUT, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "tests.left_out", "-c", os.devnull, "--rootdir", str(tmp_path),
               "-q", "-rfEs", "--no-fold-skipped", str(tmp_path)]  # fmt: skip
    environment = os.environ | {"CI": ci}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == code
    assert summary in done.stdout.splitlines()[-1]
    for said in ("test_needs_a_server", "apt-get install postgresql", "test_skips_itself", "no browser"):
        assert said in done.stdout
