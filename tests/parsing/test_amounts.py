"""Amounts of work, what shows it, and what is said of it when it is finished."""

import pytest

from bot.parsing.orders import amounts, reviews
from bot.rules.evidence import Shown
from bot.rules.reviewing import ReturnReason


@pytest.mark.parametrize(("text", "wanted"), [
    ("60% spoke to the printer", (60, "spoke to the printer")),
    ("60％，和印刷厂谈过了", (60, "和印刷厂谈过了")),
    ("进度60%", (60, "")),
    ("完成了 30%：初稿", (30, "初稿")),
    ("100% done", (100, "")),
    ("0%", (0, "")),
    ("101%", None),
    ("60%% off", None),
    ("raise the price by 60%", None),
    ("spoke to the printer", None),
])  # fmt: skip
def test_how_far_it_is_stands_before_the_words(text: str, wanted: tuple[int, str] | None) -> None:
    assert amounts.percent(text) == wanted


@pytest.mark.parametrize(("text", "wanted"), [
    ("3h", (180, "")),
    ("3 hours on the draft", (180, "on the draft")),
    ("2h 30m", (150, "")),
    ("1.5d", (720, "")),
    ("1 day 2 hours: calls", (600, "calls")),
    ("90 min", (90, "")),
    ("half an hour", (30, "")),
    ("3小时 联系印刷厂", (180, "联系印刷厂")),
    ("3个半小时", None),
    ("3小时半", (210, "")),
    ("半天", (240, "")),
    ("两天", (960, "")),
    ("1.5人天", (720, "")),
    ("一个小时，开会", (60, "开会")),
    ("0h", None),
    ("3 houses", None),
    ("99999d", None),
    ("a while", None),
    ("", None),
])  # fmt: skip
def test_a_day_of_work_has_eight_hours(text: str, wanted: tuple[int, str] | None) -> None:
    assert amounts.spent(text) == wanted


PDF = "https://example.com/a.pdf"
FILE = "https://acme.slack.com/files/U1/F1/draft.png"


@pytest.mark.parametrize(("text", "shown", "rest"), [
    (PDF, [Shown("link", PDF)], ""),
    (f"<{PDF}|the draft> second version", [Shown("link", PDF, "the draft")], "second version"),
    (f"<{PDF}>", [Shown("link", PDF)], ""),
    (f"see {PDF}, and {FILE}.", [Shown("link", PDF), Shown("file", FILE)], "see and"),
    (f"{PDF} {PDF}", [Shown("link", PDF)], ""),
    ("350 copies", [Shown("figure", "350 copies")], ""),
    ("98.5%", [Shown("figure", "98.5%")], ""),
    ("12 页", [Shown("figure", "12 页")], ""),
    ("¥1,200", [Shown("figure", "¥1,200")], ""),
    ("合格率 98.5%", [Shown("figure", "合格率 98.5%")], ""),
    ("合格率：98.5%", [Shown("figure", "合格率：98.5%")], ""),
    ("pass rate 98.5%", [Shown("figure", "pass rate 98.5%")], ""),
    ("copies: 350", [Shown("figure", "copies: 350")], ""),
    ("chapters by 5", [], "chapters by 5"),
    ("meet at 12:30", [], "meet at 12:30"),
    ("http://example.com/a.pdf", [], "http://example.com/a.pdf"),
    ("javascript:alert(1)", [], "javascript:alert(1)"),
    ("<javascript:alert(1)|click>", [], "<javascript:alert(1)|click>"),
    ("https://user:secret@example.com/", [], "https://user:secret@example.com/"),
    ("https://", [], "https://"),
    ("it looks good", [], "it looks good"),
])  # fmt: skip
def test_evidence_is_links_or_one_figure(text: str, shown: list[Shown], rest: str) -> None:
    assert amounts.evidence(text)[0] == shown
    if shown or "https" not in text:
        assert amounts.evidence(text)[1] == rest


@pytest.mark.parametrize(("text", "wanted"), [
    ("", (None, "")),
    ("5", (5, "")),
    ("5 clean work", (5, "clean work")),
    ("4分，做得很好", (4, "做得很好")),
    ("做得很好，打5分", (5, "做得很好")),
    ("3/5", (3, "")),
    ("⭐⭐⭐ nice", (3, "nice")),
    ("6 of them", (None, "6 of them")),
    ("50 copies arrived", (None, "50 copies arrived")),
    ("2.5 is fine", (None, "2.5 is fine")),
    ("clean work", (None, "clean work")),
])  # fmt: skip
def test_a_score_stands_first_or_is_named(text: str, wanted: tuple[int | None, str]) -> None:
    assert reviews.score_and_words(text) == wanted


UNCLEAR, MATERIAL = ReturnReason.UNCLEAR, ReturnReason.MATERIAL
DEFECT, CHANGED = ReturnReason.DEFECT, ReturnReason.CHANGED


@pytest.mark.parametrize(("text", "kind", "words"), [
    ("defect: page 3 is missing", DEFECT, "page 3 is missing"),
    ("缺材料：第3页", MATERIAL, "第3页"),
    ("需求不清，目标是什么", UNCLEAR, "目标是什么"),
    ("unclear request - which fair?", UNCLEAR, "which fair?"),
    ("other: there is an error in it", ReturnReason.OTHER, "there is an error in it"),
    ("其他：有错字", ReturnReason.OTHER, "有错字"),
])  # fmt: skip
def test_a_kind_of_reason_is_named_before_a_colon(text: str, kind: ReturnReason, words: str) -> None:
    assert reviews.reason_and_words(text) == (kind, words)


@pytest.mark.parametrize(("text", "kind"), [
    ("page 3 is missing", MATERIAL), ("The logo isn't included", MATERIAL), ("you forgot to attach the list", MATERIAL),
    ("第3页缺图", MATERIAL), ("缺logo", MATERIAL), ("附件没有上传", MATERIAL), ("资料不全", MATERIAL),
    ("漏了附录", MATERIAL),
    ("defects in the print", DEFECT), ("two typos on page 1", DEFECT), ("The totals don’t add up", DEFECT),
    ("logo错了", DEFECT), ("金额不对", DEFECT), ("文件打不开", DEFECT), ("图片有点模糊", DEFECT),
    ("Bug in the form", DEFECT),
    ("it's unclear which fair this is for", UNCLEAR), ("I don't understand the second chart", UNCLEAR),
    ("目标没说清", UNCLEAR), ("看不懂第二张图", UNCLEAR), ("要求还不明确", UNCLEAR),
    ("we changed our mind about the colour", CHANGED), ("the customer no longer wants a cover", CHANGED),
    ("改主意了", CHANGED), ("客户改需求了", CHANGED), ("方案变更，先停", CHANGED),
    ("we don't need the annex any more", CHANGED),
    ("numbers are old", None), ("请再看看", None), ("too long", None), ("颜色浅一点", None), ("debugging", None),
    ("nothing is missing, but make it shorter", None), ("没错，就是太长了", None), ("内容不缺，就是太长", None),
    ("page 3 is missing and there are typos", None), ("缺第3页，还有错别字", None), ("", None),
])  # fmt: skip
def test_a_kind_of_reason_is_read_from_the_words_where_they_say_one(text: str, kind: ReturnReason | None) -> None:
    assert reviews.reason_and_words(text) == (kind, text)
