"""Lines that begin with a verb or name a number: done where they are orders, asked where they may be, else work."""

# ruff: noqa: E501 - a row of a table is read as one

from typing import Any

import pytest

from bot import commands
from bot.answers import Answer, AskIfTask, Changed, Created, DidYouMean
from bot.heard import Door, Gesture, Heard
from models import Session, Task
from models.queries import tasks as queries
from tests.factories import NOW, TEAM, make_channel, make_person, make_task

SHANGHAI = "Asia/Shanghai"
DOORS = (Door.DM, Door.MENTION, Door.SLASH)
TASKS = 7


@pytest.fixture(autouse=True)
def tasks_there(session: Session) -> list[Task]:
    """Seven tasks of Ann's, #1 to #7; Tom and 李雷 are in the workspace."""
    ann = make_person(session, "U0ANN", name="ann", real_name="Ann", zone=SHANGHAI)
    make_person(session, "U0TOM", name="tom", real_name="Tom Hill", zone=SHANGHAI)
    make_person(session, "U0LILEI", name="李雷", real_name="李雷", zone=SHANGHAI)
    channel = make_channel(session)
    return [make_task(session, ann, channel=channel, title=f"work {n}") for n in range(TASKS)]


def said(session: Session, text: str, door: Door = Door.DM, **more: Any) -> Answer:
    where = (
        {"channel_id": "D0ANN", "channel_kind": "im"}
        if door == Door.DM
        else {"channel_id": "C0LAUNCH", "channel_kind": "public"}
    )
    heard = Heard(TEAM, "U0ANN", door, text, Gesture(text + door), **(where | more))
    answer = commands.run(session, heard, NOW)
    session.flush()
    return answer


def task(session: Session, number: int) -> Task:
    found = queries.get(session, make_person(session, "U0ANN", name="ann", real_name="Ann"), number, NOW)
    assert found is not None
    return found


def table(rows: str) -> list[str]:
    return [one.strip() for line in rows.strip().splitlines() for one in line.split(" | ")]


COUNTED = """
cancel 2 of the 5 licences | cancel 2 flights | cancel 3 meeting rooms | drop 5 boxes at the post office | done 2 pages
close 2 bank accounts by Friday | finish 4 drawings by Wednesday | complete 3 safety trainings by May | done 3 rounds of interviews
block 2 hours for the audit | note 4 risks in the register | 取消 3 个会议室 | 作废 2 份合同
"""


@pytest.mark.parametrize("line", table(COUNTED))
@pytest.mark.parametrize("door", DOORS)
def test_a_verb_before_what_is_counted_is_asked_about_at_every_door(session: Session, line: str, door: Door) -> None:
    answer = said(session, line, door)
    assert isinstance(answer, DidYouMean)
    assert answer.line == line
    verb, number, *_ = line.split()
    assert answer.meant.startswith(f"{verb} #{number}")
    assert all(task(session, n).is_live and not task(session, n).is_blocked for n in range(1, TASKS + 1))


def test_where_there_is_no_task_of_that_number_nothing_is_asked(session: Session) -> None:
    assert isinstance(said(session, "cancel 12 flights"), Created)


WORK = """
due 5 invoices: chase them | snooze 2 alerts in Grafana | due 2 weeks after signing: send the papers | give 2 laptops to Tom
assign 2 people to the booth | priority 2 items first, then the others
"""


@pytest.mark.parametrize("line", table(WORK))
@pytest.mark.parametrize("door", DOORS)
def test_a_verb_whose_object_is_none_of_its_own_begins_new_work(session: Session, line: str, door: Door) -> None:
    answer = said(session, line, door)
    assert isinstance(answer, Created | AskIfTask)
    assert all(task(session, n).due_on is None for n in range(1, TASKS + 1))


REASONS = (
    ("drop 2, the client said no", "the client said no"), ("cancel #4 pls", ""), ("done 2 ✅", ""), ("done 3 sent by mail", "sent by mail"),
    ("block 5 等客户回复", "等客户回复"), ("5 在等客户回复", "等客户回复"), ("block 6 on @tom waiting for the price", "waiting for the price"),
)  # fmt: skip


@pytest.mark.parametrize(("line", "reason"), REASONS)
def test_a_reason_is_what_was_said_and_no_more(session: Session, line: str, reason: str) -> None:
    answer = said(session, line)
    assert isinstance(answer, Changed)
    assert answer.detail == reason
