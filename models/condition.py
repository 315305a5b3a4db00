"""How a database stands, for those who look after it: where it is, which tables it has, what keeps it from opening."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from models.db import revision_of


@dataclass(frozen=True)
class Condition:
    """`revision` is None without tables, `newest` what this Muster wants, `trouble` why it could not be opened."""

    revision: str | None = None
    newest: str | None = None
    trouble: str = ""


def file_of(url: str) -> Path | None:
    """The SQLite file an address means; None for a server."""
    return Path(make_url(url).database or "") if url.startswith("sqlite") else None


def condition_of(url: str) -> Condition:
    """Open it and look. Makes nothing: the caller sees to it that a file is there."""
    try:
        revision, newest = revision_of(url)
    except ImportError as error:
        return Condition(trouble=f"{error.name} is not installed: pip install 'muster[postgres]'")
    except (SQLAlchemyError, ValueError) as error:
        cause = getattr(error, "orig", None) or error
        return Condition(trouble=(str(cause).strip() or type(cause).__name__).splitlines()[0])
    return Condition(revision, newest)
