"""The people of the workspace, read once at the start and then kept fresh by events."""

from slack_sdk.errors import SlackApiError

from bot.heard import Profile
from bot.logs import logger
from bot.services import hearing
from handlers.slack import facts
from handlers.slack.desk import CALL_FAILURES, Desk
from models import Session
from models.queries import people as queries

log = logger(__name__)

PAGE = 200


async def read_directory(desk: Desk) -> int:
    """Read everybody, a small turn a page. What was read stays when a later page fails; people are also learned
    as they speak."""
    cursor, count = "", 0
    while True:
        try:
            page = await desk.client.users_list(limit=PAGE, cursor=cursor, include_locale=True)
        except CALL_FAILURES as error:
            name = error.response.get("error") if isinstance(error, SlackApiError) else type(error).__name__
            log.warning("directory not read to its end", error=name, people=count)
            return count
        profiles = [facts.profile_of(user) for user in page["members"]]
        await desk.database.submit(lambda session: _keep(desk, session, profiles))  # noqa: B023 - awaited at once
        count += len(profiles)
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            log.info("directory read", people=count)
            return count


def _keep(desk: Desk, session: Session, profiles: list[Profile]) -> None:
    workspace = queries.workspace(session, desk.workspace_id)
    if workspace is None:
        return
    for profile in profiles:
        hearing.take_in(session, workspace, profile, desk.clock.now())
