"""`/muster rehearse`: everybody's own, a lead's teams, an admin's all; never a task that its reader may not see."""

from datetime import date
from typing import Any

import pytest

from bot import commands
from bot.answers import Answer, WhoIs
from bot.answers.whys import Rehearsal, Rehearsing
from bot.errors import UserError
from bot.heard import Door, Gesture, Heard
from bot.services.messages import notices
from models import Outbox, OutboxState, Session, Team, TeamMember
from models.queries import deliveries
from tests.factories import NOW, TEAM, make_channel, make_person, make_task, make_workspace
from tests.services.ticking import MORNING


def said(session: Session, person: str, line: str) -> Answer:
    heard = Heard(workspace_id=TEAM, person_id=person, door=Door.SLASH, text=line, gesture=Gesture(f"{person}{line}"),
                  channel_id=f"D{person[1:]}", channel_kind="im")  # fmt: skip
    return commands.run(session, heard, MORNING)


def rehearsed(session: Session, person: str, line: str) -> Rehearsal:
    """What comes by direct message."""
    assert isinstance(said(session, person, line), Rehearsing)
    rows = deliveries.claimable(session, now=MORNING, real=MORNING, limit=100)
    row = next(row for row in rows if row.kind == "rehearsal" and row.to == person)
    assert isinstance(row, Outbox)
    found: Any = notices.compose(session, row, MORNING)
    assert isinstance(found, Rehearsal)
    session.delete(row)
    session.flush()
    return found


def world(session: Session) -> None:
    make_workspace(session, admins=["U0ADMIN"])
    people = {ident: make_person(session, ident) for ident in ("U0ANN", "U0BOB", "U0LEAD", "U0ADMIN")}
    channel = make_channel(session, members=("U0ANN", "U0LEAD"))
    secret = make_channel(session, "G0SECRET", kind="private", members=("U0ANN",))
    session.add(Team(workspace_id=TEAM, channel_id=channel.id, leads=["U0LEAD"], created_at=NOW))
    session.flush()
    session.add(TeamMember(workspace_id=TEAM, channel_id=channel.id, person_id="U0ANN"))
    for ident, where in (("U0ANN", channel), ("U0ANN", secret), ("U0BOB", channel)):
        make_task(session, people[ident], channel=where, due_on=date(2026, 3, 10), now=MORNING)


@pytest.mark.parametrize(
    ("person", "line", "readers"),
    [
        ("U0ANN", "/muster rehearse", {"U0ANN"}),
        ("U0LEAD", "/muster rehearse 3 days", {"U0ANN", "U0LEAD"}),
        ("U0LEAD", "/muster rehearse 3天 <@U0ANN>", {"U0ANN"}),
        ("U0ADMIN", "/muster rehearse", {"U0ANN", "U0BOB"}),
        ("U0ADMIN", "/muster 预演 @U0BOB 一周", {"U0BOB"}),
    ],
)
def test_each_rehearses_what_they_may_know_of(session: Session, person: str, line: str, readers: set[str]) -> None:
    world(session)
    found = rehearsed(session, person, line)
    assert {row.to for row in found.rows} <= readers
    assert {row.to for row in found.rows} >= readers & {"U0ANN", "U0BOB"}


def test_tasks_that_the_reader_may_not_see_are_counted_only(session: Session) -> None:
    world(session)
    briefs = {who: next(row for row in rehearsed(session, who, "/muster rehearse 2 days <@U0ANN>").rows
                        if row.kind == "brief" and len(row.items) + row.more == 2)
              for who in ("U0ANN", "U0LEAD", "U0ADMIN")}  # fmt: skip
    assert {who: ([task.number for _, task in row.items], row.more) for who, row in briefs.items()} == {
        "U0ANN": ([1, 2], 0), "U0LEAD": ([1], 1), "U0ADMIN": ([1], 1)
    }  # fmt: skip


@pytest.mark.parametrize(
    ("person", "line", "key"),
    [
        ("U0ANN", "/muster rehearse <@U0BOB>", "rehearse_your_own"),
        ("U0LEAD", "/muster rehearse <@U0BOB>", "rehearse_your_own"),
        ("U0ANN", "/muster rehearse <#C0LAUNCH|launch>", "rehearse_your_own"),
        ("U0LEAD", "/muster rehearse <#G0SECRET>", "no_such_channel"),
        ("U0ANN", "/muster rehearse 60 days", "rehearse_fewer_days"),
    ],
)
def test_what_they_may_not_know_of_is_refused(session: Session, person: str, line: str, key: str) -> None:
    world(session)
    with pytest.raises(UserError) as refused:
        said(session, person, line)
    assert refused.value.key == key


def test_a_name_that_is_nobodys_is_asked_about(session: Session) -> None:
    world(session)
    assert isinstance(said(session, "U0ADMIN", "/muster rehearse @zoe 2 days"), WhoIs)


def test_the_same_is_rehearsed_once_at_a_time(session: Session) -> None:
    world(session)
    said(session, "U0ANN", "/muster rehearse")
    with pytest.raises(UserError) as refused:
        said(session, "U0ANN", "/muster rehearse")
    assert refused.value.key == "rehearsal_under_way"


def test_who_lost_the_right_meanwhile_reads_their_own_only(session: Session) -> None:
    world(session)
    said(session, "U0LEAD", "/muster rehearse <@U0ANN>")
    team = session.get(Team, (TEAM, "C0LAUNCH"))
    assert team is not None
    team.leads = ["U0BOB"]
    session.flush()
    row = next(row for row in deliveries.claimable(session, now=MORNING, real=MORNING, limit=100)
               if row.kind == "rehearsal")  # fmt: skip
    found: Any = notices.compose(session, row, MORNING)
    assert found.rows == ()


def test_one_rehearsal_at_a_time_for_each_and_another_once_it_came(session: Session) -> None:
    world(session)
    assert isinstance(said(session, "U0ANN", "/muster rehearse"), Rehearsing)
    with pytest.raises(UserError, match="rehearsal_under_way"):
        said(session, "U0ANN", "/muster rehearse 5 days")
    assert isinstance(said(session, "U0BOB", "/muster rehearse 5 days"), Rehearsing)
    rows = deliveries.claimable(session, now=MORNING, real=MORNING, limit=100)
    (mine,) = [row for row in rows if row.kind == "rehearsal" and row.to == "U0ANN"]
    mine.state = OutboxState.SENT
    session.flush()
    assert isinstance(said(session, "U0ANN", "/muster rehearse 5 days"), Rehearsing)
