"""oauth.*: a code or a refresh token against a token, for who knows the app's secret."""

from __future__ import annotations

import secrets

from playground.installs import Consent, OAuthError
from playground.slack import Slack
from playground.webapi.call import ApiError, Call, Method
from playground.world import APP_ID, Json


def access(slack: Slack, call: Call) -> Json:
    _check_client(slack, call)
    try:
        if call.text("grant_type") == "refresh_token":
            consent = slack.installs.renew(call.required("refresh_token"))
            return _granted(slack, consent)
        consent = slack.installs.redeem(call.required("code"), call.text("redirect_uri"))
    except OAuthError as error:
        raise ApiError(error.error) from None
    slack.stream.tell("state")
    return _granted(slack, consent)


def exchange(slack: Slack, call: Call) -> Json:
    _check_client(slack, call)
    try:
        return _granted(slack, slack.installs.exchange(call.required("exchanged_token")))
    except OAuthError as error:
        raise ApiError(error.error) from None


def _check_client(slack: Slack, call: Call) -> None:
    client_id, secret = call.client or (call.text("client_id"), call.text("client_secret"))
    if not slack.config.client_id or client_id != slack.config.client_id:
        raise ApiError("invalid_client_id")
    if not secrets.compare_digest(secret, slack.config.client_secret):
        raise ApiError("bad_client_secret")


def _granted(slack: Slack, consent: Consent) -> Json:
    token, refresh, seconds = slack.installs.issue(consent)
    served = slack.installs.served(consent)
    place = served[0].world.place if served else slack.world.place
    org = place.enterprise_id
    body: Json = {
        "ok": True, "app_id": APP_ID, "authed_user": {"id": consent.installer}, "scope": ",".join(consent.scopes),
        "token_type": "bot", "access_token": token, "bot_user_id": place.bot_user_id,
        "team": None if consent.is_org else {"id": place.team_id, "name": place.name},
        "enterprise": {"id": org, "name": "Muster Group"} if org else None,
        "is_enterprise_install": consent.is_org,
    }  # fmt: skip
    return body | ({"refresh_token": refresh, "expires_in": seconds} if refresh else {})


METHODS = {"oauth.v2.access": Method(access, 600), "oauth.v2.exchange": Method(exchange, 50)}
