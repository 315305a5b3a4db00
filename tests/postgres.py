"""A PostgreSQL of the tests' own: a cluster in a temporary folder, ended by the kernel's hand if not by ours."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import Engine

from models.db import plain_engine, upgrade
from tests.left_out import left_out
from tests.ports import free_port

TEMPLATE, SHARED = "muster_template", "muster_shared"
TRIES = 3
QUICK = "fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60"
# Stops the cluster when its standard input ends: by our hand, or because the tests were killed in whatever way.
GUARD = 'cat >/dev/null; "$1/pg_ctl" -D "$2/data" -m immediate -w stop >/dev/null 2>&1; rm -rf "$2"'


@dataclass(frozen=True)
class Server:
    """A running cluster with one migrated database that others are copied from."""

    port: int
    folder: Path
    bin_: Path

    def url(self, database: str) -> str:
        return f"postgresql://muster@127.0.0.1:{self.port}/{database}"

    def run(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def fresh(self) -> str:
        """The address of a new migrated database."""
        name = f"muster_{uuid4().hex[:12]}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        return self.url(name)

    def stop(self) -> None:
        _run(self.folder, self.bin_ / "pg_ctl", "-D", self.folder / "data", "-w", "-m", "immediate", "stop")

    def start(self) -> None:
        """Again, as it was."""
        options = (self.folder / "data" / "postmaster.opts").read_text().split(" ", 1)[1]
        _run(self.folder, self.bin_ / "pg_ctl", "-D", self.folder / "data", "-w", "-o", options, "start")

    def restart(self) -> None:
        """At once, as after a power cut of the server's own: what is not in its log is gone."""
        _run(self.folder, self.bin_ / "pg_ctl", "-D", self.folder / "data", "-w", "-m", "immediate", "restart")


def programs() -> Path | None:
    """The folder of the newest PostgreSQL server on this machine."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    on_path = shutil.which("postgres")
    folders = [*reversed(debian), *([Path(on_path).resolve().parent] if on_path else [])]
    return next((folder for folder in folders if all((folder / name).exists() for name in ("initdb", "pg_ctl"))), None)


def _user() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root; then it is `postgres`, or `nobody` where there is none."""
    if os.getuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def _run(folder: Path, *command: str | Path) -> None:
    user = _user()
    log = folder / "said"
    with log.open("ab") as said:  # a file and no pipe: the server keeps it open
        done = subprocess.run(command, cwd=folder, stdout=said, stderr=said, stdin=subprocess.DEVNULL,
                              timeout=60, check=False, user=user and user.pw_uid, group=user and user.pw_gid,
                              extra_groups=[] if user else None)  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{log.read_text(errors='replace')[-2000:]}")


def _start(folder: Path, bin_: Path, settings: tuple[str, ...]) -> int:
    """Start the cluster on a port that was free a moment ago; another try where somebody was quicker."""
    for tries_left in reversed(range(TRIES)):
        port = free_port()
        options = [f"-p {port}", "-h 127.0.0.1", f"-k {folder}", *(f"-c {setting}" for setting in settings)]
        try:
            _run(folder, bin_ / "pg_ctl", "-D", folder / "data", "-w", "-o", " ".join(options), "start")
        except RuntimeError:
            if not tries_left:
                raise
        else:
            return port
    raise AssertionError("unreachable")


@contextmanager
def a_server(bin_: Path, settings: tuple[str, ...] = QUICK) -> Iterator[Server]:
    """A cluster that ends with the block, with a migrated database to copy."""
    with _guarded(bin_) as folder:
        _run(folder, bin_ / "initdb", "-D", folder / "data", "-U", "muster", "-A", "trust", "-E", "UTF8",
             "--locale=C", "--no-sync")  # fmt: skip
        server = Server(_start(folder, bin_, settings), folder, bin_)
        server.run(f"CREATE DATABASE {TEMPLATE}")
        upgrade(server.url(TEMPLATE))
        yield server


@contextmanager
def a_standby(primary: Server) -> Iterator[Server]:
    """A second cluster that follows the first one, as it streams."""
    with _guarded(primary.bin_) as folder:
        _run(folder, primary.bin_ / "pg_basebackup", "-D", folder / "data", "-h", "127.0.0.1", "-p", str(primary.port),
             "-U", "muster", "-R", "-X", "stream", "-c", "fast", "--no-sync")  # fmt: skip
        yield Server(_start(folder, primary.bin_, QUICK), folder, primary.bin_)


@contextmanager
def _guarded(bin_: Path) -> Iterator[Path]:
    """A folder for one cluster; both go with the block."""
    # Not pytest's own folder: that one is closed to other users, and too long for the name of a socket.
    folder = Path(tempfile.mkdtemp(prefix="muster-pg-", dir="/tmp"))
    if user := _user():
        shutil.chown(folder, user.pw_uid, user.pw_gid)
    guard = subprocess.Popen(["sh", "-c", GUARD, "guard", bin_, folder], stdin=subprocess.PIPE, cwd="/",
                             start_new_session=True, user=user.pw_uid if user else None)  # fmt: skip
    try:
        yield folder
    finally:
        assert guard.stdin is not None
        guard.stdin.close()
        guard.wait(timeout=60)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """One cluster a test process, with a migrated database to copy."""
    bin_ = programs()
    if bin_ is None:
        left_out("PostgreSQL", "apt-get install --no-install-recommends postgresql")
    with a_server(bin_) as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: Server) -> Iterator[str]:
    """A fresh migrated database of this test's own."""
    url = postgres_server.fresh()
    yield url
    postgres_server.run(f"DROP DATABASE {url.rpartition('/')[2]} WITH (FORCE)")


@pytest.fixture(scope="session")
def postgres_engine(postgres_server: Server) -> Iterator[Engine]:
    """One database for all tests that take back what they write."""
    postgres_server.run(f"CREATE DATABASE {SHARED} TEMPLATE {TEMPLATE}")
    engine = plain_engine(postgres_server.url(SHARED))
    yield engine
    engine.dispose()
