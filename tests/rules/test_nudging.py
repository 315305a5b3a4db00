"""When a task wants attention: an hour before, once after, at the end of a snooze, and not at bad times."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.rules import nudging
from bot.rules.availability import Hours
from models import OccurrenceState, State, Task

BERLIN = Hours(ZoneInfo("Europe/Berlin"), time(9), time(18), (1, 2, 3, 4, 5))
MONDAY = date(2026, 3, 9)


def at(clock: str, day: int = 9) -> datetime:
    """That wall time in Berlin, in March 2026; the 9th is a Monday."""
    return datetime.combine(date(2026, 3, day), time.fromisoformat(clock), tzinfo=BERLIN.zone).astimezone(UTC)


def a_task(**fields: object) -> Task:
    base = {"workspace_id": "T0", "number": 1, "title": "Send the deck", "owner_id": "U0", "creator_id": "U0",
            "created_at": at("09:00"), "updated_at": at("09:00")}  # fmt: skip
    return Task(**(base | fields))


@pytest.mark.parametrize(
    ("why", "now", "due", "moment"),
    [
        ("an hour before", "10:00", "15:00", "14:00"),
        ("set just over an hour ahead", "13:59", "15:00", "14:00"),
        ("set exactly an hour ahead: ten minutes before", "14:00", "15:00", "14:50"),
        ("set with forty minutes to go: ten minutes before", "14:20", "15:00", "14:50"),
        ("set with twenty minutes to go: ten minutes before", "14:40", "15:00", "14:50"),
        ("set with less: only once it has passed", "14:41", "15:00", "15:00"),
        ("early in the morning: when work begins", "06:00", "09:30", "09:00"),
        ("work begins ten minutes before: when it begins", "06:00", "09:10", "09:00"),
        ("work begins five minutes before: when it begins all the same", "06:00", "09:05", "09:00"),
        ("an evening hour they named for themselves: an hour before", "10:00", "21:00", "20:00"),
        ("named in that evening for that evening: ten minutes before", "20:20", "21:00", "20:50"),
        ("an hour before work that they named for themselves", "00:30", "05:00", "04:00"),
    ],
)
def test_a_named_hour_is_announced(why: str, now: str, due: str, moment: str):
    assert nudging.next_moment(a_task(due_at=at(due)), BERLIN, at(now)) == at(moment), why


@pytest.mark.parametrize(
    ("why", "now", "due", "moment"),
    [
        ("in working time: an hour before", at("10:00"), at("15:00"), at("14:00")),
        ("an hour after work begins: when it begins", at("06:00"), at("10:00"), at("09:00")),
        ("early in the morning: when work begins", at("06:00"), at("09:30"), at("09:00")),
        ("ten in Shanghai is three at night: the afternoon before", at("10:00"), at("03:00", 10), at("17:00")),
        ("in the evening: the afternoon before it", at("10:00"), at("21:00"), at("17:00")),
        ("on a Saturday: on Friday afternoon", at("10:00", 13), at("08:00", 14), at("17:00", 13)),
        ("on a Sunday, set on Saturday: never, only the Monday after", at("10:00", 14), at("15:00", 15),
         at("09:00", 16)),
        ("at the minute work begins on a Monday: on Friday afternoon", at("10:00", 13), at("09:00", 16),
         at("17:00", 13)),
        ("in the evening, set in the evening: never at night", at("18:30"), at("23:00"), at("09:00", 10)),
        ("set with forty minutes to go, at night: never at night", at("02:20"), at("03:00"), at("09:00")),
    ],
)  # fmt: skip
def test_an_hour_that_somebody_else_named_never_wakes_anybody(why: str, now: datetime, due: datetime, moment: datetime):
    task = a_task(due_at=due, creator_id="U0LI")
    assert nudging.next_moment(task, BERLIN, now) == moment, why


def test_an_own_hour_in_working_time_does_not_wake_anybody_either():
    task = a_task(due_at=at("09:00", 10))
    assert nudging.next_moment(task, BERLIN, at("10:00")) == at("17:00")


@pytest.mark.parametrize(
    ("why", "now", "due", "moment"),
    [
        ("in working time: at once", at("14:59"), at("15:00"), at("15:00")),
        ("in the evening: the next morning", at("20:45"), at("21:00"), at("09:00", 10)),
        ("at the very end of work: the next morning", at("17:55"), at("18:00"), at("09:00", 10)),
        ("on a Friday evening: on Monday", at("20:55", 13), at("21:00", 13), at("09:00", 16)),
        ("it has passed and was said then", at("15:01"), at("15:00"), None),
        ("it passed in the evening and waits for the morning", at("22:00"), at("21:00"), at("09:00", 10)),
    ],
)
def test_an_hour_that_has_passed_is_said_in_working_time(
    why: str, now: datetime, due: datetime, moment: datetime | None
):
    assert nudging.next_moment(a_task(due_at=due), BERLIN, now) == moment, why


@pytest.mark.parametrize(
    ("why", "fields"),
    [
        ("a date without an hour is for the morning brief", {"due_on": MONDAY, "ends_at": at("18:00")}),
        ("nothing is due", {}),
        ("it is done", {"due_at": at("15:00"), "state": State.DONE}),
        ("it was cancelled while it was snoozed", {"snoozed_until": at("15:00"), "state": State.CANCELLED}),
    ],
)
def test_some_tasks_never_speak_by_themselves(why: str, fields: dict[str, object]):
    assert nudging.next_moment(a_task(**fields), BERLIN, at("10:00")) is None, why


def test_a_snooze_comes_before_everything_and_ends_when_it_ends():
    task = a_task(due_at=at("15:00"), snoozed_until=at("23:30"))
    assert nudging.next_moment(task, BERLIN, at("10:00")) == at("23:30")
    assert nudging.kind_of(task, at("23:30")) == nudging.SNOOZED


def test_a_reminder_speaks_at_its_moment_only_and_waits_in_plain_sight():
    reminder = a_task(due_at=at("15:00"), snoozed_until=at("15:00"))
    assert nudging.next_moment(reminder, BERLIN, at("10:00")) == at("15:00")
    assert nudging.kind_of(reminder, at("15:00")) == nudging.SNOOZED
    assert nudging.moment_after(reminder, BERLIN, nudging.SNOOZED, at("15:00")) is None
    assert not nudging.is_snoozed(reminder, at("10:00"))
    assert nudging.agenda([reminder], BERLIN, at("10:00")).today == (reminder,)


def test_a_reminder_that_is_put_off_is_snoozed_like_any_task():
    put_off = a_task(due_at=at("15:00"), snoozed_until=at("16:00"))
    assert not nudging.is_reminder(put_off)
    assert nudging.is_snoozed(put_off, at("15:30"))


def test_after_the_announcement_the_next_word_is_that_it_has_passed():
    task = a_task(due_at=at("15:00"))
    assert nudging.kind_of(task, at("14:00")) == nudging.SOON
    assert nudging.moment_after(task, BERLIN, nudging.SOON, at("14:00")) == at("15:00")
    assert nudging.kind_of(task, at("15:00")) == nudging.PASSED
    assert nudging.moment_after(task, BERLIN, nudging.PASSED, at("15:00")) is None


def test_an_announcement_that_was_missed_still_leads_to_the_word_after():
    task = a_task(due_at=at("15:00"))
    assert nudging.moment_after(task, BERLIN, nudging.SOON, at("16:00")) == at("15:00")


@pytest.mark.parametrize(
    ("why", "kind", "planned", "now", "end"),
    [
        ("on time", "soon", at("14:00"), at("14:00"), None),
        ("half an hour late is still before", "soon", at("14:00"), at("14:30"), None),
        ("the hour has come", "soon", at("14:00"), at("15:00"), OccurrenceState.SUPERSEDED),
        (
            "planned for the afternoon, we come back at night",
            "soon",
            at("17:00", 8),
            at("02:00"),
            OccurrenceState.EXPIRED,
        ),
        ("it passed just now", "passed", at("15:00"), at("15:00"), None),
        ("three hours late on the same day", "passed", at("12:00"), at("15:00"), None),
        ("after work", "passed", at("15:00"), at("18:00"), OccurrenceState.EXPIRED),
        ("after midnight", "passed", at("15:00"), at("00:00", 10), OccurrenceState.EXPIRED),
        ("at work, but on the next day", "passed", at("15:00"), at("10:00", 10), OccurrenceState.EXPIRED),
        ("an own reminder after three days, at night", "snoozed", at("15:00"), at("03:00", 12), None),
    ],
)
def test_what_comes_too_late_is_not_said(
    why: str, kind: str, planned: datetime, now: datetime, end: OccurrenceState | None
):
    task = a_task(due_at=at("15:00"))
    objection = nudging.objection(task, BERLIN, kind, planned, now)
    assert (objection[0] if objection else None) == end, why


def test_a_closed_task_has_nothing_to_say_not_even_a_reminder():
    task = a_task(state=State.DONE, snoozed_until=at("15:00"))
    objection = nudging.objection(task, BERLIN, nudging.SNOOZED, at("15:00"), at("15:00"))
    assert objection == (OccurrenceState.CANCELLED, "closed")


@pytest.mark.parametrize(
    ("why", "now", "day"),
    [
        ("before work", at("08:59"), None),
        ("when work begins", at("09:00"), MONDAY),
        ("in the afternoon", at("17:59"), MONDAY),
        ("from six it is old", at("18:00"), None),
        ("on a Saturday", at("10:00", 14), None),
    ],
)
def test_only_the_brief_of_today_is_said_and_only_until_evening(why: str, now: datetime, day: date | None):
    assert nudging.brief_day(BERLIN, now) == day, why


def test_who_works_late_gets_a_brief_that_lasts_as_long():
    late_shift = Hours(BERLIN.zone, time(14), time(22), (1, 2, 3, 4, 5))
    assert nudging.brief_until(late_shift, MONDAY) == at("22:00")
    assert nudging.brief_until(BERLIN, MONDAY) == at("18:00")


def test_an_agenda_puts_each_live_task_in_one_list_by_the_day_it_is_due():
    now = at("09:00")
    tasks = {
        "late": a_task(number=1, due_on=date(2026, 3, 6), ends_at=at("18:00", 6)),
        "today": a_task(number=2, due_on=MONDAY, ends_at=at("18:00")),
        "tonight": a_task(number=3, due_at=at("23:30"), ends_at=at("23:30")),
        "in a week": a_task(number=4, due_on=date(2026, 3, 16), ends_at=at("18:00", 16)),
        "in eight days": a_task(number=5, due_on=date(2026, 3, 17), ends_at=at("18:00", 17)),
        "some day": a_task(number=6),
        "snoozed": a_task(number=7, due_on=MONDAY, ends_at=at("18:00"), snoozed_until=now + timedelta(hours=1)),
    }
    agenda = nudging.agenda(tasks.values(), BERLIN, now)
    numbers = [[task.number for task in part] for part in (agenda.late, agenda.today, agenda.soon, agenda.later)]
    assert [sorted(part) for part in numbers] == [[1], [2, 3], [4], [5, 6, 7]]


def test_an_agenda_is_in_the_order_to_do_things_in():
    now = at("09:00")
    ordinary = a_task(number=1, due_on=MONDAY, ends_at=at("18:00"))
    urgent = a_task(number=2, due_on=MONDAY, ends_at=at("18:00"), level=1)
    assert [task.number for task in nudging.agenda([ordinary, urgent], BERLIN, now).today] == [2, 1]


def test_what_was_put_in_an_order_for_today_comes_first_whenever_it_is_due():
    now = at("09:00")
    late = a_task(number=1, due_on=date(2026, 3, 6), ends_at=now - timedelta(days=2))
    someday = a_task(number=2, day_on=MONDAY, day_rank=-1)
    today = a_task(number=3, due_on=MONDAY, ends_at=at("18:00"), day_on=MONDAY, day_rank=4)
    yesterdays = a_task(number=4, day_on=date(2026, 3, 8), day_rank=-7)
    agenda = nudging.agenda([late, someday, today, yesterdays], BERLIN, now)
    assert [task.number for task in agenda.placed] == [2, 3]
    assert [[task.number for task in part] for part in (agenda.late, agenda.today, agenda.later)] == [[1], [], [4]]
    assert agenda.first is someday


def test_a_named_hour_is_due_on_the_readers_own_day():
    task = a_task(due_at=datetime(2026, 3, 10, 1, tzinfo=UTC), due_on=MONDAY)
    assert nudging.due_day(task, ZoneInfo("Asia/Shanghai")) == date(2026, 3, 10)
    assert nudging.due_day(task, ZoneInfo("America/Los_Angeles")) == MONDAY
