"""Samples of what is said about plans: parts, order, dates that move along."""

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from bot.answers import Changed, Form, Message, SmallForm, TaskView
from bot.answers.plans import OpenParts, OrderAsked, PartOf, Plan, SlipAsked, SlipRow, SlipSaved, Split
from bot.notices import Notice, TaskCard, TasksMoved, TaskTold
from bot.rules.plan import RollUp
from models import Person, Task

NOW = datetime(2026, 3, 9, 8, 20, tzinfo=UTC)
ON = date(2026, 3, 20)


@lru_cache(maxsize=9)
def person(words: str, person_id: str = "U0ANN") -> Person:
    return Person(workspace_id="T0MUSTER1", id=person_id, name="ann", real_name=words or "x", zone="Europe/Berlin")


@lru_cache(maxsize=999)  # making a row costs more than drawing it, and many samples show the same
def task(words: str, number: int = 42, **fields: Any) -> Task:
    given: dict[str, Any] = {"title": words[:300] or "x", "owner_id": "U0ANN", "creator_id": "U0ANN", "version": 7,
                             "created_at": NOW, "updated_at": NOW, "source_is_private": False,
                             "due_on": date(2026, 3, 13), "estimate_days": 2.5}  # fmt: skip
    return Task(workspace_id="T0MUSTER1", number=number, **(given | fields))


def view(words: str, **plan: Any) -> TaskView:
    """A task with parts on three levels, that waits and may be split and merged."""
    parts = [task(words, 100 + n, parent_number=42 if n % 3 == 0 else 99 + n, state="done" if n % 2 else "open",
                  owner_id="U0BOB" if n % 5 else "U0ANN") for n in range(60)]  # fmt: skip
    given: dict[str, Any] = {"parts": tuple(parts), "rolled": RollUp(60, 30, 50, 12.5, date(2026, 3, 9), ON),
                             "waiting": tuple(parts[:9]), "may_split": True, "merge_with": 43}  # fmt: skip
    ann = person(words)
    return TaskView(task(words), ann, ann, plan=replace(Plan(), **(given | plan)),
                    after=(41, "40 SS +2", "39 FF -1", "38 SS +0"))  # fmt: skip


def rows(words: str, count: int, days: int = 3) -> tuple[SlipRow, ...]:
    return tuple(SlipRow(task(words, 50 + n), person(words, "U0BOB"), date(2026, 3, 13), ON, days * (n % 3))
                 for n in range(count))  # fmt: skip


def messages(words: str) -> dict[str, Message]:
    whole, many = task(words), tuple(task(words, 60 + n) for n in range(20))
    found: dict[str, Message] = {
        "slip asked": SlipAsked(whole, ON, "2026-03-20", rows(words, 200), stays=many),
        "slip asked of one": SlipAsked(whole, ON, "2026-03-20 2026-03-20T16:00:00+00:00", rows(words, 1)),
        "slip asked earlier": SlipAsked(whole, ON, "2026-03-20", rows(words, 30, days=-3), is_earlier=True),
        "slip asked with parts": SlipAsked(
            whole, ON, "2026-03-20", rows(words, 200), stays=many, parts=rows(words, 90), by=3
        ),
        "slip asked of a part": SlipAsked(
            whole, ON, "2026-03-20", (), parts=rows(words, 1, days=-1), by=-1, is_earlier=True
        ),
        "order asked": OrderAsked(
            whole, tuple(range(40, 90)), "40, 41 SS +2", rows(words, 200), many, rows(words, 90), 3
        ),
        "order asked of one": OrderAsked(whole, (41,), "41", rows(words, 1)),
        "order saved": SlipSaved(whole, ON, rows(words, 200), 55, tuple(range(40, 90))),
        "order saved alone": SlipSaved(whole, None, (), 55, (41,)),
        "slip saved": SlipSaved(whole, ON, rows(words, 200), 55),
        "slip saved alone": SlipSaved(whole, ON, (), 55),
        "part of": PartOf(whole, task(words, 40), 55, offers=True),
        "split": Split(whole, many, tuple(range(20)), days=7.5),
        "split without estimates": Split(task(words, estimate_days=None), many[:1], (1,)),
        "begun early": Changed("start", (view(words),), undo=(55,)),
    }
    for verb in ("done", "cancel"):
        found[f"open parts {verb}"] = OpenParts(whole, verb, many, (f"42 {verb} all", f"42 {verb} one"))
        found[f"open part {verb}"] = OpenParts(whole, verb, many[:1], ("&17", "&18"))
    for verb in ("after", "part", "merge"):
        found[f"changed {verb}"] = Changed(verb, (view(words), replace(view(words), after=())), undo=(55,))
    return found


def notices(words: str) -> dict[str, Notice]:
    ann = person(words)
    spans = ((None, ON), (date(2026, 3, 9), None), (None, None))
    found: dict[str, Notice] = {
        f"card with parts {start} {due}": TaskCard(view(words, rolled=RollUp(1, 0, 0, None, start, due)))
        for start, due in spans
    }
    found["card with many parts"] = TaskCard(view(words))
    found["card of a small part"] = TaskCard(view(words, may_split=False, parts=(), rolled=None))
    moves = tuple((task(words, 60 + n), date(2026, 3, 13), ON) for n in range(20))
    found["tasks moved"] = TasksMoved(task(words, 41), ann, moves)
    found["one task moved with a hidden one"] = TasksMoved(None, ann, moves[:1])
    found["tasks moved back"] = TasksMoved(task(words, 41), ann, moves, taken_back=True)
    found["can start"] = TaskTold(view(words), ann, "can_start")
    return found


def forms(words: str) -> dict[str, Form]:
    return {"small split": SmallForm("split", task(words))}
