"""How SQLite says that a file is not what it was written as, and what is to be done then."""

import sqlite3
from pathlib import Path

from sqlalchemy import URL

from models.failures import Damaged

CORRUPT = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def what_to_do(path: Path) -> str:
    return f"{path} is damaged: stop Muster and run `muster restore FILE` with the newest backup"


def is_damage(error: BaseException | None) -> bool:
    """Whether SQLite says that the file is not what it was written as; or, of such a file, what is no text at all."""
    if isinstance(error, UnicodeDecodeError):
        return True
    return isinstance(error, sqlite3.DatabaseError) and getattr(error, "sqlite_errorcode", 0) & 0xFF in CORRUPT


def check_damage(url: URL, error: BaseException | None) -> None:
    """Whoever meets it, says so in one line that names the way out; nothing is written any more."""
    if is_damage(error):
        raise told(url) from error


def told(url: URL) -> Damaged:
    return Damaged(what_to_do(Path(url.database or "")))
