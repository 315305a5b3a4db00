"""The people of the workspace, read once at the start and then kept fresh by events."""

import asyncio
from typing import Any

from bot import failpoints
from bot.heard import Profile
from bot.logs import logger
from bot.rules.sending import Verdict
from bot.services.messages import hearing
from handlers.slack import facts
from handlers.slack.desk import Desk
from handlers.slack.messenger import FAILURES, outcome_of
from models import Session, failures
from models.queries import people as queries

log = logger(__name__)

PAGE = 200
PAUSES = (1.0, 2.0, 5.0, 15.0, 60.0, 300.0)  # one after each failure in a row; then it is left for the next start


async def read_directory(desk: Desk, workspace_id: str) -> int:
    """Read everybody, a small turn a page. What was read stays when a later page fails; people are also learned
    as they speak."""
    cursor, count, failed = "", 0, 0
    while True:
        try:
            page = await desk.tenants.client(workspace_id).users_list(limit=PAGE, cursor=cursor, include_locale=True)
            count += await _keep(desk, workspace_id, page["members"])
            failpoints.hit("after_page")
            cursor, failed = (page.get("response_metadata") or {}).get("next_cursor") or "", 0
        except (failures.NotSaved, *FAILURES) as error:
            pause = _pause_after(error, failed)
            if pause is None:
                log.warning("directory not read to its end", error=outcome_of(error).reason, people=count)
                return count
            failed += outcome_of(error).verdict != Verdict.WAIT
            await asyncio.sleep(pause)
            continue
        if not cursor:
            log.info("directory read", people=count)
            return count


def _pause_after(error: Exception, failed: int) -> float | None:
    """Seconds until the same page is asked for again; None when there is no use in that."""
    outcome = outcome_of(error)
    if outcome.verdict == Verdict.WAIT:
        return outcome.wait_seconds
    if outcome.verdict == Verdict.REFUSED or failed >= len(PAUSES):
        return None
    return PAUSES[failed]


async def _keep(desk: Desk, workspace_id: str, users: list[dict[str, Any]]) -> int:
    profiles = [facts.profile_of(user) for user in users]
    await desk.database.submit(lambda session: _take_in(desk, workspace_id, session, profiles))
    return len(profiles)


def _take_in(desk: Desk, workspace_id: str, session: Session, profiles: list[Profile]) -> None:
    workspace = queries.workspace(session, workspace_id)
    if workspace is None:
        return
    for profile in profiles:
        hearing.meet(session, workspace, profile, desk.clock.now())
