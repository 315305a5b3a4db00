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


def first_of(tree: ast.Module, call: ast.expr) -> list[ast.expr]:
    """What comes first in the tuples that a function of the module gives back: `record(…, *_began(…))`."""
    name = ast.unparse(call.func) if isinstance(call, ast.Call) else ""
    functions = (node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name)
    given = (node.value for function in functions for node in ast.walk(function) if isinstance(node, ast.Return))
    return [value.elts[0] for value in given if isinstance(value, ast.Tuple)]


def kinds_written() -> set[str]:
    """Every kind of history that a service names where it changes or records something."""
    found: set[str] = set()
    for path in SERVICES.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named = {
            target.id: node.value
            for node in tree.body if isinstance(node, ast.Assign)
            for target in node.targets if isinstance(target, ast.Name)
        }  # fmt: skip
        written = ("change", "changing.change", "changing.record")
        calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) in written)
        for kind in (call.args[3] for call in calls if len(call.args) > 3):
            said = first_of(tree, kind.value) if isinstance(kind, ast.Starred) else [kind]
            known = [named.get(one.id) if isinstance(one, ast.Name) else one for one in said]
            found |= {one.value for one in known if isinstance(one, ast.Constant) and isinstance(one.value, str)}
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
    ("reviewers", [], ["U0ANN", "2:any:U0DANA"], "reviewers: you, then Dana", "验收人：你，然后 Dana"),
    ("reviewers", ["U0BOB"], ["1:any:U0ANN", "1:any:U0DANA", "2:all:U0BOB"], "reviewers: Bob → you or Dana, then Bob",
     "验收人：Bob → 你 或 Dana，然后 Bob"),
    ("due_on", "2026-03-12", None, "date: Thu 12 Mar removed", "日期：已去掉 3月12日 周四"),
    ("percent", None, 60, "progress: 60%", "进度：60%"),
    ("spent_minutes", 0, 90, "time spent: 1 h 30 min", "用时：1 小时 30 分钟"),
    ("needs_evidence", False, True, "evidence required: no → yes", "需要凭证：否 → 是"),
    ("evidence", None, [{"kind": "link", "value": "https://x", "name": "draft"}], "evidence: draft", "凭证：draft"),
    ("described", None, {"goal": "sold", "done": "paid"}, "description: sold · paid", "说明：sold · paid"),
    ("rrule", "FREQ=WEEKLY;BYDAY=TU", "FREQ=DAILY", "repeats: every Tuesday → every day", "重复：每周二 → 每天"),
    ("next_one", "close", "day", "next one: when this one closes → when its day comes",
     "下一次：本次完成后生成 → 到日生成"),
    ("followed_by", None, 57, "followed by: #57", "下一项：#57"),
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


DRAFT = {"kind": "link", "value": "https://example.com/a", "name": "draft"}
SENTENCES: tuple[tuple[str, dict[str, Any], dict[str, Any], str, str, str], ...] = (
    ("accept", {"accepted_by": []}, {"accepted_by": ["U0BOB"], "step": 1}, "", "Bob accepted it", "Bob 验收通过"),
    ("accept", {"score": None}, {"score": 4}, "fine", "Bob accepted it · score: 4/5 · “fine”",
     "Bob 验收通过 · 评分：4/5 · “fine”"),
    ("return", {"returns": 0}, {"returns": 1, "return_reason": "defect"}, "page 3",
     "Bob returned it: defect · “page 3”",
     "Bob 退回了任务：有缺陷 · “page 3”"),
    ("return", {"returns": 0}, {"returns": 1}, "page 3", "Bob returned it · “page 3”", "Bob 退回了任务 · “page 3”"),
    ("progress", {"percent": 60}, {"percent": 70}, "", "Bob moved the progress from 60% to 70%",
     "Bob 把进度从 60% 更新为 70%"),
    ("evidence", {"evidence": []}, {"evidence": [DRAFT]}, "draft", "Bob added evidence: draft",
     "Bob 添加了凭证：draft"),
    ("progress", {"percent": None, "evidence": []}, {"percent": 60, "evidence": [DRAFT]}, "see https://example.com/a",
     "Bob set the progress to 60% · “see https://example.com/a”", "Bob 把进度设为 60% · “see https://example.com/a”"),
    ("evidence", {"evidence": [DRAFT]}, {"evidence": []}, "https://example.com/a", "Bob removed evidence: draft",
     "Bob 移除了凭证：draft"),
    ("spent", {"spent_minutes": 60}, {"spent_minutes": 90}, "", "Bob noted 30 min of work, 1 h 30 min in all",
     "Bob 记录了 30 分钟用时，共 1 小时 30 分钟"),
    ("closing", {"case": None}, {"case": {"lesson": "ask early"}}, "", "Bob wrote down how it went: ask early",
     "Bob 填写了结案总结：ask early"),
    ("closing", {"case": {"lesson": "ask"}}, {"case": None}, "",
     "Bob removed how it went: ask",
     "Bob 清除了结案总结：ask"),
    ("block", {"blocked_reason": None}, {"blocked_reason": "#41", "blocked_by_number": 41}, "",
     "Bob marked it as blocked · waiting for #41", "Bob 标记为卡住 · 在等 #41"),
    ("block", {"blocked_reason": None}, {"blocked_reason": "the price", "blocked_by_id": "U0ANN"}, "the price",
     "Bob marked it as blocked · waiting for you · “the price”", "Bob 标记为卡住 · 在等你 · “the price”"),
    ("priority", {"priority": None}, {"priority": 1}, "", "Bob set the priority to 🔴 1 urgent",
     "Bob 把优先级设为 🔴 1 紧急"),
    ("priority", {"priority": 1}, {"priority": None}, "", "Bob set the priority back to automatic, from 🔴 1 urgent",
     "Bob 把优先级从 🔴 1 紧急改回自动"),
    ("due", {"due_on": "2026-03-12", "snoozed_until": "2026-03-09T08:00:00+00:00"}, {"due_on": None}, "",
     "Bob removed the due date Thu 12 Mar", "Bob 去掉了截止时间 3月12日 周四"),
    ("due", {"due_on": None}, {"due_on": "2026-03-12", "rrule": "FREQ=DAILY"}, "",
     "Bob set the due date to Thu 12 Mar · repeats: every day", "Bob 把截止时间设为 3月12日 周四 · 重复：每天"),
    ("assign", {"owner_id": "U0ANN"}, {"owner_id": "U0DANA"}, "please", "Bob reassigned it from you to Dana · “please”",
     "Bob 把任务从你转给了 Dana · “please”"),
    ("assign", {"owner_id": "U0ANN", "helpers": []}, {"owner_id": "U0BOB", "helpers": ["U0ANN"]}, "",
     "Bob took it over from you · helpers: you", "Bob 从你手里接过了任务 · 协助人：你"),
    ("decline", {"owner_id": "U0BOB"}, {"owner_id": "U0DANA"}, "", "Bob turned it down, so it went back to Dana",
     "Bob 表示这不是自己的任务，退还给 Dana"),
    ("handover", {"reviewers": ["U0ANN"]}, {"reviewers": ["U0DANA"]}, "", "Bob handed it over · reviewers: you → Dana",
     "Bob 做了交接 · 验收人：你 → Dana"),
    ("after", {"after": [41]}, {"after": []}, "", "Bob freed it from waiting for #41", "Bob 取消了前置任务 #41"),
    ("part", {"parent_number": 40}, {"parent_number": 41}, "", "Bob made it a part of #41, no longer of #40",
     "Bob 把它从 #40 移到 #41 下面"),
    ("archive", {"state": "done"}, {"state": "archived"}, "", "Bob archived it", "Bob 归档了任务"),
    ("merge", {"note": ""}, {"note": "other"}, "#43", "Bob merged #43 into it", "Bob 把 #43 并入了本任务"),
)  # fmt: skip


@pytest.mark.parametrize(("kind", "before", "after", "note", "english", "chinese"), SENTENCES)
def test_what_was_done_is_said_once(
    kind: str, before: dict[str, Any], after: dict[str, Any], note: str, english: str, chinese: str
) -> None:
    people = {f"U0{name.upper()}": samples.person(f"U0{name.upper()}", name) for name in ("Ann", "Bob", "Dana")}
    for language, words in (("en", english), ("zh", chinese)):
        answer = TaskHistory(
            samples.view(samples.task()), (samples.entry(kind, before, after, note=note),), people, 1, 1
        )
        told = slack.message(answer, samples.reader(language))["text"].splitlines()
        assert told[1].split(" · ", 1)[1] == words


def test_what_the_night_put_away_is_told_as_musters_own() -> None:
    muster = samples.person("U0MUSTER01", "muster").model_copy(update={"is_bot": True})
    one = samples.entry("archive", {"state": "done"}, {"state": "archived"}).model_copy(update={"actor_id": muster.id})
    for people in ({}, {muster.id: muster}):
        answer = TaskHistory(samples.view(samples.task()), (one,), people, 1, 1)
        assert "Muster archived it" in slack.message(answer, samples.reader())["text"]
        assert "Muster 归档了任务" in slack.message(answer, samples.reader("zh"))["text"]


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
        ("en", "Nothing was done: <@U0BOB> set the due date to <!date"),
        ("zh", "没有执行：你看到之后，<@U0BOB> 把截止时间设为 <!date"),
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
