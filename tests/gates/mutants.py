"""`make mutants`: change one thing in a module at a time, and see whether its tests notice. Minutes; by hand."""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from tests.gates.subjects import QUICK, ROOT, SUBJECTS, Subject, chosen, say

TOOL = ROOT / ".venv" / "mutants"  # apart, and last on the path: pytest is the one that all tests run with
SOURCES = ("bot", "handlers", "models", "scheduler")
BESIDE = ("tests", "playground", "docs", "benchmarks", "pyproject.toml", "README.md", "Makefile")
LEAST = 90  # of a hundred, in every module
# how pytest ended: the tests failed, or the clock ended them; whatever else it says, nobody noticed
KILLED, HUNG, NO_TEST = {1, 3}, {-9, -24, 24, 36, 152, 255}, {5, 33}

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
    """What became of the mutants of one module. One that makes its tests hang is killed by that."""

    module: str
    killed: int
    hung: int
    survivors: tuple[str, ...]
    untested: int  # of the survivors: no test comes there

    def __str__(self) -> str:
        return (f"{self.module}: {self.killed} of {self.total} killed, {self.hung} of them by hanging; "
                f"no test comes to {self.untested}")  # fmt: skip

    @property
    def total(self) -> int:
        return self.killed + len(self.survivors)

    @property
    def share(self) -> float:
        return 100 * self.killed / self.total if self.total else 100.0


def main(names: list[str]) -> int:
    """`names` are patterns of mutants, such as bot.sealing.x_key_of__mutmut_*: only those are tried."""
    began = time.monotonic()
    counts = [count for name in chosen() for count in _tried(name, SUBJECTS[name], names)]
    say("\n| module | killed | of | % |\n|---|---|---|---|")
    for one in counts:
        say(f"| `{one.module}` | {one.killed} | {one.total} | {one.share:.0f} |")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    say(f"\n{time.monotonic() - began:.0f} s in all, {used.ru_utime + used.ru_stime:.0f} s of a processor")
    if short := [one.module for one in counts if one.share < LEAST]:
        say(f"! under {LEAST} %: {', '.join(short)}")
        return 1
    say(f"· at least {LEAST} % of the mutants of every module are killed")
    return 0


def _tried(name: str, subject: Subject, names: list[str]) -> list[Count]:
    """Its mutants, in a copy of the checkout: nothing is written here."""
    say(f"· {name}: {', '.join(subject.modules)}")
    with tempfile.TemporaryDirectory(prefix="muster-mutants-") as folder:
        there = Path(folder)
        _copy(there)
        (there / "setup.cfg").write_text(_settings(subject), encoding="utf-8")
        _mutate(there, names, subject)
        counts = [_count(there, module, names) for module in subject.modules]
        for one in counts:
            say(f"  {one}")
            if one.survivors:
                subprocess.run([sys.executable, "-c", SHOW, *one.survivors], cwd=there, check=False)
    return counts


def _mutate(there: Path, names: list[str], subject: Subject) -> None:
    """What the tool says is a flicker of thousands of lines: it is shown only when it fails."""
    said, jobs = there / "said", os.environ.get("JOBS") or str(os.cpu_count() or 1)
    command = [sys.executable, "-c", MUTMUT, "run", "--max-children", jobs, *names]
    with said.open("wb") as out:
        failed = subprocess.run(command, cwd=there, check=False, stdout=out, stderr=subprocess.STDOUT).returncode
    if failed:
        plain = [sys.executable, "-m", "pytest", "-q", "-x", "--no-header", "-m", QUICK, *subject.tests]
        if subprocess.run(plain, cwd=there, check=False).returncode:
            sys.exit("! no mutant was tried: the tests do not pass as they are")
        say(said.read_text(encoding="utf-8", errors="replace").rpartition("\r")[2][-4000:])
        sys.exit("! no mutant was tried: the tool failed")


def _copy(there: Path) -> None:
    for name in (*SOURCES, *BESIDE):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, there / name, ignore=shutil.ignore_patterns("__pycache__", "shots"))
        else:
            shutil.copy(ROOT / name, there / name)


def _settings(subject: Subject) -> str:
    lists = {
        "source_paths": SOURCES, "only_mutate": subject.modules, "also_copy": BESIDE,
        "pytest_add_cli_args": ("-p", "no:xdist", "-p", "no:pytest_cov", "-m", QUICK),
        "pytest_add_cli_args_test_selection": subject.tests,
    }  # fmt: skip
    lines = [f"{name} =" + "".join(f"\n    {value}" for value in values) for name, values in lists.items()]
    return "\n".join(["[mutmut]", *lines, "process_isolation = forkserver", "timeout_multiplier = 6.0",
                      "timeout_constant = 10.0", "use_git_change_detection = false", ""])  # fmt: skip


def _count(there: Path, module: str, names: list[str]) -> Count:
    told = json.loads((there / "mutants" / f"{module}.meta").read_text(encoding="utf-8"))["exit_code_by_key"]
    codes = {name: code for name, code in told.items() if not names or any(fnmatch(name, one) for one in names)}
    survivors = tuple(name for name, code in codes.items() if code not in KILLED | HUNG)
    hung, untested = (sum(code in kind for code in codes.values()) for kind in (HUNG, NO_TEST))
    return Count(module, len(codes) - len(survivors), hung, survivors, untested)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
