"""Reading people day after day, and the fields that a workspace added to Slack's profiles: department, manager and
stand-in."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from bot.logs import logger
from bot.rules.sending import Verdict
from bot.services.people import directory, reading
from handlers.slack.desk import Desk
from handlers.slack.directory import read_directory
from handlers.slack.messenger import FAILURES, outcome_of
from models import Session, failures
from models.queries import directory as queries
from models.queries import people as people_queries

log = logger(__name__)

EVERY_SECONDS = 24 * 3600.0
SOON_SECONDS = 300.0  # after a reading that broke off
PAUSE_SECONDS = 0.7  # Slack lets a hundred of these through in a minute
FAILED_MOST = 5  # in a row
AT_ONCE = 500


async def keep_reading(desk: Desk, workspace_id: str) -> None:
    """Everybody at the start, their fields then and once a day. What breaks off here goes on soon; what Slack refuses,
    the next day."""
    everybody_is_read = False
    while True:
        pause = SOON_SECONDS
        try:
            if not everybody_is_read:
                await read_directory(desk, workspace_id)
                everybody_is_read = await desk.database.read(lambda session: reading.is_done(session, workspace_id))
            await read_profiles(desk, workspace_id)
            pause = EVERY_SECONDS
        except failures.NotSaved as error:
            log.warning("people not read", error=str(error))
        except Exception:
            log.exception("the reading of people broke off")
        await asyncio.sleep(pause)


async def read_profiles(desk: Desk, workspace_id: str, pause: float = PAUSE_SECONDS) -> int:
    """How many people are otherwise now; what Slack refuses is left for the next time."""
    chosen = await desk.database.read(lambda session: _wanted(workspace_id, session))
    if not chosen:
        return 0
    try:
        answer = await desk.tenants.client(workspace_id).team_profile_get()
        by_id = fields_of(dict(answer["profile"]), chosen)
    except (*FAILURES, LookupError, TypeError) as error:
        log.warning("profile fields not read", error=type(error).__name__)
        return 0
    if not by_id:
        return 0
    changed, failed = 0, 0
    async for person_id in _staff(desk, workspace_id):
        try:
            changed += await _read_one(desk, workspace_id, person_id, by_id)
            failed = 0
        except (failures.NotSaved, *FAILURES) as error:
            outcome, failed = outcome_of(error), failed + 1
            if failed >= FAILED_MOST or outcome.reason == "missing_scope":
                log.warning("profiles not read to their end", error=outcome.reason)
                break
            await asyncio.sleep(outcome.wait_seconds if outcome.verdict == Verdict.WAIT else pause)
        await asyncio.sleep(pause)
    log.info("profiles read", changed=changed)
    return changed


def _wanted(workspace_id: str, session: Session) -> dict[str, str]:
    workspace = people_queries.workspace(session, workspace_id)
    return workspace.directory_fields or {} if workspace is not None and not workspace.suspended else {}


async def _staff(desk: Desk, workspace_id: str) -> AsyncIterator[str]:
    """Everybody who works there, a few hundred ids at a time: in a large workspace this takes hours."""
    after = ""
    while some := await desk.database.read(
        lambda session: queries.list_staff_ids(session, workspace_id, after, AT_ONCE)  # noqa: B023 - asked at once
    ):
        for person_id in some:
            yield person_id
        after = some[-1]


def fields_of(profile: dict[str, Any], chosen: dict[str, str]) -> dict[str, str]:
    """Slack's id of a field to ours, by the labels that were chosen."""
    wanted = {label.strip().casefold(): name for name, label in chosen.items()}
    found = {str(one["id"]): wanted.get(str(one.get("label") or "").strip().casefold(), "")
             for one in profile.get("fields") or () if isinstance(one, dict) and one.get("id")}  # fmt: skip
    return {id_: name for id_, name in found.items() if name}


async def _read_one(desk: Desk, workspace_id: str, person_id: str, by_id: dict[str, str]) -> bool:
    answer = await desk.tenants.client(workspace_id).users_profile_get(user=person_id)
    fields = (answer.get("profile") or {}).get("fields") or {}
    said = {
        name: str(fields[id_].get("value") or "") for id_, name in by_id.items() if isinstance(fields.get(id_), dict)
    }
    return await desk.database.submit(lambda session: _keep(workspace_id, session, person_id, said))


def _keep(workspace_id: str, session: Session, person_id: str, said: dict[str, str]) -> bool:
    workspace = people_queries.workspace(session, workspace_id)
    person = people_queries.get(session, workspace_id, person_id)
    return workspace is not None and person is not None and directory.from_profile(session, workspace, person, said)
