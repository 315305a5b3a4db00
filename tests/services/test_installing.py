"""A consent is kept sealed, renewed by one at a time, ended at once, and given anew; on both databases."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.sealing import CannotOpen, KeyRing, new_key, ring_of
from bot.services.people import installing
from bot.services.people.installing import Grant
from models import Installation, InstallationState, Session, Workspace
from models.queries import deliveries
from models.queries import installations as queries

NOW = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
REAL = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)
HERE, THERE, ORG = "T0HERE0001", "T0THERE001", "E0ORG00001"
BOT, INSTALLER = "U0BOT00001", "U0MAYA0001"


def ring(*ids: str) -> KeyRing:
    found = ring_of("\n".join(KEYS[one] for one in ids or ("one",)))
    assert found is not None
    return found


KEYS = {one: new_key(one) for one in ("one", "two")}


def grant(id_: str = HERE, token: str = "xoxb-first", **more: object) -> Grant:
    return Grant(id=id_, name="Here", token=token, bot_user_id=BOT, app_id="A1", installer_id=INSTALLER, **more)  # type: ignore[arg-type]


def token_of(session: Session, workspace_id: str = HERE, keys: KeyRing | None = None) -> str | None:
    found = installing.access(session, keys or ring(), workspace_id)
    return found.token if found else None


def workspace(session: Session, workspace_id: str = HERE) -> Workspace:
    found = session.get(Workspace, workspace_id)
    assert found is not None
    return found


def letters(session: Session, workspace_id: str = HERE) -> list[str]:
    return [row.key for row in deliveries.claimable(session, now=NOW, real=REAL, limit=10)
            if row.workspace_id == workspace_id]  # fmt: skip


def test_a_consent_makes_the_workspace_and_welcomes_who_gave_it_once(session: Session):
    installing.install(session, ring(), grant(), NOW)
    assert token_of(session) == "xoxb-first"
    assert (workspace(session).bot_user_id, workspace(session).suspended) == (BOT, False)
    assert letters(session) == ["welcome:1"]


def test_nothing_of_a_token_is_written_in_clear(session: Session):
    row = installing.install(session, ring(), grant(refresh_token="xoxe-1-again", expires_real=REAL), NOW)
    assert "xox" not in f"{row.token}{row.refresh_token}"
    assert "xox" not in repr(grant(refresh_token="xoxe-1-again"))
    assert "xox" not in repr(installing.access(session, ring(), HERE))


def test_the_token_of_one_workspace_put_into_another_s_row_does_not_open(session: Session):
    here = installing.install(session, ring(), grant(), NOW)
    there = installing.install(session, ring(), grant(THERE, "xoxb-there"), NOW)
    there.token = here.token
    session.add(there)
    session.flush()
    with pytest.raises(CannotOpen):
        installing.access(session, ring(), THERE)


def test_a_consent_given_again_is_the_one_there_is(session: Session):
    installing.install(session, ring(), grant(), NOW)
    installing.install(session, ring(), grant(token="xoxb-second"), NOW + timedelta(hours=1))
    assert token_of(session) == "xoxb-second"
    assert [row.id for row in queries.list_active(session)] == [HERE]


def test_of_somebody_we_do_not_know_there_is_no_token(session: Session):
    installing.install(session, ring(), grant(), NOW)
    assert token_of(session, THERE) is None
    assert installing.meet(session, THERE, None, "", NOW) is None


@pytest.mark.parametrize(
    ("event", "state"),
    [
        ({"type": "app_uninstalled"}, InstallationState.UNINSTALLED),
        ({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [BOT]}}, InstallationState.REVOKED),
    ],
)
def test_what_ends_a_consent_ends_it_at_once_and_keeps_everything(session: Session, event: dict, state: str):
    installing.install(session, ring(), grant(), NOW)
    assert installing.told(session, HERE, None, event, NOW, NOW) == [HERE]
    row = queries.get(session, HERE)
    assert row is not None
    assert (token_of(session), row.state, row.ended_at) == (None, state, NOW)
    assert (row.token, row.refresh_token) == ("", None), "a token that is of no use is not kept"
    assert installing.looked_at(session, ring()) == []
    assert installing.reseal(session, ring(), "", 10) == (0, None)
    assert (workspace(session).suspended, workspace(session).ended_at) == (True, NOW)
    assert letters(session) == [], "what waits, waits"
    assert installing.told(session, HERE, None, event, NOW + timedelta(days=1)) == [], "the end is not put off"
    assert workspace(session).ended_at == NOW


def test_somebody_s_own_token_that_is_revoked_is_no_matter_of_ours(session: Session):
    installing.install(session, ring(), grant(), NOW)
    event = {"type": "tokens_revoked", "tokens": {"oauth": [INSTALLER]}}
    assert installing.told(session, HERE, None, event, NOW) == []
    assert token_of(session) == "xoxb-first"


def test_one_end_leaves_the_other_workspaces_alone(session: Session):
    installing.install(session, ring(), grant(), NOW)
    installing.install(session, ring(), grant(THERE, "xoxb-there"), NOW)
    installing.told(session, HERE, None, {"type": "app_uninstalled"}, NOW)
    assert (token_of(session, HERE), token_of(session, THERE)) == (None, "xoxb-there")


def test_what_waited_goes_out_once_the_consent_is_given_anew(session: Session):
    installing.install(session, ring(), grant(), NOW)
    installing.told(session, HERE, None, {"type": "app_uninstalled"}, NOW)
    installing.install(session, ring(), grant(token="xoxb-second"), NOW + timedelta(days=2))
    assert token_of(session) == "xoxb-second"
    assert (workspace(session).suspended, workspace(session).ended_at) == (False, None)
    assert "welcome:1" in letters(session)


def test_an_end_that_is_told_late_does_not_end_the_new_consent(session: Session):
    installing.install(session, ring(), grant(token="xoxb-second"), NOW)
    late = NOW - timedelta(seconds=5)
    assert installing.told(session, HERE, None, {"type": "app_uninstalled"}, NOW, late) == []
    assert token_of(session) == "xoxb-second"


def test_the_refusal_of_an_older_token_says_nothing_of_the_new_one(session: Session):
    installing.install(session, ring(), grant(), NOW)
    installing.install(session, ring(), grant(token="xoxb-second"), NOW)
    assert installing.ended(session, HERE, InstallationState.REVOKED, "token_revoked", NOW, generation=1) == []
    installing.refused(session, HERE, NOW)
    assert token_of(session) == "xoxb-second"
    assert installing.ended(session, HERE, InstallationState.REVOKED, "token_revoked", NOW, generation=2) == [HERE]
    assert token_of(session) is None


def test_without_any_consent_a_refused_token_ends_the_workspace(session: Session):
    session.add(Workspace(id=HERE, created_at=NOW))
    session.flush()
    installing.refused(session, HERE, NOW)
    assert workspace(session).suspended


# --- an organisation ----------------------------------------------------------------------------------------------


def of_org(session: Session) -> None:
    installing.install(session, ring(), grant(ORG, "xoxb-org", is_org=True, enterprise_id=ORG), NOW)


def test_a_workspace_of_an_organisation_is_met_when_it_first_speaks(session: Session):
    of_org(session)
    assert token_of(session, HERE) is None
    met = installing.meet(session, HERE, ORG, "here", NOW)
    assert met is not None
    assert (met.org_id, met.bot_user_id, token_of(session, HERE)) == (ORG, BOT, "xoxb-org")
    assert installing.meet(session, HERE, ORG, "here", NOW) is met
    assert installing.meet(session, THERE, "E0ELSE0001", "there", NOW) is None


def test_its_own_consent_goes_before_the_organisation_s_and_gives_way_to_it(session: Session):
    of_org(session)
    installing.meet(session, HERE, ORG, "here", NOW)
    installing.install(session, ring(), grant(token="xoxb-own"), NOW)
    assert token_of(session) == "xoxb-own"
    assert installing.told(session, HERE, None, {"type": "app_uninstalled"}, NOW, NOW) == []
    assert token_of(session) == "xoxb-org"


def test_an_organisation_that_ends_it_ends_it_for_all_but_those_with_a_consent_of_their_own(session: Session):
    of_org(session)
    installing.meet(session, HERE, ORG, "here", NOW)
    installing.meet(session, THERE, ORG, "there", NOW)
    installing.install(session, ring(), grant(token="xoxb-own"), NOW)
    assert installing.told(session, THERE, ORG, {"type": "app_uninstalled"}, NOW, NOW) == [THERE]
    assert (token_of(session, HERE), token_of(session, THERE)) == ("xoxb-own", None)


def test_an_organisation_may_take_single_workspaces_out(session: Session):
    of_org(session)
    installing.meet(session, HERE, ORG, "here", NOW)
    installing.meet(session, THERE, ORG, "there", NOW)
    event = {"type": "team_access_revoked", "team_ids": [THERE, "T0STRANGER"]}
    assert installing.told(session, HERE, ORG, event, NOW) == [THERE]
    assert (token_of(session, HERE), token_of(session, THERE)) == ("xoxb-org", None)


def test_an_organisation_may_let_us_into_more_of_its_workspaces_and_into_one_again(session: Session):
    of_org(session)
    installing.meet(session, HERE, ORG, "here", NOW)
    installing.told(session, HERE, ORG, {"type": "team_access_revoked", "team_ids": [HERE]}, NOW)
    assert token_of(session, HERE) is None
    assert installing.granted(session, ORG, [HERE, THERE, HERE], NOW) == [HERE, THERE]
    assert (token_of(session, HERE), token_of(session, THERE)) == ("xoxb-org", "xoxb-org")
    assert (workspace(session).suspended, workspace(session).ended_at, workspace(session).name) == (False, None, "here")
    assert installing.granted(session, ORG, [HERE, THERE], NOW) == [], "that is no news"


def test_of_a_workspace_of_its_own_consent_a_grant_is_no_news_and_without_one_nobody_is_let_in(session: Session):
    installing.install(session, ring(), grant(token="xoxb-own"), NOW)
    assert installing.granted(session, HERE, [THERE], NOW) == [], "no organisation"
    assert installing.granted(session, ORG, [THERE], NOW) == [], "nobody agreed"
    of_org(session)
    assert installing.granted(session, ORG, [HERE], NOW) == []
    assert token_of(session) == "xoxb-own"
    installing.ended(session, ORG, InstallationState.REVOKED, "account_inactive", NOW)
    assert installing.granted(session, ORG, [THERE], NOW) == [], "it is over"


# --- renewal ------------------------------------------------------------------------------------------------------


def with_refresh(session: Session) -> None:
    installing.install(session, ring(), grant(refresh_token="xoxe-1", expires_real=REAL), NOW)


def test_only_one_may_use_a_refresh_token(session: Session):
    with_refresh(session)
    assert installing.begin_renewal(session, ring(), HERE, 1, REAL) == "xoxe-1"
    assert installing.begin_renewal(session, ring(), HERE, 1, REAL + timedelta(seconds=39)) is None
    assert installing.begin_renewal(session, ring(), HERE, 1, REAL + timedelta(seconds=41)) == "xoxe-1", "it died"


def test_what_was_renewed_is_used_and_renewed_again(session: Session):
    with_refresh(session)
    later = REAL + timedelta(hours=12)
    installing.begin_renewal(session, ring(), HERE, 1, REAL)
    assert installing.renewed(session, ring(), HERE, 1, "xoxb-2", "xoxe-2", later)
    assert not installing.renewed(session, ring(), HERE, 1, "xoxb-lost", "xoxe-lost", later)
    found = installing.access(session, ring(), HERE)
    assert found is not None
    assert (found.token, found.generation, found.expires_real) == ("xoxb-2", 2, later)
    assert installing.begin_renewal(session, ring(), HERE, 1, REAL) is None, "of the old one nothing is asked"
    assert installing.begin_renewal(session, ring(), HERE, 2, REAL) == "xoxe-2"


def test_a_renewal_that_failed_is_tried_again_after_a_while(session: Session):
    with_refresh(session)
    installing.begin_renewal(session, ring(), HERE, 1, REAL)
    installing.not_renewed(session, HERE, 1, REAL + timedelta(seconds=5), NOW)
    assert installing.begin_renewal(session, ring(), HERE, 1, REAL + timedelta(seconds=4)) is None
    assert installing.begin_renewal(session, ring(), HERE, 1, REAL + timedelta(seconds=6)) == "xoxe-1"


def test_a_token_that_never_runs_out_is_not_renewed(session: Session):
    installing.install(session, ring(), grant(), NOW)
    assert installing.begin_renewal(session, ring(), HERE, 1, REAL) is None


# --- states and keys ----------------------------------------------------------------------------------------------


def test_a_state_is_spent_once(session: Session):
    until = REAL + timedelta(minutes=10)
    assert installing.spend(session, "a", until, REAL)
    assert not installing.spend(session, "a", until, REAL)
    assert installing.spend(session, "b", until, REAL)
    assert installing.spend(session, "c", until + timedelta(hours=1), until + timedelta(seconds=1))
    assert installing.spend(session, "a", until, until + timedelta(seconds=1)), "by then its own time is over"


def test_all_is_sealed_anew_with_the_first_key_a_few_rows_a_turn(session: Session):
    with_refresh(session)
    installing.install(session, ring(), grant(THERE, "xoxb-there"), NOW)
    both = ring("two", "one")
    assert installing.reseal(session, both, "", 1) == (1, HERE)
    assert installing.reseal(session, both, HERE, 1) == (1, THERE)
    assert installing.reseal(session, both, THERE, 1) == (0, None)
    assert installing.reseal(session, both, "", 9) == (0, None), "what is fresh is left as it is"
    assert (token_of(session, keys=ring("two")), token_of(session, THERE, ring("two"))) == ("xoxb-first", "xoxb-there")
    assert installing.begin_renewal(session, ring("two"), HERE, 1, REAL) == "xoxe-1"
    with pytest.raises(CannotOpen):
        token_of(session, keys=ring("one"))


def test_a_row_that_no_key_opens_stops_the_sealing_and_names_it(session: Session):
    installing.install(session, ring(), grant(), NOW)
    with pytest.raises(CannotOpen, match=f"{HERE}: the key one is not in the ring"):
        installing.reseal(session, ring("two"), "", 9)
    assert session.get(Installation, HERE) is not None
