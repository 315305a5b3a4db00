"""A channel that is archived, deleted or left: it is left in peace, whatever was to be said there, and tasks stay."""

import pytest

from bot.rules.pace import Pace
from bot.rules.sending import CHANNEL_IS_LOST, Outcome, Verdict
from bot.services.messages import deliveries, outbox
from bot.services.messages.outbox import Letter
from models import Channel, Outbox, OutboxState, Session
from tests.factories import NOW, TEAM, make_channel, make_person, make_task

SAID_IN_CHANNELS = ("task.card", "digest", "standup.thread", "standup.card", "standup.wrap", "hello", "source.gone")


def claim(session: Session) -> list[Outbox]:
    rows = outbox.claim(session, now=NOW, real=NOW, busy=(), limit=40, pace=Pace(1000.0))
    session.flush()
    return rows


@pytest.mark.parametrize("code", sorted(CHANNEL_IS_LOST))
def test_each_refusal_of_each_kind_loses_that_channel_and_nothing_else(session: Session, code: str) -> None:
    ann, admin = make_person(session), make_person(session, "U0ADMIN", is_admin=True)
    other = make_channel(session, "C0OTHER", members=(ann.id,))
    task = make_task(session, ann, channel=other)
    for one in claim(session):  # what tells of the task that was just made
        session.delete(one)
    for kind in SAID_IN_CHANNELS:
        make_channel(session, f"C0{kind.upper()}", members=(ann.id,))
        letter = Letter(key=kind, kind=kind, to=f"C0{kind.upper()}", subject={"number": task.number, "by": ann.id})
        outbox.put(session, TEAM, letter, now=NOW)
    session.flush()
    refused = claim(session)
    for row in refused:
        assert row.id is not None
        deliveries.settled(session, row.id, row.generation, Outcome(Verdict.REFUSED, reason=code), version=0, now=NOW,
                           real=NOW)  # fmt: skip
    session.flush()
    lost = [session.get(Channel, (TEAM, f"C0{kind.upper()}")) for kind in SAID_IN_CHANNELS]
    assert {(one.bot_is_in, one.is_archived) for one in lost if one} == {(False, code == "is_archived")}
    assert (other.bot_is_in, task.is_live) == (True, True)
    assert [(row.state, row.reason) for row in refused] == [(OutboxState.DEAD, code)] * len(SAID_IN_CHANNELS)
    told = sorted((one.kind, one.to) for one in claim(session))
    assert told == [("task.card", ann.id), ("trouble", admin.id)], "the maker gets the card, admins hear of it once"
