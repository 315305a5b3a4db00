"""What became of a message: edited or deleted by its author, told apart from what Slack and the bots do to it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from handlers.slack import decode

SPOKEN_SUBTYPES = (None, "file_share", "thread_broadcast")
KEPT_OF_MESSAGE = ("type", "subtype", "user", "text", "ts", "thread_ts", "channel", "channel_type", "team", "user_team")
LATEST = 4_102_444_800.0  # the year 2100: what is later than that is no moment of a message
FRESH_FOR = timedelta(minutes=5)  # an edit may overtake the message that it edits


@dataclass(frozen=True)
class Gone:
    """A message that is no longer there."""

    channel: str
    ts: str
    author: str

    @property
    def payload(self) -> dict[str, Any]:
        return {"channel": self.channel, "ts": self.ts, "user": self.author}


@dataclass(frozen=True)
class Edited:
    """A message whose author gave it other words. `message` is as it reads now, `at` names this one edit."""

    channel: str
    at: str
    was: str
    message: dict[str, Any]

    @property
    def ts(self) -> str:
        return str(self.message["ts"])

    @property
    def payload(self) -> dict[str, Any]:
        return self.message | {"was": self.was, "edited": self.at}

    @property
    def news(self) -> dict[str, Any]:
        """What is other in the message itself."""
        return {"text": self.message.get("text") or "", "edited": self.at}

    def names_newly(self, person_id: str) -> bool:
        """Whether that person, or we, are named now and were not before."""
        before, now = (decode.mentioned(text) for text in (self.was, self.message.get("text") or ""))
        return person_id in now and person_id not in before

    def is_fresh(self, now: datetime) -> bool:
        return now - moment_of(self.ts) < FRESH_FOR


def of_event(event: dict[str, Any], bot_user_id: str) -> Edited | Gone | None:
    """What a message_changed or message_deleted says of a person's message; None where it is none of our concern."""
    before = event.get("previous_message") or {}
    message = event.get("message") or {}
    if event.get("subtype") == "message_deleted" or message.get("subtype") == "tombstone":
        ours = before.get("bot_id") or before.get("user") == bot_user_id
        ts = event.get("deleted_ts") or message.get("ts") or before.get("ts")
        return Gone(event["channel"], ts, before.get("user") or "") if ts and not ours else None
    if not is_said(message, bot_user_id) or not message.get("ts"):
        return None
    said, was = message.get("text") or "", before.get("text") or ""
    if decode.text(said) == decode.text(was):
        return None
    kept = {key: message[key] for key in KEPT_OF_MESSAGE if key in message}
    place = {key: event[key] for key in ("channel", "channel_type") if key in event}
    return Edited(event["channel"], str(event.get("event_ts") or event["ts"]), was, kept | place)


def is_said(message: dict[str, Any], bot_user_id: str) -> bool:
    """By a person, in words of their own; nobody edits the words of another."""
    if message.get("bot_id") or message.get("subtype") not in SPOKEN_SUBTYPES:
        return False
    author, editor = message.get("user"), (message.get("edited") or {}).get("user")
    return bool(author) and author != bot_user_id and editor in (None, author)


def moment_of(ts: str) -> datetime:
    return datetime.fromtimestamp(min(float(ts), LATEST), UTC)


def quiet_of(status: dict[str, Any]) -> tuple[datetime | None, datetime | None]:
    """From when to when somebody is not to be disturbed. While nothing is set Slack answers 1 for both moments."""
    begins, ends = (datetime.fromtimestamp(status[name], UTC) for name in ("next_dnd_start_ts", "next_dnd_end_ts"))
    return (begins, ends) if status["dnd_enabled"] and begins < ends else (None, None)
