"""Where Muster is installed: a consent is kept with its tokens sealed, renewed, and ended at once when it ends."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.notices import Dropped, Lapsing, Notice, Welcome
from bot.rules.sending import PATIENCE
from bot.sealing import CannotOpen, KeyRing, key_of
from bot.services.messages import alarms, outbox
from bot.services.messages.outbox import Letter
from bot.services.people import people
from models import Installation, InstallationState, Outbox, Session, SpentState, Workspace
from models.queries import installations as queries
from models.queries import people as people_queries

TOKEN, REFRESH = "bot token", "refresh token"  # what a seal is bound to, beside whose it is
EVERY = 1_000_000
RENEW_BEFORE = timedelta(hours=2)
RENEWING = 4  # times as long as the call may take: then whoever began it is taken to have died
KIND, LAPSING = "welcome", "lapsing"
ENDS = frozenset({"app_uninstalled", "team_access_revoked", "tokens_revoked"})
GRANTED = "team_access_granted"
ABOUT_CONSENT = ENDS | {GRANTED}
OF_AN_ORG = frozenset({"team_access_revoked", GRANTED})


@dataclass(frozen=True)
class Grant:
    """What the platform granted. `id` is the workspace's, or the organisation's."""

    id: str
    name: str
    token: str = field(repr=False)
    bot_user_id: str
    bot_id: str = ""
    app_id: str = ""
    is_org: bool = False
    enterprise_id: str | None = None
    installer_id: str = ""
    scopes: tuple[str, ...] = ()
    refresh_token: str | None = field(default=None, repr=False)
    expires_real: datetime | None = None


@dataclass(frozen=True)
class Access:
    """With what to speak for a workspace: whose token it is, the how manieth, and when it runs out."""

    owner: str
    generation: int
    token: str = field(repr=False)
    is_org: bool = False
    app_id: str = ""
    expires_real: datetime | None = None


def install(session: Session, ring: KeyRing, grant: Grant, now: datetime) -> Installation:
    """Keep a consent, over an older one; the workspace is there from now on, or there again."""
    row = queries.get(session, grant.id, hold=True)
    if row is None:
        row = Installation(id=grant.id, token="", generation=0, installed_at=now)
    row.name, row.is_org, row.enterprise_id, row.app_id = grant.name, grant.is_org, grant.enterprise_id, grant.app_id
    row.bot_user_id, row.bot_id, row.installer_id = grant.bot_user_id, grant.bot_id, grant.installer_id
    row.scopes, row.installed_at = list(grant.scopes), now
    row.state, row.reason, row.ended_at = InstallationState.ACTIVE, "", None
    _keep_tokens(row, ring, grant.token, grant.refresh_token, grant.expires_real)
    session.add(row)
    session.flush()
    if not grant.is_org:
        people.settle_in(session, grant.id, name=grant.name, bot_user_id=grant.bot_user_id, now=now)
    for workspace in queries.list_served(session, grant.id):
        people.settle_in(session, workspace.id, name=workspace.name, bot_user_id=grant.bot_user_id, now=now)
    if grant.installer_id and not grant.is_org:
        letter = Letter(f"{KIND}:{row.generation}", KIND, grant.installer_id, reader_id=grant.installer_id)
        outbox.put(session, grant.id, letter, now=now)
    return row


def compose(session: Session, row: Outbox, now: datetime) -> Notice | Dropped:
    installation = queries.get(session, row.workspace_id)
    if installation is None or row.key != f"{row.kind}:{installation.generation}":
        return Dropped("installed again since")
    return Welcome() if row.kind == KIND else Lapsing(installation.expires_real)


def _keep_tokens(row: Installation, ring: KeyRing, token: str, refresh: str | None, expires: datetime | None) -> None:
    row.token = ring.seal(token, f"{row.id} {TOKEN}")
    row.refresh_token = ring.seal(refresh, f"{row.id} {REFRESH}") if refresh else None
    row.expires_real, row.refreshing_real = expires, None
    row.generation += 1


def access(session: Session, ring: KeyRing, workspace_id: str) -> Access | None:
    """None when the workspace is not ours, or not any more. Raises CannotOpen."""
    row = queries.of_workspace(session, workspace_id)
    workspace = people_queries.workspace(session, workspace_id)
    if row is None or workspace is None or workspace.suspended:
        return None
    token = ring.open(row.token, f"{row.id} {TOKEN}")
    return Access(row.id, row.generation, token, row.is_org, row.app_id, row.expires_real)


def list_served(session: Session) -> list[str]:
    """The workspaces that let us in."""
    known = people_queries.list_workspaces(session)
    return [one.id for one in known if not one.suspended and queries.of_workspace(session, one.id) is not None]


def meet(session: Session, workspace_id: str, org_id: str | None, name: str, now: datetime) -> Workspace | None:
    """The workspace a payload comes from; one of an organisation that installed Muster is made when it first speaks.

    None when nobody there ever let us in. One that was left stands as it is, suspended.
    """
    known = people_queries.workspace(session, workspace_id)
    if known is not None:
        return known
    row = queries.of_workspace(session, workspace_id, org_id)
    return _join(session, row, workspace_id, name, now) if row is not None and row.is_org else None


def _join(session: Session, org: Installation, workspace_id: str, name: str, now: datetime) -> Workspace:
    """The workspace is there by its organisation's consent from now on, or there again."""
    workspace = people.settle_in(session, workspace_id, name=name, bot_user_id=org.bot_user_id, now=now)
    workspace.org_id = org.id
    session.add(workspace)
    session.flush()
    return workspace


def granted(session: Session, org_id: str, workspace_ids: Iterable[str], now: datetime) -> list[str]:
    """An organisation lets us into more of its workspaces, or into some again: those we were not let into.

    Should that be told late, and be over by now, then the first call hears so.
    """
    row = queries.get(session, org_id)
    if row is None or not row.is_org or row.state != InstallationState.ACTIVE:
        return []
    joined = []
    for workspace_id in sorted(set(workspace_ids)):
        known = people_queries.workspace(session, workspace_id)
        if known is None or known.suspended or queries.of_workspace(session, workspace_id) is None:
            _join(session, row, workspace_id, "", now)
            joined.append(workspace_id)
    return joined


def begin_renewal(session: Session, ring: KeyRing, owner: str, generation: int, real: datetime,
                  lease: timedelta = RENEWING * PATIENCE.call) -> str | None:  # fmt: skip
    """The refresh token, for the one who may use it now; None when somebody else does, or did, or there is none."""
    row = queries.get(session, owner, hold=True)
    if row is None or row.state != InstallationState.ACTIVE or row.generation != generation or not row.refresh_token:
        return None
    if row.refreshing_real is not None and row.refreshing_real > real:
        return None
    row.refreshing_real = real + lease
    session.add(row)
    return ring.open(row.refresh_token, f"{row.id} {REFRESH}")


def renewed(
    session: Session, ring: KeyRing, owner: str, generation: int, token: str, refresh: str | None, expires: datetime
) -> bool:  # fmt: skip
    """Keep what came for a token of that generation; False when there is a newer one already."""
    row = queries.get(session, owner, hold=True)
    if row is None or row.generation != generation or row.state != InstallationState.ACTIVE:
        return False
    _keep_tokens(row, ring, token, refresh, expires)
    session.add(row)
    return True


def may_renew(session: Session, owner: str) -> bool:
    row = queries.get(session, owner)
    return row is not None and row.state == InstallationState.ACTIVE and row.refresh_token is not None


def not_renewed(session: Session, owner: str, generation: int, again: datetime, now: datetime) -> None:
    """It is tried again from then on."""
    row = queries.get(session, owner, hold=True)
    if row is not None and row.generation == generation:
        row.refreshing_real = again
        session.add(row)


def cannot_renew(session: Session, owner: str, generation: int, again: datetime, now: datetime) -> None:
    """Its refresh token is dead, perhaps used up by a try whose answer was lost. While the token itself still lives,
    whoever installed Muster is told to do it again."""
    row = queries.get(session, owner, hold=True)
    if row is None or row.generation != generation or row.refresh_token is None:
        return
    row.refresh_token, row.refreshing_real = None, None
    session.add(row)
    workspace = people_queries.workspace(session, owner)
    if workspace is not None and row.installer_id:
        letter = Letter(f"{LAPSING}:{row.generation}", LAPSING, row.installer_id, reader_id=row.installer_id)
        outbox.put(session, owner, letter, now=now)


def ended(session: Session, owner: str, state: InstallationState, reason: str, now: datetime,
          generation: int | None = None) -> list[str]:  # fmt: skip
    """The consent is over: nothing more is said in its workspaces, and nothing is deleted. Which ones they were.

    With a `generation`, only while that token is the newest: the refusal of an older one says nothing. A workspace
    that its organisation lets us into as well stays.
    """
    row = queries.get(session, owner, hold=True)
    if row is None or (generation is not None and row.generation != generation):
        return []
    served = queries.list_served(session, owner)
    if row.state == InstallationState.ACTIVE or state == InstallationState.UNINSTALLED:
        row.state, row.reason = state, reason[:200]
        row.token, row.refresh_token = "", None  # of no use any more, and nobody shall find them
        row.ended_at = row.ended_at or now
        session.add(row)
        session.flush()
    return leave(session, (one.id for one in served if queries.of_workspace(session, one.id) is None), now)


def told(session: Session, workspace_id: str, org_id: str | None, event: dict[str, Any], now: datetime,
         at: datetime | None = None) -> list[str]:  # fmt: skip
    """The platform says that we are let in no more. `org_id` is whose consent it is, where it is an organisation's.

    `at` is when that happened: what is told late of a consent that was given anew since then says nothing.
    """
    kind, owner = event.get("type"), org_id or workspace_id
    if kind == "team_access_revoked":
        inside = {one.id for one in queries.list_served(session, owner)}
        return leave(session, inside & set(event.get("team_ids") or ()), now)
    if kind == "tokens_revoked" and not (event.get("tokens") or {}).get("bot"):
        return []  # somebody's own token, of which we have none
    row = queries.get(session, owner)
    if row is None:
        return leave(session, [workspace_id], now)
    if at is not None and at < row.installed_at.replace(microsecond=0):
        return []
    state = InstallationState.UNINSTALLED if kind == "app_uninstalled" else InstallationState.REVOKED
    return ended(session, owner, state, str(kind), now)


def refused(session: Session, workspace_id: str, now: datetime) -> None:
    """A token was refused for good. One of a consent was ended when that was heard; there may be a new one since."""
    if queries.of_workspace(session, workspace_id) is None:
        leave(session, [workspace_id], now)


def leave(session: Session, workspace_ids: Iterable[str], now: datetime) -> list[str]:
    """Slack lets us in there no more: nothing is tried until it does, nothing is lost. Those left just now."""
    left = []
    for workspace_id in sorted(set(workspace_ids)):
        workspace = people_queries.workspace(session, workspace_id)
        if workspace is not None and not workspace.suspended:
            workspace.suspended, workspace.ended_at = True, workspace.ended_at or now
            session.add(workspace)
            alarms.unheard(workspace_id, "tokens")  # no message reaches anybody there
            left.append(workspace_id)
    return left


def spend(session: Session, fingerprint: str, expires_real: datetime, real: datetime) -> bool:
    """Use a state up; False when that was done before."""
    queries.forget_old_states(session, real)
    if session.get(SpentState, fingerprint) is not None:
        return False
    session.add(SpentState(id=fingerprint, expires_real=expires_real))
    session.flush()
    return True


def reseal(session: Session, ring: KeyRing, after: str, limit: int) -> tuple[int, str | None]:
    """Seal with the first key what another has sealed, a few rows from there on: how many, and where to go on."""
    rows = queries.list_sealed(session, after, limit)
    count = 0
    for row in rows:
        held = queries.get(session, row.id, hold=True)
        if held is None:
            continue
        count += _reseal(held, ring)
        session.add(held)
    return count, rows[-1].id if len(rows) == limit else None


@dataclass(frozen=True)
class Seal:
    """Of one installation: the key it is sealed with, or why it does not open."""

    owner: str
    opens: bool
    said: str


def looked_at(session: Session, ring: KeyRing) -> list[Seal]:
    return [_look_at(row, ring) for row in queries.list_sealed(session, "", EVERY)]


def _look_at(row: Installation, ring: KeyRing) -> Seal:
    try:
        ring.open(row.token, f"{row.id} {TOKEN}")
        if row.refresh_token:
            ring.open(row.refresh_token, f"{row.id} {REFRESH}")
    except CannotOpen as error:
        return Seal(row.id, False, str(error))
    return Seal(row.id, True, key_of(row.token))


def _reseal(row: Installation, ring: KeyRing) -> bool:
    """Raises CannotOpen, which says of whom."""
    if all(ring.is_fresh(sealed) for sealed in (row.token, row.refresh_token) if sealed):
        return False
    try:
        row.token = ring.seal(ring.open(row.token, f"{row.id} {TOKEN}"), f"{row.id} {TOKEN}")
        if row.refresh_token:
            plain = ring.open(row.refresh_token, f"{row.id} {REFRESH}")
            row.refresh_token = ring.seal(plain, f"{row.id} {REFRESH}")
    except CannotOpen as error:
        raise CannotOpen(f"what belongs to {row.id}: {error}") from None
    return True


COMPOSERS = {KIND: compose, LAPSING: compose}
