"""What becomes of a task when its message is edited: what is clear is done, nothing is guessed, nothing gets stuck."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from sqlmodel import col, select

from bot import commands
from bot.answers import Answer, Changed, Nothing, Refused, SeveralLines, SeveralMade
from bot.heard import Door, Gesture, Heard
from bot.notices import Dropped, SourceGone
from bot.render import slack as render
from bot.services.messages import deliveries, sources
from bot.services.work import tasks
from models import Outbox, Person, Session, Task
from models.queries import tasks as queries
from tests.factories import NOW, TEAM, acting, make_channel, make_person, make_task

ANN, DANA, TOM, HERE = "U0ANN", "U0DANA", "U0TOM", "D0ANN"
TS = f"{NOW.timestamp():.6f}"
SAID = {"channel_id": HERE, "channel_kind": "im", "ts": TS}
numbers = count(1)


@pytest.fixture(autouse=True)
def people(session: Session) -> None:
    make_person(session, ANN, name="ann", real_name="Ann Lee")
    make_person(session, DANA, name="dana", real_name="Dana Novak")
    make_person(session, TOM, name="tom", real_name="Tom Weber")
    make_channel(session, HERE, kind="im", members=(ANN,))


def hear(text: str, door: Door, person_id: str = ANN, **more: Any) -> Heard:
    return Heard(TEAM, person_id, door, text, Gesture(f"g{next(numbers)}"), **(SAID | more))


def say(session: Session, text: str, **more: Any) -> Answer:
    return commands.run(session, hear(text, Door.DM, **more), NOW)


def tap(session: Session, line: str, now: datetime = NOW) -> Answer:
    return commands.run(session, hear(line, Door.BUTTON), now)


def all_of(session: Session, text: str) -> None:
    asked = say(session, text)
    assert isinstance(asked, SeveralLines)
    tap(session, f"many {asked.kept}")


def edit(session: Session, was: str, text: str, *, after: float = 100.0, person_id: str = ANN) -> Answer:
    at = NOW + timedelta(seconds=after)
    meta = {"edited": f"{at.timestamp():.6f}", "was": was}
    return commands.edited(session, hear(text, Door.DM, person_id, meta=meta, spoken_at=at), at)


def offers(session: Session) -> list[Outbox]:
    session.flush()
    return list(session.exec(select(Outbox).where(Outbox.kind == sources.OFFER).order_by(col(Outbox.id))))


def take(session: Session, now: datetime = NOW) -> Answer:
    """Tap the newest offer, where it was sent."""
    return on_offer(session, f"reread @{offers(session)[-1].id}", now)


def on_offer(session: Session, line: str, now: datetime = NOW) -> Answer:
    row = offers(session)[-1]
    row.state, row.channel_id, row.ts = "sent", HERE, f"9.{row.id}"
    session.add(row)
    session.flush()
    return commands.run(session, hear(line, Door.BUTTON, ts=row.ts), now)


def task(session: Session, number: int) -> Task:
    found = queries.get_unseen(session, TEAM, number)
    assert found is not None
    return found


def titles(session: Session) -> list[str]:
    return list(session.exec(select(Task.title).order_by(col(Task.number))))


def secret(session: Session) -> Task:
    tom = session.get_one(Person, (TEAM, TOM))
    return make_task(session, tom, channel=make_channel(session, "G0SECRET", kind="private", members=(TOM,)))


# --- what a task may be part of, and come after ---------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["^1", "^2", "^999", "after #1", "after #2", "after #999"])
def test_an_edit_names_no_task_that_its_author_does_not_see_nor_itself(session: Session, mark: str) -> None:
    secret(session)
    say(session, "write the report")
    edit(session, "write the report", f"write the long report {mark}")
    part = offers(session)[-1].subject["parts"][0]
    assert (part["new"]["parent_number"], part["new"]["after"]) == (None, [])
    assert part["new"]["unread"] == [mark]
    take(session)
    assert task(session, 2).parent_number is None
    assert queries.list_after(session, task(session, 2)) == []
    assert task(session, 2).title == "write the long report", "the rest of the edit is done"


def test_an_edit_makes_no_circle(session: Session) -> None:
    say(session, "plan the launch")
    say(session, "book the room ^1", ts="2.2")
    edit(session, "plan the launch", "plan the launch ^2 after #2")
    assert offers(session)[-1].subject["parts"][0]["new"]["unread"] == ["^2", "after #2"]


def test_what_a_task_is_part_of_and_comes_after_is_taken_over_and_taken_back(session: Session) -> None:
    say(session, "plan the launch", ts="2.2")
    say(session, "pay the hall", ts="2.3")
    say(session, "book the room")
    edit(session, "book the room", "book the room ^1 after #2")
    changed = take(session)
    assert isinstance(changed, Changed)
    assert (task(session, 3).parent_number, queries.list_after(session, task(session, 3))) == (1, [2])
    tap(session, f"undo @{changed.undo[0]}")
    assert (task(session, 3).parent_number, queries.list_after(session, task(session, 3))) == (None, [])


def test_what_was_clear_when_it_was_offered_is_looked_at_again(session: Session) -> None:
    say(session, "plan the launch", ts="2.2")
    say(session, "book the room")
    edit(session, "book the room", "book the large room @dana ^1 by Tuesday")
    task(session, 1).parent_number = 2
    make_person(session, DANA, name="dana", is_deleted=True)
    changed = take(session, NOW + timedelta(days=3))
    assert isinstance(changed, Changed)
    assert sorted(error.key for error in changed.not_done) == ["cannot_own", "date_is_past", "no_such_task"]
    found = task(session, 2)
    assert (found.title, found.parent_number, found.owner_id, found.due_on) == ("book the large room", None, ANN, None)


def test_when_nothing_of_it_can_be_done_the_offer_says_so_and_is_over(session: Session) -> None:
    say(session, "book the room")
    edit(session, "book the room", "book the room by Tuesday")
    answer = take(session, NOW + timedelta(days=3))
    assert isinstance(answer, Refused)
    assert answer.error.key == "date_is_past"
    assert offers(session)[-1].subject["state"] == "nothing"


def test_of_a_stale_offer_nothing_at_all_is_done(session: Session) -> None:
    was = "- send the deck by Friday\n- write the memo by Friday"
    all_of(session, was)
    edit(session, was, was.replace("Friday", "Thursday"))
    tasks.note(session, acting(session, session.get_one(Person, (TEAM, ANN))), task(session, 2), "half of it")
    tap(session, "rename 2 to write the short memo")
    assert isinstance(take(session), Refused)
    assert str(task(session, 1).due_on) == "2026-03-13"
    take(session)
    assert str(task(session, 1).due_on) == "2026-03-12"


# --- new lines ------------------------------------------------------------------------------------------------------


def test_what_is_clear_is_done_before_the_line_in_doubt_is_asked_about(session: Session) -> None:
    was = "- send the deck by Friday\n- write memo"
    all_of(session, was)
    edit(session, was, "- send the deck by Thursday\n- write memo\n- @zork call Bob\n- order flowers")
    made = take(session)
    assert isinstance(made, SeveralMade)
    assert str(task(session, 1).due_on) == "2026-03-12"
    assert titles(session) == ["send the deck", "write memo", "order flowers"]
    assert made.updated is not None
    assert made.asked is not None
    on_offer(session, f"many {made.asked.kept} <@{TOM}>")
    assert (task(session, 4).title, task(session, 4).owner_id) == ("call Bob", TOM)
    assert task(session, 4).source_ts == TS


def test_the_same_words_twice_are_offered_once_and_made_once(session: Session) -> None:
    was = "Alpha site:\n- paint the wall\nBeta site:\n- fix the door"
    all_of(session, was)
    edit(session, was, "Alpha site:\n- paint the wall\n- buy milk\nBeta site:\n- fix the door\n- buy milk")
    assert offers(session)[-1].subject["added"] == ["buy milk"]
    assert isinstance(take(session), Changed)
    assert titles(session) == ["paint the wall", "fix the door", "buy milk"]


def test_a_new_line_with_a_day_that_is_over_is_asked_about(session: Session) -> None:
    was = "- send the deck\n- write memo"
    all_of(session, was)
    edit(session, was, f"{was}\n- call Bob by 2026-03-01")
    made = take(session)
    assert isinstance(made, SeveralMade)
    assert made.asked is not None
    assert made.asked.row.trouble == "past"


def test_an_outsider_in_a_new_line_is_named_in_the_offer_and_taken_with_it(session: Session) -> None:
    make_channel(session, "G0LEADS", kind="private", members=(ANN,))
    place = {"channel_id": "G0LEADS", "channel_kind": "private"}
    was = "- send the deck\n- write memo"
    asked = commands.run(session, hear(was, Door.MENTION, **place), NOW)
    assert isinstance(asked, SeveralLines)
    commands.run(session, hear(f"many {asked.kept}", Door.BUTTON, **place), NOW)
    meta = {"edited": f"{NOW.timestamp() + 9:.6f}", "was": was}
    new = hear(f"{was}\n- @tom call the bank", Door.MENTION, meta=meta, spoken_at=NOW, **place)
    commands.edited(session, new, NOW)
    assert offers(session)[-1].subject["outside"] == [TOM]
    assert isinstance(take(session), Changed)
    assert task(session, 3).owner_id == TOM


# --- what is not clear, and what was read already -------------------------------------------------------------------


def test_a_name_or_day_that_cannot_be_used_leaves_that_field_as_it_is(session: Session) -> None:
    say(session, "send the deck @dana by Friday")
    edit(session, "send the deck @dana by Friday", "send the slides @zork by 2026-03-01")
    take(session)
    found = task(session, 1)
    assert (found.title, found.owner_id, str(found.due_on)) == ("send the slides", DANA, "2026-03-13")


def test_an_edit_that_was_read_before_its_message_offers_nothing(session: Session) -> None:
    say(session, "call Bob in 3 hours", spoken_at=NOW)
    edit(session, "call Bob in 2 hours", "call Bob in 3 hours")
    assert offers(session) == []


def test_an_older_edit_of_what_was_read_as_a_newer_one_has_it_offers_nothing(session: Session) -> None:
    say(session, "send the slides")
    edit(session, "send the deck", "send the desk", after=-5)
    assert offers(session) == []


def test_an_edit_moves_the_moment_of_a_reminder(session: Session) -> None:
    say(session, "remind me to call Bob tomorrow at 9")
    edit(session, "remind me to call Bob tomorrow at 9", "remind me to call Bob tomorrow at 11")
    take(session)
    found = task(session, 1)
    assert found.due_at == datetime(2026, 3, 10, 10, tzinfo=UTC)
    assert found.snoozed_until == found.due_at


def test_an_edit_back_to_the_first_words_closes_the_offer(session: Session) -> None:
    first, second = "send the deck by Friday", "send the deck by Monday"
    say(session, first)
    edit(session, first, second)
    edit(session, second, first, after=200)
    assert [row.subject["state"] for row in offers(session)] == ["replaced"]
    edit(session, first, second, after=100)
    assert [row.subject["state"] for row in offers(session)] == ["replaced"], "an older edit that comes late"


@pytest.mark.parametrize(("locale", "more"), [("en-US", "and 4 more"), ("zh-CN", "还有 4 项")])
def test_what_is_not_shown_of_many_is_counted(session: Session, locale: str, more: str) -> None:
    make_person(session, ANN, name="ann", locale=locale)
    places = [f"{letter} wing" for letter in "ABCDEFGHIJKLMN"]
    was = "\n".join(f"- clean the {place}" for place in places)
    all_of(session, was)
    edit(session, was, was.replace("clean", "clean up"))
    row = offers(session)[-1]
    notice = sources.compose_edited(session, row, NOW)
    assert not isinstance(notice, Dropped)
    said = render.notice(notice, deliveries.reader(session, TEAM, ANN, None, NOW))
    assert more in str(said["blocks"])
    made = tuple(task(session, number) for number in range(1, len(places) + 1))
    assert more in str(render.notice(SourceGone(made), deliveries.reader(session, TEAM, ANN, None, NOW))["blocks"])


# --- who reacts -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["is_stranger", "is_bot"])
def test_a_reaction_of_a_bot_or_a_stranger_makes_no_task(session: Session, kind: str) -> None:
    make_person(session, "U0EVE", name="eve", **{kind: True})
    heard = hear("fix the printer", Door.REACTION, "U0EVE", meta={"once": True})
    assert isinstance(commands.captured(session, heard, NOW), Nothing)
    assert titles(session) == []
