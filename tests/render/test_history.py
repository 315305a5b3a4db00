"""What happened to a task is told in words: no kind and no field of it falls back to "edited it"."""

import ast
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot import services
from bot.answers import Shown, TaskHistory
from bot.errors import conflict
from bot.render import slack
from bot.render.slack import history
from bot.rules import permissions
from bot.services.work import roles
from models import Task
from tests.render import samples
from tests.render.reading import buttons

SERVICES = Path(services.__file__).parent
KEYS = {"workspace_id", "number", "creator_id", "created_at", "door"}  # what never changes
READING = {"show", "history", "next"}
OF_THE_SOURCE = {name for name in Task.model_fields if name.startswith("source_")}


def kinds_written() -> set[str]:
    """Every kind of history that a service names where it changes or records something."""
    found: set[str] = set()
    for path in SERVICES.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named = {
            target.id: node.value.value
            for node in tree.body if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets if isinstance(target, ast.Name)
        }  # fmt: skip
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call) and len(node.args) > 3):
            kind = call.args[3]
            if ast.unparse(call.func) in ("change", "changing.change", "changing.record"):
                said = kind.value if isinstance(kind, ast.Constant) else named.get(getattr(kind, "id", ""), "")
                found |= {said} if isinstance(said, str) and said else set()
    return found


def test_every_kind_that_can_be_written_has_its_own_words() -> None:
    written = kinds_written()
    assert {"add", "done", "undo", "recur", "skip", "note"} <= written
    assert (written | set(permissions.OF_TASKS)) - READING - set(history.KINDS) == set()
    assert len(set(history.KINDS.values())) == len(history.KINDS)


def test_every_field_that_can_change_has_a_name_or_a_reason_for_none() -> None:
    fields = {*Task.model_fields, *roles.FIELDS, roles.AFTER} - KEYS - OF_THE_SOURCE
    known = set(history.FIELDS) | history.SILENT
    assert fields - known == set()
    assert set(history.FIELDS) & history.SILENT == set()
    assert {name for names in history.TELLING.values() for name in names} <= set(history.FIELDS)


VALUES: tuple[tuple[str, Any, Any, str, str], ...] = (
    ("owner_id", "U0ANN", "U0DANA", "owner: you → Dana", "负责人：你 → Dana"),
    ("reviewers", [], ["U0ANN", "2:any:U0DANA"], "reviewers: you, Dana", "验收人：你、Dana"),
    ("due_on", "2026-03-12", None, "date: Thu 12 Mar removed", "日期：已去掉 3月12日 周四"),
    ("percent", None, 60, "progress: 60%", "进度：60%"),
    ("spent_minutes", 0, 90, "time spent: 1 h 30 min", "用时：1 小时 30 分钟"),
    ("needs_evidence", False, True, "evidence required: no → yes", "需要凭证：否 → 是"),
    ("evidence", None, [{"kind": "link", "value": "https://x", "name": "draft"}], "evidence: draft", "凭证：draft"),
    ("described", None, {"goal": "sold", "done": "paid"}, "description: sold · paid", "说明：sold · paid"),
    ("rrule", "FREQ=WEEKLY;BYDAY=TU", "FREQ=DAILY", "repeats: every Tuesday → every day", "重复：每周二 → 每天"),
    ("next_one", "close", "day", "next one: when this one closes → when its day comes",
     "下一次：本次完成后生成 → 到日生成"),
    ("followed_by", None, 57, "followed by: #57", "下一个：#57"),
    ("after", [], [41, "43 SS +2"], "comes after: #41 #43 SS +2", "排在其后：#41 #43 SS +2"),
    ("score", None, 4, "score: 4/5", "评分：4/5"),
)  # fmt: skip


@pytest.mark.parametrize(("field", "before", "after", "english", "chinese"), VALUES)
def test_a_change_is_told_from_what_to_what(field: str, before: Any, after: Any, english: str, chinese: str) -> None:
    one = samples.entry("edit", {field: before}, {field: after})
    people = {"U0DANA": samples.person("U0DANA", "Dana"), "U0BOB": samples.person("U0BOB", "Bob")}
    for language, words in (("en", english), ("zh", chinese)):
        answer = TaskHistory(samples.view(samples.task()), (one,), people, 1, 1)
        assert words in slack.message(answer, samples.reader(language))["text"]


def test_an_undo_says_what_it_put_back() -> None:
    one = samples.entry("undo", {"state": "done", "owner_id": "U0BOB"}, {"state": "open", "owner_id": "U0BOB"})
    answer = TaskHistory(samples.view(samples.task()), (one,), {}, 1, 1)
    assert "undid a change · state: done → open" in slack.message(answer, samples.reader())["text"]


def test_a_long_history_is_turned_page_by_page() -> None:
    entries = tuple(samples.entry("start") for _ in range(10))
    view = samples.view(samples.task())
    first, middle, last = (
        [*buttons(slack.message(TaskHistory(view, entries, {}, page, 3), samples.reader())).values()]
        for page in (1, 2, 3)
    )
    assert first == ["history 42 page 2", "show 42"]
    assert middle == ["history 42 page 3", "history 42 page 1", "show 42"]
    assert last == ["history 42 page 2", "show 42"]
    shown = slack.message(Shown(view, entries, {}, earlier=23), samples.reader())
    assert "history 42 page 2" in buttons(shown).values()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Nothing was done: <@U0BOB> changed the due date · time: "),
        ("zh", "没有执行：你看到之后，<@U0BOB> 改了日期 · 时间："),
    ],
)
def test_who_was_too_late_hears_who_changed_what(language: str, words: str) -> None:
    at = datetime(2026, 3, 13, 16, tzinfo=UTC).isoformat()
    change = {"kind": "due", "before": {"due_at": None}, "after": {"due_at": at}, "note": "", "name": "Bob"}
    refused = conflict("changed_under_you", number=42, state="doing", owner="U0DANA", by="U0BOB", change=change)
    text = slack.message(slack.Refused(refused), samples.reader(language))["text"]
    assert text.startswith(words)
    assert "<@U0DANA>" in text
    plain = slack.field_error(refused, samples.reader(language))
    assert "Bob" in plain
    assert "<@" not in plain
