"""After a person was erased: what the database let go of is not left lying in its files."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlmodel import SQLModel

from models.backups import opened, reworded
from models.condition import file_of
from models.db import driver_url
from models.words import FTS

PIECE = 1 << 20


def scrub(url: str) -> None:
    """Write the database anew without what was deleted: on SQLite whole, on a server table by table.

    Whoever calls it has the SQLite file to themselves. Raises Unfit where there is no room for that.
    """
    path = file_of(url)
    if path is None:
        _vacuum_server(url)
        return
    try:
        with closing(opened(path, "rw")) as connection:
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute(f"INSERT INTO {FTS}({FTS}) VALUES ('rebuild')")  # noqa: S608 - our own table
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except sqlite3.Error as error:
        raise reworded(error, path) from error


def _vacuum_server(url: str) -> None:
    engine = create_engine(driver_url(url), isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            for table in SQLModel.metadata.sorted_tables:
                connection.execute(text(f'VACUUM "{table.name}"'))
    finally:
        engine.dispose()


def remains(url: str, words: Iterable[str]) -> int:
    """How often one of the words still stands in the files of a SQLite database, its journal among them.

    In a page, values follow each other without a mark between them: a word within a longer one counts as well.
    """
    path = file_of(url)
    if path is None:
        return 0
    wanted = [word.encode() for word in words]
    files = (Path(f"{path}{end}") for end in ("", "-wal", "-shm"))
    return sum(_count(file, word) for file in files if file.exists() for word in wanted)


def _count(file: Path, word: bytes) -> int:
    """Read in pieces that overlap, so that no word is cut in two and none is counted twice."""
    found, rest = 0, b""
    with file.open("rb") as content:
        while piece := content.read(PIECE):
            whole = rest + piece
            found += whole.count(word)
            rest = whole[len(whole) - len(word) + 1 :]
    return found
