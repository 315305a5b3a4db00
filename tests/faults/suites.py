"""Goals that are tests of the suite: played here by themselves, at full size where that is wanted."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

from tests.faults.parts import Found, Given

ROOT = Path(__file__).parent.parent.parent
LONGEST = 3600  # seconds for one test, which may try a thousand examples


async def run(paths: tuple[str, ...], injected: str, expected: str, given: Given) -> Found:
    """Those tests with pytest; how many held."""
    report = given.folder / "report.xml"
    examples = {"MUSTER_EXAMPLES": str(given.much("examples"))} if "examples" in given.size else {}
    command = [sys.executable, "-m", "pytest", "-q", "--no-header", "--tb=short", f"--timeout={LONGEST}",
               f"--junitxml={report}", *paths]  # fmt: skip
    done = await asyncio.to_thread(
        subprocess.run, command, check=False, cwd=ROOT, env=os.environ | examples, capture_output=True, text=True
    )
    cases = list(ElementTree.parse(report).iter("testcase")) if report.exists() else []
    failed = [case.get("name", "") for case in cases if any(case.find(end) is not None for end in ("failure", "error"))]
    left_out = sum(case.find("skipped") is not None for case in cases)
    breaches = [f"{name} failed" for name in failed]
    if not cases or (done.returncode and not failed):
        breaches.append(f"pytest ended with {done.returncode}: {done.stdout[-500:]}")
    held = len(cases) - len(failed) - left_out
    return Found(injected, expected, f"{held} tests held, {len(failed)} did not, {left_out} left out", breaches)
