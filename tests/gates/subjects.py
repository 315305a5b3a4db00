"""What the two gates stand before: modules by subject, and the tests that concern them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Subject:
    """`tests` are those in which a mistake in one of the modules is to show itself; they need no PostgreSQL."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]


SUBJECTS = {
    "access": Subject(
        ("bot/rules/permissions.py", "bot/services/work/rights.py", "models/queries/sight.py"),
        ("tests/rules/test_permissions.py", "tests/services/test_rights.py", "tests/services/test_sight.py",
         "tests/services/test_rosters.py"),
    ),
    "crypto": Subject(("bot/sealing.py",), ("tests/test_sealing.py",)),
    "inbox": Subject(("bot/services/messages/inbox.py",), ("tests/services/test_inbox.py",)),
    "outbox": Subject(
        ("bot/services/messages/outbox.py", "bot/rules/sending.py"),
        ("tests/rules/test_sending.py", "tests/services/test_outbox.py", "tests/services/test_undelivered.py",
         "tests/services/test_deliveries.py"),
    ),
    "occurrences": Subject(("bot/services/rhythm/occurrences.py",), ("tests/services/test_deliveries.py",)),
    "ingress": Subject(
        ("handlers/http/ingress.py", "handlers/slack/turnstile.py", "bot/rules/rates.py"),
        ("tests/rules/test_rates.py", "tests/handlers/test_ingress.py", "tests/handlers/test_turnstile.py"),
    ),
}  # fmt: skip
