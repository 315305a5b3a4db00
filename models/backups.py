"""A copy of the whole database in one file: made beside whoever serves, and checked before it gets its name."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from sqlalchemy.engine import make_url

from models.condition import file_of
from models.damage import is_damage, what_to_do
from models.db import encrypted
from models.failures import Damaged, Unfit

APPLICATION_ID = 0x4D757374  # "Must": which program a file of SQLite's belongs to
STEPS = 200_000  # of SQLite's machine, between two looks at how far it is
MOST_FAULTS = 3
OWN = "name NOT LIKE 'sqlite_%' AND name NOT LIKE 'taskwords_fts%' AND name <> 'alembic_version'"

Tell = Callable[[int], None]  # how many bytes are written by now


@dataclass(frozen=True)
class Copy:
    """A copy that was checked. `rows` is None where they are not counted: in a dump of a server."""

    file: Path
    size: int
    rows: int | None
    seconds: float


def make(url: str, to: Path, tell: Tell) -> Copy:
    """Copy the database as it stands at one moment. Raises Unfit and Damaged; then nothing is left behind."""
    began = time.monotonic()
    with _part_of(to) as part:
        rows = _copy_file(url, part, tell) if file_of(url) is not None else _dump(url, part, tell)
        sync(part)
        size = part.stat().st_size
        _name(part, to)
    return Copy(to, size, rows, time.monotonic() - began)


def name_of(url: str, now: datetime) -> str:
    return f"muster-{now:%Y%m%d-%H%M%S}.{'dump' if file_of(url) is None else 'db'}"


# --- SQLite -------------------------------------------------------------------------------------------------------


def opened(path: Path, mode: str) -> sqlite3.Connection:
    """A connection of its own: `ro` of a file that nobody writes, `rw` of one that may be written meanwhile."""
    options = "mode=ro&immutable=1" if mode == "ro" else "mode=rw"
    return sqlite3.connect(f"file:{quote(str(path.resolve()))}?{options}", uri=True, isolation_level=None, timeout=30)


def _copy_file(url: str, part: Path, tell: Tell) -> int:
    source = file_of(url)
    if source is None or not source.exists():
        raise Unfit(f"there is no database at {source}")

    def look() -> int:
        tell(part.stat().st_size)
        return 0

    try:
        with closing(opened(source, "rw")) as connection:
            connection.set_progress_handler(look, STEPS)
            connection.execute("VACUUM INTO ?", (str(part),))
    except UnicodeDecodeError:
        raise Damaged(what_to_do(source)) from None
    except sqlite3.Error as error:
        raise reworded(error, source) from error
    if faults := faults_of(part, thorough=True):
        raise Damaged(f"the copy failed its check and was removed: {faults[0]}. {what_to_do(source)}")
    return count_rows(part)


def faults_of(path: Path, *, thorough: bool = False) -> list[str]:
    """What SQLite finds wrong with a file that nobody writes; thorough looks into the indexes and references, too."""
    try:
        with closing(opened(path, "ro")) as connection:
            check = "integrity_check" if thorough else "quick_check"
            found = [str(row[0]) for row in connection.execute(f"PRAGMA {check}({MOST_FAULTS})")]
            faults = [fault for fault in found if fault != "ok"]
            if thorough:
                lost = connection.execute("PRAGMA foreign_key_check").fetchmany(MOST_FAULTS)
                faults += [f"a row of {row[0]} refers to none of {row[2]}" for row in lost]
            return faults
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # damage may be told in damaged words
        return [str(error)]


def count_rows(path: Path) -> int:
    with closing(opened(path, "ro")) as connection:
        tables = connection.execute(f"SELECT name FROM sqlite_master WHERE type = 'table' AND {OWN}").fetchall()  # noqa: S608 - no words from outside
        return sum(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in tables)  # noqa: S608 - our own tables


def reworded(error: sqlite3.Error, path: Path) -> Unfit | Damaged:
    if is_damage(error):
        return Damaged(what_to_do(path))
    return Unfit("there is no room for it on the disk" if "full" in str(error) else str(error))


# --- PostgreSQL ---------------------------------------------------------------------------------------------------


def _dump(url: str, part: Path, tell: Tell) -> int | None:
    """By the server's own tool, in its own format: it knows what belongs to a database."""
    address = encrypted(make_url(url)).set(drivername="postgresql").difference_update_query(["prepare_threshold"])
    env = os.environ | ({"PGPASSWORD": str(address.password)} if address.password else {})
    plain = address.set(password=None).render_as_string()
    command = [tool("pg_dump"), "--format=custom", "--no-password", f"--file={part}", f"--dbname={plain}"]
    with subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as dumping:  # noqa: S603 - no shell
        try:
            said = _wait(dumping, part, tell)
        except BaseException:
            dumping.kill()
            raise
    if dumping.returncode:
        raise Unfit(_last_line(said) or "pg_dump failed")
    listed = subprocess.run([tool("pg_restore"), "--list", part], capture_output=True, text=True, check=False)  # noqa: S603
    if listed.returncode or " TABLE DATA " not in listed.stdout:
        raise Unfit(f"the copy failed its check and was removed: {_last_line(listed.stderr) or 'it holds no tables'}")
    return None  # it does not say how many rows it holds


def _wait(dumping: "subprocess.Popen[str]", part: Path, tell: Tell) -> str:
    while True:
        try:
            return dumping.communicate(timeout=1)[1]
        except subprocess.TimeoutExpired:
            tell(part.stat().st_size)


def tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise Unfit(f"{name} is not here: install PostgreSQL's client (Debian: apt-get install postgresql-client)")
    return found


def _last_line(words: str) -> str:
    return next((line.strip() for line in reversed(words.splitlines()) if line.strip()), "")


# --- the file -----------------------------------------------------------------------------------------------------


@contextmanager
def _part_of(to: Path) -> Iterator[Path]:
    """An empty file beside the one to be, for our eyes only. It goes when the block ends, whatever became of it."""
    if to.exists():
        raise Unfit(f"{to} is there already, and is not written over")
    if not to.parent.is_dir():
        raise Unfit(f"there is no folder {to.parent}")
    handle, name = tempfile.mkstemp(prefix=f".{to.name}.", suffix=".part", dir=to.parent)
    os.close(handle)
    try:
        yield Path(name)
    finally:
        for end in ("", "-journal", "-wal", "-shm"):
            Path(name + end).unlink(missing_ok=True)


def _name(part: Path, to: Path) -> None:
    """Under its name it is whole; a file that came there meanwhile stays."""
    try:
        os.link(part, to)
    except FileExistsError:
        raise Unfit(f"{to} is there already, and is not written over") from None
    except OSError:  # a file system without links
        os.rename(part, to)
    sync(to.parent)


def sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        with suppress(OSError):  # some file systems do not know it of a folder
            os.fsync(handle)
    finally:
        os.close(handle)
