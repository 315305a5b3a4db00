"""`make covered`: every branch of what must not be wrong is met by the tests that concern it."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.gates.subjects import QUICK, ROOT, SUBJECTS, chosen, say


def main() -> int:
    began, subjects = time.monotonic(), [SUBJECTS[name] for name in chosen()]
    modules = [module for subject in subjects for module in subject.modules]
    tests = dict.fromkeys(test for subject in subjects for test in subject.tests)
    with tempfile.TemporaryDirectory(prefix="muster-covered-") as folder:
        settings, report = Path(folder) / "coveragerc", Path(folder) / "report.json"
        included = "".join(f"\n    {module}" for module in modules)
        settings.write_text(f"[run]\nbranch = true\ndata_file = {folder}/data\ninclude ={included}\n", encoding="utf-8")
        jobs = os.environ.get("JOBS") or "2"
        command = [sys.executable, "-m", "pytest", "-q", "--no-header", "-n", jobs, "-m", QUICK,
                   "--cov", f"--cov-config={settings}", f"--cov-report=json:{report}", *tests]  # fmt: skip
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            say("! the tests do not pass, so what they meet says nothing")
            return 1
        files = json.loads(report.read_text(encoding="utf-8"))["files"]
    missed = [line for module in modules for line in _missed(module, files.get(module))]
    for line in missed:
        say(line)
    if missed:
        say(f"! not every branch is tested: {len(missed)} places are left")
        return 1
    say(f"· every branch of {', '.join(modules)} is tested ({time.monotonic() - began:.0f} s)")
    return 0


def _missed(module: str, found: dict[str, Any] | None) -> list[str]:
    """`file:line: text`, for each line and each way on from a line that no test went."""
    if found is None:
        return [f"{module}: no test comes here"]
    text = (ROOT / module).read_text(encoding="utf-8").splitlines()
    lines = [f"{module}:{line}: never run: {text[line - 1].strip()}" for line in found["missing_lines"]]
    ways = [f"{module}:{start}: never goes on to {f'line {end}' if end > 0 else 'the end'}: {text[start - 1].strip()}"
            for start, end in found["missing_branches"] if not {start, end} & set(found["missing_lines"])]  # fmt: skip
    return lines + ways


if __name__ == "__main__":
    sys.exit(main())
