"""The marks by which a message of ours is found again in Slack: the same thing has the same mark from every copy of us.

What is told gets its mark from what it is and from the workspace, not by chance: so a Muster that was restored from a
copy recognises what it said after the copy was made. A mark says nothing to who reads it.
"""

from base64 import urlsafe_b64encode
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

LENGTH = 12
BETWEEN = "."


def mark(workspace_id: str, born_at: datetime, name: str) -> str:
    """`born_at` is when the workspace was made here, which is in every copy and nowhere in Slack."""
    digest = sha256(f"{workspace_id}\n{born_at.isoformat()}\n{name}".encode()).digest()
    return urlsafe_b64encode(digest[:LENGTH]).decode()


def joined(marks: Iterable[str]) -> str:
    """One word for a message that tells several things."""
    return BETWEEN.join(marks)


def parts(nonce: str) -> list[str]:
    return nonce.split(BETWEEN)


def carries(written: str, wanted: str) -> bool:
    """Whether a message with that word is, or tells among other things, what is looked for."""
    return wanted == written or wanted in parts(written)
