"""What somebody is to a task, a team and the workspace, as a table; and what follows from it."""

from typing import Any

import pytest

from bot.errors import Kind, UserError
from bot.rules import permissions
from bot.rules.permissions import Part
from models import Person, Role, RoleKind, Task, Workspace

TEAM = "T0MUSTER1"
HERE = Workspace(id=TEAM, leads=["U0LEAD"], admins=["U0ADMIN"])


def person(person_id: str = "U0ANN", **more: Any) -> Person:
    return Person(workspace_id=TEAM, id=person_id, **more)


def task(**named: str) -> Task:
    by = {"owner_id": "U0OWNER", "creator_id": "U0CREATOR", "blocked_by_id": "U0AWAITED"}
    return Task(workspace_id=TEAM, number=1, title="Send the deck", **by | named)


@pytest.mark.parametrize(
    ("why", "who", "leads", "founds", "stands"),
    [
        ("somebody who works there", {}, (), False, {Part.COLLEAGUE}),
        ("who leads every team", {"person_id": "U0LEAD"}, (), False, {Part.COLLEAGUE, Part.LEAD}),
        ("who leads this team", {}, ("U0BOB", "U0ANN"), False, {Part.COLLEAGUE, Part.LEAD}),
        ("who leads another", {}, ("U0BOB",), False, {Part.COLLEAGUE}),
        ("whom Slack calls an admin", {"is_admin": True}, (), False, {Part.COLLEAGUE, Part.ADMIN}),
        ("whom Muster was told to be one", {"person_id": "U0ADMIN"}, (), False, {Part.COLLEAGUE, Part.ADMIN}),
        ("in a channel without a team", {}, (), True, {Part.COLLEAGUE, Part.FOUNDER}),
        ("a guest", {"is_guest": True}, (), False, {Part.GUEST}),
        ("somebody from outside", {"is_stranger": True}, (), False, {Part.OUTSIDER}),
        ("a guest from outside", {"is_guest": True, "is_stranger": True}, (), False, {Part.OUTSIDER}),
        ("a guest neither leads, nor administers, nor founds",
         {"person_id": "U0LEAD", "is_guest": True, "is_admin": True}, ("U0LEAD",), True, {Part.GUEST}),
        ("nor does somebody from outside",
         {"person_id": "U0ADMIN", "is_stranger": True, "is_admin": True}, ("U0ADMIN",), True, {Part.OUTSIDER}),
        ("who left is nobody any more", {"person_id": "U0LEAD", "is_deleted": True, "is_admin": True}, ("U0LEAD",),
         True, set()),
    ],
)  # fmt: skip
def test_what_somebody_is_to_a_team(
    why: str, who: dict[str, Any], leads: tuple[str, ...], founds: bool, stands: set[Part]
):
    assert permissions.standing(HERE, person(**who), leads, founds=founds) == stands, why


@pytest.mark.parametrize(
    ("who", "leads", "parts"),
    [
        ("U0OWNER", (), {Part.OWNER}),
        ("U0CREATOR", (), {Part.CREATOR}),
        ("U0AWAITED", (), {Part.AWAITED}),
        ("U0HELPER", (), {Part.HELPER}),
        ("U0BOTH", (), {Part.REVIEWER, Part.INFORMED}),
        ("U0LEAD", (), {Part.LEAD}),
        ("U0HELPER", ("U0HELPER",), {Part.HELPER, Part.LEAD}),
        ("U0ANN", (), set()),
    ],
)
def test_what_somebody_is_to_a_task_that_they_see(who: str, leads: tuple[str, ...], parts: set[Part]):
    named = {"U0HELPER": [RoleKind.HELPER], "U0BOTH": [RoleKind.REVIEWER, RoleKind.INFORMED]}
    roles = [
        Role(workspace_id=TEAM, number=1, person_id=id_, kind=kind) for id_, kinds in named.items() for kind in kinds
    ]
    found = permissions.parts_of(HERE, person(who), task(), roles, leads)
    assert found == parts | {Part.VIEWER, Part.COLLEAGUE}


def test_who_is_all_of_it_is_all_of_it_and_nobody_is_awaited_where_nothing_is_blocked():
    one = task(owner_id="U0ANN", creator_id="U0ANN")
    one.blocked_by_id = None
    assert permissions.parts_of(HERE, person(), one, ()) == {Part.VIEWER, Part.OWNER, Part.CREATOR, Part.COLLEAGUE}


@pytest.mark.parametrize(
    ("who", "is_admin", "may_lead", "may_answer"),
    [
        (person(), False, False, True),
        (person("U0LEAD"), False, True, True),
        (person("U0TEAMLEAD"), False, True, True),
        (person("U0ADMIN"), True, True, True),
        (person(is_admin=True), True, True, True),
        (person("U0ADMIN", is_guest=True), False, False, True),
        (person("U0ADMIN", is_stranger=True), False, False, False),
        (person("U0ADMIN", is_deleted=True), False, False, False),
    ],
    ids=["colleague", "lead", "team lead", "admin", "admin in Slack", "guest", "outsider", "who left"],
)
def test_who_administers_who_is_shown_what_leads_are_and_who_takes_part(
    who: Person, is_admin: bool, may_lead: bool, may_answer: bool
):
    assert permissions.is_admin(HERE, who) == is_admin
    assert permissions.can_lead(HERE, who, ("U0TEAMLEAD",)) == may_lead
    assert permissions.can_take_part(HERE, who, "standup answer") == may_answer


def test_only_an_admin_sets_the_workspace_up_and_others_hear_who_may():
    permissions.check_set_up(HERE, person("U0ADMIN"))
    permissions.check_set_up(HERE, person("U0ADMIN"), "muster emoji")
    for verb in ("muster setup", "muster emoji"):
        with pytest.raises(UserError) as refused:
            permissions.check_set_up(HERE, person("U0LEAD"), verb)
        assert (refused.value.key, refused.value.kind) == ("admins_only", Kind.FORBIDDEN)
        assert refused.value.params == {"admins": ("U0ADMIN",)}


def test_what_is_asked_for_is_looked_up_under_its_own_verb():
    """Leads may shape their team's descriptions, which is no setting of the workspace."""
    permissions.check_set_up(HERE, person("U0LEAD"), "muster shape")
