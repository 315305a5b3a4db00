"""Both languages are whole: every source has its Chinese, with the same placeholders, and nothing is left over."""

import ast
import re
from functools import cache

import pytest
from babel.messages.pofile import read_po

from bot.locales import BABEL, language_of, words
from bot.render import notes, refusals, slack
from bot.render.rows import placeholders, row_for
from tests.render import reading, samples, samples_home
from tests.render.sources import BOT, all_sources, calls, help_sources

CATALOGS = sorted((BOT / "locales" / "zh").glob("*.po"))
LATIN = re.compile(r"[A-Za-z']{2,}")
COMMANDS = re.compile(r"`[^`]*`")
NAMES = {
    "NTP",
    "SS",
    "FF",
    "Muster",
    "Slack",
    "CSV",
    "https",
    "JSON",
    "Google",
    "Outlook",
    "iCal",
    "ICS",
    "Cookie",
    "English",
    "Ann",
    "Bob",
    "Dana",
    "Maya",
    "launch",
    "Asia",
    "Shanghai",
    "Europe",
    "Berlin",
    "UTC",
    "CN",
}


@cache
def entries() -> list[tuple[str, str, str]]:
    """(catalog, source, words) of everything that is translated."""
    found = []
    for path in CATALOGS:
        with path.open("rb") as file:
            for entry in read_po(file, locale=BABEL["zh"]):
                if entry.id:
                    source = entry.id[0] if isinstance(entry.id, tuple) else entry.id
                    said = entry.string[0] if isinstance(entry.string, tuple) else entry.string
                    found.append((path.stem, str(source), str(said)))
    return found


def test_every_source_text_has_its_chinese() -> None:
    assert set(all_sources()) - {source for _, source, _ in entries()} == set()


def test_every_line_of_help_has_its_chinese() -> None:
    assert help_sources() - {source for _, source, _ in entries()} == set()


def test_no_translation_is_left_over_or_given_twice() -> None:
    sources = [source for _, source, _ in entries()]
    assert set(sources) - set(all_sources()) - help_sources() == set()
    assert len(sources) == len(set(sources))


def test_a_translation_keeps_the_placeholders_and_says_something() -> None:
    from_help = help_sources()
    for catalog, source, said in entries():
        assert said, (catalog, source)
        assert source in from_help or placeholders(source) == placeholders(said), source


def test_no_text_holds_markup_of_its_own() -> None:
    texts = [*all_sources(), *(many for many in all_sources().values() if many), *(said for _, _, said in entries())]
    assert [text for text in texts if set(text) & set("<>&")] == []


def test_plural_forms_take_the_same_placeholders() -> None:
    for one, many in all_sources().items():
        assert many is None or placeholders(one) == placeholders(many)


def keys_raised() -> set[str]:
    """Every UserError key in the assistant and its doors; `bad_{field}` counts as its beginning."""
    found = set()
    for path in [
        *BOT.rglob("*.py"),
        *(BOT.parent / "handlers").rglob("*.py"),
        *(BOT.parent / "scheduler").rglob("*.py"),
    ]:
        for call in calls(path):
            if _raises(call):
                found |= set(_texts(call.args[0]))
    return found


def gaps() -> set[str]:
    """Refusals raised without something that their words name, but for those that have words for that case."""
    found = set()
    for path in [*BOT.rglob("*.py"), *(BOT.parent / "handlers").rglob("*.py")]:
        for call in calls(path):
            given = {keyword.arg for keyword in call.keywords}
            for key in _texts(call.args[0]) if _raises(call) else []:
                named = placeholders(refusals.WORDS.get(key, ""))
                if named - given and f"{key}:" not in refusals.WORDS:
                    found.add(f"{path.name}: {key} lacks {named - given}")
    return found


def test_a_finer_row_names_nothing_that_the_plain_one_does_not() -> None:
    for table in (refusals.WORDS, notes.WORDS):
        for key, source in table.items():
            assert placeholders(source) <= placeholders(table[key.partition(":")[0]]), key


def test_a_refusal_brings_what_its_words_name() -> None:
    assert gaps() == set()


def _raises(call: ast.Call) -> bool:
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    return name in ("UserError", "forbidden", "not_found", "conflict") and bool(call.args)


def _texts(node: ast.expr) -> list[str]:
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.IfExp():
            return _texts(node.body) + _texts(node.orelse)
        case ast.JoinedStr(values=[ast.Constant(value=str(text)), *_]):
            return [text]
        case _:
            return []


def test_every_refusal_has_words() -> None:
    keys = keys_raised()
    assert len(keys) > 30
    missing = {key for key in keys if key not in refusals.WORDS and not (key.endswith("_") and _begins_one(key))}
    assert missing == set()


def _begins_one(beginning: str) -> bool:
    return any(key.startswith(beginning) for key in refusals.WORDS)


def test_every_note_has_words() -> None:
    said = set()
    for path in (BOT / "commands").rglob("*.py"):
        for call in calls(path):
            if isinstance(call.func, ast.Name) and call.func.id == "Said":
                said |= set(_texts(call.args[0]))
    assert len(said) > 5
    assert said - set(notes.WORDS) - {"standup_status"} == set()


def test_a_refusal_that_names_people_has_words_for_a_form_where_nobody_can_be_named() -> None:
    naming = {key for key, source in refusals.WORDS.items()
              if placeholders(source) & {"admins", "creator", "leads", "owner", "people"}}  # fmt: skip
    assert {key for key in naming if f"{key.partition(':')[0]}:" not in refusals.WORDS} == set()


@pytest.mark.parametrize(("params", "key"), [
    ({"state": "done", "verb": "start", "number": 1}, "cannot_move:done"),
    ({"state": "review", "verb": "start", "number": 1}, "cannot_move"),
])  # fmt: skip
def test_the_finest_row_is_chosen(params: dict[str, object], key: str) -> None:
    assert row_for(refusals.WORDS, "cannot_move", params, "?") == refusals.WORDS[key]


def test_chinese_speaks_no_english() -> None:
    """But for names, commands, an incident's number and what people wrote themselves."""
    reader = samples.reader("zh")
    title = "发方案"
    payloads = [slack.message(answer, reader) for answer in samples.messages(title).values()]
    payloads += [slack.notice(notice, reader) for name, notice in samples.notices(title).items() if name != "ready"]
    payloads += [slack.form(form, reader) for form in samples.forms(title).values()]
    payloads += [slack.home(day, reader) for day in samples_home.homes(title).values()]
    for payload in payloads:
        for text in reading.shown(payload):
            seen = reading.TOKEN.sub("", COMMANDS.sub("", text))
            assert set(LATIN.findall(seen)) - NAMES == set(), text


def test_chinese_puts_a_blank_beside_latin_but_none_between_chinese() -> None:
    say = words("zh")
    assert say("{person} started it", person="李雷") == "李雷开始处理"
    assert say("{person} started it", person="Ann") == "Ann 开始处理"
    assert say("starts {day}", day="明天") == "明天开始"


@pytest.mark.parametrize(
    ("locale", "language"), [("zh-CN", "zh"), ("zh_TW", "zh"), ("en-US", "en"), ("de-DE", "en"), (None, "en")]
)
def test_a_locale_leads_to_a_language(locale: str | None, language: str) -> None:
    assert language_of(locale) == language


def test_what_is_to_be_typed_keeps_its_blanks() -> None:
    said = words("zh")("Saved: `/task list {name}` shows it again.", name="宣传")
    assert said == "已保存，随时用 `/task 列表 宣传` 查看。"
