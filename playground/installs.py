"""Where the app is installed: the consents people gave, the codes and tokens that OAuth hands out for them."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from playground.cast import furnish
from playground.world import HOME, Place

if TYPE_CHECKING:
    from playground.config import Config
    from playground.slack import Slack

CODE_SECONDS = 600.0
NOT_INSTALLED = "not_installed"  # the standing of a workspace that never let the app in


class OAuthError(Exception):
    """One of Slack's names for what is wrong with a code or a token."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


@dataclass
class Consent:
    """Who let the app in, where and how far. `ended` is what its tokens are answered once it is over."""

    id: str
    installer: str
    scopes: tuple[str, ...]
    is_org: bool = False
    ended: str | None = None


@dataclass
class Code:
    consent: Consent
    redirect_uri: str
    born: float
    used: bool = False


@dataclass
class Token:
    consent: Consent
    expires: float | None = None  # on the machine's own clock
    revoked: bool = False


@dataclass
class Installs:
    """Every workspace of this Slack beside the first, and every consent."""

    config: Config
    workspaces: dict[str, Slack] = field(default_factory=dict)
    consents: dict[str, Consent] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    refresh: dict[str, Consent] = field(default_factory=dict)

    def found(self, home: Slack, name: str, enterprise_id: str | None) -> Slack:
        """A further workspace, with the same cast and the same channels under the same ids: nothing rests on an id
        alone. The app is somebody else in each."""
        number = len(self.workspaces) + 1
        place = Place(
            f"T0MUSTER{number}", name, name.lower().replace(" ", "-"), f"U0MUSTER{number:02d}", f"B0MUSTER{number:02d}",
            enterprise_id,
        )  # fmt: skip
        there = home.beside(furnish(home.clock, home.config.scopes, place))
        there.world.standing = NOT_INSTALLED
        self.workspaces[place.team_id] = there
        return there

    def of_org(self, enterprise_id: str) -> list[Slack]:
        return [one for one in self.workspaces.values() if one.world.place.enterprise_id == enterprise_id]

    def served(self, consent: Consent) -> list[Slack]:
        """The workspaces the app may be in by that consent; one with a consent of its own goes by that."""
        if not consent.is_org:
            return [self.workspaces[consent.id]]
        return [one for one in self.of_org(consent.id) if one.world.place.team_id not in self.consents]

    def authorize(self, consent: Consent, redirect_uri: str) -> str:
        """The code somebody's browser carries back to the app."""
        code = secrets.token_urlsafe(24)
        self.codes[code] = Code(consent, redirect_uri, time.monotonic())
        return code

    def redeem(self, code: str, redirect_uri: str) -> Consent:
        found = self.codes.get(code)
        if found is None or time.monotonic() - found.born > CODE_SECONDS:
            raise OAuthError("invalid_code")
        if found.used:
            raise OAuthError("code_already_used")
        if found.redirect_uri != redirect_uri:
            raise OAuthError("bad_redirect_uri")
        found.used = True
        before = self.consents.get(found.consent.id)
        if before is not None and before.ended is None:
            self._replace(before, found.consent)
        self.consents[found.consent.id] = found.consent
        for there in self.served(found.consent):
            there.world.standing, there.world.by_org = None, found.consent.is_org
            there.world.scopes = set(found.consent.scopes)
        return found.consent

    def _replace(self, before: Consent, consent: Consent) -> None:
        """Installed again without having been removed: older tokens go on working, as with Slack."""
        for token in self.tokens.values():
            if token.consent is before:
                token.consent = consent
        for refresh, whose in self.refresh.items():
            if whose is before:
                self.refresh[refresh] = consent

    def issue(self, consent: Consent) -> tuple[str, str | None, int | None]:
        """A token, and with rotation what renews it and the seconds it lives."""
        secret = secrets.token_hex(12)
        if not self.config.rotation:
            token = f"xoxb-{consent.id.lower()}-{secret}"
            self.tokens[token] = Token(consent)
            return token, None, None
        token, refresh = f"xoxe.xoxb-1-{secret}", f"xoxe-1-{secrets.token_hex(16)}"
        self.tokens[token] = Token(consent, time.time() + self.config.token_seconds)
        self.refresh[refresh] = consent
        return token, refresh, self.config.token_seconds

    def renew(self, refresh: str) -> Consent:
        """A refresh token works once; the access token it came with lives on until its own end."""
        consent = self.refresh.pop(refresh, None)
        if consent is None or consent.ended is not None:
            raise OAuthError("invalid_refresh_token")
        return consent

    def exchange(self, token: str) -> Consent:
        """A token that never ran out against one that does."""
        if not self.config.rotation:
            raise OAuthError("token_rotation_not_enabled")
        found = self.tokens.get(token)
        if found is None or found.consent.ended is not None:
            raise OAuthError("invalid_token")
        if found.expires is not None or found.revoked:
            raise OAuthError("token_already_exchanged")
        found.revoked = True
        return found.consent

    def whose(self, token: str | None, meant: str) -> str | None:
        """The workspace a call is about, whatever becomes of it."""
        if token and token == self.config.bot_token:
            return HOME.team_id
        found = self.tokens.get(token or "")
        return None if found is None else meant if found.consent.is_org else found.consent.id

    def consent_of(self, token: str) -> Consent:
        """Whose token it is. Raises OAuthError by Slack's names."""
        found = self.tokens.get(token)
        if found is None:
            raise OAuthError("invalid_auth")
        if found.consent.ended is not None:
            raise OAuthError(found.consent.ended)
        if found.revoked:
            raise OAuthError("token_revoked")
        if found.expires is not None and found.expires <= time.time():
            raise OAuthError("token_expired")
        return found.consent

    def end(self, there: Slack, standing: str) -> None:
        """The consent by which the app is in that workspace is over, for each workspace it was good for."""
        consent = self.consents.get(there.world.place.team_id)
        if consent is None and there.world.by_org:
            consent = self.consents.get(there.world.place.enterprise_id or "")
        there.world.standing = standing
        if consent is None:
            return
        consent.ended = standing
        for one in self.served(consent):
            one.world.standing = standing
        if consent.is_org:
            return
        del self.consents[consent.id]

    def add(self, there: Slack) -> bool:
        """Its organisation's consent is good for that workspace, too; False where there is none."""
        consent = self.consents.get(there.world.place.enterprise_id or "")
        if consent is None or consent.ended is not None:
            return False
        there.world.by_org, there.world.scopes = True, set(consent.scopes)
        return True

    def expire(self, there: Slack) -> int:
        """All access tokens of its consent have run out; how many there were."""
        ids = {there.world.place.team_id, there.world.place.enterprise_id}
        theirs = [token for token in self.tokens.values() if token.consent.id in ids and token.expires is not None]
        for token in theirs:
            token.expires = 0.0
        return len(theirs)


def first(config: Config, home: Slack) -> Installs:
    """With a bot's token the app is in the first workspace from the start."""
    installs = Installs(config)
    installs.workspaces[HOME.team_id] = home
    if not config.bot_token:
        home.world.standing = NOT_INSTALLED
    return installs
