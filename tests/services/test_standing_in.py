"""Who stands in for somebody that goes away hears once what falls due meanwhile, while they work, or nothing at all."""

from datetime import date, datetime

import pytest
from sqlmodel import col, select

from bot.notices import Dropped, StandingIn
from bot.render import slack
from bot.rules.availability import Away, Part
from bot.services.messages import notices
from bot.services.people import away
from bot.services.rhythm import why
from models import Outbox, OutboxState, Person, Session, Task
from tests.factories import acting, make_channel, make_person, make_task
from tests.render import reading, samples
from tests.services.ticking import HOUR, berlin, deliver

TEN = berlin("10:00")
FIRST, LAST = date(2026, 3, 11), date(2026, 3, 13)  # Wednesday to Friday


class Team:
    """Ann goes away, Bob stands in."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.bob = make_person(session, "U0BOB")
        self.ann = make_person(session, "U0ANN")
        self.ann.stand_in_id = self.bob.id
        self.channel = make_channel(session, members=(self.ann.id, self.bob.id))

    def task(self, day: int = 12, **fields: object) -> Task:
        given = {"channel": self.channel, "creator": self.ann, "due_on": date(2026, 3, day)} | fields
        return make_task(self.session, self.ann, now=TEN, **given)  # type: ignore[arg-type]

    def goes(self, first: date = FIRST, last: date = LAST, now: datetime = TEN, **fields: object) -> None:
        wanted = Away(first, last, **fields)  # type: ignore[arg-type]
        away.put(self.session, acting(self.session, self.ann, now=now), self.ann, wanted)

    def letters(self) -> list[Outbox]:
        query = select(Outbox).where(Outbox.kind == "standing_in").order_by(col(Outbox.id))
        return list(self.session.exec(query))

    def said(self, now: datetime | None = None) -> StandingIn | Dropped:
        (letter,) = self.letters()
        notice = notices.compose(self.session, letter, now or letter.due_at)
        assert isinstance(notice, StandingIn | Dropped)
        return notice


@pytest.fixture
def team(session: Session) -> Team:
    return Team(session)


def test_the_stand_in_hears_on_the_working_day_before(team: Team) -> None:
    due, other = team.task(12), team.task(16)
    team.goes()
    (letter,) = team.letters()
    assert (letter.to, letter.due_at) == ("U0BOB", berlin("9:00", 10))
    said = team.said()
    assert isinstance(said, StandingIn)
    assert [task.number for task in said.tasks] == [due.number]
    assert other.number not in {task.number for task in said.tasks}


@pytest.mark.parametrize(("first", "now", "at"), [
    (date(2026, 3, 9), TEN, TEN), (date(2026, 3, 9), berlin("22:00"), berlin("9:00", 10)),
    (date(2026, 3, 16), TEN, berlin("9:00", 13)),
])  # fmt: skip
def test_in_their_working_time_and_no_later_than_needed(team: Team, first: date, now: datetime, at: datetime) -> None:
    team.goes(first, date(2026, 3, 18), now)
    assert [letter.due_at for letter in team.letters()] == [at]


def test_nothing_is_said_where_nothing_falls_due_or_they_are_there_after_all(team: Team) -> None:
    team.goes()
    assert team.said() == Dropped("nothing to say")
    team.task()
    assert isinstance(team.said(), StandingIn)
    away.end(team.session, acting(team.session, team.ann, now=TEN), team.ann, FIRST, LAST, Part.WHOLE)
    assert team.said() == Dropped("not away, or another stands in")


def test_once_an_absence_also_when_it_grows_and_again_for_another(team: Team) -> None:
    team.task()
    team.goes()
    team.goes(FIRST, date(2026, 3, 16))
    assert len(team.letters()) == 1
    team.goes(date(2026, 3, 25), date(2026, 3, 26))
    assert len(team.letters()) == 2


def test_one_that_was_taken_back_and_said_again_is_told(team: Team) -> None:
    team.task()
    team.goes()
    (letter,) = team.letters()
    letter.state = OutboxState.DROPPED
    away.end(team.session, acting(team.session, team.ann, now=TEN), team.ann, FIRST, LAST, Part.WHOLE)
    team.goes(now=TEN + HOUR)
    assert [one.state for one in team.letters()] == ["dropped", "pending"]


@pytest.mark.parametrize("fields", [{"part": Part.MORNING}, {"source": "skip"}])
def test_half_a_day_or_a_day_in_peace_is_not_told(team: Team, fields: dict[str, object]) -> None:
    team.task()
    team.goes(FIRST, FIRST, **fields)
    assert team.letters() == []


def test_nobody_stands_in_for_who_named_nobody(team: Team) -> None:
    team.ann.stand_in_id = None
    team.task()
    team.goes()
    assert team.letters() == []


def test_what_they_may_not_see_is_not_told(team: Team) -> None:
    team.task(channel=make_channel(team.session, "G0SECRET", kind="private", members=(team.ann.id,)))
    team.goes()
    assert team.said() == Dropped("nothing to say")


def test_it_is_kept_for_why(team: Team) -> None:
    team.task()
    team.goes()
    deliver(team.session, berlin("9:00", 10))
    found = why.of_person(team.session, acting(team.session, team.bob, now=berlin("10:00", 10)), 1)
    assert [(row.kind, row.state) for row in found.rows] == [("standing_in", "sent")]


@pytest.mark.parametrize(("language", "words", "label"), [
    ("en", "is away (", "Take it over"), ("zh", "由你代理", "我来接手"),
])  # fmt: skip
def test_each_task_has_what_its_reader_may_do(language: str, words: str, label: str) -> None:
    person: Person = samples.person("U0BOB")
    task = samples.task(due_on=samples.TODAY)
    for may in (frozenset({42}), frozenset[int]()):
        said = slack.notice(StandingIn(person, Away(FIRST, LAST), (task,), may), samples.reader(language))
        assert words in said["text"]
        assert (label in reading.buttons(said)) == bool(may)
        assert reading.buttons(said)[{"en": "Note…", "zh": "写备注…"}[language]].endswith("note 42")
