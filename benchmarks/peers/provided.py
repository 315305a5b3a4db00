"""What the peers run on, fetched into a folder of its own when it is first asked for: nothing else changes."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.servers.processes import ROOT

FOLDER = ROOT / ".bench-peers"
PINNED = Path(__file__).with_name("requirements.lock")
DEBIAN = "taskwarrior=2.6.2+dfsg-1"
PATIENCE = 180.0
HURRIED = {"UV_HTTP_TIMEOUT": "10", "UV_HTTP_RETRIES": "1", "PIP_TIMEOUT": "10", "PIP_RETRIES": "1"}


class NotHereError(Exception):
    """Why a peer cannot be asked on this machine."""


def versions(pinned: str) -> dict[str, str]:
    """What a file of requirements names, and in which version."""
    return dict(re.findall(r"^([\w.-]+)==([\w.+!-]+)", pinned, re.MULTILINE))


def python(folder: Path = FOLDER) -> Path:
    """The interpreter that has what is pinned, fetched anew where that has changed. Raises NotHereError."""
    wanted, own = PINNED.read_text("utf-8"), folder / "python"
    stamp, found = own / "pinned", own / "bin" / "python"
    if not (found.exists() and stamp.exists() and stamp.read_text("utf-8") == wanted):
        _tried([sys.executable, "-m", "venv", "--clear", "--without-pip", str(own)])
        _first_that_does(_ways_to_install(found))
        stamp.write_text(wanted, "utf-8")
    return found


def _ways_to_install(into: Path) -> Iterator[Sequence[str]]:
    """By uv where it is, or by the pip that is ours; both check every hash."""
    uv = Path(sys.executable).with_name("uv")
    if uv.exists():
        yield [str(uv), "pip", "install", "--quiet", "--python", str(into), "--require-hashes", "-r", str(PINNED)]
    pip = [sys.executable, "-m", "pip", "--python", str(into), "install", "--quiet", "--disable-pip-version-check"]
    yield [*pip, "--no-deps", "--require-hashes", "-r", str(PINNED)]


def _first_that_does(ways: Iterator[Sequence[str]]) -> None:
    said = ""
    for way in ways:
        try:
            _tried(way)
        except NotHereError as error:
            said = str(error)
        else:
            return
    raise NotHereError(said)


def taskwarrior(folder: Path = FOLDER) -> Path:
    """The one on the machine, or Debian's, unpacked and not installed. Raises NotHereError."""
    on_path, ours = shutil.which("task"), folder / "debian" / "usr" / "bin" / "task"
    if on_path and taskwarrior_version(Path(on_path)):
        return Path(on_path)
    if not ours.exists():
        if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
            raise NotHereError("no program `task`, and no apt-get to fetch it with")
        folder.mkdir(exist_ok=True)
        _tried(["apt-get", "download", "-q", DEBIAN], folder)
        package = max(folder.glob("taskwarrior_*.deb"), key=lambda path: path.stat().st_mtime)
        _tried(["dpkg-deb", "-x", str(package), str(folder / "debian")])
    if not taskwarrior_version(ours):
        raise NotHereError("Debian's `task` does not run here")
    return ours


def taskwarrior_version(program: Path) -> str:
    """Empty where it is another program of that name."""
    try:
        return _tried([str(program), "rc:/dev/null", "rc.data.location=/dev/null", "_version"]).split()[0]
    except (NotHereError, IndexError):
        return ""


def _tried(command: Sequence[str], folder: Path = ROOT) -> str:
    """What it said. Raises NotHereError with the last of what it complained about."""
    try:
        done = subprocess.run(  # noqa: S603 - our own words
            command, cwd=folder, env={**os.environ, **HURRIED}, stdin=subprocess.DEVNULL, capture_output=True,
            text=True, check=True, timeout=PATIENCE,
        )  # fmt: skip
    except subprocess.CalledProcessError as error:
        complaint = (error.stderr or error.stdout or "").strip().splitlines()
        raise NotHereError(f"{Path(command[0]).name}: {complaint[-1].strip() if complaint else error}") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotHereError(f"{Path(command[0]).name}: {error}") from error
    return done.stdout
