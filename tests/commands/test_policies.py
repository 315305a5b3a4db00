"""Escalation policies, said to Muster: shown, changed in a form, of the workspace and of a team, and taken back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot import commands
from bot.answers import Answer
from bot.answers.policies import Policies, PolicyForm
from bot.errors import UserError
from bot.heard import Door, Gesture, Heard
from bot.rules.escalation import SHIPPED, Hears, Policy, Step, When, kept, read
from models import Channel, Person, Session, Team
from tests.factories import TEAM, make_channel, make_person, make_task, make_workspace

NOON = datetime(2026, 3, 9, 11, tzinfo=UTC)
LATER = NOON + timedelta(days=3)
LATE = {
    "when": "late", "wait1": "2d", "to1": ["owner"], "wait2": "3d 4h", "to2": ["leads", "manager"], "repeats": "2",
    "priority": "2", "labels": "#launch，client", "on": ["on"],
}  # fmt: skip
AS_KEPT = Policy("late", When.LATE, (Step(2, 0, (Hears.OWNER,)), Step(3, 4, (Hears.LEADS, Hears.MANAGER))), 2,
                 priority=2, labels=("launch", "client"))  # fmt: skip


def say(session: Session, line: str, who: str = "U0ADA", channel: str = "D0ADA", door: Door = Door.SLASH) -> Answer:
    heard = Heard(workspace_id=TEAM, person_id=who, door=door, text=line, gesture=Gesture(line), channel_id=channel,
                  channel_kind="im" if channel.startswith("D") else "public")  # fmt: skip
    return commands.run(session, heard, NOON)


def submit(session: Session, values: dict[str, object], policy: str | None = "late", who: str = "U0ADA",
           channel: str | None = None) -> Policies:  # fmt: skip
    heard = Heard(workspace_id=TEAM, person_id=who, door=Door.FORM, text="", gesture=Gesture(f"{values} {policy}"),
                  form="form:policy", values=values, meta={"policy": policy, "channel": channel})  # fmt: skip
    answer = commands.submit(session, heard, NOON)
    assert isinstance(answer, Policies)
    return answer


@pytest.fixture
def ada(session: Session) -> Person:
    workspace = make_workspace(session)
    workspace.admins = ["U0ADA"]
    return make_person(session, "U0ADA")


@pytest.fixture
def channel(session: Session, ada: Person) -> Channel:
    for name in ("U0BOB", "U0MAYA"):
        make_person(session, name)
    found = make_channel(session, members=("U0BOB", "U0MAYA"))
    session.add(Team(workspace_id=TEAM, channel_id=found.id, leads=["U0MAYA"], created_at=NOON))
    session.flush()
    return found


def test_everybody_sees_them_and_admins_may_change_them(session: Session, ada: Person) -> None:
    make_person(session, "U0BOB")
    mine, bobs = say(session, "/muster escalation"), say(session, "/muster 升级", "U0BOB")
    assert isinstance(mine, Policies)
    assert isinstance(bobs, Policies)
    assert (mine.policies, mine.may, bobs.policies, bobs.may) == (SHIPPED, True, SHIPPED, False)
    for line in ("change late", "new", "switch late", "remove late", "shipped"):
        with pytest.raises(UserError, match="admins_only"):
            say(session, f"/muster escalation {line}", "U0BOB", door=Door.BUTTON)
    with pytest.raises(UserError, match="admins_only"):
        submit(session, LATE, who="U0BOB")


def test_a_policy_is_changed_in_its_form_and_taken_back(session: Session, ada: Person) -> None:
    assert say(session, "/muster escalation change late") == PolicyForm(SHIPPED[0])
    saved = submit(session, LATE)
    assert (saved.policies[0], saved.policies[1:], saved.saved) == (AS_KEPT, SHIPPED[1:], True)
    workspace = make_workspace(session)
    assert [read(row) for row in workspace.escalation or ()] == [AS_KEPT]
    say(session, saved.undo, door=Door.BUTTON)
    assert workspace.escalation is None


def test_new_ones_are_added_switched_off_and_removed(session: Session, ada: Person) -> None:
    assert say(session, "/muster escalation new") == PolicyForm(None)
    added = submit(session, {"when": "silent", "wait1": "5天", "to1": ["leads"], "on": ["on"]}, None)
    own = Policy("silent-2", When.SILENT, (Step(5, 0, (Hears.LEADS,)),))
    assert added.policies == (*SHIPPED, own)
    off = say(session, "/muster escalation switch silent-2", door=Door.BUTTON)
    assert isinstance(off, Policies)
    assert off.policies == (*SHIPPED, replace(own, on=False))
    say(session, "/muster escalation switch late", door=Door.BUTTON)
    gone = say(session, "/muster escalation remove silent-2", door=Door.BUTTON)
    assert isinstance(gone, Policies)
    assert gone.policies == (replace(SHIPPED[0], on=False), *SHIPPED[1:])
    shipped = say(session, "/muster escalation shipped", door=Door.BUTTON)
    assert isinstance(shipped, Policies)
    assert shipped.policies == SHIPPED
    with pytest.raises(UserError, match="no_such_policy"):
        say(session, "/muster escalation change silent-2", door=Door.BUTTON)


@pytest.mark.parametrize(
    ("values", "refusal", "field"),
    [
        ({"wait1": "", "to1": []}, "policy_needs_steps", "wait1"),
        ({"wait1": "soon", "to1": ["owner"]}, "no_such_wait", "wait1"),
        ({"wait1": "1d", "to1": []}, "policy_tells_nobody", "to1"),
        ({"wait1": "", "to1": ["owner"]}, "no_such_wait", "wait1"),
        ({"wait1": "0h", "to1": ["owner"]}, "policy_waits_not", "wait1"),
        ({"wait1": "61d", "to1": ["owner"]}, "policy_waits_too_long", "wait1"),
        ({"wait1": "2d", "to1": ["owner"], "wait2": "1d", "to2": ["leads"]}, "policy_out_of_order", "wait2"),
        ({"wait1": "2d", "to1": ["owner"], "wait3": "2d", "to3": ["leads"]}, "policy_out_of_order", "wait2"),
        ({"wait1": "2d", "to1": ["owner"], "repeats": "9"}, "policy_repeats", "repeats"),
    ],
)  # fmt: skip
def test_what_is_amiss_is_said_at_its_field(
    session: Session, ada: Person, values: dict[str, object], refusal: str, field: str
) -> None:
    with pytest.raises(UserError, match=refusal) as found:
        submit(session, {"when": "late", "on": ["on"]} | values)
    assert found.value.field == field
    assert make_workspace(session).escalation is None


def test_a_team_has_its_own_by_its_leads_and_goes_back_to_the_workspaces(session: Session, channel: Channel) -> None:
    shown = say(session, "/muster escalation team", "U0MAYA", channel.id)
    assert isinstance(shown, Policies)
    assert (shown.policies, shown.own, shown.may, shown.channel) == (SHIPPED, False, True, channel)
    task = make_task(session, session.get_one(Person, (TEAM, "U0BOB")), channel=channel)
    other = make_task(session, session.get_one(Person, (TEAM, "U0BOB")))
    task.chase_at = other.chase_at = LATER
    session.flush()
    with pytest.raises(UserError, match="leads_only"):
        submit(session, LATE, who="U0BOB", channel=channel.id)
    saved = submit(session, LATE, who="U0MAYA", channel=channel.id)
    assert (saved.policies[0], saved.own) == (AS_KEPT, True)
    assert make_workspace(session).escalation is None
    assert (task.chase_at, other.chase_at) == (NOON, LATER)
    submit(session, {"when": "late", "wait1": "9d", "to1": ["owner"], "on": ["on"]})
    again = say(session, "/muster escalation team", "U0MAYA", channel.id)
    assert isinstance(again, Policies)
    assert again.policies[0] == AS_KEPT
    back = say(session, f"/muster escalation team {channel.id} shipped", "U0MAYA", door=Door.BUTTON)
    assert isinstance(back, Policies)
    assert (back.own, back.policies[0].steps[0].days) == (False, 9)


def test_what_the_policies_would_bring_is_counted(session: Session, channel: Channel) -> None:
    bob, maya = (session.get_one(Person, (TEAM, who)) for who in ("U0BOB", "U0MAYA"))
    for days in (1, 3, 30):
        make_task(session, bob, creator=maya, channel=channel, now=NOON - timedelta(days=9),
                  due_at=NOON - timedelta(days=days), due_on=(NOON - timedelta(days=days)).date())  # fmt: skip
    shown = say(session, "/muster escalation team", "U0MAYA", channel.id)
    assert isinstance(shown, Policies)
    assert shown.ahead is not None
    assert (shown.ahead.tasks, shown.ahead.people, shown.ahead.more) == (3, 2, 0)
    assert shown.ahead.messages > 3
    assert shown.ahead.now >= 2
    assert say(session, "/muster escalation", "U0BOB").ahead is None  # type: ignore[union-attr]


def test_a_policy_that_nobody_can_read_any_more_is_left_out(session: Session, ada: Person) -> None:
    make_workspace(session).escalation = [
        {"id": "late", "when": "when the moon is full", "steps": []}, {"id": 7}, kept(replace(SHIPPED[1], repeats=1)),
    ]  # fmt: skip
    shown = say(session, "/muster escalation")
    assert isinstance(shown, Policies)
    assert shown.policies == (SHIPPED[0], replace(SHIPPED[1], repeats=1), *SHIPPED[2:])
