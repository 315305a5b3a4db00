"""A list said to Muster and the taps that answer it, with the people who are named in it."""

from datetime import date
from typing import Any

from bot import commands
from bot.answers import Answer, LineAsked, SeveralLines, SeveralMade
from bot.heard import Door, Gesture, Heard
from models import Person, Session, Task
from models.queries import tasks as queries
from tests.factories import NOW, TEAM, make_person

ANN, DANA, TOM, LILEI = "U0ANN", "U0DANA", "U0TOM", "U0LILEI"
FRIDAY = date(2026, 3, 13)


def settle(session: Session) -> None:
    make_person(session, ANN, name="ann", real_name="Ann Lee")
    make_person(session, DANA, name="dana", real_name="Dana Novak")
    make_person(session, TOM, name="tom", real_name="Tom Weber")
    make_person(session, LILEI, name="lilei", real_name="李雷")
    make_person(session, "U0KIM1", name="kim.a", real_name="Kim Adler")
    make_person(session, "U0KIM2", name="kim.b", real_name="Kim Baker")


def say(session: Session, text: str, door: Door = Door.DM, **more: Any) -> Answer:
    places = {"channel_id": "D0ANN", "channel_kind": "im", "ts": "1773019200.000100"} | more
    answer = commands.run(session, Heard(TEAM, ANN, door, text, Gesture(text), **places), more.pop("now", NOW))
    session.flush()
    return answer


def tap(session: Session, line: str, **more: Any) -> Answer:
    return say(session, line, Door.BUTTON, **more)


def offer(session: Session, text: str, **more: Any) -> SeveralLines:
    answer = say(session, text, **more)
    assert isinstance(answer, SeveralLines)
    return answer


def make_all(session: Session, text: str, **more: Any) -> SeveralMade:
    answer = tap(session, f"many {offer(session, text, **more).kept}")
    assert isinstance(answer, SeveralMade)
    return answer


def go_on(session: Session, line: str) -> SeveralMade:
    answer = tap(session, line)
    assert isinstance(answer, SeveralMade)
    return answer


def asked_of(made: SeveralMade) -> LineAsked:
    assert made.asked is not None
    return made.asked


def stored(session: Session) -> list[Task]:
    person = session.get(Person, (TEAM, ANN))
    assert person is not None
    found = (queries.get(session, person, number, NOW) for number in range(1, 80))
    return [task for task in found if task is not None]
