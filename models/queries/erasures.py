"""Who was erased here, and who of a copy was erased since it was made."""

from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select

from models.condition import file_of
from models.db import plain_engine
from models.erasure import Erasure, fingerprint, new_salt
from models.failures import Damaged
from models.person import Person

AT_ONCE = 500


def note(session: Session, workspace_id: str, person_id: str, instead: str, work_too: bool, at: datetime) -> None:
    """Once for each; begun again, more may be taken than was wanted first."""
    known = session.get(Erasure, (workspace_id, instead))
    if known is None:
        salt = new_salt()
        known = Erasure(workspace_id=workspace_id, id=instead, salt=salt, at=at,
                        fingerprint=fingerprint(salt, workspace_id, person_id))  # fmt: skip
    known.work_too = known.work_too or work_too
    session.add(known)


def list_all(session: Session) -> list[Erasure]:
    return list(session.exec(select(Erasure).order_by(col(Erasure.workspace_id), col(Erasure.id))))


def listed_in(url: str) -> list[Erasure] | None:
    """Those of another database, in which nothing is written; None where it cannot be read or is too old to tell."""
    try:
        return _listed_in(url)
    except (SQLAlchemyError, Damaged, UnicodeDecodeError):  # damage may be told in damaged words
        return None


def _listed_in(url: str) -> list[Erasure] | None:
    file = file_of(url)
    if file is not None and not file.exists():
        return None
    engine = plain_engine(url)
    try:
        with Session(engine, expire_on_commit=False) as session:
            return list_all(session)
    finally:
        engine.dispose()


def learn(session: Session, erasure: Erasure) -> bool:
    """Write down what another database tells; False where it was known: it was done before this one was copied, and
    who came back since is somebody who is there."""
    if session.get(Erasure, (erasure.workspace_id, erasure.id)) is not None:
        return False
    session.add(Erasure(**erasure.model_dump()))
    return True


def person_of(session: Session, erasure: Erasure) -> Person | None:
    """A fingerprint can only be compared, so all ids are, a few at a time."""
    ids = select(Person.id).where(Person.workspace_id == erasure.workspace_id).execution_options(yield_per=AT_ONCE)
    found = next((person_id for person_id in session.exec(ids) if erasure.is_of(person_id)), None)
    return session.get(Person, (erasure.workspace_id, found)) if found is not None else None


def begun(session: Session, erasure: Erasure) -> Person | None:
    """Somebody whose erasure was cut off."""
    return session.exec(select(Person).where(
        Person.workspace_id == erasure.workspace_id, Person.becomes == erasure.id)).first()  # fmt: skip
