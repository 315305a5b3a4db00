"""Installing Muster with a browser: the page with the button, and where Slack sends people back to."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic
from typing import Any
from urllib.parse import urlencode, urljoin

import aiohttp
from aiohttp import web
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock, real_now
from bot.locales import Words, language_of, words
from bot.logs import logger
from bot.measures import INSTALLS
from bot.render import install_pages as pages
from bot.rules import states
from bot.sealing import KeyRing
from bot.services.people import installing
from bot.services.people.installing import Grant
from handlers.slack.tokens import error_of, oauth
from models import failures
from models.db import Database

log = logger(__name__)

INSTALL_PATH, REDIRECT_PATH = "/slack/install", "/slack/oauth_redirect"
TOLD_EVERY = 60.0  # seconds
CODE_IS_DEAD = frozenset({"bad_redirect_uri", "code_already_used", "code_expired", "invalid_code"})
UNREACHABLE = (SlackClientError, aiohttp.ClientError, TimeoutError, OSError, ValueError, LookupError, TypeError)
MAY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


@dataclass(frozen=True)
class App:
    """What our app is called at Slack, and where. `scopes` gives those to ask for, by options; raises KeyError."""

    client_id: str
    client_secret: str
    redirect_url: str
    api_url: str
    scopes: Callable[[frozenset[str]], list[str]]

    @property
    def is_https(self) -> bool:
        return self.redirect_url.startswith("https://")

    @property
    def cookie(self) -> str:
        """A name that no other host may set for us, where the way is safe."""
        return "__Host-muster-install" if self.is_https else "muster-install"

    @property
    def begins_at(self) -> str:
        return self.redirect_url.removesuffix(REDIRECT_PATH) + INSTALL_PATH

    def authorize_url(self, state: str, scopes: list[str]) -> str:
        query = {"client_id": self.client_id, "scope": ",".join(scopes), "redirect_uri": self.redirect_url,
                 "state": state}  # fmt: skip
        return f"{urljoin(self.api_url, '../oauth/v2/authorize')}?{urlencode(query)}"


class InstallDoor:
    """Both pages. `arrived` is told of each workspace that was installed."""

    def __init__(self, app: App, ring: KeyRing, client: AsyncWebClient, database: Database, clock: Clock) -> None:
        self._app = app
        self._ring = ring
        self._client = client
        self._database = database
        self._clock = clock
        self.arrived: Callable[[str], None] | None = None
        self._told: dict[str, float] = {}
        self._since = Counter[str]()

    async def offer(self, request: web.Request) -> web.Response:
        said = _words_of(request)
        options = frozenset(request.query.getall("option", []))
        try:
            scopes = self._app.scopes(options)
        except KeyError as error:
            return self._failed(said, "option", 400, str(error.args[0])[:40])
        browser = states.browser(request.cookies.get(self._app.cookie))
        state = states.make(self._ring, browser, real_now())
        answer = _page(pages.offer(said, self._app.authorize_url(state, scopes)))
        answer.set_cookie(self._app.cookie, browser, max_age=int(states.LIVES / timedelta(seconds=1)), path="/",
                          secure=self._app.is_https, httponly=True, samesite="Lax")  # fmt: skip
        return answer

    async def come_back(self, request: web.Request) -> web.Response:
        """Somebody comes from Slack, with a code, or having cancelled. What is not ours changes nothing."""
        said, query = _words_of(request), request.query
        if self.arrived is None:
            return self._failed(said, "starting", 503)
        if "error" in query:
            name = query["error"][:80]
            return self._failed(said, "cancelled" if name == "access_denied" else "refused", 200, name)
        if not query.get("code") or not query.get("state"):
            return self._failed(said, "incomplete", 400)
        try:
            state = states.check(self._ring, query["state"], request.cookies.get(self._app.cookie), real_now())
        except states.WrongState as wrong:
            return self._failed(said, wrong.reason, 400)
        try:
            return await self._install(said, query["code"], state)
        except failures.NotSaved:
            return self._failed(said, "not_saved", 503)

    async def _install(self, said: Words, code: str, state: states.Checked) -> web.Response:
        """The state is used up before the code is: who comes twice changes nothing the second time."""
        first = await self._database.submit(
            lambda session: installing.spend(session, state.fingerprint, state.expires, real_now())
        )
        if not first:
            return self._failed(said, "spent", 400)
        try:
            answer = await oauth(self._client, self._app.client_id, self._app.client_secret, code=code,
                                 redirect_uri=self._app.redirect_url)  # fmt: skip
            grant = _grant_of(answer)
        except SlackApiError as error:
            name = error_of(error)
            return self._failed(said, "code" if name in CODE_IS_DEAD else "refused", 502, name, error=name)
        except UNREACHABLE as error:
            return self._failed(said, "unreachable", 502, error=type(error).__name__)
        now = self._clock.now()
        await self._database.submit(lambda session: installing.install(session, self._ring, grant, now))
        return self._installed(said, grant)

    def _installed(self, said: Words, grant: Grant) -> web.Response:
        log.info("installed", workspace=grant.id, by=grant.installer_id, organisation=grant.is_org)
        INSTALLS.labels("installed").inc()
        if self.arrived is not None and not grant.is_org:
            self.arrived(grant.id)
        where = {"app": grant.app_id} if grant.is_org else {"app": grant.app_id, "team": grant.id}
        address = f"https://slack.com/app_redirect?{urlencode(where)}"
        answer = _page(pages.done(said, grant.name, address, is_org=grant.is_org))
        answer.del_cookie(self._app.cookie, path="/", secure=self._app.is_https, httponly=True, samesite="Lax")
        return answer

    def _failed(self, said: Words, reason: str, status: int, name: str = "", *, error: str = "") -> web.Response:
        """Of each reason one a minute stands in the log, with `error` by Slack's name or ours: nothing of `name`, which
        whoever opens the page may have made up, and who floods us fills no disk."""
        INSTALLS.labels(reason).inc()
        self._since[reason] += 1
        if monotonic() - self._told.get(reason, -TOLD_EVERY) >= TOLD_EVERY:
            self._told[reason] = monotonic()
            log.warning("not installed", why=reason, error=error, times=self._since.pop(reason))
        return _page(pages.failed(said, reason, self._app.begins_at, name), status)


def _page(text: str, status: int = 200) -> web.Response:
    headers = {"Content-Security-Policy": MAY}
    return web.Response(status=status, text=text, content_type="text/html", headers=headers)


def _words_of(request: web.Request) -> Words:
    """The browser's first language, where we speak it."""
    return words(language_of(request.headers.get("Accept-Language", "").partition(",")[0].strip()))


def _grant_of(answer: Any) -> Grant:
    """What Slack granted. Raises ValueError or LookupError for an answer that grants a bot nothing."""
    is_org, org = bool(answer.get("is_enterprise_install")), answer.get("enterprise") or {}
    whose = org if is_org else answer["team"]
    if answer["token_type"] != "bot":  # noqa: S105 - the kind, no secret
        raise ValueError("no bot's token")
    seconds = answer.get("expires_in")
    return Grant(
        id=str(whose["id"]), name=str(whose.get("name") or ""), token=str(answer["access_token"]),
        bot_user_id=str(answer["bot_user_id"]), app_id=str(answer.get("app_id") or ""), is_org=is_org,
        enterprise_id=str(org["id"]) if org.get("id") else None,
        installer_id=str((answer.get("authed_user") or {}).get("id") or ""),
        scopes=tuple(scope for scope in str(answer.get("scope") or "").split(",") if scope),
        refresh_token=answer.get("refresh_token"),
        expires_real=real_now() + timedelta(seconds=int(seconds)) if seconds else None,
    )  # fmt: skip
