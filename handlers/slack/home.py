"""App Home: drawn when it is opened, and again soon after something changed in it."""

import asyncio
from contextlib import suppress

from bot.answers import Answer, Changed, Created, Together
from bot.heard import Heard, Profile
from bot.render import slack as render
from bot.services import days, deliveries, hearing
from bot.services.actors import Actor
from handlers.slack import facts
from handlers.slack.desk import Desk
from models import Session, failures
from models.queries import people as queries

SOON = 0.5


def _touched(answer: Answer) -> set[str]:
    """Whose Home shows a task that was made or changed, the one who had it before included."""
    if isinstance(answer, Together):
        return {person for one in answer.answers for person in _touched(one)}
    views = answer.views if isinstance(answer, Changed) else (answer.view,) if isinstance(answer, Created) else ()
    found = {person for view in views for person in (view.task.owner_id, view.task.creator_id, view.task.blocked_by_id)}
    found |= {view.undo.before.get("owner_id") for view in views if view.undo}
    return {person for person in found if person}


class Homes:
    """Who has the Home tab before them, as far as this process knows; publishing is idempotent."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._open: set[str] = set()
        self._planned: set[str] = set()
        desk.after_turn.append(self._after_turn)

    async def opened(self, person_id: str) -> None:
        self._open.add(person_id)
        if not await self._is_known(person_id):
            await self._meet(person_id)
        await self.publish(person_id)

    async def _is_known(self, person_id: str) -> bool:
        workspace_id = self._desk.workspace_id
        return await self._desk.database.read(lambda session: queries.get(session, workspace_id, person_id) is not None)

    async def _meet(self, person_id: str) -> None:
        """Somebody whom neither the directory nor a word of theirs has told us of."""
        try:
            profile = await facts.profile(self._desk.client, person_id)
        except facts.UNLEARNED:
            profile = Profile(id=person_id)
        now, workspace_id = self._desk.clock.now(), self._desk.workspace_id

        def take_in(session: Session) -> None:
            workspace = queries.workspace(session, workspace_id)
            if workspace is not None:
                hearing.take_in(session, workspace, profile, now)

        with suppress(failures.NotSaved):
            await self._desk.database.submit(take_in)

    def _after_turn(self, heard: Heard, answer: Answer) -> None:
        for person_id in {heard.person_id, *_touched(answer)}:
            self.publish_soon(person_id)

    def publish_soon(self, person_id: str) -> None:
        """Changes that come close together are drawn once."""
        if person_id in self._open and person_id not in self._planned:
            self._planned.add(person_id)
            self._desk.keep(self._later(person_id))

    async def _later(self, person_id: str) -> None:
        await asyncio.sleep(SOON)
        self._planned.discard(person_id)
        await self.publish(person_id)

    async def publish(self, person_id: str) -> None:
        now = self._desk.clock.now()
        workspace_id = self._desk.workspace_id

        def draw(session: Session) -> dict[str, object] | None:
            workspace = queries.workspace(session, workspace_id)
            person = queries.get(session, workspace_id, person_id)
            if workspace is None or person is None or workspace.suspended:
                return None
            day = days.my_day(session, Actor(workspace, person, now))
            return render.home(day, deliveries.reader(session, workspace_id, person_id, None, now))

        view = await self._desk.database.read(draw)
        if view is not None:
            await self._desk.call("views_publish", user_id=person_id, view=view)
