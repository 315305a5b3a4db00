"""The last part of a whole has closed: its owner hears it once, in working time; once more when it closes anew."""

from datetime import datetime

import pytest
from sqlmodel import col, select

from bot.rules import availability, letters
from bot.services.messages import notices
from bot.services.work import life, undoing
from models import Occurrence, Outbox, Person, Role, RoleKind, Session, Task
from tests.factories import acting, make_person, make_task
from tests.services.ticking import DAY, HOUR, MINUTE, berlin, deliver, end_of, workspace

TEN = berlin("10:00")


class Whole:
    """Ann has it; Bob has its two parts."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.ann, self.bob = make_person(session, "U0ANN"), make_person(session, "U0BOB")
        self.task = make_task(session, self.ann, now=TEN, title="launch")
        self.parts = [make_task(session, self.bob, now=TEN, parent_number=self.task.number) for _ in range(2)]

    def close(self, task: Task, now: datetime = TEN) -> None:
        life.done(self.session, acting(self.session, self.bob, now=now), task)

    def letters(self) -> list[Outbox]:
        rows = self.session.exec(select(Outbox).order_by(col(Outbox.id)))
        return [row for row in rows if row.subject.get("verb") == "all_parts_done"]


@pytest.fixture
def whole(session: Session) -> Whole:
    return Whole(session)


def test_the_owner_of_the_whole_hears_once_when_the_last_part_is_done(whole: Whole) -> None:
    whole.close(whole.parts[0])
    assert whole.letters() == []
    whole.close(whole.parts[1])
    (letter,) = whole.letters()
    assert (letter.to, letter.subject["number"], letter.subject["detail"]) == ("U0ANN", whole.task.number, "2")
    assert letter.due_at == TEN


def test_it_is_kept_for_why_and_ends_with_its_letter(whole: Whole) -> None:
    for part in whole.parts:
        whole.close(part)
    row = whole.session.exec(select(Occurrence).where(Occurrence.kind == "milestone")).one()
    deliver(whole.session, TEN)
    assert end_of(whole.session, "milestone", str(whole.task.number), whole.ann, row.when) == ("sent", "")


def test_who_answers_for_it_hears_as_well(whole: Whole) -> None:
    dana = make_person(whole.session, "U0DANA")
    whole.session.add(Role(workspace_id=whole.task.workspace_id, number=whole.task.number, person_id=dana.id,
                           kind=RoleKind.ACCOUNTABLE))  # fmt: skip
    whole.session.flush()
    for part in whole.parts:
        whole.close(part)
    assert {letter.to for letter in whole.letters()} == {"U0ANN", "U0DANA"}


def test_closed_undone_and_closed_again_is_said_once_more_and_never_twice_for_one(whole: Whole) -> None:
    whole.close(whole.parts[0])
    entry = life.done(whole.session, acting(whole.session, whole.bob, now=TEN), whole.parts[1])
    undoing.undo(whole.session, acting(whole.session, whole.bob, now=TEN + MINUTE), entry)
    deliver(whole.session, TEN + MINUTE)
    assert notices.compose(whole.session, whole.letters()[0], TEN + MINUTE) == notices.Dropped(
        "closed, or under way again"
    )
    whole.close(whole.parts[1], TEN + HOUR)
    assert len({letter.key for letter in whole.letters()}) == 2


def test_a_reopened_part_says_it_again_when_it_closes(whole: Whole) -> None:
    for part in whole.parts:
        whole.close(part)
    life.reopen(whole.session, acting(whole.session, whole.bob, now=TEN + HOUR), whole.parts[0])
    whole.close(whole.parts[0], TEN + DAY)
    assert len(whole.letters()) == 2


def test_at_night_it_waits_for_the_morning_of_who_reads_it(whole: Whole) -> None:
    late = berlin("22:00")
    for part in whole.parts:
        whole.close(part, late)
    assert [letter.due_at for letter in whole.letters()] == [berlin("9:00", 10)]


def test_a_whole_that_is_closed_with_its_last_part_needs_no_word(whole: Whole) -> None:
    whole.close(whole.parts[0])
    life.done(whole.session, acting(whole.session, whole.ann, now=TEN), whole.task)
    whole.close(whole.parts[1])
    assert whole.letters() == []


def test_parts_that_were_all_given_up_are_no_milestone(whole: Whole) -> None:
    for part in whole.parts:
        life.cancel(whole.session, acting(whole.session, whole.bob, now=TEN), part)
    assert whole.letters() == []


NIGHT, NEXT_MORNING = berlin("22:00"), berlin("9:00", 10)


@pytest.mark.parametrize(("news", "waits"), letters.WAITS.items())
def test_what_nobody_waits_for_is_said_when_its_reader_works(session: Session, news: str, waits: bool) -> None:
    ann: Person = make_person(session)
    hours = availability.hours(ann, workspace(session))
    assert letters.due_at(news, ann, hours, NIGHT) == (NEXT_MORNING if waits else NIGHT)
    assert letters.due_at(news, ann, hours, TEN) == TEN
