"""Putting a copy back in the place of a SQLite database: checked first, beside what was there, and on hold."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from models.backups import APPLICATION_ID, Tell, faults_of, opened, sync
from models.condition import file_of
from models.damage import is_damage, what_to_do
from models.db import is_unknown, plain_engine, upgrade
from models.erasure import Erasure
from models.failures import Damaged, Unfit
from models.queries import holds
from models.queries.erasures import listed_in
from models.scrubbing import scrub
from models.sqlite import lock_for_serving

BESIDE = ("-wal", "-shm", "-journal")
QUICK = 256 * 1024 * 1024  # up to here looking through the whole file takes no second
PIECE = 8 * 1024 * 1024


@dataclass(frozen=True)
class Restored:
    """`kept` is where the database that was there stands now, `waiting` how many messages are on hold. `erased` is how
    many people were erased again; None where nothing could tell who was since the copy was made."""

    file: Path
    kept: Path | None
    copied_at: datetime | None
    waiting: int
    erased: int | None = None


Forget = Callable[[str, Sequence[Erasure]], int]
"""Erases in the database of that address whom it still knows; how many."""


def restore(url: str, copy: Path, now: datetime, tell: Tell, forget: Forget) -> Restored:
    """Put the copy in place and all that it would say on hold. What was there is renamed, never removed.

    Whoever was erased since the copy was made is erased in it first, as far as the database that is there can tell.

    Raises Unfit, Damaged and DatabaseInUse; then all is as it was.
    """
    place = file_of(url)
    if place is None:
        raise Unfit("a server's own tool restores it: pg_restore, then `muster hold`; docs/operate.md says how")
    lock = lock_for_serving(url)
    try:
        check(copy)
        part = place.with_name(place.name + ".restoring")
        try:
            _write(copy, part, tell)
            copied_at, waiting = _on_hold(part)
            erased = _erased_again(part, place, forget)
            kept = _put_in_place(part, place, now)
        finally:
            _remove(part)
        return Restored(place, kept, copied_at, waiting, erased)
    finally:
        os.close(lock)


def check(copy: Path) -> None:
    """Raises Unfit for what is no copy of ours, and Damaged for one that is not as it was written."""
    if not copy.is_file():
        raise Unfit(f"there is no file {copy}")
    if (copy.parent / f"{copy.name}-wal").exists():
        raise Unfit(f"{copy} is no finished copy: {copy.name}-wal beside it belongs to it. `muster backup` makes one")
    if faults := faults_of(copy):
        raise Damaged(f"{copy} failed its check: {faults[0]}. Nothing was changed; try an older backup")
    try:
        with closing(opened(copy, "ro")) as connection:
            (program,) = connection.execute("PRAGMA application_id").fetchone()
            (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            connection.execute("SELECT 1 FROM workspace LEFT JOIN task ON false LIMIT 1")
    except (sqlite3.Error, TypeError):
        raise Unfit(f"{copy} is no backup of Muster's") from None
    if program not in (0, APPLICATION_ID):  # 0: made before Muster wrote its name into its files
        raise Unfit(f"{copy} belongs to another program")
    if is_unknown(revision):
        raise Unfit(f"{copy} was made by a newer Muster (its tables have revision {revision}): upgrade this one first")


def _write(copy: Path, part: Path, tell: Tell) -> None:
    _remove(part)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with copy.open("rb") as source, os.fdopen(handle, "wb") as target:
            while piece := source.read(PIECE):
                target.write(piece)
                tell(target.tell())
    except OSError as error:
        raise Unfit(f"the copy could not be written: {error.strerror}") from error
    sync(part)


def _on_hold(part: Path) -> tuple[datetime | None, int]:
    """Bring it to this version's tables, and write down that it waits; then fold the journal into the file."""
    url = f"sqlite:///{part}"
    upgrade(url)
    engine = plain_engine(url)
    try:
        with Session(engine) as session:
            waiting, copied_at = holds.put_on_hold(session), holds.newest_copied_at(session)
            session.commit()
    finally:
        engine.dispose()
    _fold(part)
    if faults := faults_of(part):
        raise Damaged(f"the copy cannot be used: {faults[0]}. Nothing was changed; try an older backup")
    return copied_at, waiting


def _erased_again(part: Path, place: Path, forget: Forget) -> int | None:
    """None where nothing tells of it."""
    known = listed_in(f"sqlite:///{place}") if place.exists() else None
    if known is None:
        return None
    erased = forget(f"sqlite:///{part}", known)
    if erased:
        scrub(f"sqlite:///{part}")
    _fold(part)
    return erased


def _fold(path: Path) -> None:
    """Write what is in the journal into the file; the last one to close it removes the journal."""
    with closing(opened(path, "rw")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _put_in_place(part: Path, place: Path, now: datetime) -> Path | None:
    """At each moment one whole database stands in the place; a journal never stands beside another's file."""
    if not place.exists():
        os.replace(part, place)
        sync(place.parent)
        return None
    with suppress(sqlite3.Error):  # a damaged one keeps its journal
        _fold(place)
    kept = _free_name(place, now)
    for end in BESIDE:
        with suppress(FileNotFoundError):
            os.rename(f"{place}{end}", f"{kept}{end}")
    there = place.stat()
    with suppress(PermissionError):  # run as root, it still belongs to whoever serves
        os.chown(part, there.st_uid, there.st_gid)
    try:
        os.link(place, kept)
    except OSError:  # a file system without links
        shutil.copy2(place, kept)
    os.replace(part, place)
    sync(place.parent)
    return kept


def _free_name(place: Path, now: datetime) -> Path:
    name = f"{place.name}.before-{now:%Y%m%d-%H%M%S}"
    names = (place.with_name(name if not nth else f"{name}.{nth}") for nth in range(1000))
    return next(path for path in names if not path.exists())


def _remove(part: Path) -> None:
    for end in ("", *BESIDE):
        Path(f"{part}{end}").unlink(missing_ok=True)


# --- at the start -------------------------------------------------------------------------------------------------


def check_before_serving(url: str) -> None:
    """Raises Damaged for a file that must not be written to.

    All of it is looked at where that is quick, or where the last Muster did not come to close it: its journal is there.
    """
    path = file_of(url)
    if path is None or not path.exists() or path.stat().st_size == 0:
        return
    journal = Path(f"{path}-wal")
    was_cut_off = journal.exists() and journal.stat().st_size > 0
    if path.stat().st_size > QUICK and not was_cut_off:
        return
    if faults := faults_of_served(path):
        raise Damaged(f"{what_to_do(path)} ({faults[0].splitlines()[0][:200]})")


def faults_of_served(path: Path) -> list[str]:
    """What SQLite finds wrong with a file that somebody may be writing to meanwhile."""
    try:
        with closing(opened(path, "rw")) as connection:
            found = [str(row[0]) for row in connection.execute("PRAGMA quick_check(1)")]
    except UnicodeDecodeError:
        return ["its tables cannot be read"]
    except sqlite3.DatabaseError as error:
        return [str(error)] if is_damage(error) else []
    return [fault for fault in found if fault != "ok"]
