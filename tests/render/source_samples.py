"""Samples of what is said when a message that tasks came from is edited or deleted."""

from bot.notices import FieldChange, Notice, SourceEdited, SourceGone, TaskEdit
from models import Person
from tests.render import samples


def edits(words: str) -> tuple[TaskEdit, ...]:
    """What an edited message changes, every field of it."""
    people, text = list(samples.PEOPLE_IDS), words or "x"
    changes = (
        FieldChange("title", "x", text), FieldChange("note", "", text), FieldChange("owner_id", "U0ANN", "U0DANA"),
        FieldChange("due", "2026-03-13", "2026-03-13T09:00:00+00:00"), FieldChange("start_on", None, "2026-03-10"),
        FieldChange("rrule", None, "FREQ=WEEKLY;BYDAY=TU"), FieldChange("priority", 3, 1),
        FieldChange("important", False, True), FieldChange("estimate_days", 2.0, None),
        FieldChange("project", None, text), FieldChange("parent_number", None, 4),
        FieldChange("labels", [text], []), FieldChange("helpers", [], people), FieldChange("reviewers", people, []),
    )  # fmt: skip
    return (
        TaskEdit(samples.full_task(words), changes, (text,) * 12),
        TaskEdit(samples.full_task(words), (), (text,)),
    ) * 8


def about_sources(words: str, people: dict[str, Person], crowded: tuple[Person, ...]) -> dict[str, Notice]:
    """What is said of an edited or deleted message."""
    found: dict[str, Notice] = {
        "source gone": SourceGone(samples.many_tasks(words, 30)),
        "source edited": SourceEdited(17, edits(words), (words or "x",) * 30, people, crowded),
        "lines added": SourceEdited(17, (), (words or "x",), {}),
    }
    for state in ("replaced", "gone", "nothing"):
        found[f"source edited {state}"] = SourceEdited(17, (), (), {}, state=state)
    return found
