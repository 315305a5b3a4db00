"""Reading a whole directory: one process at a time, what admins see of it, and that they are told once."""

from datetime import timedelta

from sqlmodel import select

from bot.answers.people import DirectoryRead, Reading
from bot.commands import run
from bot.notices import Dropped
from bot.render import slack
from bot.services.messages import notices
from bot.services.people import reading
from bot.services.people.reading import Turn
from bot.services.priority import days
from models import Outbox, Session
from tests.factories import NOW, TEAM, acting, make_person, make_workspace
from tests.render import samples
from tests.standup_days import heard

A, B = "process a", "process b"
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


def take(session: Session, who: str = A, at: timedelta = timedelta(), *, alone: bool = False) -> Turn:
    return reading.take(session, TEAM, who, NOW + at, now=NOW + at, real=NOW + at, alone=alone)


def kept(session: Session, who: str, cursor: str, people: int, at: timedelta = timedelta()) -> bool:
    return reading.kept(session, TEAM, who, cursor, people, real=NOW + at)


def done(session: Session, who: str = A, at: timedelta = timedelta()) -> None:
    reading.done(session, make_workspace(session, admins=["U0ANN"]), who, now=NOW + at)
    session.flush()


def told(session: Session) -> list[str]:
    return [row.to for row in session.exec(select(Outbox).where(Outbox.kind == reading.KIND).order_by(Outbox.to))]


def test_a_second_process_waits_and_goes_on_when_the_first_has_died(session: Session) -> None:
    make_workspace(session)
    assert take(session) == Turn()
    assert kept(session, A, "two", 200)
    assert take(session, B, 20 * SECOND).wait == 40.0
    assert take(session, B, 61 * SECOND) == Turn("two", 200)
    assert not kept(session, A, "three", 200, 62 * SECOND), "who was given up for dead writes nothing over it"
    assert kept(session, B, "three", 200, 62 * SECOND)


def test_on_a_file_nobody_else_can_read_so_nobody_is_waited_for(session: Session) -> None:
    make_workspace(session)
    take(session)
    kept(session, A, "two", 200)
    assert take(session, B, SECOND, alone=True) == Turn("two", 200)


def test_who_stops_in_order_leaves_it_to_the_next_at_once(session: Session) -> None:
    make_workspace(session)
    take(session)
    kept(session, A, "two", 200)
    reading.leave(session, TEAM, A)
    assert take(session, B, SECOND) == Turn("two", 200)


def test_while_slack_has_one_wait_nobody_else_begins(session: Session) -> None:
    make_workspace(session)
    take(session)
    reading.wait(session, TEAM, A, 600, real=NOW)
    assert take(session, B, 600 * SECOND).wait == 60.0


def test_who_waited_for_another_does_not_read_it_again_but_the_next_start_does(session: Session) -> None:
    make_workspace(session)
    make_person(session)
    take(session)
    kept(session, A, "", 300)
    done(session, A, HOUR)
    assert reading.take(session, TEAM, B, NOW, now=NOW + HOUR, real=NOW + HOUR, alone=False).is_done
    assert take(session, B, 2 * HOUR) == Turn("", 0)


def test_what_was_left_a_day_ago_begins_anew(session: Session) -> None:
    make_workspace(session)
    take(session)
    kept(session, A, "two", 200)
    reading.leave(session, TEAM, A, "fatal_error")
    assert take(session, B, 25 * HOUR) == Turn("", 0)


def test_admins_see_how_far_it_is_and_others_do_not(session: Session) -> None:
    ann, bob = make_person(session), make_person(session, "U0BOB")
    make_workspace(session, admins=[ann.id])
    take(session)
    assert reading.of(session, TEAM) is None, "of a small workspace there is nothing to see"
    kept(session, A, "x", 12_400)
    seen = [days.my_day(session, acting(session, who)).reading for who in (ann, bob)]
    assert seen == [Reading(12_400), None]
    for line in ("/muster", "/muster directory"):
        said = [run(session, heard(who.id, line), NOW) for who in (ann, bob)]
        assert [getattr(one, "reading", "?") for one in said] == [Reading(12_400), None]
        told = [str(slack.message(said[0], samples.reader(language))) for language in ("en", "zh")]
        assert "12,400 people so far" in told[0]
        assert "已读 12,400 人" in told[1]
    reading.leave(session, TEAM, A, "missing_scope")
    assert reading.of(session, TEAM) == Reading(12_400, "missing_scope")


def test_when_it_is_done_the_first_time_admins_are_told_and_never_again(session: Session) -> None:
    make_person(session, "U0ANN"), make_person(session, "U0SLACK", is_admin=True)
    make_workspace(session)
    for at in (timedelta(), 48 * HOUR):
        assert take(session, A, at) == Turn()
        kept(session, A, "", 50_000, at)
        done(session, A, at)
        assert reading.of(session, TEAM) is None
    assert told(session) == ["U0ANN"]
    row = session.exec(select(Outbox).where(Outbox.kind == reading.KIND)).one()
    said = notices.compose(session, row, NOW)
    assert not isinstance(said, Dropped)
    assert said == DirectoryRead(50_000)


def test_where_people_were_known_before_nobody_is_told(session: Session) -> None:
    """The first start of the release that writes this down."""
    workspace = make_workspace(session, admins=["U0ANN"])
    workspace.created_at = NOW - timedelta(days=90)
    make_person(session, "U0ANN")
    take(session)
    kept(session, A, "", 5000)
    assert reading.of(session, TEAM) is None
    done(session)
    assert told(session) == []


def test_of_a_small_workspace_nobody_is_told(session: Session) -> None:
    make_person(session)
    make_workspace(session)
    take(session)
    kept(session, A, "", 12)
    done(session)
    assert told(session) == []
