"""The house rules that a program can check: sizes, names, who may commit, who may import whom, what is not named."""

import ast
import importlib.metadata
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = ("bot", "handlers", "models", "playground", "scheduler")
LINES, FUNCTION_LINES = 400, 40
LONGER: dict[str, str] = {}  # "path:function": why it may be longer than FUNCTION_LINES
NO_SUCH_MODULE = {"base", "common", "helper", "helpers", "manager", "managers", "misc", "util", "utils"}
# The loops that must outlive one bad turn, item or message, whatever it raises.
MAY_CATCH_ALL = (
    "bot/delivery.py",
    "bot/parsing/jsonl.py",
    "bot/turn.py",
    "handlers/slack/profiles.py",
    "handlers/slack/worker.py",
    "models/",
    "scheduler/due.py",
    "scheduler/wall_clock.py",
)
WRITTEN_BY_PEOPLE = {".cfg", ".css", ".html", ".js", ".json", ".md", ".po", ".py", ".sh", ".toml", ".yaml", ".yml", ""}


def python_files(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py") if not is_made(path))


def is_made(path: Path) -> bool:
    """Whether a tool wrote it."""
    return "__pycache__" in path.parts or "migrations/versions" in path.as_posix()


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions_of(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def texts() -> Iterator[tuple[str, str]]:
    """Every file of the project that a person wrote, but this one, which names what is forbidden."""
    folders = [*OURS, "tests", "docs", "benchmarks", ".ci"]
    files = [path for folder in folders for path in (ROOT / folder).rglob("*")]
    for path in [*files, *(path for path in ROOT.iterdir() if path.name != ".git")]:
        if path.is_file() and path.suffix in WRITTEN_BY_PEOPLE and path != Path(__file__) and not is_made(path):
            yield name_of(path), path.read_text(encoding="utf-8")


def test_files_are_short_enough_to_read_in_one_go():
    sizes = {
        name_of(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in python_files(*OURS, "tests", "benchmarks")
    }
    assert {name: size for name, size in sizes.items() if size > LINES} == {}


def test_functions_fit_on_a_screen():
    too_long = {
        f"{name_of(path)}:{function.name}": size
        for path in python_files(*OURS, "tests", "benchmarks")
        for function in functions_of(path)
        if (size := (function.end_lineno or 0) - function.lineno + 1) > FUNCTION_LINES
    }
    assert {name: size for name, size in too_long.items() if name not in LONGER} == {}
    assert sorted(LONGER) == sorted(name for name in too_long if name in LONGER)


def test_every_module_says_in_a_sentence_what_lives_in_it():
    silent = [
        name_of(path)
        for path in python_files(*OURS, "tests", "benchmarks")
        if path.read_text(encoding="utf-8").strip() and not ast.get_docstring(tree_of(path))
    ]
    assert silent == []


def test_no_module_is_a_drawer_for_odds_and_ends():
    assert [name_of(path) for path in python_files(*OURS, "tests", "benchmarks") if path.stem in NO_SUCH_MODULE] == []


def test_only_models_commits():
    commits = [
        f"{name_of(path)}:{node.lineno}"
        for path in python_files("bot", "handlers", "scheduler")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    ]
    assert commits == []


def catches_everything(handler: ast.ExceptHandler) -> bool:
    caught = ast.walk(handler.type) if handler.type else ()
    names = {node.id for node in caught if isinstance(node, ast.Name)}
    return handler.type is None or bool(names & {"Exception", "BaseException"})


def test_only_the_loops_catch_everything():
    places = [
        f"{name_of(path)}:{node.lineno}"
        for path in python_files(*OURS)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ExceptHandler) and catches_everything(node)
    ]
    assert [place for place in places if not place.startswith(MAY_CATCH_ALL)] == []


def test_what_is_switched_off_names_its_rule():
    marks = re.compile(r"#\s*(noqa|type:\s*ignore)(?!\s*[:\[])")
    places = [
        f"{name_of(path)}:{number}"
        for path in python_files(*OURS, "tests", "benchmarks")
        if path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if marks.search(line)
    ]
    assert places == []


def declared(*groups: str) -> set[str]:
    """The distributions that pyproject.toml asks for, normalised."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["project"]["optional-dependencies"]["postgres"]]
    wanted += [entry for group in groups for entry in project["dependency-groups"][group]]
    return {re.split(r"[\[<>=~! ;]", entry)[0].lower().replace("_", "-") for entry in wanted}


def imported(path: Path) -> set[str]:
    """Top-level names of what a file imports from outside."""
    names: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names - set(sys.stdlib_module_names) - {*OURS, "tests", "benchmarks"}


# What a declared package is made of and speaks in: Bolt the SDK's types, SQLModel SQLAlchemy's, aiohttp yarl's.
COMES_WITH = {
    "pydantic": "pydantic-settings", "slack_sdk": "slack-bolt", "sqlalchemy": "sqlmodel", "yarl": "aiohttp"
}  # fmt: skip


@pytest.mark.parametrize(("folders", "groups"), [(OURS, ()), (("tests", "benchmarks"), ("dev",))])
def test_what_is_imported_is_declared(folders: tuple[str, ...], groups: tuple[str, ...]):
    may, sources = declared(*groups), importlib.metadata.packages_distributions()
    undeclared = {
        f"{name_of(path)}: {name}"
        for path in python_files(*folders)
        for name in imported(path)
        if COMES_WITH.get(name) not in may
        and not may & {source.lower().replace("_", "-") for source in sources.get(name, [])}
    }
    assert undeclared == set()


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("a path of one machine", r"(?<![\w.])/(?:work|root|Users)/|(?<![\w.])/home/\w|[A-Z]:\\\\Users"),
        ("a package registry", r"pypi\.org|pythonhosted\.org|npmjs\.org|--(?:extra-)?index-url|find-links"),
        ("a folder beside the project", r"\.\./shared|(?<!\w)shared/(?:design|reference|nlp|seeds|hooks)"),
    ],
)
def test_no_file_names(what: str, pattern: str):
    assert {name: found.group() for name, text in texts() if (found := re.search(pattern, text))} == {}, what


def test_the_locks_carry_hashes_and_no_address():
    for lock in sorted(ROOT.glob("requirements*.lock")):
        text = lock.read_text(encoding="utf-8")
        pins, hashed = re.findall(r"(?m)^\S+==.*$", text), re.findall(r"(?m)^\S+==.*\\\n +--hash", text)
        assert "://" not in text
        assert len(pins) == len(hashed) > 0


def test_the_development_lock_holds_what_the_runtime_lock_holds():
    runtime, development = (
        set(re.findall(r"(?m)^\S+==\S+", (ROOT / lock).read_text(encoding="utf-8")))
        for lock in ("requirements.lock", "requirements-dev.lock")
    )
    assert runtime - development == set()


BREACHES = {
    "bot/utils.py": "",
    "bot/services/breach.py": "import bot.render\nimport sqlalchemy\n",
    "bot/rules/breach.py": "import bot.services\nimport slack_sdk\n",
    "models/breach.py": "import bot.rules\n",
    "playground/breach.py": "import models\n",
    "handlers/breach.py": "import playground\n",
}


def test_the_import_contracts_notice_every_kind_of_breach(tmp_path: Path):
    for folder in OURS:
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name, text in BREACHES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    command = [Path(sys.executable).parent / "lint-imports", "--no-cache", "--no-logo"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert "0 kept, 7 broken" in done.stdout
    for said in ("utils", "bot.services.breach -> bot.render", "bot.services.breach -> sqlalchemy",
                 "bot.rules.breach -> bot.services", "bot.rules.breach -> slack_sdk", "models.breach -> bot.rules",
                 "playground.breach -> models", "handlers.breach -> playground"):  # fmt: skip
        assert said in done.stdout
