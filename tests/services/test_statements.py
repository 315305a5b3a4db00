"""What people do all day asks little of the database, and no more when the workspace is full."""

import pytest

from bot.answers import Answer, Changed, Created, TaskList
from models import Card, Session
from tests.commands.saying import say
from tests.factories import TEAM, make_channel, make_person, make_task
from tests.statements import counted

# what each of them costs now and a few more: whoever needs many more says here why
MOST = {
    "add send the deck to @dana by Friday !high #launch": (Created, 15),
    "done 1 sent by mail": (Changed, 12),
    "due 1 next Friday": (Changed, 14),
    "note 1 the draft is out": (Changed, 14),
    "start 1": (Changed, 12),
    "priority 1 high": (Changed, 12),
    "assign 1 @dana": (Changed, 13),
    "list": (TaskList, 6),
    "list all is:late #launch": (TaskList, 6),
}


def a_world(session: Session, others: int) -> None:
    """Ann and Dana in a channel with a task each that has a card, among others who have as many again."""
    ann, dana = make_person(session), make_person(session, "U0DANA", name="dana", real_name="Dana Fox")
    crew = [make_person(session, f"U0CREW{n}", name=f"crew{n}") for n in range(others)]
    channel = make_channel(session, members=(ann.id, dana.id, *(one.id for one in crew)))
    for owner in (ann, dana, *crew, *(ann,) * others):
        task = make_task(session, owner, creator=dana, channel=channel, labels=["launch"])
        session.add(Card(workspace_id=TEAM, channel_id=channel.id, ts=f"1.{task.number}", number=task.number))
    session.flush()
    session.expire_all()


def cost(session: Session, line: str) -> tuple[Answer, int]:
    with counted(session) as said:
        answer = say(session, line)
    return answer, len(said)


@pytest.mark.parametrize("line", MOST)
def test_what_is_said_all_day_costs_few_statements_however_full_the_workspace(session: Session, line: str) -> None:
    kind, most = MOST[line]
    costs = []
    for others in (2, 40):
        inner = session.begin_nested()
        a_world(session, others)
        answer, asked = cost(session, line)
        assert isinstance(answer, kind), answer
        costs.append(asked)
        inner.rollback()
        session.expunge_all()
    assert costs[1] <= costs[0]
    assert costs[1] <= most
