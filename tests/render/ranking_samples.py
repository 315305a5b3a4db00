"""Samples of what is answered about what comes first: orders, rules, dry runs and proposals."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from bot.answers.ranking import DryRun, OrderForm, RulesForm, RulesShown, Suggestions
from bot.rules import day_order, priority, suggesting
from bot.rules.day_order import FirstBecause
from bot.rules.dry_runs import Differs, Outcome
from models import Suggestion, Task

TODAY = date(2026, 3, 9)
OFF = tuple(replace(rule, on=False) for rule in priority.SHIPPED)
FACTS: dict[str, tuple[str, str, dict[str, Any]]] = {
    suggesting.RAISE_WAITED: ("priority", "1", {"tasks": list(range(40, 45))}),
    suggesting.RAISE_LATE: ("priority", "1", {"late": 4, "of": 6}),
    suggesting.LOWER_ON_TIME: ("priority", "5", {"on_time": 9, "of": 9}),
    suggesting.PLAN: ("due_on", "2026-03-12", {}),
    suggesting.OVERLOAD: ("due_on", "2026-03-16", {"load": 7.5, "days": 0}),
    suggesting.DELEGATE: ("owner_id", "U0DANA", {"load": 7.5, "days": 4}),
    suggesting.SOMEDAY: ("priority", "5", {"days": 44}),
    suggesting.CANCEL: ("state", "cancelled", {"days": 44}),
}
FIRSTS = (
    FirstBecause(42, (day_order.BY_HAND,)),
    FirstBecause(42, (day_order.LATE, day_order.LEVEL, day_order.WAITED_FOR), date(2026, 3, 6), (50, 51), 1),
    FirstBecause(42, (day_order.TODAY, day_order.WAITED_FOR), TODAY, (50,)),
    FirstBecause(42, (day_order.DUE,), date(2026, 3, 13)),
    FirstBecause(42, (day_order.NEXT,)),
)


def suggestion(task: Task, reason: str, number: int = 1) -> tuple[Suggestion, Task]:
    field, proposed, facts = FACTS[reason]
    return Suggestion(id=number, workspace_id=task.workspace_id, number=task.number, person_id="U0ANN", field=field,
                      proposed=proposed, reason=reason, facts=facts, made_at=task.created_at), task  # fmt: skip


def outcome(tasks: tuple[Task, ...]) -> Outcome:
    days = tuple(TODAY - timedelta(days=n) for n in range(29, -1, -1))
    return Outcome(len(tasks) + 3, tuple(Differs(task, 3, 2, days) for task in tasks), {3: 90}, {2: 50, 3: 40})


def messages(tasks: tuple[Task, ...]) -> dict[str, Any]:
    rows = tuple(suggestion(task, reason, n) for n, (reason, task) in enumerate(zip(FACTS, tasks, strict=False)))
    found: dict[str, Any] = {
        "rules": RulesShown(priority.SHIPPED, {"departments": 0, "manager": 1}, 12, 3),
        "rules off": RulesShown(OFF, {"departments": 7, "manager": 0}),
        "dry run": DryRun(priority.SHIPPED, "due_soon:3", outcome(tasks), tuple(t.number for t in tasks[:5]), TODAY,
                          cut_short=True),
        "dry run of no difference": DryRun(OFF, "due_soon:off", outcome(()), (), TODAY),
        "proposals": Suggestions(rows, {}, 12, 3),
        "proposals none": Suggestions((), {}, 0, 0),
    }  # fmt: skip
    for done in ("taken", "left", "outdated"):
        found[f"proposals {done}"] = Suggestions(rows[:1], {}, 1, 1, done, 42, (7,) if done == "taken" else ())
    return found


def forms(tasks: tuple[Task, ...]) -> dict[str, Any]:
    return {
        "order": OrderForm(tasks[:10]),
        "rules": RulesForm(priority.SHIPPED, "C0LAUNCH"),
        "rules off": RulesForm(OFF),
    }
