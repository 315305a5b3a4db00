"""Who was erased, so that it can be done again in a copy that was made before: recognised, never read."""

import hashlib
import secrets
from datetime import datetime

from sqlmodel import Field, SQLModel

from models.columns import instant


class Erasure(SQLModel, table=True):
    """`id` is the name the person has in the work of others. `fingerprint` is made of their own id and of `salt`: who
    has the id knows it again, who has the fingerprint does not know the id. `work_too` tells how much was taken."""

    workspace_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    salt: str
    fingerprint: str
    work_too: bool = False
    at: datetime = instant()

    def is_of(self, person_id: str) -> bool:
        return secrets.compare_digest(self.fingerprint, fingerprint(self.salt, self.workspace_id, person_id))


def new_salt() -> str:
    return secrets.token_hex(16)


def fingerprint(salt: str, workspace_id: str, person_id: str) -> str:
    return hashlib.sha256(f"{salt} {workspace_id} {person_id}".encode()).hexdigest()
