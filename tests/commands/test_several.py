"""Several lines at once, from what is understood of them to the tasks that are made, with nothing lost between."""

from datetime import date, time, timedelta

import pytest

from bot import commands
from bot.answers import Changed, Created, LineRead, SeveralMade
from bot.errors import UserError
from bot.heard import Door, Gesture, Heard
from bot.notices import Dropped, TasksGiven
from bot.services.messages import notices
from models import OutboxState, Session
from models.queries import deliveries
from tests.commands import pasting
from tests.commands.pasting import ANN, DANA, FRIDAY, LILEI, TOM, asked_of, go_on, make_all, offer, say, stored, tap
from tests.factories import NOW, TEAM, make_channel, make_person


@pytest.fixture(autouse=True)
def people(session: Session) -> None:
    pasting.settle(session)


def short(row: LineRead) -> str:
    """`..title @owner day hour ?trouble`."""
    owner, trouble = f"@{row.owner.name}" if row.owner else "", f"?{row.trouble}" if row.trouble else ""
    day, hour = str(row.due_on)[5:] if row.due_on else "", f"{row.due_clock:%H:%M}" if row.due_clock else ""
    return "." * row.depth + " ".join(said for said in (row.title, owner, day, hour, trouble) if said)


UNDERSTOOD = {
    "a mention and a date in brackets": (
        "- send the deck (@dana, Fri)\n- call Bob",
        ["send the deck @dana 03-13", "call Bob"],
    ),
    "after a dash": (
        "- send the deck — @dana, Friday 5pm\n- call Bob",
        ["send the deck @dana 03-13 17:00", "call Bob"],
    ),
    "a name first": ("- Dana: send the deck\n- Tom Weber: call Bob", ["send the deck @dana", "call Bob @tom"]),
    "a name in a frame": ("- [Dana] send the deck\n- 【李雷】发合同", ["send the deck @dana", "发合同 @lilei"]),
    "a chinese name first": ("1、李雷：发合同\n2、李雷负责订会议室", ["发合同 @lilei", "订会议室 @lilei"]),
    "a name and what they do": (
        "- Dana to send the deck\n- Tom will call Bob by Friday",
        ["send the deck @dana", "call Bob @tom 03-13"],
    ),
    "a name in brackets": (
        "- send the deck (Dana)\n- 发合同（李雷，周五）",
        ["send the deck @dana", "发合同 @lilei 03-13"],
    ),
    "two names": ("- Dana & Tom: send the deck\n- call Bob", ["send the deck @dana", "call Bob"]),
    "a word that is no name": ("- Website: fix the links\n- 合同：盖章", ["Website: fix the links", "合同：盖章"]),
    "a name that two people have": ("- Kim: send the deck\n- call Bob", ["Kim: send the deck", "call Bob"]),
    "to somebody is not theirs": (
        "Dana:\n- send the deck to @tom\n- call Bob",
        ["send the deck to @tom @dana", "call Bob @dana"],
    ),
    "a heading with a date": (
        "By Friday:\n- send the deck\n- call Bob tomorrow",
        ["send the deck 03-13", "call Bob 03-10"],
    ),
    "a chinese heading with a date": ("周五前：\n1. 发合同\n2. 明天订会议室", ["发合同 03-13", "订会议室 03-10"]),
    "a heading with a person": (
        "@dana:\n- send the deck\nTom:\n- call Bob\n- @ann pay",
        ["send the deck @dana", "call Bob @tom", "pay @ann"],
    ),
    "the day of the meeting": ("Launch meeting 20 March\n- send the deck\n- call Bob", ["send the deck", "call Bob"]),
    "a parent's own": (
        "- Launch @dana by Friday\n  - book the hall\n  - @tom prints flyers",
        ["Launch @dana 03-13", ".book the hall @dana 03-13", ".prints flyers @tom 03-13"],
    ),
    "lists by person": (
        "• Dana\n    ◦ send the deck\n• 李雷：\n    ◦ 发合同\n• 李雷 订票 周五前",
        ["send the deck @dana", "发合同 @lilei", "订票 @lilei 03-13"],
    ),
    "a table": ("Send it\tDana\tFriday\nCall Bob\tTom\tMonday", ["Send it @dana 03-13", "Call Bob @tom 03-16"]),
    "a bullet that is a heading": (
        "- By Friday:\n  - send the deck\n- @dana:\n  - call Bob",
        ["send the deck 03-13", "call Bob @dana"],
    ),
    "who is it": ("- send the deck @nobody\n- pay it by 1 March 2026", ["send the deck ?who", "pay it ?past"]),
}


@pytest.mark.parametrize("name", UNDERSTOOD)
def test_each_line_is_shown_as_it_was_understood(session: Session, name: str) -> None:
    text, rows = UNDERSTOOD[name]
    assert [short(row) for row in offer(session, text).rows] == rows
    assert stored(session) == []


def test_what_was_shown_is_what_is_made(session: Session) -> None:
    made = make_all(session, "Dana:\n- send the deck by Friday 5pm\n  - get the figures\n  - 写总结 @lilei\n- call Bob")
    tasks = stored(session)
    assert [(task.title, task.owner_id, task.due_on, task.parent_number) for task in tasks] == [
        ("send the deck", DANA, FRIDAY, None), ("get the figures", DANA, FRIDAY, 1), ("写总结", LILEI, FRIDAY, 1),
        ("call Bob", DANA, None, None),
    ]  # fmt: skip
    assert [depth for depth, _ in made.rows] == [0, 1, 1, 0]
    assert made.asked is None


def test_a_tomorrow_is_that_of_the_day_it_was_said(session: Session) -> None:
    offered = offer(session, "- send the deck tomorrow\n- call Bob")
    late = Heard(TEAM, ANN, Door.BUTTON, f"many {offered.kept}", Gesture("late"), ts="1.1")
    assert isinstance(commands.run(session, late, NOW + timedelta(days=2)), SeveralMade)
    assert stored(session)[0].due_on == date(2026, 3, 10)


MIXED = """- send the deck @nobody
  - get the figures
- pay the invoice by 1 March 2026
- call Bob
- book the hall @kim"""


def test_unclear_lines_are_asked_about_one_by_one_after_the_others(session: Session) -> None:
    made = make_all(session, MIXED)
    assert [view.task.title for _, view in made.rows] == ["call Bob"]
    who = asked_of(made)
    assert (short(who.row), who.more, who.candidates) == ("send the deck ?who", 2, ())
    made = go_on(session, f"many {who.kept} <@{DANA}>")
    past = asked_of(made)
    assert (short(past.row), past.on, past.more) == ("pay the invoice ?past", date(2026, 3, 1), 1)
    made = go_on(session, f"many {past.kept} 2026-03-13")
    kim = asked_of(made)
    assert [person.id for person in kim.candidates] == ["U0KIM1", "U0KIM2"]
    made = go_on(session, f"many {kim.kept} <@U0KIM2>")
    assert made.asked is None
    assert [(task.title, task.owner_id, task.due_on, task.parent_number) for task in stored(session)] == [
        ("call Bob", ANN, None, None), ("send the deck", DANA, None, None), ("get the figures", DANA, None, 2),
        ("pay the invoice", ANN, FRIDAY, None), ("book the hall", "U0KIM2", None, None),
    ]  # fmt: skip
    assert [view.task.number for _, view in made.rows] == [1, 2, 3, 4, 5]
    undone = tap(session, "undo " + " ".join(f"@{entry}" for entry in made.undo))
    assert isinstance(undone, Changed)
    assert {task.state for task in stored(session)} == {"cancelled"}


def test_a_line_may_be_skipped_or_go_without_its_date(session: Session) -> None:
    who = asked_of(make_all(session, MIXED))
    made = go_on(session, f"many {who.others}")
    past = asked_of(made)
    assert [task.title for task in stored(session)] == ["call Bob", "get the figures"], "what lay under it is not lost"
    made = go_on(session, f"many {past.without}")
    made = go_on(session, f"many {asked_of(made).others}")
    assert (made.asked, made.rest) == (None, "")
    assert [(task.title, task.due_on) for task in stored(session)][-1] == ("pay the invoice", None)


def test_a_part_of_a_task_that_was_made_stays_its_part_when_it_is_asked_about(session: Session) -> None:
    who = asked_of(make_all(session, "- Launch\n  - book the hall @nobody -- by phone\n  - print flyers"))
    go_on(session, f"many {who.kept} <@{TOM}>")
    hall = stored(session)[-1]
    assert (hall.title, hall.parent_number, hall.owner_id, hall.note) == ("book the hall", 1, TOM, "by phone")


def test_more_than_fifty_are_made_in_two_taps(session: Session) -> None:
    text = "\n".join(f"- step {number}" for number in range(1, 61))
    offered = offer(session, text)
    assert (len(offered.rows), offered.further) == (50, 10)
    made = go_on(session, f"many {offered.kept}")
    assert (len(made.rows), made.further) == (50, 10)
    made = go_on(session, f"many {made.rest}")
    assert (len(made.rows), made.rest) == (60, "")
    assert len(made.undo) == 60
    assert [task.title for task in stored(session)] == [f"step {number}" for number in range(1, 61)]


def test_questions_come_before_the_lines_that_were_too_many(session: Session) -> None:
    text = "- ask @nobody\n" + "\n".join(f"- step {number}" for number in range(1, 55))
    made = make_all(session, text)
    assert len(made.rows) == 49
    made = go_on(session, f"many {asked_of(made).kept} <@{TOM}>")
    assert (len(made.rows), made.further) == (50, 5)
    assert len(go_on(session, f"many {made.rest}").rows) == 55


def test_a_line_that_cannot_be_made_stops_no_other(session: Session) -> None:
    make_person(session, "U0BOT", name="helper", is_bot=True)
    made = make_all(session, "- send the deck <@U0BOT>\n- call Bob\n- pay it ^999")
    assert [task.title for task in stored(session)] == ["call Bob"]
    assert [(title, error.key) for title, error in made.not_made] == [
        ("send the deck", "cannot_own"), ("pay it", "no_such_task"),
    ]  # fmt: skip


def test_the_same_words_under_two_parents_are_two_tasks(session: Session) -> None:
    make_all(session, "- Berlin\n  - book a hotel\n- Paris\n  - book a hotel")
    assert [task.parent_number for task in stored(session)] == [None, 1, None, 3]


def test_a_second_tap_makes_nothing_twice(session: Session) -> None:
    offered = offer(session, "- send the deck\n- call Bob")
    go_on(session, f"many {offered.kept}")
    with pytest.raises(UserError) as refused:
        tap(session, f"many {offered.kept}")
    assert refused.value.key == "added_already"
    assert len(stored(session)) == 2


def test_all_of_it_can_be_one_task(session: Session) -> None:
    offered = offer(session, "Prepare the launch by Friday:\n- the hall\n- the flyers")
    made = tap(session, f"one {offered.kept}")
    assert isinstance(made, Created)
    task = made.view.task
    assert (task.title, task.note, task.due_on) == ("Prepare the launch", "- the hall\n- the flyers", FRIDAY)


def test_one_piece_of_work_in_two_lines_is_made_at_once(session: Session) -> None:
    made = say(session, "send the deck to the printer\nhe needs it for the board meeting")
    assert isinstance(made, Created)
    assert (made.view.task.title, made.view.task.note) == (
        "send the deck to the printer", "he needs it for the board meeting",
    )  # fmt: skip


def test_what_is_left_out_is_said(session: Session) -> None:
    offered = offer(
        session, "Hi all\nWe met today.\n- send the deck to @tom\n- [x] book the hall\n\nUntil Friday, <@U0TOM>"
    )
    assert (offered.left_out, offered.ticked) == (("We met today.", "Until Friday, @Tom Weber"), ("book the hall",))


def test_a_list_that_is_all_done_makes_nothing(session: Session) -> None:
    with pytest.raises(UserError) as refused:
        say(session, "- [x] send the deck\n- [x] call Bob")
    assert refused.value.key == "all_ticked"


def test_people_from_outside_a_private_conversation_are_named_before_the_tap(session: Session) -> None:
    make_channel(session, "C0LEADS", kind="private", members=(ANN, DANA))
    place = {"channel_id": "C0LEADS", "channel_kind": "private"}
    offered = offer(session, "- send it to @tom\n- call @dana", door=Door.SLASH, **place)
    assert [person.id for person in offered.outsiders] == [TOM]
    assert len(go_on(session, f"many {offered.kept}").rows) == 2


@pytest.mark.parametrize("door", [Door.SLASH, Door.DM, Door.MENTION])
def test_every_door_offers_them(session: Session, door: Door) -> None:
    text = "- send the deck\n    - get the figures\n- call Bob"
    line = f"/task {text}" if door == Door.SLASH else text
    assert [row.depth for row in offer(session, line, door=door).rows] == [0, 1, 0]


def test_a_message_of_several_lines_is_offered_instead_of_a_form(session: Session) -> None:
    assert len(offer(session, "new - send the deck\n- call Bob", door=Door.SHORTCUT).rows) == 2


@pytest.mark.parametrize("verb", ["many", "one"])
def test_what_a_shortcut_offers_still_comes_from_its_message(session: Session, verb: str) -> None:
    place = {"channel_id": "C0LAUNCH", "channel_kind": "public", "ts": "1773019100.000100"}
    make_channel(session, "C0LAUNCH", members=(ANN,))
    offered = offer(session, "new - send it\n- ask @nobody", door=Door.SHORTCUT, link="https://example.com/p1", **place)
    made = tap(session, f"{verb} {offered.kept}", **place | {"ts": "1773019200.000900"})
    if isinstance(made, SeveralMade):
        tap(session, f"many {asked_of(made).kept} <@{TOM}>", **place | {"ts": "1773019200.000900"})
    tasks = stored(session)
    assert len(tasks) == (2 if verb == "many" else 1)
    assert {(task.source_ts, task.source_link) for task in tasks} == {("1773019100.000100", "https://example.com/p1")}


def test_a_clock_is_shown_with_its_day(session: Session) -> None:
    row = offer(session, "- send the deck Friday 5pm\n- 周五下午三点开会").rows[0]
    assert (row.due_on, row.due_clock) == (FRIDAY, time(17))


def letters(session: Session) -> list[tuple[str, str]]:
    """(kind, to whom) of everything that waits to be said."""
    rows = (deliveries.outbox_by_key(session, TEAM, f"given:{number}:v1") for number in range(1, 5))
    waiting = [(row.kind, row.to) for row in rows if row is not None and row.state == OutboxState.PENDING]
    for numbers in ("1-3", "1-4"):
        if (row := deliveries.outbox_by_key(session, TEAM, f"given_together:{numbers}:{DANA}")) is not None:
            waiting.append((row.kind, row.to))
    return waiting


def test_three_tasks_for_one_person_are_told_in_one_message(session: Session) -> None:
    make_all(session, "Dana:\n- send the deck\n- call Bob\n- book the hall\nTom:\n- pay it")
    assert letters(session) == [("task.given", TOM), ("task.given_together", DANA)]


def test_two_tasks_for_one_person_are_told_with_their_cards(session: Session) -> None:
    make_all(session, "- @dana send the deck\n- @dana call Bob\n- book the hall")
    assert letters(session) == [("task.given", DANA), ("task.given", DANA)]


def test_a_message_for_several_tells_only_of_those_that_are_still_theirs(session: Session) -> None:
    made = make_all(session, "Dana:\n- send the deck\n- call Bob\n- book the hall")
    row = deliveries.outbox_by_key(session, TEAM, f"given_together:1-3:{DANA}")
    assert row is not None
    tap(session, "done 1")
    told = notices.compose(session, row, NOW)
    assert isinstance(told, TasksGiven)
    assert [task.number for task in told.tasks] == [2, 3]
    tap(session, f"undo @{made.undo[1]} @{made.undo[2]}")
    assert isinstance(notices.compose(session, row, NOW), Dropped)
