"""What the two gates stand before: modules by subject, and the tests that concern them."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
QUICK = "not postgres and not browser"  # what is asked here does not depend on the database


@dataclass(frozen=True)
class Subject:
    """`tests` are those in which a mistake in one of the modules is to show itself; they need no PostgreSQL."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]


SUBJECTS = {
    "access": Subject(
        ("bot/rules/permissions.py", "bot/services/work/rights.py", "models/queries/sight.py"),
        ("tests/rules/test_permissions.py", "tests/services/test_rights.py", "tests/services/test_sight.py"),
    ),
    "crypto": Subject(("bot/sealing.py",), ("tests/test_sealing.py",)),
    "inbox": Subject(("bot/services/messages/inbox.py",), ("tests/services/test_inbox.py",)),
    "outbox": Subject(
        ("bot/services/messages/outbox.py", "bot/rules/sending.py"),
        ("tests/rules/test_sending.py", "tests/services/test_outbox.py", "tests/services/test_outbox_written.py",
         "tests/services/test_occurrences.py", "tests/services/test_pacing.py", "tests/services/test_breaker.py",
         "tests/services/test_front_of_the_line.py"),
    ),
    "occurrences": Subject(("bot/services/rhythm/occurrences.py",), ("tests/services/test_occurrences.py",)),
    "ingress": Subject(
        ("handlers/http/ingress.py", "handlers/slack/turnstile.py", "bot/rules/rates.py"),
        ("tests/rules/test_rates.py", "tests/handlers/test_gate.py", "tests/handlers/test_admission.py"),
    ),
}  # fmt: skip


def chosen() -> list[str]:
    """All subjects, or those that ONLY names."""
    names = [name for name in os.environ.get("ONLY", "").split(",") if name]
    if unknown := [name for name in names if name not in SUBJECTS]:
        sys.exit(f"! there is no subject {', '.join(unknown)}; there are {', '.join(SUBJECTS)}")
    return names or list(SUBJECTS)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
