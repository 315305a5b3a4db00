"""Help in chapters: everything is in one, and every word for a chapter leads there."""

import pytest

from bot.commands import COMMANDS
from bot.commands.chapters import CHAPTERS, CHINESE, EVERYDAY, chosen

TASK = COMMANDS["/task"]
SHOWN = {sub.name for sub in TASK.subcommands if not sub.hidden}


def names(topic: str) -> tuple[str, ...]:
    return tuple(sub.name for sub in chosen(TASK, topic))


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_a_word_belongs_to_one_verb(name: str) -> None:
    words = [word for sub in COMMANDS[name].subcommands for word in (sub.name, *sub.aliases)]
    assert sorted(words) == sorted(set(words))


def test_every_verb_that_is_not_hidden_stands_in_a_chapter() -> None:
    assert {verb for verbs in CHAPTERS.values() for verb in verbs} == SHOWN


def test_help_without_a_word_shows_what_everybody_needs() -> None:
    assert names("") == CHAPTERS[EVERYDAY]


def test_help_on_all_shows_every_verb_once() -> None:
    assert sorted(names("all")) == sorted(SHOWN)
    assert names("全部") == names("all")


@pytest.mark.parametrize(("chinese", "chapter"), sorted(CHINESE.items()))
def test_a_chapter_has_a_chinese_name(chinese: str, chapter: str) -> None:
    assert set(CHAPTERS[chapter]) <= set(names(chinese))


@pytest.mark.parametrize(
    ("topic", "first"), [("done", "done"), ("完成", "done"), ("order", "order"), ("重复", "repeat"), ("plan", "part")]
)
def test_a_verb_comes_first_and_its_chapter_after_it(topic: str, first: str) -> None:
    assert names(topic)[0] == first


def test_a_word_that_is_neither_verb_nor_chapter_finds_nothing() -> None:
    assert names("blah") == ()


@pytest.mark.parametrize("name", ["/standup", "/digest", "/muster"])
def test_short_commands_have_no_chapters(name: str) -> None:
    command = COMMANDS[name]
    shown = tuple(sub for sub in command.subcommands if not sub.hidden)
    assert chosen(command, "") == shown
    assert chosen(command, shown[0].name) == shown[:1]
