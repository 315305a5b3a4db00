"""What keyboards and phones make of a line: it reads the same, and the title keeps the author's own hand."""

from typing import Any

import pytest

from bot.parsing.jsonl import fields_of


def said(text: str) -> dict[str, Any]:
    fields = fields_of({"text": text, "reference_iso": "2026-03-11T10:00:00"})
    return {name: value for name, value in fields.items() if value is not None and name != "spans"}


@pytest.mark.parametrize(
    ("text", "title", "more"),
    [
        ("send it 2026\u201103\u201120", "send it", {"date": "2026-03-20"}),
        ("send it 2026\u221203\u221220", "send it", {"date": "2026-03-20"}),
        ("send it 3\u221520", "send it", {"date": "2026-03-20"}),
        ("meet in\u2007two\u2009weeks", "meet", {"date": "2026-03-25"}),
        ("send it at 15：30 tomorrow", "send it", {"date": "2026-03-12", "time": "15:30"}),
        ("明天１５：３０开会", "开会", {"date": "2026-03-12", "time": "15:30"}),
        ("明天15∶30开会", "开会", {"date": "2026-03-12", "time": "15:30"}),
        ("３月２０日发报价", "发报价", {"date": "2026-03-20"}),
        ("写方案 ～２d", "写方案", {"estimate_days": 2.0}),
        ("写方案 \u301c2天", "写方案", {"estimate_days": 2.0}),
        ("after ＃41 send it", "send it", {"after": [41]}),
        ("send it −− because", "send it", {"note": "because"}),
        ("don’t forget friday", "don’t forget", {"date": "2026-03-13"}),
        ("＋flat send it ＾40", "send it", {"project": "flat", "parent": 40}),
    ],
)
def test_other_forms_of_a_character_read_as_the_plain_one(text: str, title: str, more: dict[str, Any]) -> None:
    assert said(text) == {"title": title} | more


DANA = {"owner": "dana", "people": ["dana"]}


@pytest.mark.parametrize(
    ("text", "title", "more"),
    [
        ("＠dana：发“报价单”，（含税）！ ＃报价", "：发“报价单”，（含税）！", DANA | {"labels": ["报价"]}),
        ("send “it” to ‘@dana’", "send “it” to", DANA),
        ("“＠dana” send it", "send it", DANA),
        ("send it (@dana)", "send it", DANA),
        ("@dana’s deck", "@dana’s deck", DANA),
        ("send the Ｑ３ deck — it’s “final” …", "send the Ｑ３ deck — it’s “final” …", {}),
        ("send the Ｑ３ deck —— it’s “final” …", "send the Ｑ３ deck", {"note": "it’s “final” …"}),
    ],
)
def test_the_title_keeps_its_quotes_and_full_width_marks(text: str, title: str, more: dict[str, Any]) -> None:
    fields = said(text)
    assert fields.pop("title").lstrip("：") == title.lstrip("：")
    assert fields == more


@pytest.mark.parametrize(
    "text",
    [
        "send it :one: 1️⃣ ① :+1:",
        ":three: days of work",
        "2️⃣ days left",
        ":friday: drinks :clock3: :100: :wave::skin-tone-3:",
        "👩🏽‍🚀 suit ❤️",
        "@here send it",
        "@channel and @everyone send it",
        "@所有人 交周报",
        "第①天 第1二天",
        "<!here> send it <!subteam^S1|@design>",
        "read <https://example.org/2026-03-11|the March plan>",
        "call <tel:+4930123|+49 30 123>",
        "mail <mailto:may@example.org|may@example.org>",
        "see <#C0X|march>",
    ],
)
def test_what_only_looks_like_a_field_stays_in_the_title(text: str) -> None:
    assert said(text) == {"title": text}


def test_an_emoji_at_the_end_stays_whole_when_words_are_cut_out() -> None:
    assert said("send it :tada: tomorrow")["title"] == "send it :tada:"
    assert said("ping :tada: @dana :tada: tomorrow")["title"] == "ping :tada: :tada:"


def test_names_are_kept_as_their_author_writes_them() -> None:
    fields = said("後天 @張偉 和客戶開會 #業務 ＃Ａ１ +總部")
    assert (fields["owner"], fields["labels"], fields["project"]) == ("張偉", ["業務", "A1"], "總部")
    assert said("由@張偉审核 報價單")["reviewers"] == ["張偉"]
