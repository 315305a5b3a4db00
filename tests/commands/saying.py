"""Saying a line in a channel, as somebody who is in it does."""

from typing import Any

from bot import commands
from bot.answers import Answer
from bot.heard import Door, Gesture, Heard
from models import Session
from tests.factories import NOW, TEAM

IN_THE_CHANNEL = {"channel_id": "C0LAUNCH", "channel_kind": "public"}


def say(session: Session, line: str, person_id: str = "U0ANN", **more: Any) -> Answer:
    """What is answered; `more` is whatever else was heard, or heard otherwise."""
    heard = {"workspace_id": TEAM, "person_id": person_id, "door": Door.SLASH, "text": line, "gesture": Gesture(line)}
    answer = commands.run(session, Heard(**(heard | IN_THE_CHANNEL | more)), NOW)
    session.flush()
    return answer
