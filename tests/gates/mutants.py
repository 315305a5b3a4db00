"""`make mutants`: change one thing in a module at a time, and see whether its tests notice. Minutes; by hand."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from tests.gates.subjects import SUBJECTS, Subject

ROOT = Path(__file__).parent.parent.parent
TOOL = ROOT / ".venv" / "mutants"  # apart, and last on the path: pytest is the one that all tests run with
SOURCES = ("bot", "handlers", "models", "scheduler")
BESIDE = ("tests", "playground", "docs", "benchmarks", "pyproject.toml", "README.md", "Makefile")
LEAST = 90  # of a hundred, in every module
NOT_CHECKED = None
NOTICED, UNNOTICED = {1, 3}, {0}
NO_TEST = {5, 33}

MUTMUT = f"import sys; sys.path.append({str(TOOL)!r}); from mutmut.__main__ import cli; cli()"
SHOW = f"""import sys; sys.path.append({str(TOOL)!r})
from mutmut.mutation.diff_apply import get_diff_for_mutant
for name in sys.argv[1:]:
    lines = get_diff_for_mutant(name).splitlines()
    changed = [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    print(name.rpartition(".")[2], *changed, sep="\\n    ")
"""


@dataclass(frozen=True)
class Count:
    """What became of the mutants of one module. One that makes the tests hang is noticed by that."""

    module: str
    killed: int
    hung: int
    names: tuple[str, ...]  # of those that nobody noticed
    untested: int

    @property
    def total(self) -> int:
        return self.killed + self.hung + len(self.names)

    @property
    def share(self) -> float:
        return 100 * (self.killed + self.hung) / self.total if self.total else 100.0


def main(names: list[str]) -> int:
    """`names` are patterns of mutants, such as bot.sealing.x_key_of__mutmut_*: only those are tried."""
    chosen = [name for name in os.environ.get("ONLY", "").split(",") if name] or list(SUBJECTS)
    if unknown := [name for name in chosen if name not in SUBJECTS]:
        _say(f"! there is no subject {', '.join(unknown)}; there are {', '.join(SUBJECTS)}")
        return 2
    began, counts = time.monotonic(), [count for name in chosen
                                       for count in _subject(name, SUBJECTS[name], names)]  # fmt: skip
    _say(f"\n| module | killed | of | % |\n|---|---|---|---|")
    for one in counts:
        _say(f"| `{one.module}` | {one.killed + one.hung} | {one.total} | {one.share:.0f} |")
    _say(f"\n{time.monotonic() - began:.0f} s in all")
    short = [one.module for one in counts if one.share < LEAST]
    _say(
        f"! under {LEAST} %: {', '.join(short)}"
        if short
        else f"· at least {LEAST} % of the mutants of every module are killed"
    )
    return 1 if short else 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _subject(name: str, subject: Subject, names: list[str]) -> list[Count]:
    """Its mutants, tried in a copy of the checkout."""
    with tempfile.TemporaryDirectory(prefix="muster-mutants-") as folder:
        there = Path(folder)
        _copy(there)
        (there / "setup.cfg").write_text(_settings(subject), encoding="utf-8")
        _say(f"· {name}: trying mutants of {', '.join(subject.modules)}")
        began = time.monotonic()
        said = there / "said"
        with said.open("wb") as out:
            jobs = os.environ.get("JOBS") or str(os.cpu_count() or 1)
            done = subprocess.run([sys.executable, "-c", MUTMUT, "run", "--max-children", jobs, *names], cwd=there,
                                  check=False, stdout=out, stderr=subprocess.STDOUT)  # fmt: skip
        if done.returncode:
            _say(said.read_text(encoding="utf-8", errors="replace").rpartition("\r")[2][-4000:])
            raise SystemExit(f"! {name}: the tests do not pass as they are, or the tool failed")
        counts = [_count(there, module, names) for module in subject.modules]
        for one in counts:
            _say(f"  {one.module}: {one.killed + one.hung} of {one.total} killed, {one.hung} of them by hanging; "
                 f"{one.untested} met by no test; {time.monotonic() - began:.0f} s")  # fmt: skip
            if one.names:
                subprocess.run([sys.executable, "-c", SHOW, *one.names], cwd=there, check=False)
        return counts


def _copy(there: Path) -> None:
    for name in (*SOURCES, *BESIDE):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, there / name, ignore=shutil.ignore_patterns("__pycache__", "shots"))
        else:
            shutil.copy(ROOT / name, there / name)


def _settings(subject: Subject) -> str:
    lists = {
        "source_paths": SOURCES, "only_mutate": subject.modules, "also_copy": BESIDE,
        "pytest_add_cli_args": ("-p", "no:xdist", "-p", "no:pytest_cov", "-m", "not postgres and not browser"),
        "pytest_add_cli_args_test_selection": subject.tests,
    }  # fmt: skip
    lines = [f"{name} =" + "".join(f"\n    {value}" for value in values) for name, values in lists.items()]
    return "\n".join(["[mutmut]", *lines, "process_isolation = forkserver", "timeout_multiplier = 5.0",
                      "timeout_constant = 4.0", "use_git_change_detection = false", ""])  # fmt: skip


def _count(there: Path, module: str, names: list[str]) -> Count:
    told = json.loads((there / "mutants" / f"{module}.meta").read_text(encoding="utf-8"))["exit_code_by_key"]
    codes = {name: code for name, code in told.items() if not names or any(fnmatch(name, one) for one in names)}
    unnoticed = tuple(name for name, code in codes.items() if code in UNNOTICED | NO_TEST or code is NOT_CHECKED)
    killed = sum(code in NOTICED for code in codes.values())
    return Count(
        module, killed, len(codes) - killed - len(unnoticed), unnoticed, sum(c in NO_TEST for c in codes.values())
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
