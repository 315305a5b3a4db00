"""Who sees a task and who knows where it comes from: named on it, or there where it was said, and nobody else."""

from datetime import timedelta

import pytest
from sqlalchemy import bindparam
from sqlalchemy.orm import aliased
from sqlmodel import select

from models import Channel, Membership, Person, Role, RoleKind, Session, Task, Workspace
from models.queries import sight
from tests.factories import NOW, TEAM, make_channel, make_person, make_task

OTHER = "T0OTHER01"
HERE, ELSEWHERE = "C0HERE", "C0ELSEWHERE"


def seen(session: Session, viewer: Person) -> set[str]:
    """Also where the statement is made beforehand, and says only later what time it is."""
    of_team = select(Task.title).where(Task.workspace_id == TEAM)
    found = set(session.exec(of_team.where(sight.of(viewer, NOW))))
    later = {sight.FRESH_AFTER: sight.fresh_after(NOW)}
    assert set(session.exec(of_team.where(sight.of(viewer, bindparam("now"))), params=later)) == found
    return found


def known(session: Session, viewer: Person) -> set[str]:
    """Those of which they may know where they come from."""
    return set(session.exec(select(Task.title).where(Task.workspace_id == TEAM, sight.of_source(viewer, NOW))))


def given(session: Session, title: str, channel: Channel | None, **named: str) -> Task:
    """A task of Bob's, but for who is named otherwise."""
    bob = make_person(session, "U0BOB")
    task = make_task(session, bob, channel=channel, title=title)
    for name, value in named.items():
        setattr(task, name, value)
    session.add(task)
    session.flush()
    return task


@pytest.mark.parametrize("kind", ["private", "mpim", "im"])
def test_of_a_closed_conversation_those_named_on_a_task_see_it_and_its_members_all_of_them(session: Session, kind: str):
    closed = make_channel(session, HERE, kind=kind, members=("U0DAN",))
    make_channel(session, ELSEWHERE, kind=kind, members=("U0EVE",))
    ann, dan, eve = (make_person(session, one) for one in ("U0ANN", "U0DAN", "U0EVE"))
    given(session, "owned", closed, owner_id="U0ANN")
    given(session, "made", closed, creator_id="U0ANN")
    given(session, "awaited", closed, blocked_by_id="U0ANN")
    roles = {kind: given(session, kind.value, closed) for kind in RoleKind}
    session.add_all(
        Role(workspace_id=TEAM, number=task.number, person_id="U0ANN", kind=kind) for kind, task in roles.items()
    )
    given(session, "none of hers", closed)
    everything = {"owned", "made", "awaited", "none of hers", *(kind.value for kind in RoleKind)}
    assert seen(session, ann) == everything - {"none of hers"}
    assert known(session, ann) == set()
    assert seen(session, dan) == known(session, dan) == everything
    assert seen(session, eve) == known(session, eve) == set()


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ({}, {"in the open", "in another"}),
        ({"is_guest": True}, {"in the open"}),
        ({"is_stranger": True}, {"in the open"}),
    ],
    ids=["a colleague", "a guest", "somebody from outside"],
)
def test_what_is_said_in_the_open_everybody_of_ours_sees_and_others_where_they_are_members(
    session: Session, who: dict[str, bool], sees: set[str]
):
    ann = make_person(session, "U0ANN", **who)
    given(session, "in the open", make_channel(session, HERE, members=("U0ANN",)))
    given(session, "in another", make_channel(session, ELSEWHERE))
    given(session, "said to the bot alone", None)
    assert seen(session, ann) == known(session, ann) == sees


@pytest.mark.parametrize(
    ("read", "counts"),
    [(timedelta(), True), (timedelta(minutes=5) - timedelta(seconds=1), True), (timedelta(minutes=5), False),
     (timedelta(days=1), False), (None, False)],
)  # fmt: skip
def test_a_list_of_members_counts_for_less_than_five_minutes(session: Session, read: timedelta | None, counts: bool):
    ann, channel = make_person(session, "U0ANN"), make_channel(session, HERE, kind="private", members=("U0ANN",))
    given(session, "secret", channel)
    channel.roster_at = NOW - read if read is not None else None
    session.add(channel)
    session.flush()
    assert (seen(session, ann), known(session, ann)) == (({"secret"}, {"secret"}) if counts else (set(), set()))


def elsewhere(session: Session, row: Workspace | Person | Channel | Membership | Role | Task) -> None:
    """The same row in another workspace, which happens to use the same ids and numbers."""
    key = "id" if isinstance(row, Workspace) else "workspace_id"
    session.add(type(row)(**row.model_dump() | {key: OTHER}))
    session.flush()


def test_what_somebody_of_the_same_id_is_in_another_workspace_shows_nothing_here(session: Session):
    ann, bob = make_person(session, "U0ANN"), make_person(session, "U0BOB")
    secret = given(session, "secret", make_channel(session, HERE, kind="private", members=("U0BOB",)))
    workspace, channel = session.get(Workspace, TEAM), session.get(Channel, (TEAM, HERE))
    assert workspace is not None
    assert channel is not None
    for row in (workspace, ann, bob, channel, secret):
        elsewhere(session, row)
    session.add(Membership(workspace_id=OTHER, channel_id=HERE, person_id="U0ANN"))
    session.add(Role(workspace_id=OTHER, number=secret.number, person_id="U0ANN", kind=RoleKind.HELPER))
    session.flush()
    assert seen(session, ann) == known(session, ann) == set()
    assert seen(session, bob) == known(session, bob) == {"secret"}


def test_parts_of_a_task_are_judged_each_by_itself(session: Session):
    """As many questions ask it: beside the task itself."""
    ann, closed = make_person(session, "U0ANN"), make_channel(session, HERE, kind="private")
    whole = given(session, "whole", closed, owner_id="U0ANN")
    for title, owner in (("hers", "U0ANN"), ("his", "U0BOB")):
        given(session, title, closed, owner_id=owner).parent_number = whole.number
    given(session, "open", make_channel(session, ELSEWHERE)).parent_number = whole.number
    session.flush()
    part = aliased(Task)
    for rule, titles in ((sight.of, {"hers", "open"}), (sight.of_source, {"open"})):
        found = select(part.title).where(part.parent_number == whole.number, rule(ann, NOW, part))
        assert set(session.exec(found)) == titles
