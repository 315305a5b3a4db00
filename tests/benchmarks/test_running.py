"""The benchmark runs, on cases of one's own too, and shows what went wrong."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SAID = {"lang": "en", "reference_iso": "2026-03-11T10:00:00"}
CASES = (
    SAID | {"id": "a", "text": "pay rent friday", "kind": "date", "expected_date": "2026-03-13", "span": "friday"},
    SAID | {"id": "b", "text": "pay rent monday", "kind": "date", "expected_date": "2026-03-17", "tz": "local time"},
    SAID | {"id": "c", "text": "room 5", "kind": "none"},
    SAID | {"id": "d", "text": "call @ann !1", "tz": "UTC", "expected": {"title": "call", "owner": "ann"}},
)


def test_cases_of_one_s_own_are_scored_and_failures_are_shown(tmp_path: Path) -> None:
    cases = tmp_path / "mine.jsonl"
    cases.write_text("\n".join(json.dumps(case) for case in CASES), "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--alone", "--only", "accuracy", "--show", "9", "--cases", str(cases)],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=True, env={"PATH": os.environ["PATH"]},
    )  # fmt: skip
    rows = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert rows[:8] == [
        "muster, en",
        "date 50.0% of 2",
        "all 50.0% of 2",
        "a date where there is none 0.0% of 1",
        "the words of the date, exactly 100.0% of 1",
        "whole lines, every field 0.0% of 1",
        "fields that were wrong people 1, priority 1",
        "what went wrong, en: 2",
    ]
    assert rows[8].startswith("b [date] 2026-03-11T10:00 | pay rent monday | want 2026-03-17")
    assert rows[9].startswith("d [line] 2026-03-11T10:00 | call @ann !1 | people: want None, got ['ann']")
