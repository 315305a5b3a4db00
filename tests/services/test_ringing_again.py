"""A reminder that comes again rings at its hour each time, whether or not the one before was done."""

from datetime import UTC, datetime, timedelta

import pytest

from bot import commands
from bot.answers import Created
from bot.heard import Door, Gesture, Heard
from bot.notices import Nudge, Nudges
from bot.services.plan import recurring
from bot.services.work import life
from models import Session, Task
from models.queries import tasks as queries
from tests.factories import TEAM, acting, make_person
from tests.services.ticking import HOUR, berlin, step

SAID = berlin("12:00", 4)  # a Wednesday
TWO_WEEKS = timedelta(days=14)


def rung(session: Session, since: datetime, until: datetime, *, does: bool = False) -> list[str]:
    """(Berlin day and hour) of every ring until then; who `does` them does each as it rings."""
    found = []
    for now in (since + n * 3 * HOUR for n in range((until - since) // (3 * HOUR))):
        for key in recurring.due(session, now):
            recurring.make_due(session, key, now)
        for notice in step(session, now):
            items = notice.items if isinstance(notice, Nudges) else (notice,)
            for one in items:
                if isinstance(one, Nudge) and one.kind == "snoozed":
                    found.append(f"{now.astimezone(UTC) + timedelta(hours=1):%a %d %H:%M}")
                    if does:
                        life.done(session, acting(session, one.person, now=now), one.task)
        session.flush()
    return found


def remind(session: Session, words: str) -> Task:
    make_person(session, "U0ANN")
    heard = Heard(TEAM, "U0ANN", Door.DM, words, Gesture(words), channel_id="D0ANN", channel_kind="im")
    made = commands.run(session, heard, SAID)
    session.flush()
    assert isinstance(made, Created), made
    return made.view.task


@pytest.mark.parametrize("words", ["remind me every Monday at 9 to send the report", "每周一早上9点提醒我交周报"])
@pytest.mark.parametrize("does", [True, False])
def test_each_monday_at_nine(session: Session, words: str, does: bool) -> None:
    first = remind(session, words)
    assert rung(session, SAID, SAID + TWO_WEEKS, does=does) == ["Mon 09 09:00", "Mon 16 09:00"]
    assert queries.get_unseen(session, TEAM, first.number + 2) is None


def test_one_that_is_done_before_its_moment_comes_again_at_the_next(session: Session) -> None:
    first = remind(session, "remind me every Monday at 9 to send the report")
    life.done(session, acting(session, make_person(session, "U0ANN"), now=SAID), first)
    assert rung(session, SAID, SAID + TWO_WEEKS) == ["Mon 16 09:00"]


def undone(session: Session, numbers: range) -> list[int]:
    return [number for number in numbers if (task := queries.get_unseen(session, TEAM, number)) and task.is_live]


@pytest.mark.parametrize("words", ["remind me every Monday at 9 to send the report", "每周一早上9点提醒我交周报"])
def test_of_a_reminder_that_is_never_done_only_the_newest_stays_open(session: Session, words: str) -> None:
    first = remind(session, words)
    rung(session, SAID, SAID + 2 * TWO_WEEKS)
    newest = first.number + 3
    assert undone(session, range(first.number, newest + 1)) == [newest]
    last = queries.list_history(session, first)[0]
    assert (last.kind, last.note, last.after["state"]) == ("superseded", f"#{first.number + 1}", "cancelled")


def test_one_that_was_begun_goes_too_and_what_was_done_stays_done(session: Session) -> None:
    first = remind(session, "remind me every Monday at 9 to send the report")
    life.done(session, acting(session, make_person(session, "U0ANN"), now=SAID), first)
    rung(session, SAID, SAID + TWO_WEEKS)
    assert first.state == "done"
    second = queries.get_unseen(session, TEAM, first.number + 1)
    assert second is not None
    life.start(session, acting(session, make_person(session, "U0ANN"), now=SAID + TWO_WEEKS), second)
    rung(session, SAID + TWO_WEEKS, SAID + 2 * TWO_WEEKS)
    assert second.state == "cancelled"


def test_work_that_comes_again_and_is_not_done_stays_to_be_done(session: Session) -> None:
    make_person(session, "U0ANN")
    heard = Heard(TEAM, "U0ANN", Door.DM, "send the report every Monday", Gesture("x"), channel_id="D0ANN",
                  channel_kind="im")  # fmt: skip
    made = commands.run(session, heard, SAID)
    assert isinstance(made, Created)
    rung(session, SAID, SAID + TWO_WEEKS + 5 * timedelta(days=1))
    assert made.view.task.is_live
