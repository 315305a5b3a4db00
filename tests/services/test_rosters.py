"""Whose members are read again first, and who is in a conversation, small or very large."""

from datetime import datetime, timedelta

import pytest

from bot.answers import StandupForm
from bot.commands import run
from bot.errors import UserError
from bot.services.rhythm import standups
from bot.services.rhythm.standups import Settings
from models import Membership, Session
from models.queries import people as queries
from models.queries import tasks
from tests.factories import NOW, TEAM, acting, make_channel, make_person, make_task
from tests.standup_days import heard

LONG_AGO = NOW - timedelta(hours=1)


def read_at(session: Session, channel_id: str, kind: str, at: datetime | None) -> None:
    channel = make_channel(session, channel_id, kind=kind, members=("U0ANN",))
    channel.roster_at = at
    session.add(channel)
    session.flush()


@pytest.mark.parametrize(
    ("why", "who", "stale"),
    [
        ("a colleague: what is private, unread first, then the oldest", {}, ["C9", "C3", "C2"]),
        ("a guest sees public ones only as a member", {"is_guest": True}, ["C9", "C3", "C1", "C2"]),
        ("so does somebody from elsewhere", {"is_stranger": True}, ["C9", "C3", "C1", "C2"]),
    ],
)
def test_which_members_are_read_again(session: Session, why: str, who: dict[str, bool], stale: list[str]):
    make_person(session, "U0ANN", **who)
    read_at(session, "C1", "public", LONG_AGO)
    read_at(session, "C2", "private", LONG_AGO)
    read_at(session, "C3", "mpim", LONG_AGO - timedelta(hours=1))
    read_at(session, "C4", "private", NOW)
    read_at(session, "C9", "private", None)
    found = queries.stale_private_channels(session, TEAM, "U0ANN", NOW - timedelta(minutes=4))
    assert found == stale, why


def fill(session: Session, count: int) -> None:
    """A channel with so many people, of whom the first is a bot and the second is gone."""
    channel = make_channel(session, "C0BIG")
    for number in range(count):
        person = make_person(session, f"U{number:04d}", is_bot=number == 0, is_deleted=number == 1)
        session.add(Membership(workspace_id=TEAM, channel_id=channel.id, person_id=person.id))
    session.flush()


@pytest.mark.parametrize("count", [3, 520])
def test_members_are_people_who_are_there_in_order(session: Session, count: int):
    fill(session, count)
    found = [person.id for person in queries.list_members(session, TEAM, "C0BIG")]
    assert found == [f"U{number:04d}" for number in range(2, count)]


@pytest.mark.parametrize(("count", "chosen"), [(100, 98), (101, 0)])
def test_everybody_is_chosen_only_where_they_are_few(session: Session, count: int, chosen: int):
    fill(session, count)
    form = run(session, heard("U0002", "/standup setup", channel_id="C0BIG"), NOW)
    assert isinstance(form, StandupForm)
    assert len(form.members) == chosen


def test_who_leads_a_large_channel_has_to_choose_who_takes_part(session: Session):
    fill(session, 101)
    channel = queries.channel(session, TEAM, "C0BIG")
    lead = queries.get(session, TEAM, "U0002")
    assert channel is not None
    assert lead is not None
    with pytest.raises(UserError) as refused:
        standups.set_up(session, acting(session, lead), channel, Settings(leads=("U0002",)))
    assert (refused.value.key, refused.value.field) == ("no_members", "members")


@pytest.mark.parametrize(("read", "seen"), [(timedelta(minutes=4), True), (timedelta(minutes=6), False), (None, False)])
def test_a_list_of_members_counts_for_five_minutes(session: Session, read: timedelta | None, seen: bool):
    """Whom nobody named sees a task of a private conversation as a member, as far as we know it to be so now."""
    bob, ann = make_person(session, "U0BOB"), make_person(session, "U0ANN")
    secret = make_channel(session, "C2", kind="private", members=("U0ANN", "U0BOB"))
    task = make_task(session, bob, channel=secret)
    secret.roster_at = NOW - read if read is not None else None
    session.add(secret)
    session.flush()
    assert (tasks.get(session, ann, task.number, NOW) is not None) == seen
    assert tasks.get(session, bob, task.number, NOW) is not None
