"""One of everything that is said about messages that could not be delivered or worked on."""

from datetime import UTC, datetime

from bot.answers.troubles import Lost, Paused, Trouble, Undelivered
from bot.render.slack.troubles import DOORS, KINDS
from bot.rules.troubles import REASONS, Cause

NOW = datetime(2026, 3, 9, 8, 20, tzinfo=UTC)


def answers() -> dict[str, Undelivered]:
    dead = tuple(Lost(str(n), "dead", kind, NOW, reason, "U0ANN", (7, 8)) for n, (kind, reason) in
                 enumerate(zip([*KINDS] * 3, [*REASONS, "new_in_2027", ""], strict=False)))  # fmt: skip
    unknown = Lost("900", "unknown", "digest", NOW, "timeout", "C0LAUNCH")
    heard = tuple(Lost(f"in-{n:010}", "set_aside", door, NOW, "failed three times", "U0ANN", can_retry=n > 0)
                  for n, door in enumerate(DOORS))  # fmt: skip
    hidden = Lost("901", "dead", "task.card", NOW, "not_in_channel", "", can_retry=False)
    found = {f"lost {n}": Undelivered(dead[n : n + 8], 100, 3, 2, 1 + n // 8, 20) for n in range(0, len(dead), 8)}
    found |= {
        "lost nothing": Undelivered((), 0, 0, 0),
        "lost one": Undelivered((hidden,), 1, 0, 0),
        "lost of each": Undelivered((hidden, unknown, *heard[:6]), 1, 1, 7, on_hold=3, paused=Paused(NOW, 1)),
        "lost while paused": Undelivered(heard[6:], 0, 0, 1, on_hold=1, paused=Paused(NOW, 20)),
    }
    for done in ("retry", "drop", "release", "try"):
        found[f"lost, {done}"] = Undelivered((unknown,), 0, 1, 0, done=done, count=len(done))
    return found


def notices() -> dict[str, Trouble]:
    return {f"trouble {cause} {n}{again}": Trouble(cause, n, NOW, again) for cause in Cause for n in (1, 1000)
            for again in (False, True)}  # fmt: skip
