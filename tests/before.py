"""The release before this one: the code as it was just before the newest migration came."""

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.db import revisions

ROOT = Path(__file__).parents[1]
REVISIONS = revisions()


def git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


def commit_before() -> str:
    """Empty where the history of this repository is not there."""
    newest = next((ROOT / "models/migrations/versions").glob(f"{REVISIONS[-1]}_*.py")).relative_to(ROOT)
    added = git("log", "--diff-filter=A", "--format=%H", "--", str(newest)).splitlines()
    before = git("rev-parse", f"{added[-1]}^") if added else ""
    return before if re.fullmatch(r"[0-9a-f]{40}", before) else ""


@contextmanager
def checked_out(commit: str, folder: Path) -> Iterator[Path]:
    """That code in a folder, until the block ends."""
    git("worktree", "add", "--detach", str(folder), commit)
    try:
        yield folder
    finally:
        git("worktree", "remove", "--force", str(folder))
