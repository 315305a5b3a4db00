"""Replies in the thread of a task: a correction runs as a typed line, everything else is a comment, byte for byte."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from bot import commands
from bot.answers import Answer, Changed, Help, Nothing, PastDate, Shown, SmallTalk, TaskList, WhichTask, WhoIs
from bot.errors import UserError
from bot.heard import Door, Gesture, Heard
from models import Outbox, Session, Task
from models.queries import tasks as queries
from tests.factories import NOW, TEAM, make_channel, make_person, make_task

SHANGHAI = "Asia/Shanghai"
CHANNEL = {"channel_id": "C0LAUNCH", "channel_kind": "public"}
DM = {"channel_id": "D0ANN", "channel_kind": "im"}


@pytest.fixture(autouse=True)
def people(session: Session) -> None:
    for person_id, name in (("U0ANN", "ann"), ("U0BEN", "ben"), ("U0TOM", "tom.a"), ("U0TOM2", "tom.b")):
        make_person(session, person_id, name=name, real_name=name.title(), zone=SHANGHAI)


def hear(text: str, *, door: Door = Door.DM, **more: Any) -> Heard:
    return Heard(**{"workspace_id": TEAM, "person_id": "U0ANN", "door": door, "text": text, "gesture": Gesture(text)}
                 | (DM if door == Door.DM else CHANNEL) | more)  # fmt: skip


def a_task(session: Session, **fields: Any) -> Task:
    owner = make_person(session, "U0ANN", name="ann", real_name="Ann", zone=SHANGHAI)
    return make_task(session, owner, channel=make_channel(session), **fields)


def reply(session: Session, text: str, number: int = 1, **more: Any) -> Answer:
    """A reply under the card of that task."""
    row = Outbox(workspace_id=TEAM, key="card:1", kind="task.card", to="U0ANN", subject={"number": number})
    answer = commands.reply(session, hear(text, **more), row, NOW)
    session.flush()
    return answer


def notes(session: Session, task: Task) -> list[str]:
    return [entry.note for entry in queries.list_history(session, task) if entry.kind == "note"]


def test_a_correction_is_the_line_that_would_be_typed_with_its_undo(session: Session) -> None:
    task = a_task(session)
    answer = reply(session, "make it Thursday")
    assert isinstance(answer, Changed)
    assert (answer.verb, task.due_on) == ("due", date(2026, 3, 12))
    assert len(answer.undo) == 1
    assert isinstance(reply(session, "undo"), Changed)
    assert task.due_on is None


COMMENTS = (
    "Thursday is a holiday",
    "Ann said  she is late",
    "  two blanks,\n\nand lines  ",
    "周四放假，改不了",
    "is the client happy?",
)


@pytest.mark.parametrize("words", COMMENTS)
def test_other_words_are_kept_byte_for_byte(session: Session, words: str) -> None:
    task = a_task(session)
    version = task.version
    assert isinstance(reply(session, words), Changed)
    assert notes(session, task) == [words.strip()], "the door takes blanks off the ends"
    assert (task.version, task.state) == (version, "open")


def test_what_people_say_to_each_other_under_a_card_gets_no_answer(session: Session) -> None:
    task = a_task(session)
    for words in ("the oven is warm", "thanks", "is it done?"):
        assert isinstance(reply(session, words, door=Door.MENTION, meta={"thread_only": True}), Nothing)
    assert notes(session, task)[::-1] == ["the oven is warm", "thanks", "is it done?"]


DOORS = (Door.DM, Door.MENTION)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("words", ["the oven is warm", "烤箱热了"])
def test_a_comment_said_to_muster_is_answered_and_can_be_taken_back(session: Session, words: str, door: Door) -> None:
    a_task(session)
    kept = reply(session, words, door=door)
    assert isinstance(kept, Changed)
    assert (kept.verb, kept.detail, kept.views[0].notes) == ("note", words, 1)
    commands.run(session, hear("priority 1 urgent"), NOW)
    undone = commands.run(session, hear(f"undo @{kept.undo[0]}", door=Door.BUTTON), NOW)
    assert isinstance(undone, Changed)
    assert (undone.views[0].notes, undone.views[0].task.priority) == (0, 1)
    with pytest.raises(UserError) as refused:
        commands.run(session, hear(f"undo @{kept.undo[0]}", door=Door.BUTTON), NOW)
    assert refused.value.key == "undone_already"


def test_undo_in_the_thread_takes_the_newest_of_ones_own_back(session: Session) -> None:
    a_task(session)
    reply(session, "make it Thursday")
    reply(session, "the oven is warm", door=Door.MENTION, meta={"thread_only": True}, person_id="U0BEN")
    reply(session, "bread is in")
    answers = [reply(session, "undo") for _ in range(2)]
    assert [answer.detail for answer in answers if isinstance(answer, Changed)] == ["note", "due"]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(("words", "asked"), [
    ("is it done?", "done?"), ("who has it?", "who?"), ("when is it due?", "due?"), ("做完了吗", "done?"),
    ("谁负责？", "who?"), ("done?", "done?"),
])  # fmt: skip
def test_a_question_about_it_shows_the_task(session: Session, words: str, asked: str, door: Door) -> None:
    task = a_task(session)
    answer = reply(session, words, door=door)
    assert isinstance(answer, Shown)
    assert (answer.view.task.number, answer.asked) == (task.number, asked)
    assert notes(session, task) == []


@pytest.mark.parametrize("door", DOORS)
def test_a_line_of_its_own_runs_as_one(session: Session, door: Door) -> None:
    first, second = a_task(session), a_task(session)
    for words, kind in (("what's due this week", TaskList), ("list", TaskList), ("help", Help), ("帮助", Help),
                        ("is #2 done?", Shown), ("show 2", Shown)):  # fmt: skip
        assert isinstance(reply(session, words, door=door), kind), words
    for words, state in (("done 2", "done"), ("reopen 2", "open"), ("#2 is done", "done")):
        assert isinstance(reply(session, words, door=door), Changed), words
        assert (first.state, second.state) == ("open", state), words
    reply(session, "note 2 pages of 3", door=door)
    assert notes(session, first) == ["note 2 pages of 3"]


@pytest.mark.parametrize("words", ["thanks", "ok", "谢谢", "好的", "👍"])
@pytest.mark.parametrize("door", DOORS)
def test_a_courtesy_is_returned_and_not_kept(session: Session, words: str, door: Door) -> None:
    task = a_task(session)
    assert isinstance(reply(session, words, door=door), SmallTalk)
    assert notes(session, task) == []


def test_a_name_that_fits_two_is_asked_and_nothing_is_changed(session: Session) -> None:
    task = a_task(session)
    asked = reply(session, "give it to @tom")
    assert isinstance(asked, WhoIs)
    assert (asked.verb, {person.id for person in asked.candidates}) == ("assign", {"U0TOM", "U0TOM2"})
    assert task.owner_id == "U0ANN"


def test_a_number_in_the_words_of_done_closes_nothing_else(session: Session) -> None:
    first, second = a_task(session), a_task(session)
    assert isinstance(reply(session, "done, #2 is next"), Changed)
    assert (first.state, second.state) == ("done", "open")


def test_a_past_day_is_refused_in_the_same_words_as_typed(session: Session) -> None:
    a_task(session)
    with pytest.raises(UserError) as refused:
        reply(session, "make it yesterday")
    assert refused.value.key == "date_is_past"


PUT_RIGHT = (
    ("I meant Thursday", "due_on", date(2026, 3, 12)), ("是周四", "due_on", date(2026, 3, 12)),
    ("can you make it Friday?", "due_on", date(2026, 3, 13)), ("能改到周五吗", "due_on", date(2026, 3, 13)),
    ("sorry, I meant Ben", "owner_id", "U0BEN"), ("for Ben", "owner_id", "U0BEN"), ("not me, ben", "owner_id", "U0BEN"),
    ("交给 Ben", "owner_id", "U0BEN"), ("不是我，是Ben", "owner_id", "U0BEN"), ("I'm on it", "state", "doing"),
    ("waiting for Ben", "blocked_by_id", "U0BEN"), ("delete this", "state", "cancelled"),
    ("删掉", "state", "cancelled"),
    ("call it the deck", "title", "the deck"), ("改成紧急", "priority", 1),
)  # fmt: skip


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(("words", "field", "value"), PUT_RIGHT)
def test_a_task_is_put_right_in_free_words(session: Session, words: str, field: str, value: Any, door: Door) -> None:
    task = a_task(session)
    assert isinstance(reply(session, words, door=door), Changed)
    assert getattr(task, field) == value
    assert notes(session, task) == []


TWICE = (("Thursday, and give it to @ben", date(2026, 3, 12)), ("改到周五，给@ben", date(2026, 3, 13)))


@pytest.mark.parametrize(("words", "on"), TWICE)
def test_two_corrections_are_one_answer_with_one_undo(session: Session, words: str, on: date) -> None:
    task = a_task(session)
    answer = reply(session, words)
    assert isinstance(answer, Changed)
    assert (task.due_on, task.owner_id, len(answer.views), len(answer.undo)) == (on, "U0BEN", 1, 2)
    commands.run(session, hear(" ".join(["undo", *(f"@{one}" for one in answer.undo)]), door=Door.BUTTON), NOW)
    assert (task.due_on, task.owner_id) == (None, "U0ANN")


@pytest.mark.parametrize("words", ["never mind", "forget it", "算了", "不用了"])
def test_never_mind_is_asked_back(session: Session, words: str) -> None:
    task = a_task(session)
    with pytest.raises(UserError) as asked:
        reply(session, words)
    assert (asked.value.key, task.state) == ("cancel_or_comment", "open")


def test_what_is_wrong_is_picked_anew(session: Session) -> None:
    task = a_task(session)
    for words in ("wrong date", "日期错了"):
        asked = reply(session, words)
        assert isinstance(asked, PastDate)
        commands.run(session, hear(f"{asked.verb} {asked.kept} 2026-03-20", door=Door.BUTTON), NOW)
        assert task.due_on == date(2026, 3, 20)
    who = reply(session, "人错了")
    assert isinstance(who, WhoIs)
    commands.run(session, hear(f"{who.verb} {who.kept} <@U0BEN>", door=Door.BUTTON), NOW)
    assert task.owner_id == "U0BEN"


@pytest.mark.parametrize("words", ["Bob", "for Sale", "给领导", "Tom"])
def test_a_bare_word_that_is_no_single_persons_name_is_a_comment(session: Session, words: str) -> None:
    task = a_task(session)
    reply(session, words)
    assert (task.owner_id, notes(session, task)) == ("U0ANN", [words])


def test_people_who_speak_to_each_other_are_not_taken_at_their_word(session: Session) -> None:
    task = a_task(session)
    for words in ("for Ben", "can you make it Friday?", "never mind", "stuck"):
        assert isinstance(reply(session, words, door=Door.MENTION, meta={"thread_only": True}), Nothing)
    assert (task.owner_id, task.due_on, task.state, task.blocked_at) == ("U0ANN", None, "open", None)


MOVES = (("push it back 2 days", date(2026, 3, 15)), ("提前一天", date(2026, 3, 12)), ("推迟一周", date(2026, 3, 20)))


@pytest.mark.parametrize(("words", "on"), MOVES)
def test_a_length_is_counted_from_the_date_it_has(session: Session, words: str, on: date) -> None:
    task = a_task(session, due_on=date(2026, 3, 13))
    reply(session, words)
    assert task.due_on == on


def test_hours_move_the_hour(session: Session) -> None:
    at = datetime.fromisoformat("2026-03-13T07:00:00+00:00")
    task = a_task(session, due_on=date(2026, 3, 13), due_at=at)
    reply(session, "推迟2小时")
    assert (task.due_on, task.due_at) == (date(2026, 3, 13), at + timedelta(hours=2))


def of_message(session: Session, ts: str, door: str = "mention", thread: str | None = None) -> Task:
    task = a_task(session)
    task.source_ts, task.source_thread, task.door = ts, thread, door
    session.add(task)
    session.flush()
    return task


def mention(session: Session, words: str, thread_ts: str = "1.1") -> Answer:
    answer = commands.run(session, hear(words, door=Door.MENTION, thread_ts=thread_ts, ts="2.2"), NOW)
    session.flush()
    return answer


def test_words_to_muster_in_a_thread_mean_the_one_task_there(session: Session) -> None:
    task = of_message(session, "1.1")
    other = of_message(session, "9.9")
    for words, field, value in (("make it Thursday", "due_on", date(2026, 3, 12)), ("urgent", "priority", 1),
                                ("改到周五", "due_on", date(2026, 3, 13)), ("done", "state", "done")):  # fmt: skip
        mention(session, words)
        assert getattr(task, field) == value, words
    assert (other.due_on, other.state) == (None, "open")


def test_words_to_muster_in_a_thread_that_correct_nothing_are_a_new_task(session: Session) -> None:
    of_message(session, "1.1")
    mention(session, "send the deck to @ben by Friday")
    assert queries.get_unseen(session, TEAM, 2) is not None


def test_where_several_stand_it_is_asked_which(session: Session) -> None:
    first, second = of_message(session, "1.1"), of_message(session, "3.3", thread="1.1")
    asked = mention(session, "make it Thursday")
    assert isinstance(asked, WhichTask)
    assert asked.lines == ("due #1 Thursday", "due #2 Thursday")
    second.state = "done"
    mention(session, "make it Thursday")
    assert first.due_on == date(2026, 3, 12), "of those there, one is live"


def overhear(session: Session, words: str, thread_ts: str = "1.1") -> Answer:
    heard = hear(words, door=Door.MENTION, thread_ts=thread_ts, ts="2.2", meta={"thread_only": True})
    answer = commands.overheard(session, heard, NOW)
    session.flush()
    return answer


@pytest.mark.parametrize(("words", "acts"), [
    ("done", True), ("完成", True), ("make it Thursday", True), ("改到周四", True),
    ("tomorrow", False), ("@ben", False), ("urgent", False), ("start", False), ("I will read it", False),
])  # fmt: skip
def test_among_people_only_plain_words_act_where_the_thread_began_with_muster(
    session: Session, words: str, acts: bool
) -> None:
    task = of_message(session, "1.1")
    version = task.version
    overhear(session, words)
    assert (task.version > version) is acts
    assert notes(session, task) == []


def test_in_any_other_thread_nothing_said_among_people_acts(session: Session) -> None:
    later = of_message(session, "3.3", thread="1.1")
    captured = of_message(session, "1.1", door="reaction")
    for words in ("done", "make it Thursday"):
        assert isinstance(overhear(session, words), Nothing)
    assert (later.state, captured.state) == ("open", "open")


def test_a_task_nobody_may_see_is_not_reached_from_its_thread(session: Session) -> None:
    task = of_message(session, "1.1")
    task.source_is_private, task.owner_id, task.creator_id = True, "U0BEN", "U0BEN"
    session.add(task)
    session.flush()
    assert isinstance(overhear(session, "done"), Nothing)
    assert task.state == "open"


@pytest.mark.parametrize("words", ["done", "好了", "tomorrow", "urgent", "@tom.a"])
def test_what_a_bystander_says_in_a_channel_is_a_comment_and_refuses_nothing(session: Session, words: str) -> None:
    task = a_task(session)
    answer = reply(session, words, door=Door.MENTION, person_id="U0BEN", meta={"thread_only": True})
    assert isinstance(answer, Nothing)
    assert (task.state, task.due_on, task.owner_id) == ("open", None, "U0ANN")
    assert notes(session, task) == [words]


@pytest.mark.parametrize(("text", "verb"), [
    ("priority #1: high", "priority"), ("snooze 1: 2h", "snooze"),
    ("优先级 1：高", "priority"), ("1备注 跟印厂谈过", "note"),
])  # fmt: skip
def test_a_mark_in_the_wrong_place_is_no_hindrance_in_its_thread(session: Session, text: str, verb: str) -> None:
    a_task(session)
    answer = reply(session, text)
    assert isinstance(answer, Changed)
    assert answer.verb == verb


@pytest.mark.parametrize("text", ["asign 1 @ben", "due: 2", "done1 of the pages", "spent: 2 dollars"])
def test_what_is_less_surely_an_order_stays_a_comment_in_a_thread(session: Session, text: str) -> None:
    task, other = a_task(session), a_task(session)
    reply(session, text)
    assert notes(session, task) == [text]
    assert (other.due_on, other.priority, notes(session, other)) == (None, None, [])
