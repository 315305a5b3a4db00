"""By whose consent a payload comes: a workspace's own, or its organisation's."""

from typing import Any

import pytest

from handlers.slack.shapes import is_event
from handlers.slack.tenants import org_of

ORG, TEAM = "E0GROUP001", "T0HERE0001"


def told(kind: str, *, by_org: bool = False, **more: Any) -> dict[str, Any]:
    rights = [{"enterprise_id": ORG, "team_id": TEAM, "is_bot": False, "is_enterprise_install": by_org}]
    return {"type": "event_callback", "event_id": "Ev1", "team_id": TEAM, "authorizations": rights,
            "event": {"type": kind, "team_ids": [TEAM]}} | more  # fmt: skip


@pytest.mark.parametrize(
    ("body", "org"),
    [
        (told("user_change"), None),
        (told("user_change", by_org=True), ORG),
        (told("app_uninstalled"), None),
        (told("team_access_granted"), ORG),
        (told("team_access_revoked"), ORG),
        (told("team_access_granted", authorizations=None, enterprise_id=ORG), ORG),
        (told("team_access_granted", authorizations=[], context_enterprise_id=ORG), ORG),
        (told("team_access_granted", authorizations=None), None),
        ({"is_enterprise_install": "true", "enterprise_id": ORG}, ORG),
        ({"is_enterprise_install": False, "enterprise": {"id": ORG}}, None),
        ({"is_enterprise_install": True, "enterprise": {"id": ORG}}, ORG),
    ],
)
def test_what_only_organisations_are_told_is_theirs_however_it_is_wrapped(body: dict[str, Any], org: str | None):
    assert org_of(body) == org


@pytest.mark.parametrize("ids", ["T1", [1], [None], [["T1"]], [""], {"T1": 1}])
def test_workspaces_that_are_no_ids_are_no_event(ids: Any):
    assert not is_event(told("team_access_granted") | {"event": {"type": "team_access_granted", "team_ids": ids}})
    assert is_event(told("team_access_granted"))
