"""Muster was not running for a while: what is said after that, to the letter, and how the rest ended."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.notices import Brief, Nudge, Nudges
from bot.services.review import reviewing
from bot.services.work import handing, life, tasks
from models import History, Occurrence, Person, Role, RoleKind, Session, State, Task
from tests.factories import acting, make_person, make_task
from tests.services.ticking import DAY, HOUR, MINUTE, berlin, deliver, end_of, moments, step, tick

FRIDAY = berlin("9:00", 6)


class Backlog:
    """One task of each kind, all of which fall due for Ann between `at` and two minutes later."""

    def __init__(self, session: Session, at: str) -> None:
        self.session, self.at = session, berlin(at)
        self.ann, self.bob = make_person(session, "U0ANN"), make_person(session, "U0BOB")
        self.named: dict[str, Task] = {
            "reminder": self._own(), "soon": self._own(due_at=self.at + HOUR), "passed": self._own(due_at=self.at),
            "unacked": self._unacked(), "stale": self._stale(), "reviewer": self._reviewer(), "late": self._late(),
        }  # fmt: skip
        tasks.snooze(session, acting(session, self.ann, now=FRIDAY), self.named["reminder"], self.at)
        session.flush()

    def _own(self, **fields: Any) -> Task:
        due = {"due_on": date(2026, 3, 9)} if "due_at" in fields else {}
        return make_task(self.session, self.ann, now=FRIDAY, **due, **fields)

    def _worked_ago(self, hours: int) -> datetime:
        """So many working hours before `at`, of nine a day; today four."""
        day, left = berlin("9:00"), hours - (self.at - berlin("9:00")) // HOUR
        while left > 0:
            day -= DAY if day.weekday() else 3 * DAY
            left -= 9
        return day - left * HOUR

    def _unacked(self) -> Task:
        return make_task(self.session, self.ann, creator=self.bob, now=self._worked_ago(4))

    def _stale(self) -> Task:
        began = self._worked_ago(24)
        task = make_task(self.session, self.ann, now=began)
        life.start(self.session, acting(self.session, self.ann, now=began), task)
        return task

    def _reviewer(self) -> Task:
        then = self._worked_ago(8)
        task = make_task(self.session, self.bob, now=then)
        self.session.add(Role(workspace_id=task.workspace_id, number=task.number, person_id=self.ann.id,
                              kind=RoleKind.REVIEWER))  # fmt: skip
        self.session.flush()
        reviewing.submit(self.session, acting(self.session, self.bob, now=then), task)
        assert task.state == State.REVIEW
        return task

    def _late(self) -> Task:
        task = make_task(self.session, self.ann, creator=self.bob, now=FRIDAY - 4 * DAY, due_on=date(2026, 3, 6),
                         due_at=self.at - 3 * DAY)  # fmt: skip
        handing.ack(self.session, acting(self.session, self.ann, now=FRIDAY - 4 * DAY), task)
        return task

    def said(self, now: Any) -> list[Any]:
        """What Ann hears at once when Muster runs again at that moment."""
        tick(self.session, now)
        return [notice for notice in deliver(self.session, now) if notice.person.id == self.ann.id]

    def first_ends(self) -> dict[str, str]:
        """How that ended which fell due at `at`, the first of each."""
        names = {str(task.number): name for name, task in self.named.items()}
        rows = self.session.exec(select(Occurrence).where(Occurrence.person_id == self.ann.id,
                                                          Occurrence.due_at >= self.at - MINUTE)
                                 .order_by(Occurrence.due_at.desc()))  # fmt: skip
        found = {
            f"{names[row.subject]} {row.kind}": f"{row.state} {row.reason}" for row in rows if row.subject in names
        }
        return {name: end for name, end in found.items() if name in ENDS}


def told(notices: list[Any]) -> list[Any]:
    found: list[Any] = []
    for notice in notices:
        if isinstance(notice, Brief):
            found.append(("brief", notice.catch_up, *_items(notice.items)))
        else:
            found.append(_items(notice.items if isinstance(notice, Nudges) else (notice,)))
    return found


def _items(items: Iterable[Any]) -> list[tuple[str, bool]]:
    return [(one.kind, one.was_due_at is not None) for one in items if isinstance(one, Nudge)]


def is_down(session: Session, down: timedelta) -> tuple[Backlog, datetime, list[Any]]:
    """It ran every hour until a minute before one on Monday, and then not for so long: what is said when it is back."""
    backlog = Backlog(session, "13:00")
    for hour in range(76):
        step(session, FRIDAY + hour * HOUR)
    step(session, backlog.at - MINUTE)
    back = backlog.at - MINUTE + down
    return backlog, back, told(backlog.said(back))


CHASED = "expired late: nobody was chased while Muster was away"
ENDS = {
    # how each one ended that fell due at one on Monday: after three minutes, three hours and three days
    "reminder nudge.snoozed": ("sent ", "sent ", "sent "),
    "soon nudge.soon": ("sent ", "superseded too late", "superseded too late"),
    "passed nudge.passed": ("sent ", "sent ", "expired too late"),
    "unacked nudge.unacked": ("sent ", CHASED, CHASED),
    "stale nudge.stale": ("sent ", CHASED, CHASED),
    "reviewer nudge.reviewer": ("sent ", CHASED, CHASED),
    "late nudge.escalation.late": ("sent ", "pending ", "pending "),
}


def test_after_three_minutes_all_of_it_comes_in_one_message_as_if_nothing_had_been(session: Session) -> None:
    backlog, back, said = is_down(session, 3 * MINUTE)
    kinds = ("snoozed", "soon", "passed", "reviewer", "escalation.late", "unacked", "stale")
    assert said == [[(kind, False) for kind in kinds]]
    assert backlog.first_ends() == {name: ends[0] for name, ends in ENDS.items()}
    assert told(backlog.said(back + MINUTE)) == []


@pytest.mark.parametrize(("down", "place"), [(3 * HOUR, 1), (3 * DAY, 2)])
def test_after_longer_one_message_tells_all_there_is_to_catch_up_with_reminders_too(
    session: Session, down: timedelta, place: int
) -> None:
    backlog, back, said = is_down(session, down)
    assert said == [("brief", True, ("snoozed", True))]
    assert backlog.first_ends() == {name: ends[place] for name, ends in ENDS.items()}
    assert told(backlog.said(back + MINUTE)) == []


@pytest.mark.parametrize("down", [3 * HOUR, 3 * DAY])
def test_nobody_above_hears_before_people_had_two_working_hours_to_act(session: Session, down: timedelta) -> None:
    backlog, back, _ = is_down(session, down)
    moments = (back + 2 * HOUR - MINUTE, back + 2 * HOUR)
    before, then = ([kind for message in told(backlog.said(now)) for kind, _ in message] for now in moments)
    assert ("escalation.late" in before, "escalation.late" in then) == (False, True)


def test_who_acts_on_the_catch_up_ends_what_was_waiting(session: Session) -> None:
    backlog, back, _ = is_down(session, 3 * HOUR)
    for name in ("late", "unacked", "passed", "soon"):
        life.done(session, acting(session, backlog.ann, now=back + HOUR), backlog.named[name])
    assert told(backlog.said(back + 2 * HOUR)) == []
    assert backlog.first_ends()["late nudge.escalation.late"] == "cancelled closed"


def test_what_was_written_before_is_judged_again_when_it_is_sent(session: Session) -> None:
    """Muster stops between writing and sending: who may not see a task any more, or has done it, hears nothing."""
    backlog, back, _ = is_down(session, -MINUTE)
    tick(session, backlog.at)
    life.done(session, acting(session, backlog.ann, now=backlog.at + MINUTE), backlog.named["passed"])
    backlog.named["stale"].owner_id = backlog.bob.id
    session.flush()
    (said,) = told([one for one in deliver(session, backlog.at + 2 * MINUTE) if one.person.id == backlog.ann.id])
    assert [kind for kind, _ in said] == ["snoozed", "soon", "reviewer", "escalation.late", "unacked"]
    assert back < backlog.at


MORNINGS = {
    # Muster stops a minute before Monday's brief, which is when a reminder is due as well
    3 * MINUTE: ("brief", False, ("snoozed", False)),
    3 * HOUR: ("brief", False, ("snoozed", True)),
    3 * DAY + 3 * MINUTE: ("brief", True, ("snoozed", True)),
}


@pytest.mark.parametrize("down", MORNINGS)
def test_a_morning_that_comes_late_brings_the_reminders_that_do_in_the_same_message(
    session: Session, down: timedelta
) -> None:
    ann = make_person(session, "U0ANN")
    own, late = make_task(session, ann, now=FRIDAY), make_task(session, ann, now=FRIDAY, due_on=date(2026, 3, 6))
    tasks.snooze(session, acting(session, ann, now=FRIDAY), own, berlin("9:00"))
    for hour in range(72):
        step(session, FRIDAY + hour * HOUR - MINUTE)
    back = berlin("8:59") + down
    tick(session, back)
    (brief,) = deliver(session, back)
    assert told([brief]) == [MORNINGS[down]]
    assert [task.number for task in brief.late] == [late.number]
    assert end_of(session, "brief", "", ann, (berlin("9:00") + down - MINUTE).date().isoformat()) == ("sent", "")
    assert [one for at in (1, 2, 60) for one in step(session, back + at * MINUTE)] == []


def test_a_reminder_is_not_lost_with_the_brief_that_was_to_bring_it(session: Session) -> None:
    """It is written at noon and Muster stops again: by the evening the brief is worth nothing, the reminder is."""
    ann = make_person(session, "U0ANN")
    own = make_task(session, ann, now=FRIDAY)
    make_task(session, ann, now=FRIDAY, due_on=date(2026, 3, 6))
    tasks.snooze(session, acting(session, ann, now=FRIDAY), own, berlin("9:00"))
    step(session, FRIDAY)
    tick(session, berlin("12:00"))
    (said,) = deliver(session, berlin("21:00"))
    assert said.task.number == own.number if isinstance(said, Nudge) else [one.task.number for one in said.items]
    assert end_of(session, "brief", "", ann, "2026-03-09") == ("superseded", "late")


def written(session: Session, task: Task, kind: str) -> datetime:
    """When silence had brought that, and it was written down to be sent."""
    while not session.exec(select(Occurrence).where(Occurrence.kind == kind)).all():
        assert task.chase_at is not None
        now = task.chase_at
        tick(session, now)
    return now


def stands_still(session: Session) -> tuple[Person, Task, datetime]:
    """A task that nothing is heard of, and when that was written to Ann."""
    ann = make_person(session, "U0ANN")
    task = make_task(session, ann, now=berlin("9:00"))
    life.start(session, acting(session, ann, now=berlin("9:00")), task)
    return ann, task, written(session, task, "nudge.stale")


def test_what_was_written_at_work_and_could_not_be_sent_then_waits_till_they_work_again(session: Session) -> None:
    _, task, at = stands_still(session)
    evening, morning = at.replace(hour=20), at.replace(hour=8) + DAY
    assert [deliver(session, evening), step(session, evening + MINUTE), step(session, morning - MINUTE)] == [[], [], []]
    (said,) = step(session, morning)
    assert (said.kind, said.task.number) == ("stale", task.number)
    rows = session.exec(select(Occurrence).where(Occurrence.kind == "nudge.stale")).all()
    assert [(row.state, row.ended_at) for row in rows] == [("sent", morning)]


def test_what_was_written_before_a_quiet_waits_for_its_end_the_brief_too(session: Session) -> None:
    ann, _, at = stands_still(session)
    ann.quiet_until = at + HOUR
    assert [deliver(session, at + MINUTE), step(session, at + 30 * MINUTE)] == [[], []]
    assert [one.kind for one in step(session, at + HOUR)] == ["stale"]
    nine = at.replace(hour=8) + DAY
    make_task(session, ann, now=at, due_on=nine.date())
    tick(session, nine)
    ann.quiet_until = nine + HOUR
    assert [deliver(session, nine + MINUTE), step(session, nine + 30 * MINUTE)] == [[], []]
    assert told(step(session, nine + HOUR)) == [("brief", False)]
    assert end_of(session, "brief", "", ann, nine.date().isoformat()) == ("sent", "")


def test_an_escalation_that_waits_for_its_reader_is_in_the_history_once(session: Session) -> None:
    ann, bob = make_person(session, "U0ANN"), make_person(session, "U0BOB")
    task = make_task(session, ann, creator=bob, now=FRIDAY - 4 * DAY, due_on=date(2026, 3, 4))
    handing.ack(session, acting(session, ann, now=FRIDAY - 4 * DAY), task)
    at = written(session, task, "nudge.escalation.late")
    evening = at.replace(hour=20)
    assert evening < berlin("9:00") < evening + 3 * DAY, "it is Friday"
    assert not [one for one in deliver(session, evening) if one.person.id == bob.id]
    later = [one for now in moments(session, evening, berlin("9:00")) for one in step(session, now)]
    assert bob.id in {one.person.id for one in later}
    entries = session.exec(select(History).where(History.kind == "escalated")).all()
    assert sorted(entry.after["to"] for entry in entries) == sorted({ann.id, bob.id})
