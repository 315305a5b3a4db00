"""Correcting one field of one task: the date keeps its hour, the other reading stays until it is settled."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot import commands
from bot.answers import Answer, Changed, Created, PastDate, SmallForm, WhoIs
from bot.errors import UserError
from bot.heard import Door, Gesture, Heard
from models import Session, Task
from tests.factories import NOW, TEAM, make_person

SHANGHAI = "Asia/Shanghai"  # NOW is Monday, 09:20 there


def say(session: Session, line: str, *, zone: str = SHANGHAI, person_id: str = "U0ANN", now: datetime = NOW,
        **more: Any) -> Answer:  # fmt: skip
    make_person(session, person_id, name=person_id[2:].lower(), zone=zone, is_admin=True)
    heard = Heard(**{"workspace_id": TEAM, "person_id": person_id, "door": Door.SLASH, "text": line,
                     "gesture": Gesture(line), "channel_id": "C0LAUNCH", "channel_kind": "public"} | more)  # fmt: skip
    answer = commands.run(session, heard, now)
    session.flush()
    return answer


def changed(session: Session, line: str, **more: Any) -> Task:
    answer = say(session, line, **more)
    assert isinstance(answer, Created | Changed), answer
    return answer.view.task if isinstance(answer, Created) else answer.views[0].task


def test_what_was_read_is_kept_with_its_very_words(session: Session) -> None:
    task = changed(session, "send the deck by Friday 5pm !high #launch #q3 ~2d important +apollo review by @ben -- x")
    assert task.taken == {
        "due": "by Friday 5pm", "priority": "!high", "labels": "#launch #q3", "estimate_days": "~2d",
        "important": "important", "project": "+apollo", "reviewers": "review by @ben",
    }  # fmt: skip


def test_chinese_words_are_kept_as_they_were_written(session: Session) -> None:
    task = changed(session, "下周三下午3点前把报价单发给客户 重要 每周二不是")
    assert task.taken is not None
    assert task.taken["due"] == "下周三下午3点前"
    assert task.taken["important"] == "重要"


def test_a_line_without_marks_took_nothing(session: Session) -> None:
    assert changed(session, "send the deck").taken is None


@pytest.fixture(autouse=True)
def ben(session: Session) -> None:
    make_person(session, "U0BEN", name="ben", zone="Europe/Berlin")


def test_the_other_day_is_offered_until_the_date_is_settled_and_comes_back_with_undo(session: Session) -> None:
    task = changed(session, "send the deck by next Friday 5pm")
    assert (task.due_on, task.other_on) == (date(2026, 3, 20), date(2026, 3, 13))
    assert changed(session, "start 1").other_on == date(2026, 3, 13)
    task = changed(session, "due 1 2026-03-13")
    assert (task.due_on, task.other_on) == (date(2026, 3, 13), None)
    task = changed(session, "undo")
    assert (task.due_on, task.other_on) == (date(2026, 3, 20), date(2026, 3, 13))


@pytest.mark.parametrize(
    ("line", "other"),
    [("due 1 Thursday", date(2026, 3, 19)), ("due 1 周四下午5点", date(2026, 3, 19)), ("due 1 this Thursday", None),
     ("due 1 12 March", None), ("due 1 Monday", None)],
)  # fmt: skip
def test_a_weekday_may_be_that_of_the_week_in_which_it_was_due(session: Session, line: str, other: date | None) -> None:
    changed(session, "send the deck by 18 March")
    assert changed(session, line).other_on == other


def test_the_other_hour_is_an_instant_that_means_the_same_to_everybody(session: Session) -> None:
    task = changed(session, "send the deck on Friday at 5")
    assert task.due_at == datetime(2026, 3, 13, 9, tzinfo=UTC)
    assert task.other_at == datetime(2026, 3, 12, 21, tzinfo=UTC)
    task = changed(session, "due 1 2026-03-12T21:00+00:00", person_id="U0BEN", zone="Europe/Berlin")
    assert (task.due_on, task.due_at) == (date(2026, 3, 13), datetime(2026, 3, 12, 21, tzinfo=UTC))
    assert task.other_at is None


def test_a_date_typed_anew_that_has_two_readings_offers_the_other_too(session: Session) -> None:
    changed(session, "send the deck")
    assert changed(session, "due 1 next Friday").other_on == date(2026, 3, 13)


MOVES = (
    # what is said of a task due on Friday at 17:00 in Shanghai, and the hour in UTC it is due then
    ("due 1 Thursday", datetime(2026, 3, 12, 9, tzinfo=UTC)),
    ("due 1 2026-03-18", datetime(2026, 3, 18, 9, tzinfo=UTC)),
    ("due 1 Thursday 3pm", datetime(2026, 3, 12, 7, tzinfo=UTC)),
    ("due 1 3pm", datetime(2026, 3, 13, 7, tzinfo=UTC)),
    ("due 1 none", None),
)


@pytest.mark.parametrize(("line", "at"), MOVES)
def test_a_day_alone_keeps_the_hour_and_an_hour_alone_the_day(session: Session, line: str, at: datetime | None) -> None:
    changed(session, "send the deck by Friday 5pm")
    assert changed(session, line).due_at == at


def test_a_day_picked_from_elsewhere_is_the_same_hour_of_the_owner(session: Session) -> None:
    changed(session, "send the deck by Friday 5am")
    task = changed(session, "due 1 2026-04-03", person_id="U0BEN", zone="Europe/Berlin")
    assert (task.due_on, task.due_at) == (date(2026, 4, 3), datetime(2026, 4, 2, 21, tzinfo=UTC))


def test_an_hour_that_is_over_today_is_not_kept(session: Session) -> None:
    changed(session, "send the deck by Friday 9am")
    task = changed(session, "due 1 today")
    assert (task.due_on, task.due_at) == (date(2026, 3, 9), None)


CORRECTIONS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("rename 1 to Send the final deck", {"title": "Send the final deck"}),
    ("改名 1 为 发终版方案", {"title": "发终版方案"}),
    ("label 1 #launch #q3", {"labels": ["old", "launch", "q3"]}),
    ("标签 1 #发布", {"labels": ["old", "发布"]}),
    ("repeat 1 every Tuesday", {"rrule": "FREQ=WEEKLY;BYDAY=TU", "due_on": date(2026, 3, 10)}),
    ("重复 1 每周二", {"rrule": "FREQ=WEEKLY;BYDAY=TU"}),
    ("repeat 1 none", {"rrule": None}),
)


@pytest.mark.parametrize(("line", "fields"), CORRECTIONS)
def test_one_field_is_corrected_and_undo_takes_it_back(session: Session, line: str, fields: dict[str, Any]) -> None:
    before = changed(session, "send the deck #old").model_dump()
    task = changed(session, line)
    assert {name: getattr(task, name) for name in fields} == fields
    if fields != {"rrule": None}:
        changed(session, "undo")
        assert {name: getattr(task, name) for name in fields} == {name: before[name] for name in fields}


@pytest.mark.parametrize("line", ["rename 42 files", "label 42 boxes", "repeat 42 tests by Friday"])
def test_work_that_begins_with_such_a_word_is_work(session: Session, line: str) -> None:
    answer = say(session, line)
    assert isinstance(answer, Created)
    assert answer.view.task.title.startswith(line.removesuffix(" by Friday"))


def test_a_priority_without_words_opens_its_form(session: Session) -> None:
    changed(session, "send the deck")
    answer = say(session, "priority 1")
    assert isinstance(answer, SmallForm)
    assert answer.verb == "priority"


def test_what_was_corrected_is_no_longer_shown_as_read(session: Session) -> None:
    made = say(session, "send the deck by Friday !high")
    assert isinstance(made, Created)
    assert made.view.is_fresh
    assert made.view.taken == {"due": "by Friday", "priority": "!high"}
    corrected = say(session, "due 1 Thursday")
    assert isinstance(corrected, Changed)
    assert corrected.views[0].taken == {"priority": "!high"}
    undone = say(session, "undo")
    assert isinstance(undone, Changed)
    assert undone.views[0].taken == {"due": "by Friday", "priority": "!high"}
    later = say(session, "label 1 #x", now=NOW + timedelta(minutes=11))
    assert isinstance(later, Changed)
    assert (later.views[0].is_fresh, later.views[0].taken) == (False, {})


def test_a_past_day_is_refused_with_the_day_named(session: Session) -> None:
    changed(session, "send the deck")
    with pytest.raises(UserError) as refused:
        say(session, "due 1 yesterday")
    assert (refused.value.key, refused.value.params["on"]) == ("date_is_past", date(2026, 3, 8))


def test_a_rhythm_settles_the_other_reading_too(session: Session) -> None:
    assert changed(session, "send the deck by next Friday").other_on is not None
    assert changed(session, "repeat 1 every Tuesday").other_on is None


def test_a_comment_takes_no_undo_away_and_is_counted(session: Session) -> None:
    made = say(session, "send the deck")
    noted = say(session, "note 1 they call back")
    assert isinstance(made, Created)
    assert isinstance(noted, Changed)
    assert noted.views[0].undo is not None
    assert made.view.undo is not None
    assert (noted.views[0].undo.id, noted.views[0].notes) == (made.view.undo.id, 1)


GONE = (
    ("pay the invoice by 2026-03-02 5pm -- the blue one", "pay the invoice", "the blue one", 17),
    ("2026年3月1日付发票", "付发票", "", 0),
)


@pytest.mark.parametrize(("line", "title", "note", "hour"), GONE)
def test_a_day_gone_by_is_picked_anew_and_the_rest_stays(
    session: Session, line: str, title: str, note: str, hour: int
) -> None:
    asked = say(session, line)
    assert isinstance(asked, PastDate)
    task = changed(session, f"{asked.verb} {asked.kept} 2026-03-20", door=Door.BUTTON)
    assert (task.title, task.note, task.due_on) == (title, note, date(2026, 3, 20))
    assert (task.due_at is not None) is bool(hour)
    if task.due_at:
        assert task.due_at.hour == hour - 8, "in Shanghai"


def refusal(session: Session, line: str, **more: Any) -> UserError:
    with pytest.raises(UserError) as refused:
        say(session, line, **more)
    return refused.value


INSTANTS = (
    ("due 1 2026-02-30T10:00Z", "no_such_date"),
    ("due 1 0001-01-01T00:00+14:00", "no_such_date"),
    ("due 1 9999-12-31T23:00-12:00", "no_such_date"),
    ("due 1 2020-01-01T10:00Z", "date_is_past"),
    ("due 1 2026-03-09T01:20Z", "date_is_past"),
    ("move 1 up by 32 hours", "date_is_past"),
)


@pytest.mark.parametrize(("line", "key"), INSTANTS)
def test_a_moment_that_is_none_or_gone_by_is_refused(session: Session, line: str, key: str) -> None:
    task = changed(session, "send the deck tomorrow at 4pm")
    before = task.due_at
    assert refusal(session, line).key == key
    assert task.due_at == before


@pytest.mark.parametrize("line", ["postpone 1 by 300 days", "postpone 1 by 9000 hours"])
def test_a_day_beyond_every_calendar_is_refused(session: Session, line: str) -> None:
    changed(session, "send the deck")
    changed(session, "due 1 9999-12-30 17:00")
    assert refusal(session, line).key == "date_too_far"


SHIFTED = (
    ("push 1 and 2 by a week", (17, 18)),
    ("postpone 1, 2 by 2 days", (12, 13)),
    ("把1和2往后推一周", (17, 18)),
    ("push 1 and 2 by 24 hours", (11, 12)),
)


@pytest.mark.parametrize(("line", "days"), SHIFTED)
def test_each_of_several_moves_from_its_own_day(session: Session, line: str, days: tuple[int, int]) -> None:
    made = [changed(session, f"call number {day} by 2026-03-{day}") for day in (10, 11)]
    done = say(session, line)
    assert isinstance(done, Changed)
    assert tuple(task.due_on.day for task in made if task.due_on) == days
    say(session, "undo " + " ".join(f"@{entry}" for entry in done.undo))
    assert [task.due_on for task in made] == [date(2026, 3, 10), date(2026, 3, 11)]


def test_a_name_whose_rest_has_no_room_in_the_note_is_refused(session: Session) -> None:
    task = changed(session, "send the deck -- " + "n" * 2900)
    assert refusal(session, "rename 1 to " + "word " * 100).key == "too_long"
    assert (task.title, len(task.note)) == ("send the deck", 2900)
    assert changed(session, "rename 1 to Send the final deck").title == "Send the final deck"


def test_a_question_about_a_date_makes_one_task(session: Session) -> None:
    asked = say(session, "call Bob by 2026-03-05")
    assert isinstance(asked, PastDate)
    places = {"door": Door.BUTTON, "ts": "1773019201.000100"}
    changed(session, f"{asked.verb} {asked.kept} 2026-03-12", **places)
    second = refusal(session, f"{asked.verb} {asked.line}", **places)
    assert (second.key, second.params) == ("added_already", {"number": 1})


def test_a_question_about_a_name_makes_one_task(session: Session) -> None:
    make_person(session, "U0DANA", name="dana")
    make_person(session, "U0TOM", name="tom")
    asked = say(session, "call @zork by Friday")
    assert isinstance(asked, WhoIs)
    places = {"door": Door.BUTTON, "ts": "1773019201.000100"}
    made = changed(session, f"{asked.verb} {asked.kept} <@U0TOM>", **places)
    assert refusal(session, f"{asked.verb} {asked.kept} <@U0DANA>", **places).key == "added_already"
    say(session, "undo", **places)
    again = changed(session, f"{asked.verb} {asked.kept} <@U0DANA>", **places)
    assert (made.owner_id, again.owner_id) == ("U0TOM", "U0DANA")
