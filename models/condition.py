"""How a database stands, for those who look after it: where it is, which tables it has, what keeps it from opening."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select, text

from models.db import plain_engine, revision_of
from models.errand import DirectoryReading
from models.failures import NotSaved
from models.queries import holds, readings, troubles
from models.workspace import Workspace

T = TypeVar("T")


@dataclass(frozen=True)
class Condition:
    """`revision` is None without tables, `newest` what this Muster wants, `trouble` why it could not be opened."""

    revision: str | None = None
    newest: str | None = None
    trouble: str = ""


@dataclass(frozen=True)
class Standing:
    """How a standby stands to its primary. `behind` is in bytes; it and `copies` are None where that cannot be told."""

    copies: bool | None = None
    behind: int | None = None
    trouble: str = ""


def standing_of(primary: str, standby: str) -> Standing:
    """Look at both, the primary first: what the standby lacks then, it lacks."""
    here, there = plain_engine(primary), plain_engine(standby)
    try:
        with here.connect() as one, there.connect() as other:
            cluster = text("SELECT system_identifier FROM pg_control_system()")
            if (
                one.execute(cluster).scalar() != other.execute(cluster).scalar()
                or not other.execute(text("SELECT pg_is_in_recovery()")).scalar()
            ):
                return Standing(copies=False)
            written = one.execute(text("SELECT pg_current_wal_lsn()")).scalar()
            behind = text("SELECT pg_wal_lsn_diff(CAST(:written AS pg_lsn), pg_last_wal_replay_lsn())")
            return Standing(copies=True, behind=max(0, int(other.execute(behind, {"written": written}).scalar() or 0)))
    except SQLAlchemyError as error:
        return Standing(trouble=str(getattr(error, "orig", None) or error).strip().splitlines()[0])
    finally:
        here.dispose()
        there.dispose()


def file_of(url: str) -> Path | None:
    """The SQLite file an address means; None for a server."""
    return Path(make_url(url).database or "") if url.startswith("sqlite") else None


def held_in(url: str) -> tuple[int, int] | None:
    """(messages that wait since a restore, workspaces on hold); None where none is, or the tables are older."""

    def look(session: Session) -> tuple[int, int] | None:
        on_hold = session.exec(select(Workspace.id).where(col(Workspace.on_hold).is_(True))).all()
        return (holds.count_held(session), len(on_hold)) if on_hold else None

    return _asked(url, look)


def lost_in(url: str) -> tuple[int, int] | None:
    """(messages given up, workspaces in which nothing is said for a while); None where none is, or no such tables."""
    found = _asked(url, lambda session: (troubles.count_dead(session), len(troubles.list_broken(session))))
    return found if found is not None and any(found) else None


def read_in(url: str) -> list[DirectoryReading]:
    """Directories that are being read; none where the tables are older."""
    return _asked(url, readings.list_under_way) or []


def _asked(url: str, look: Callable[[Session], T]) -> T | None:
    """None, too, where it cannot be asked or its tables are older."""
    engine = plain_engine(url)
    try:
        with Session(engine) as session:
            return look(session)
    except (SQLAlchemyError, NotSaved):
        return None
    finally:
        engine.dispose()


def condition_of(url: str) -> Condition:
    """Open it and look. Makes nothing: the caller sees to it that a file is there."""
    try:
        revision, newest = revision_of(url)
    except ImportError as error:
        return Condition(trouble=f"{error.name} is not installed: pip install 'muster[postgres]'")
    except (SQLAlchemyError, ValueError) as error:
        cause = getattr(error, "orig", None) or error
        return Condition(trouble=(str(cause).strip() or type(cause).__name__).splitlines()[0])
    except NotSaved as damaged:
        return Condition(trouble=str(damaged))
    return Condition(revision, newest)
