"""What a team asks of a description, and how alike two tasks are."""

import pytest

from bot.rules import likeness, shapes


@pytest.mark.parametrize(("asked", "said", "lacking"), [
    (None, None, ()),
    (["where", "goal"], None, ("goal", "where")),
    (["goal", "material"], {"goal": "sell more", "material": "  "}, ("material",)),
    (["goal", "something old"], {"goal": "sell more"}, ()),
])  # fmt: skip
def test_what_lacks_is_what_was_asked_for_and_not_said(
    asked: list[str] | None, said: dict[str, str] | None, lacking: tuple[str, ...]
) -> None:
    assert shapes.lacking(shapes.shape_of(asked), said) == lacking


def test_a_description_keeps_what_was_not_asked_and_forgets_what_was_emptied() -> None:
    said = {"goal": "sell more", "where": "#launch"}
    assert shapes.described_with(said, {"goal": " ", "material": "photos ", "anything": "x"}) == {
        "where": "#launch", "material": "photos",
    }  # fmt: skip


@pytest.mark.parametrize(("one", "other", "shared"), [
    ("Print the fair brochure", "brochures for the fair: print run", 3),
    ("Print the fair brochure", "Book a table for the team", 0),
    ("Send the deck", "Send the report", 0),
    ("印展会宣传册", "展会宣传册印刷", 4),
    ("印展会宣传册", "预订会议室", 0),
    ("", "", 0),
])  # fmt: skip
def test_tasks_are_alike_by_words_that_tell_them_from_others(one: str, other: str, shared: int) -> None:
    assert likeness.shared(likeness.terms(one), other) == shared


@pytest.mark.parametrize(("text", "other", "words"), [
    ("Print the fair brochure", "brochures of the fair", "fair brochure"),
    ("印展会宣传册给李雷", "去年的展会宣传册", "展会宣传册"),
    ("展会的宣传册", "展会和宣传册", "宣传册"),
])  # fmt: skip
def test_the_words_they_share_are_what_one_would_search_for(text: str, other: str, words: str) -> None:
    assert likeness.words_shared(text, other).startswith(words)
