"""App Home: drawn when it is opened or tapped, and again soon after something changed in it, whoever changed it."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from bot import failpoints
from bot.answers import Answer, Changed, Nothing, Refused, Said
from bot.at_once import each
from bot.clock import real_now
from bot.delivery import Round
from bot.heard import Door, Heard, Profile
from bot.logs import logger
from bot.measures import HELD_UP
from bot.render import slack as render
from bot.rules.sending import Outcome, Verdict
from bot.services.finding import homes
from bot.services.finding.homes import Claim
from bot.services.messages import deliveries, hearing, pacing
from bot.services.people import people
from bot.services.people.actors import Actor
from bot.services.priority import days
from handlers.slack import facts
from handlers.slack.desk import Desk
from handlers.slack.messenger import SlackMessenger
from models import Session, failures
from models.queries import allowances, leading
from models.queries import homes as home_queries
from models.queries import people as queries

log = logger(__name__)

AT_ONCE = 8
NOW_OTHERWISE = (Changed, Nothing, Refused)  # after these what a tap in Home was about looks otherwise


class Homes:
    """Draws Homes. Whose is to be drawn stands in the database: any process may, one at a time for each person."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        desk.after_turn.append(self._after_turn)
        desk.delivery.rounds.append(Round(_anything_due, self._draw_due))

    async def opened(self, workspace_id: str, person_id: str, known: bool, shown: str | None) -> None:
        """`shown` is Slack's name for what they see so far."""
        if not known:
            await self._meet(workspace_id, person_id)
        await self._draw_at_once(workspace_id, lambda session, **times: homes.opened(
            session, workspace_id, person_id, shown, **times,
        ))  # fmt: skip

    async def is_known(self, workspace_id: str, person_id: str) -> bool:
        return await self._desk.database.read(lambda session: queries.get(session, workspace_id, person_id) is not None)

    async def _meet(self, workspace_id: str, person_id: str) -> None:
        """Somebody whom neither the directory nor a word of theirs has told us of."""
        try:
            profile = await facts.profile(self._desk.tenants.client(workspace_id), person_id)
        except facts.UNLEARNED:
            profile = Profile(id=person_id)
        now = self._desk.clock.now()

        def take_in(session: Session) -> None:
            workspace = queries.workspace(session, workspace_id)
            if workspace is not None:
                hearing.take_in(session, workspace, profile, now)

        with suppress(failures.NotSaved):
            await self._desk.database.submit(take_in)

    def _after_turn(self, heard: Heard, answer: Answer) -> None:
        """A task that changes is drawn by itself; here is what somebody did in their Home, or to their settings."""
        person_id = heard.person_id
        if heard.door == Door.HOME and isinstance(answer, NOW_OTHERWISE):
            self._desk.keep(self._draw_at_once(heard.workspace_id, lambda session, **times: homes.touched(
                session, heard.workspace_id, person_id, **times,
            )))  # fmt: skip
        elif isinstance(answer, Said):
            self.publish_soon(heard.workspace_id, person_id)

    def publish_soon(self, workspace_id: str, person_id: str) -> None:
        """Something in their Home may look otherwise; with what changes besides it is drawn once."""
        self._desk.keep(self._wish(workspace_id, person_id))

    async def _wish(self, workspace_id: str, person_id: str) -> None:
        now = self._desk.clock.now()
        with suppress(failures.NotSaved):
            await self._desk.database.submit(lambda session: homes.wish(session, workspace_id, (person_id,), now))
            failpoints.hit("after_wish")
        self._desk.delivery.wake()

    async def _draw_at_once(self, workspace_id: str, take: Callable[..., Claim | None]) -> None:
        now = self._desk.clock.now()

        def claim(session: Session) -> Claim | None:
            workspace, real = queries.workspace(session, workspace_id), real_now()
            claimed = None if workspace is None or workspace.suspended else take(session, now=now, real=real)
            if claimed is not None:
                self._may(session, {workspace_id: 1}, self._moment(session, now))  # it takes its part and does not wait
            return claimed

        with suppress(failures.NotSaved):
            claimed = await self._desk.database.submit(claim)
            if claimed is not None:
                failpoints.hit("after_home_claim")
                await self._draw(claimed)

    async def _draw_due(self) -> bool:
        """One round of the delivery: draw some of the Homes in which something changed a moment ago."""
        now = self._desk.clock.now()

        def claim(session: Session) -> list[Claim]:
            moment = self._moment(session, now)
            return homes.claim(session, now=now, real=real_now(), moment=moment, limit=AT_ONCE,
                               may=lambda wanted: self._may(session, wanted, moment))  # fmt: skip

        claims = await self._desk.database.submit(claim)
        if claims:
            failpoints.hit("after_home_claim")
        await each(self._draw(claimed) for claimed in claims)
        return bool(claims)

    def _moment(self, session: Session, now: datetime) -> datetime:
        return self._desk.delivery.shared(session) or now

    def _may(self, session: Session, wanted: Mapping[str, int], moment: datetime) -> Mapping[str, int]:
        return pacing.may_draw(session, self._desk.delivery.pace, allowances.HOME, wanted, moment)

    async def _draw(self, claimed: Claim) -> None:
        """Read after it was claimed, so that what is drawn last is the newest."""
        outcome, shown = await self._publish(claimed)
        now = self._desk.clock.now()
        if outcome.verdict == Verdict.WAIT:
            HELD_UP.labels("home").inc()

        def settle(session: Session) -> None:
            homes.settle(session, claimed, outcome, shown, now=now)
            if outcome.verdict == Verdict.WAIT:
                pacing.drew_too_fast(session, self._desk.delivery.pace, allowances.HOME, claimed.workspace_id,
                                     outcome.wait_seconds, self._moment(session, now))  # fmt: skip

        with suppress(failures.NotSaved):  # it is claimed again when the lease ends
            await self._desk.database.submit(settle)
            failpoints.hit("after_home")
        if outcome.verdict not in (Verdict.SENT, Verdict.DROPPED):
            log.info("home not drawn", verdict=outcome.verdict, reason=outcome.reason)
            self._desk.delivery.wake()

    async def _learn_rosters(self, claimed: Claim) -> None:
        """A lead sees what a closed channel does only while it is known that they are in it."""
        desk, now = self._desk, self._desk.clock.now()
        unsure = await desk.database.read(lambda session: _unsure(session, claimed, now))
        known = await facts.rosters(desk.tenants.client(claimed.workspace_id), unsure) if unsure else ()

        def keep(session: Session) -> None:
            for channel in known:
                people.keep_channel(session, claimed.workspace_id, channel, now)

        if known:
            await desk.database.submit(keep)

    async def _publish(self, claimed: Claim) -> tuple[Outcome, str | None]:
        await self._learn_rosters(claimed)
        view = await self._desk.database.read(lambda session: self._view(session, claimed))
        if view is None or not claimed.may_begin(real_now()):
            return Outcome(Verdict.DROPPED), None
        failpoints.hit("before_publish")
        published = await SlackMessenger(self._desk.tenants.client(claimed.workspace_id)).publish(
            claimed.person_id, view, claimed.hash
        )
        failpoints.hit("after_publish")
        return published

    def _view(self, session: Session, claimed: Claim) -> dict[str, Any] | None:
        workspace_id, person_id, now = claimed.workspace_id, claimed.person_id, self._desk.clock.now()
        workspace = queries.workspace(session, workspace_id)
        person = queries.get(session, workspace_id, person_id)
        if workspace is None or person is None or workspace.suspended:
            return None
        day = days.my_day(session, Actor(workspace, person, now))
        return render.home(day, deliveries.reader(session, workspace_id, person_id, None, now))


def _unsure(session: Session, claimed: Claim, now: datetime) -> list[str]:
    person = queries.get(session, claimed.workspace_id, claimed.person_id)
    if person is None:
        return []
    return leading.list_unsure(session, person, now - facts.ROSTER_FOR, facts.ROSTERS_AT_ONCE)


def _anything_due(session: Session, now: datetime, _: datetime) -> bool:
    """Whether some Home changed long enough ago for changes that belong together to have come together."""
    return home_queries.anything_due(session, now - homes.MERGED)
