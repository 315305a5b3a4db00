"""Whole task lines: every field, what stays in the title, and what is no work at all."""

import re
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.parsing.lines.task_line import Draft, looks_like_work, read, small_talk
from tests.sizes import examples

NOW = datetime(2026, 3, 11, 2, 15, tzinfo=UTC)
ZONE = "Asia/Shanghai"


def drafted(text: str) -> Draft:
    return read(text, now=NOW, zone=ZONE)


def names(text: str) -> list[str]:
    return [person.value for person in drafted(text).people]


# line, title, and the fields that differ from an empty draft
LINES: list[tuple[str, str, dict[str, Any]]] = [
    ("send the deck !high", "send the deck", {"priority": 2}),
    ("send the deck !1", "send the deck", {"priority": 1}),
    ("send the deck !5", "send the deck", {"priority": 5}),
    ("!urgent send the deck", "send the deck", {"priority": 1}),
    ("send the deck !low", "send the deck", {"priority": 4}),
    ("send the deck asap", "send the deck", {"priority": 1}),
    ("send the deck, urgent", "send the deck", {"priority": 1}),
    ("发合同 紧急", "发合同", {"priority": 1}),
    ("紧急：发合同", "发合同", {"priority": 1}),
    ("发合同 高优先级", "发合同", {"priority": 2}),
    ("发合同，低优先级", "发合同", {"priority": 4}),
    ("发合同 ！2", "发合同", {"priority": 2}),
    ("send the deck, high priority", "send the deck", {"priority": 2}),
    ("not urgent at all", "not urgent at all", {}),
    ("send the deck! 3 copies", "send the deck! 3 copies", {}),
    ("send the deck important", "send the deck", {"important": True}),
    ("发合同 重要", "发合同", {"important": True}),
    ("不重要的事", "不重要的事", {}),
    ("update #launch #web-site page", "update page", {"labels": ("launch", "web-site")}),
    ("发合同 #法务", "发合同", {"labels": ("法务",)}),
    ("发合同 ＃法务", "发合同", {"labels": ("法务",)}),
    ("see #41 and #42", "see #41 and #42", {}),
    ("use C# and <#C12|general>", "use C# and <#C12|general>", {}),
    ("fix it +apollo", "fix it", {"project": "apollo"}),
    ("dial +86 now please", "dial +86 now please", {}),
    ("fix it ~2d", "fix it", {"estimate_days": 2.0}),
    ("fix it ~3h", "fix it", {"estimate_days": 0.375}),
    ("fix it ~90m", "fix it", {"estimate_days": 0.1875}),
    ("写方案 估计2天", "写方案", {"estimate_days": 2.0}),
    ("寫方案 估計2天 緊急", "寫方案", {"estimate_days": 2.0, "priority": 1}),
    ("写方案 约3小时", "写方案", {"estimate_days": 0.375}),
    ("预约3小时会议室", "预约3小时会议室", {}),
    ("fix it ^40", "fix it", {"parent": 40}),
    ("ship it after #41", "ship it", {"after": (41,)}),
    ("ship it after #41, #42", "ship it", {"after": (41, 42)}),
    ("在#41之后上线", "上线", {"after": (41,)}),
    ("fix it -- the mail from Tuesday !1", "fix it", {"note": "the mail from Tuesday !1"}),
    ("写周报 —— 周五前的数据", "写周报", {"note": "周五前的数据"}),
    ("keep a--b as it is", "keep a--b as it is", {}),
    ("mail a@b.com  twice", "mail a@b.com twice", {}),
    ("URGENT: fix the login", "fix the login", {"priority": 1}),
    ("fix the login, it's urgent", "fix the login", {"priority": 1}),
    ("urgent replace the lock", "replace the lock", {"priority": 1}),
    ("answer the urgent ticket", "answer the urgent ticket", {}),
    ("call the important client", "call the important client", {}),
    ("important: call the client", "call the client", {"important": True}),
    ("important client dinner", "important client dinner", {}),
    ("fix high priority bugs", "fix high priority bugs", {}),
    ("renew it - high priority - #ops", "renew it", {"priority": 2, "labels": ("ops",)}),
    ("renew it, priority: low", "renew it", {"priority": 4}),
    ("把报价单发出去!高", "把报价单发出去", {"priority": 2}),
    ("把门禁换了#行政!高", "把门禁换了", {"priority": 2, "labels": ("行政",)}),
    ("整理投诉 #2026复盘", "整理投诉", {"labels": ("2026复盘",)}),
    ("看看 #41里缺的截图", "看看 #41里缺的截图", {}),
    ("补一下#41里缺的截图", "补一下#41里缺的截图", {}),
    ("太高兴了!高兴", "太高兴了!高兴", {}),
    ("clean the wiki (~30min)", "clean the wiki", {"estimate_days": 0.0625}),
    ("clean the wiki ~2 hours", "clean the wiki", {"estimate_days": 0.25}),
    ("clean the wiki ~1.5 days", "clean the wiki", {"estimate_days": 1.5}),
    ("ship it after #41 is done", "ship it", {"after": (41,)}),
    ("ship it, depends on #41 and #42", "ship it", {"after": (41, 42)}),
    ("等#41完成后上线", "上线", {"after": (41,)}),
    ("rename it to (!) #ops", "rename it to (!)", {"labels": ("ops",)}),
]


@pytest.mark.parametrize(("line", "title", "fields"), LINES, ids=[row[0] for row in LINES])
def test_a_mark_becomes_its_field(line: str, title: str, fields: dict[str, Any]) -> None:
    draft = drafted(line)
    assert draft.title == title
    for name in ("priority", "important", "labels", "project", "estimate_days", "parent", "after", "note"):
        assert getattr(draft, name) == fields.get(name, getattr(Draft(""), name)), name
    assert draft.due is None


def test_the_line_of_the_handbook_reads_in_every_field() -> None:
    draft = drafted("send the Q3 deck to @dana by Friday 5pm !high #launch ~2d")
    assert draft.due is not None
    assert (draft.due.on, draft.due.at, draft.due.words) == (date(2026, 3, 13), time(17), "by Friday 5pm")
    assert (draft.priority, draft.labels, draft.estimate_days) == (2, ("launch",), 2.0)
    assert draft.title == "send the Q3 deck to"


def test_the_chinese_line_of_the_handbook_reads_in_every_field() -> None:
    draft = drafted("明天下午3点前把报价单发给 @李雷 重要")
    assert draft.due is not None
    assert (draft.due.on, draft.due.at, draft.important) == (date(2026, 3, 12), time(15), True)
    assert (draft.title, draft.due.words) == ("把报价单发给", "明天下午3点前")


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("ask @dana", ["dana"]),
        ("ask @dana, @bob.lee", ["dana", "bob.lee"]),
        ("ask <@U0AB12|dana> and <@W9>", ["U0AB12", "W9"]),
        ("发给@李雷", ["李雷"]),
        ("@李雷明天交周报", ["李雷"]),
        ("@韩梅梅 看一下", ["韩梅梅"]),
        ("@李雷把合同发出去", ["李雷"]),
        ("@韩梅梅订会议室", ["韩梅梅"]),
        ("@欧阳娜娜交周报", ["欧阳娜娜"]),
        ("@李雷和@韩梅梅 对账", ["李雷", "韩梅梅"]),
        ("@陈和平 看一下", ["陈和平"]),
        ("＠李雷 看一下", ["李雷"]),
        ("mail a@b.com", []),
        ("read `@dana`", []),
        ("lunch @friday", []),
        ("lunch @3pm", []),
    ],
)
def test_people_are_named_in_order(line: str, people: list[str]) -> None:
    assert names(line) == people


def test_an_id_and_a_name_are_told_apart() -> None:
    first, second = drafted("ask <@U1|dana> or @dana").people
    assert (first.kind, first.value, second.kind, second.value) == ("id", "U1", "name", "dana")


@pytest.mark.parametrize(
    ("line", "reviewers"),
    [
        ("fix it review by @ann", ["ann"]),
        ("fix it, reviewed by @ann and <@U2|bob>", ["ann", "U2"]),
        ("写合同，由@韩梅梅审核", ["韩梅梅"]),
        ("写合同 由 ＠韩梅梅 审核", ["韩梅梅"]),
    ],
)
def test_a_reviewer_is_not_the_owner(line: str, reviewers: list[str]) -> None:
    draft = drafted(line)
    assert [person.value for person in draft.reviewers] == reviewers
    assert draft.people == ()
    assert draft.title in ("fix it", "写合同")


@pytest.mark.parametrize(
    ("line", "title", "on"),
    [
        ("buy milk, eggs tomorrow", "buy milk, eggs", date(2026, 3, 12)),
        ('"send it tomorrow"', '"send it "', date(2026, 3, 12)),
        ("Friday Send the deck", "Send the deck", date(2026, 3, 13)),
        ("clean up before Jan. 29", "clean up", date(2027, 1, 29)),
        ("tomorrow, buy milk", "buy milk", date(2026, 3, 12)),
        ("tomorrow @dana 5pm pay rent", "pay rent", date(2026, 3, 12)),
        ("move the Friday meeting by Tuesday", "move the Friday meeting", date(2026, 3, 17)),
        ("pay rent on the 1st", "pay rent", date(2026, 4, 1)),
        ("下周五交周报", "交周报", date(2026, 3, 20)),
        ("合同月底前签完", "合同签完", date(2026, 3, 31)),
        ("upgrade node to 20.11.1 by friday", "upgrade node to 20.11.1", date(2026, 3, 13)),
    ],
)
def test_the_date_leaves_the_title(line: str, title: str, on: date) -> None:
    draft = drafted(line)
    assert draft.due is not None
    assert (draft.title, draft.due.on) == (title, on)


WORDS = """
@dana @李雷 <@U1|x> !1 #a ＃４２ ~2d ^4 after #4 friday 5pm by at every 周五 每周 3点 月底 半
12/31 2026-02-30 29.2. a.m. -- ——
` < > to 1/0 , 第99999999个 in 99999 years 0 days 99999999999天后 9999-12-31 since
from until of the last 下 个 到 次 urgent
"""
PIECES = st.lists(st.sampled_from(["\n", *WORDS.split()]), max_size=8)
TEXTS = st.one_of(st.text(max_size=60), PIECES.map(" ".join), PIECES.map("".join))


@settings(max_examples=examples(120, 400))
@given(TEXTS, st.sampled_from([ZONE, "Europe/Berlin", "America/Los_Angeles"]))
def test_any_text_gives_a_draft_and_loses_no_word(text: str, zone: str) -> None:
    draft = read(text, now=NOW, zone=zone)
    covered = {place for _, span in draft.taken for place in range(span.start, span.end)}
    left = "".join(char for place, char in enumerate(text) if place not in covered)
    assert without_loose_ends(draft.title) == without_loose_ends(left)


def without_loose_ends(text: str) -> str:
    """What may go with a word that was taken: blanks, commas and the like, and what only joined two names."""
    return re.sub(r"[\s,，、;；:：|\-–—!()（）\[\]【】&和及]|\band\b", "", text)


@settings(max_examples=examples(40, 100))
@given(st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30)), TEXTS)  # noqa: DTZ001
def test_any_moment_will_do(moment: datetime, text: str) -> None:
    assert isinstance(read(text, now=moment.replace(tzinfo=UTC), zone="UTC"), Draft)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("hello", "greeting"),
        ("Hi there!", "greeting"),
        ("good morning 👋", "greeting"),
        ("你好", "greeting"),
        ("早上好！", "greeting"),
        ("thanks", "thanks"),
        ("Thank you so much!", "thanks"),
        ("thx :pray:", "thanks"),
        ("谢谢", "thanks"),
        ("辛苦了", "thanks"),
        ("好的，谢谢大家", "thanks"),
        ("thanks, now fix the link", None),
        ("hello world page is down", None),
        ("谢谢信要写完", None),
        ("", None),
    ],
)
def test_courtesy_is_told_from_work(text: str, kind: str | None) -> None:
    assert small_talk(text) == kind


@pytest.mark.parametrize(
    ("text", "work"),
    [
        ("fix the login", True),
        ("please call the bank", True),
        ("Dana should fix the build", True),
        ("pizza friday", True),
        ("lunch with @bob", True),
        ("budget !2", True),
        ("the printer", False),
        ("the Q3 report", False),
        ("budget 2026", False),
        ("hello", False),
        ("thanks!", False),
        ("  ", False),
        ("买牛奶", True),
        ("明天的会", True),
        ("预算", False),
        ("会议室", False),
        ("你好", False),
    ],
)
def test_a_line_is_work_when_it_names_a_deed_a_date_a_person_or_a_mark(text: str, work: bool) -> None:
    assert looks_like_work(text) is work
