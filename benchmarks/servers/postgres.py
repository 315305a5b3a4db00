"""A PostgreSQL of the benchmark's own, set up to keep what it was told: a commit is on disk when it returns."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from uuid import uuid4

import psycopg

from benchmarks.servers.processes import cores, free_port, leash

SETTINGS = ("fsync=on", "synchronous_commit=on", "full_page_writes=on", "shared_buffers=256MB", "max_connections=60")
STARTS_WITHIN = 30.0


class Cluster:
    """A running server."""

    def __init__(self, port: int) -> None:
        self._port = port

    def url(self, database: str) -> str:
        return f"postgresql://muster@127.0.0.1:{self._port}/{database}"

    def fresh(self) -> str:
        """The address of a new empty database."""
        name = f"muster_{uuid4().hex[:12]}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self.url(name)


def programs() -> Path | None:
    """The folder of the newest PostgreSQL server on this machine."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    on_path = shutil.which("postgres")
    folders = [*reversed(debian), *([Path(on_path).resolve().parent] if on_path else [])]
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


def _user() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root; then it is `postgres`, or `nobody` where there is none."""
    if os.getuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


@contextmanager
def cluster() -> Iterator[Cluster | None]:
    """Until the block ends; None where there is no PostgreSQL on this machine."""
    bin_, user = programs(), _user()
    if bin_ is None:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="muster-bench-", dir="/tmp"))  # the name of a socket must be short
    as_ = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    if user:
        shutil.chown(folder, user.pw_uid, user.pw_gid)
    port, log = free_port(), (folder / "said").open("w+b")
    try:
        subprocess.run(  # noqa: S603 - our own words
            [bin_ / "initdb", "-D", folder / "data", "-U", "muster", "-A", "trust", "-E", "UTF8", "--locale=C"],
            cwd=folder, stdout=log, stderr=log, check=True, timeout=60, **as_,  # type: ignore[call-overload]
        )  # fmt: skip
        settings = [part for setting in SETTINGS for part in ("-c", setting)]
        process = subprocess.Popen(  # noqa: S603 - our own words
            [bin_ / "postgres", "-D", folder / "data", "-h", "127.0.0.1", "-p", str(port), "-k", folder, *settings],
            cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            preexec_fn=partial(leash, cores()[1]), **as_,  # noqa: PLW1509 - one thread here
        )  # type: ignore[call-overload]  # fmt: skip
        try:
            there = Cluster(port)
            _wait_for(there)
            yield there
        finally:
            process.send_signal(signal.SIGINT)  # at once, whoever is still connected
            process.wait(STARTS_WITHIN)
    finally:
        log.close()
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(there: Cluster) -> None:
    began = time.monotonic()
    while True:
        try:
            psycopg.connect(there.url("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            if time.monotonic() - began > STARTS_WITHIN:
                raise
            time.sleep(0.05)
        else:
            return
