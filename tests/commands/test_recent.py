"""Words typed below a card, not in its thread."""

import pytest

from bot import commands
from bot.answers import Answer, Changed, Created, DidYouMean
from bot.heard import Door, Gesture, Heard
from models import Session
from tests.factories import NOW, TEAM, make_person


@pytest.fixture(autouse=True)
def people(session: Session) -> None:
    make_person(session, "U0ANN", name="ann", zone="Asia/Shanghai")
    make_person(session, "U0BEN", name="ben")


def say(session: Session, line: str, *, door: Door = Door.DM, minutes: int = 0) -> Answer:
    heard = Heard(TEAM, "U0ANN", door, line, Gesture(f"{door}{line}"), channel_id="D0ANN", channel_kind="im")
    return commands.run(session, heard, NOW.replace(minute=NOW.minute + minutes))


@pytest.mark.parametrize(
    ("line", "meant"),
    [("改到周四", "due #1 周四"), ("move it to Thursday", "due #1 Thursday"), ("not me, @ben", "assign #1 @ben"),
     ("rename to Book the small hall", "rename #1 to Book the small hall"), ("不是我，给@ben", "assign #1 @ben")],
)  # fmt: skip
def test_a_correction_below_the_card_is_asked_about(session: Session, line: str, meant: str) -> None:
    assert isinstance(say(session, "book the hall by Friday"), Created)
    asked = say(session, line)
    assert isinstance(asked, DidYouMean), asked
    assert asked.meant == meant
    done = say(session, asked.meant, door=Door.BUTTON)
    assert isinstance(done, Changed), done


def test_without_a_task_of_the_last_minutes_it_is_a_line_like_any_other(session: Session) -> None:
    assert not isinstance(say(session, "move it to Thursday"), DidYouMean)
    say(session, "book the hall by Friday")
    assert not isinstance(say(session, "move it to Thursday", minutes=20), DidYouMean)


def test_work_that_follows_work_is_work(session: Session) -> None:
    say(session, "book the hall by Friday")
    assert isinstance(say(session, "order the chairs by Monday"), Created)
