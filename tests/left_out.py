"""Tests left out for want of a program: named at the end of a run, and failures where CI=true."""

import os
from collections.abc import Generator
from typing import NoReturn

import pytest


def in_ci() -> bool:
    return os.environ.get("CI", "").lower() in ("1", "true", "yes")


def left_out(program: str, command: str) -> NoReturn:
    """Leave the test out, with the command that would bring the program."""
    pytest.skip(f"{program} is not on this machine: {command}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A skipped test is no passed one: in CI it fails, with its reason."""
    report = yield
    if report.skipped and in_ci() and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"Left out in CI. {reason}"
    return report
