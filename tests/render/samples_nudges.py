"""One of every nudge: each kind in each state, alone and several in one message."""

from datetime import timedelta
from typing import Any

from bot.notices import Notice, Nudge, Nudges, StandingIn, TaskGone, TaskTold
from bot.rules.availability import Away
from models import Task
from tests.render import samples

KINDS = ("soon", "passed", "snoozed", "unacked", "stale", "blocker", "reviewer")
STATES = ("done", "cancelled", "archived", "given", "moved", "snoozed", "acted", "taken", "heard", "submitted",
          "unblocked", "returned")  # fmt: skip
WAITED = timedelta(days=3)


def of_kind(kind: str, **fields: Any) -> Task:
    """A task as it stands when that kind of nudge comes."""
    given: dict[str, Any] = {
        "unacked": {"creator_id": "U0BOB"}, "stale": {"state": "doing"}, "reviewer": {"state": "review"},
        "blocker": {"blocked_at": samples.NOW - WAITED, "blocked_reason": "B-7", "blocked_by_id": "U0ANN"},
    }.get(kind, {})  # fmt: skip
    return samples.task(**(given | fields))


def nudge(kind: str, **fields: Any) -> Nudge:
    return Nudge(kind, of_kind(kind, **fields), samples.person(), by_id="U0BOB", since=samples.NOW - WAITED)


def ended(state: str, title: str) -> Nudge:
    until = samples.NOW + WAITED if state == "snoozed" else None
    return Nudge("soon", samples.task(title=title, snoozed_until=until), samples.person(), state=state)


def notices(words: str) -> dict[str, Notice]:
    ann, said = samples.person("U0ANN", words or "x"), words[:300] or "x"
    found: dict[str, Notice] = {}
    for kind in KINDS:
        found[f"nudge {kind}"] = Nudge(kind, samples.full_task(words), ann, samples.NOW + timedelta(hours=1))
        found[f"nudge {kind} plain"] = nudge(kind, title=said)
    found["nudge blocker by words"] = nudge("blocker", title=said, blocked_reason=words or "x")
    found["nudge blocker by a task"] = nudge("blocker", title=said, blocked_by_id=None, blocked_by_number=41)
    for state in STATES:
        found[f"nudge {state}"] = ended(state, said)
    each = tuple(nudge(kind, title=said) for kind in KINDS)
    over = tuple(ended(state, said) for state in STATES)
    for n in ("1", "5"):
        found[f"all parts done {n}"] = TaskTold(samples.view(samples.task(title=said)), ann, "all_parts_done", n)
    return found | {
        "standing in": StandingIn(
            ann,
            Away(samples.TODAY, samples.TODAY),
            tuple(samples.task(title=said, number=40 + n, due_on=samples.TODAY) for n in range(20)),
            frozenset({42}),
        ),
        "nudges of each kind": Nudges(ann, each, {}),
        "nudges of fifty": Nudges(ann, (each * 8)[:50], {}),
        "nudges partly done": Nudges(ann, (*each[:3], *over[:3], TaskGone(41, 1)), {}),
        "nudges all done": Nudges(ann, over, {}),
    }
