"""What several pasted lines are taken for, as tables: a list, its levels and headings, one piece of work in parts."""

import pytest

from bot.parsing.lines.outline import Outline, read_outline, written_out


def drawn(outline: Outline) -> list[str]:
    """Each item on a line, a dot a level, its note after a bar."""
    return [f"{'.' * item.depth}{' | '.join((item.text, *item.notes))}" for item in outline.items]


BULLETS = (
    "- ",
    "* ",
    "• ",
    "◦ ",
    "▪ ",
    "‣ ",
    "– ",
    "· ",
    "•",
    "-\t",
    "+ ",
    "1. ",
    "1) ",
    "1)",
    "(1) ",
    "（1）",
    "1、",
    "a. ",
    "a) ",
    "①",
    "⑴",
    "❶",
    "一、",
    "（一）",
    "- [ ] ",
    "[ ] ",
    "☐ ",
    "□ ",
    "⬜ ",
    "👉 ",
    "👉🏽",
    "🔹",
    ":point_right: ",
    "1️⃣ ",
    ":one: ",
    "> - ",
    "&gt; - ",
    "  - ",
    "\u3000• ",
    "o\t",
)


@pytest.mark.parametrize("bullet", BULLETS)
@pytest.mark.parametrize(("first", "second"), [("send the deck", "call the printer"), ("发合同给客户", "订会议室")])
def test_every_usual_bullet_is_one(bullet: str, first: str, second: str) -> None:
    outline = read_outline(f"{bullet}{first}\n{bullet}{second}\n")
    assert (drawn(outline), outline.left_out, outline.ticked) == ([first, second], (), ())


NO_BULLETS = (
    "2.5 hours of testing",
    "3.11 upgrade",
    "-5 degrees in the store",
    "2024 budget",
    "@dana call Bob",
    "#launch page",
)


@pytest.mark.parametrize("line", NO_BULLETS)
def test_what_only_looks_like_a_bullet_stays_in_the_words(line: str) -> None:
    assert drawn(read_outline(f"send the deck\n{line}\nbook the hall"))[1] == line


LEVELS = {
    "slack's own": ("• a\n    ◦ b\n        ▪ c\n• d", ["a", ".b", "..c", "d"]),
    "slack's own, without the blanks": ("• a\n◦ b\n▪ c\n◦ d\n• e", ["a", ".b", "..c", ".d", "e"]),
    "one blank is enough": ("- a\n - b\n - c\n- d", ["a", ".b", ".c", "d"]),
    "tabs": ("- a\n\t- b\n\t\t- c", ["a", ".b", "..c"]),
    "a fourth level joins the third": (
        "- a\n  - b\n    - c\n      - d\n        - e\n- f",
        ["a", ".b", "..c", "..d", "..e", "f"],
    ),
    "numbers with points": ("1. a\n1.1 b\n1.2 c\n2. d", ["a", ".b", ".c", "d"]),
    "dashes under numbers": ("1. a\n- b\n- c\n2. d\n- e", ["a", ".b", ".c", "d", ".e"]),
    "letters under numbers": ("1) a\n  a. b\n  b. c\n2) d", ["a", ".b", ".c", "d"]),
    "chinese numbers": ("一、甲事\n1. 乙事\n（1）丙事\n二、丁事", ["甲事", ".乙事", "..丙事", "丁事"]),
    "a number among dashes": ("- a\n3. b\n- c\n  1. d\n- e", ["a", "b", "c", ".d", "e"]),
    "stars": ("* a\n** b\n*** c\n* d", ["a", ".b", "..c", "d"]),
    "mixed bullets are one level": ("- a\n* b\n• c", ["a", "b", "c"]),
    "quoted": ("> - a\n>     - b\n> - c", ["a", ".b", "c"]),
    "on one line": ("1. send it 2. call Bob 3) pay", ["send it", "call Bob", "pay"]),
    "on one line in chinese": ("1、发合同；2、订会议室", ["发合同", "订会议室"]),
    "on one line in chinese, apart": ("1、发合同 2、订会议室", ["发合同", "订会议室"]),
    "a table": (
        "Task\tOwner\tDue\nSend it\tDana\tFriday\nCall Bob\tTom\tMonday",
        ["Send it (Dana, Friday)", "Call Bob (Tom, Monday)"],
    ),
    "a table with bars": (
        "| 任务 | 负责人 |\n|---|---|\n| 发合同 | 李雷 |\n| 订票 | 我 |",
        ["发合同 (李雷)", "订票 (我)"],
    ),
    "in a fence": ("```\n- a\n  - b\n```", ["a", ".b"]),
    "no bullets but indented": (
        "Prepare the launch\n    book the hall\n    print the flyers",
        ["Prepare the launch", ".book the hall", ".print the flyers"],
    ),
    "work above its list": (
        "Prepare the launch\n- book the hall\n- print flyers",
        ["Prepare the launch", ".book the hall", ".print flyers"],
    ),
    "the parent is done, its parts are not": ("- [x] a\n  - [ ] b\n  - [ ] c", ["b", "c"]),
}


@pytest.mark.parametrize("name", LEVELS)
def test_levels(name: str) -> None:
    text, levels = LEVELS[name]
    outline = read_outline(text)
    assert drawn(outline) == levels
    assert drawn(read_outline(written_out(outline.items))) == levels, "what is written out reads the same"


ONE_OR_MORE = {
    "a reason": (
        "send the deck to Tom\nhe needs it for the board meeting",
        ["send the deck to Tom | he needs it for the board meeting"],
    ),
    "a noun": ("buy paper\nA4, white", ["buy paper | A4, white"]),
    "a reason in chinese": ("发合同给客户\n客户等着要", ["发合同给客户 | 客户等着要"]),
    "a reason with a date": ("发合同\n因为客户周五要看", ["发合同 | 因为客户周五要看"]),
    "a link": ("review the page\nhttps://example.com/page", ["review the page | https://example.com/page"]),
    "two deeds": ("send the deck\ncall the printer", ["send the deck", "call the printer"]),
    "two deeds in chinese": ("发合同\n订会议室", ["发合同", "订会议室"]),
    "two deeds, the second as an afterthought": (
        "Please send the deck to Tom.\nAlso call Ann about it.",
        ["Please send the deck to Tom.", "Also call Ann about it."],
    ),
    "two deeds, the second as an afterthought in chinese": ("发送合同\n另外订会议室", ["发送合同", "另外订会议室"]),
    "a form of its own": ("Task: send the deck\nOwner: Dana\nDue: Friday", ["Dana: send the deck by Friday"]),
    "an item's own lines apart": ("1) Send it\n\n   Due: Friday\n\n2) Call Bob", ["Send it by Friday", "Call Bob"]),
    "two nouns": ("the deck\nthe flyers", ["the deck", "the flyers"]),
    "who and when on lines of their own": ("send the deck\nby Friday\n@dana", ["send the deck by Friday @dana"]),
    "a broken sentence": (
        "Please send the deck to the whole launch team and ask\nthem to comment by Friday",
        ["Please send the deck to the whole launch team and ask them to comment by Friday"],
    ),
    "a broken sentence in chinese": (
        "把方案发给李雷、\n韩梅梅，请他们周五前回复",
        ["把方案发给李雷、韩梅梅，请他们周五前回复"],
    ),
    "a paragraph apart": (
        "Send the deck to Tom\n\nThe board meets on Tuesday and they want the numbers.",
        ["Send the deck to Tom | The board meets on Tuesday and they want the numbers."],
    ),
    "a greeting around it": ("Hi team,\nsend the deck by Friday\nthanks!", ["send the deck by Friday"]),
    "a chinese greeting around it": ("大家好\n发合同\n谢谢", ["发合同"]),
    "an item that goes on": (
        "- send the deck\n  with the new numbers\n- call Bob",
        ["send the deck with the new numbers", "call Bob"],
    ),
    "a line in the midst of a list": (
        "1. send the deck\nsome words about the deck that were broken\n2. call Bob",
        ["send the deck | some words about the deck that were broken", "call Bob"],
    ),
    "links": (
        "look at these:\n- https://example.com/a\n- https://example.com/b",
        ["https://example.com/a", "https://example.com/b"],
    ),
    "an item with a note": (
        "- send the deck.\n  It is the long one.\n- call Bob",
        ["send the deck. | It is the long one.", "call Bob"],
    ),
    "an item's own lines": (
        "- send the deck\n  - owner: Dana\n  - due: Friday\n- call Bob",
        ["Dana: send the deck by Friday", "call Bob"],
    ),
    "an item's own lines in chinese": ("- 发合同\n  负责人：李雷\n  截止：周五\n- 订票", ["李雷: 发合同 周五", "订票"]),
    "the same line twice": ("- send the deck\n- call Bob\n- send the deck", ["send the deck", "call Bob"]),
    "the same part of two things": (
        "- Berlin\n  - book a hotel\n- Paris\n  - book a hotel",
        ["Berlin", ".book a hotel", "Paris", ".book a hotel"],
    ),
}


@pytest.mark.parametrize("name", ONE_OR_MORE)
def test_one_piece_of_work_or_several(name: str) -> None:
    text, items = ONE_OR_MORE[name]
    outline = read_outline(text)
    assert drawn(outline) == items
    assert outline.left_out == ()


@pytest.mark.parametrize(("text", "is_one"), [
    ("buy for the office\npaper\npens", True),
    ("send the deck\ncall Bob\nbook the hall", False),
    ("- buy paper\n- pens\n- ink", False),
    ("Send the deck to:\n- Dana\n- Tom", True),
    ("Could you add these:\n- x call\n- y mail", False),
    ("Please:\n- send the deck\n- call Bob", False),
    ("By Friday:\n- the deck\n- the flyers", False),
])  # fmt: skip
def test_a_deed_and_what_it_is_made_of_is_likelier_one_task(text: str, is_one: bool) -> None:
    assert read_outline(text).is_one is is_one


MINUTES = """Launch meeting 9 March
Attendees: Dana, Tom
*Discussion*
- the launch has slipped
- money is tight

We will meet again next week.

*Action items:*
- Dana: send the deck
- [x] book the hall
- call the printer

Thanks!"""
MINUTES_ZH = """会议纪要 3月9日
参会人：李雷、韩梅梅
一、讨论内容
1. 上线推迟一周
二、待办：
1、李雷：发合同
2、整理资料
（1）找图
三、其他
"""
KEPT = {
    "minutes": (
        MINUTES,
        ["Dana: send the deck", "call the printer"],
        (
            "Launch meeting 9 March",
            "Attendees: Dana, Tom",
            "Discussion",
            "the launch has slipped",
            "money is tight",
            "We will meet again next week.",
        ),
        ("book the hall",),
    ),
    "chinese minutes": (
        MINUTES_ZH,
        ["李雷：发合同", "整理资料", ".找图"],
        ("参会人：李雷、韩梅梅", "讨论内容", "上线推迟一周", "其他"),
        (),
    ),
    "a list under bullets": (
        "• Attendees\n    ◦ Dana\n• Next steps\n    ◦ send the deck",
        ["send the deck"],
        ("Attendees", "Dana"),
        (),
    ),
    "labels": (
        "Date: 9 March\nTODO: fix the page\nDecision: we wait\nAI: call Bob",
        ["fix the page", "call Bob"],
        ("Date: 9 March", "Decision: we wait"),
        (),
    ),
    "words around a list": (
        "As we said this morning in the corridor, here is the list of things.\n- send it\n- call Bob\n\nUntil Friday",
        ["send it", "call Bob"],
        ("As we said this morning in the corridor, here is the list of things.", "Until Friday"),
        (),
    ),
    "struck out": ("~send the deck~\ncall Bob\nbook the hall", ["call Bob", "book the hall"], (), ("send the deck",)),
    "some have a check": (
        "- ✅ sent the deck\n- call Bob\n- pay Ann ✅",
        ["call Bob"],
        (),
        ("sent the deck", "pay Ann"),
    ),
    "all have a check": ("✅ send the deck\n:white_check_mark: call Bob", ["send the deck", "call Bob"], (), ()),
    "called done": ("1. 发合同（已完成）\n2. 订会议室", ["订会议室"], (), ("发合同",)),
    "a note section is work where nothing else is": (
        "Notes:\n- send the deck\n- call Bob",
        ["send the deck", "call Bob"],
        (),
        (),
    ),
}


@pytest.mark.parametrize("name", KEPT)
def test_what_is_no_task_is_left_out_and_told(name: str) -> None:
    text, items, left_out, ticked = KEPT[name]
    outline = read_outline(text)
    assert (drawn(outline), outline.left_out, outline.ticked) == (items, left_out, ticked)


@pytest.mark.parametrize(("text", "headings"), [
    ("By Friday:\n- send the deck\n- call Bob", [("By Friday:",), ("By Friday:",)]),
    ("周五前：\n1. 发合同\n李雷：\n1. 订票", [("周五前：",), ("李雷：",)]),
    ("Next steps:\nsend the deck\n@dana:\ncall Bob", [("Next steps:",), ("@dana:",)]),
    ("# Launch\n- To do\n  - send the deck", [("Launch", "To do")]),
])  # fmt: skip
def test_an_item_knows_the_headings_above_it(text: str, headings: list[tuple[str, ...]]) -> None:
    assert [item.headings for item in read_outline(text).items] == headings


def test_long_pastes_are_read_in_a_moment() -> None:
    text = "\n".join(f"{'  ' * (n % 5)}- ({'- [ ' * 20} {n}" for n in range(400))
    assert len(read_outline(text).items) == 400
