"""What the documents promise is what there is: commands, settings, targets, links, and the same in both languages."""

import re
from pathlib import Path
from typing import Any

import pytest

from bot.commands import COMMANDS
from bot.commands.call import Subcommand
from bot.manifest import COMMANDS as IN_THE_MANIFEST
from bot.manifest import OPTIONS
from bot.settings import HINTS, Settings

ROOT = Path(__file__).parent.parent
READMES = ("README.md", "README.zh-CN.md")
GUIDES = sorted(path.name for path in (ROOT / "docs").glob("add-a-*.md"))
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
DECISION_PARTS = ["Context", "Decision", "Consequences", "Alternatives", "References"]
PAGE_LINES = 60


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def code_blocks(text: str) -> list[str]:
    return re.findall(r"(?ms)^```\w*\n(.*?)^```", text)


def without_code(text: str) -> str:
    return re.sub(r"(?ms)^```.*?^```\n", "", text)


def headings(text: str) -> list[str]:
    return re.findall(r"(?m)^#+ .*$", without_code(text))


def commands_in(text: str) -> list[str]:
    """What code blocks say to type, without comments that each language words for itself."""
    lines = [line.split("#", 1)[0].rstrip() for block in code_blocks(text) for line in block.splitlines()]
    return [line for line in lines if line]


def visible() -> list[tuple[str, Subcommand]]:
    return [(name, sub) for name, command in COMMANDS.items() for sub in command.subcommands if not sub.hidden]


def table_of_settings(text: str) -> dict[str, str]:
    """NAME → the cell of its default, from the rows that begin with a setting's name."""
    return dict(re.findall(r"(?m)^\| `([A-Z][A-Z_]+)` \| ([^|]*?) \|", text))


def test_both_readmes_have_the_same_outline():
    english, chinese = (text_of(name) for name in READMES)
    levels = [[heading.split()[0] for heading in headings(text)] for text in (english, chinese)]
    assert levels[0] == levels[1]
    assert len(levels[0]) >= 8
    assert commands_in(english) == commands_in(chinese)
    rows = [len(re.findall(r"(?m)^\|", text)) for text in (english, chinese)]
    assert rows[0] == rows[1]


@pytest.mark.parametrize("name", READMES)
def test_a_readme_opens_with_the_two_commands(name: str):
    first = code_blocks(text_of(name))[0].splitlines()
    assert [line.split("#")[0].strip() for line in first if line.strip()] == ["make demo", "make test"]


@pytest.mark.parametrize("name", READMES)
def test_a_readme_names_every_target_of_make(name: str):
    targets = re.findall(r"(?m)^([a-z]+):.*##", text_of("Makefile"))
    assert [target for target in targets if f"make {target}" not in text_of(name)] == []
    assert len(targets) >= 5


@pytest.mark.parametrize("name", READMES)
def test_a_readme_names_every_command_one_can_type(name: str):
    text = text_of(name)
    missing = [
        f"{command} {sub.name}" for command, sub in visible() if not re.search(rf"`{command} {sub.name}[ `]", text)
    ]
    assert missing == []


@pytest.mark.parametrize("name", READMES)
def test_every_command_in_a_readmes_tables_parses_as_what_it_says(name: str):
    typed = re.findall(r"(?m)^\| `(/\w+) ([^\s`]+)([^`]*)`", text_of(name))
    wrong = []
    for command, verb, args in typed:
        found = COMMANDS[command].find(f"{verb}{args}")
        if found is None or verb not in (found[0].name, *found[0].aliases):
            wrong.append(f"{command} {verb}{args}")
    assert wrong == []
    assert len(typed) >= len(visible())


def test_the_manifest_has_the_commands_there_are():
    assert set(IN_THE_MANIFEST) == set(COMMANDS)


@pytest.mark.parametrize("command", IN_THE_MANIFEST)
def test_the_hints_of_a_slash_command_name_what_it_knows(command: str):
    hints = IN_THE_MANIFEST[command][1].split(" · ")
    verbs = {name for sub in COMMANDS[command].subcommands for name in (sub.name, *sub.aliases)}
    assert [hint for hint in hints if " " not in hint and hint.isascii() and hint not in verbs] == []
    assert hints[-1] == "help"


@pytest.mark.parametrize("name", [*READMES, "docs/operate.md"])
def test_settings_are_listed_with_their_defaults(name: str):
    listed, fields = table_of_settings(text_of(name)), Settings.model_fields
    assert set(listed) == {field.upper() for field in fields}
    for field, info in fields.items():
        assert listed[field.upper()].strip("`") == in_words(info.get_default()), field


def in_words(default: Any) -> str:
    return str(default) if str(default).strip("*") else "–"


def test_every_setting_has_a_hint_for_when_it_is_wrong():
    assert set(HINTS) == set(Settings.model_fields)


@pytest.mark.parametrize("name", [*READMES, "docs/operate.md"])
def test_options_of_the_manifest_are_explained(name: str):
    assert [option for option in OPTIONS if f"`{option}`" not in text_of(name)] == []


@pytest.mark.parametrize(
    "path", sorted(ROOT.glob("*.md")) + sorted(ROOT.glob("docs/**/*.md")), ids=lambda path: path.name
)
def test_links_lead_somewhere(path: Path):
    links = re.findall(r"\]\(([^)#\s]+)|src=\"([^\"]+)\"", without_code(path.read_text(encoding="utf-8")))
    targets = [link or source for link, source in links if "://" not in (link or source)]
    lost = [target for target in targets if not (path.parent / target).exists()]
    assert [target for target in lost if not target.startswith("docs/pictures/")] == []


@pytest.mark.parametrize("name", READMES)
def test_the_pictures_are_there(name: str):
    pictures = re.findall(r"\((docs/pictures/[^)]+)\)", text_of(name))
    assert [picture for picture in pictures if not (ROOT / picture).exists()] == []


@pytest.mark.parametrize("name", READMES)
def test_pictures_say_in_words_what_they_show(name: str):
    language = "zh" if "zh" in name else "en"
    pictures = re.findall(r"!\[([^\]]*)\]\((docs/pictures/[^)]+)\)", text_of(name))
    assert {path for _, path in pictures} == {
        f"docs/pictures/{shown}-{language}.png"
        for shown in ("channel", "reading", "several", "modal", "home", "standup", "digest")
    }
    assert all(len(words) >= 10 for words, _ in pictures)


def test_there_is_a_guide_for_what_people_add():
    expected = {"a-chat-platform", "a-scheduled-job", "a-subcommand", "a-task-field"}
    assert expected - {name.removeprefix("add-").removesuffix(".md") for name in GUIDES} == set()


@pytest.mark.parametrize("name", GUIDES)
def test_a_guide_opens_with_the_files_it_touches_and_they_exist(name: str):
    text = text_of(f"docs/{name}")
    title, first = headings(text)[:2]
    assert title.startswith("# Add a ")
    assert first == "## Files impacted"
    section = text.split("## Files impacted", 1)[1].split("\n## ", 1)[0]
    files = re.findall(r"(?m)^(?:- |\| )`([^`]+)`", section)
    assert len(files) >= 4
    assert [file for file in files if not any(ROOT.glob(re.sub(r"<\w+>", "*", file)))] == []


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_is_one_page_with_the_five_parts(path: Path):
    text = path.read_text(encoding="utf-8")
    number = int(path.name[:4])
    assert re.match(rf"# {number}\. \w", text)
    assert re.findall(r"(?m)^## (.*)$", text) == DECISION_PARTS
    assert len(text.splitlines()) <= PAGE_LINES


def test_decisions_are_numbered_without_a_gap():
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))
    assert len(DECISIONS) >= 10


def test_the_changelog_says_what_is_not_released_yet():
    text = text_of("CHANGELOG.md")
    kinds = set(re.findall(r"(?m)^### (.*)$", text))
    assert re.search(r"(?m)^## \[?Unreleased\]?$", text)
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
