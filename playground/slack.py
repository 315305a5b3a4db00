"""The small Slack as one thing: its world, clock, limits, faults, record, and its way to the bot and to the page."""

from __future__ import annotations

import asyncio
import copy
import secrets

from playground import installs
from playground.cast import furnish
from playground.clock import Clock
from playground.config import Config
from playground.deliver import Deliveries
from playground.faults import Fault
from playground.limits import Limits
from playground.parcels import Transport
from playground.record import Record
from playground.signed_http import SignedHttp
from playground.socketmode import SocketMode
from playground.stream import Stream
from playground.world import World


class Slack:
    """One workspace and what all of them share; further ones stand beside the first."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.clock = Clock(config.start)
        self.world = furnish(self.clock, config.scopes)
        self.limits = Limits(self.clock, config.rate_limits)
        self.faults: list[Fault] = []
        self.record = Record(self.clock)
        self.stream = Stream()
        self.sockets = SocketMode(config.answer_seconds, lambda: self.stream.tell("state"))
        self._http = self._signed_http()
        self.deliveries = Deliveries(self.record, self._transport(), config.retry_waits)
        self.moving = asyncio.Lock()
        self.origin = f"http://{config.host}:{config.port}"
        self.curtain = config.curtain  # still down: the stage is being set
        self.tested = False  # the bot has called auth.test
        self.installs = installs.first(config, self)
        self.cookie = secrets.token_urlsafe(16)  # what a person's browser shows to see files

    def beside(self, world: World) -> Slack:
        """Another workspace of the same Slack: its own world, limits and page, and the one way to the bot."""
        there = copy.copy(self)
        there.world, there.stream = world, Stream()
        there.limits = Limits(self.clock, self.config.rate_limits)
        return there

    def _signed_http(self) -> SignedHttp | None:
        if self.config.app_token or not self.config.request_url:
            return None
        return SignedHttp(self.config.request_url, self.config.signing_secret, self.config.answer_seconds)

    def _transport(self) -> Transport | None:
        return self.sockets if self.config.app_token else self._http

    @property
    def connected(self) -> bool:
        return self.tested and self.deliveries.reached

    async def start(self) -> None:
        self.deliveries.start(*([self._meet(self._http)] if self._http else []))

    async def _meet(self, http: SignedHttp) -> None:
        await http.verify_url()
        self.stream.tell("state")

    async def stop(self) -> None:
        self.stream.close()
        await self.deliveries.close()
