"""`make simulate`: the tests that play at random, one after the other and at full size, with a table at the end."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from xml.etree import ElementTree

PLAYED = {
    "the life of a task, against an oracle": "tests/commands/test_model.py",
    "no edits make a plan wait in a circle": "tests/services/test_no_circles.py",
    "a quarter of two hundred people, and its reminders": "tests/scheduler/test_quarter.py",
    "any line can be read": "tests/parsing/test_properties.py",
    "hostile lines grow no faster than their length": "tests/parsing/test_growth.py",
}


def main() -> int:
    rows = [_play(name, path) for name, path in PLAYED.items()]
    width = max(map(len, PLAYED)) + 2
    _say(f"\n{'played':{width}}{'passed':>8}{'left out':>10}{'failed':>8}{'seconds':>9}")
    for name, passed, left_out, failed, seconds in rows:
        _say(f"{name:{width}}{passed:8}{left_out:10}{failed:8}{seconds:9.0f}")
    lost = sum(row[3] for row in rows)
    _say("! something failed: its smallest example is shown above" if lost else "· all of it held")
    return 1 if lost else 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _play(name: str, path: str) -> tuple[str, int, int, int, float]:
    """(name, passed, left out, failed, seconds)"""
    _say(f"· {name}, {os.environ.get('MUSTER_EXAMPLES', 'a few')} examples of each")
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", "-rP", "--no-header", f"--junitxml={report}", path]
        done = subprocess.run(command, check=False)
        cases = list(ElementTree.parse(report).iter("testcase")) if report.exists() else []
    left_out = sum(case.find("skipped") is not None for case in cases)
    failed = sum(case.find("failure") is not None or case.find("error") is not None for case in cases)
    failed = max(failed, int(done.returncode != 0))
    return name, max(0, len(cases) - left_out - failed), left_out, failed, time.monotonic() - began


if __name__ == "__main__":
    sys.exit(main())
