"""Further workspaces, and letting the app in and out of them as an admin does in Slack."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode, urlsplit

from playground.installs import Consent
from playground.people.ask import Ask, Refusal, person
from playground.slack import Slack
from playground.webapi.workspace import join_org, leave_org, revoke, uninstall
from playground.world import Json


async def put_workspace(slack: Slack, ask: Ask) -> Json:
    """Make one; with an organisation it belongs to that."""
    org = ask.text("organisation", "") or None
    if org is not None and not org.startswith("E"):
        raise Refusal(400, "invalid_field", "organisation is an id that begins with E.")
    there = slack.installs.found(slack.installs.workspaces[next(iter(slack.installs.workspaces))],
                                 ask.text("name"), org)  # fmt: skip
    return {"ok": True, "workspace": there.world.place.team_id, "bot_user_id": there.world.place.bot_user_id}


async def install(slack: Slack, ask: Ask) -> Json:
    """What the page does on which Slack asks whether to let the app in: where the browser is sent then."""
    user, asked = person(slack, ask), urlsplit(ask.text("url"))
    query = {name: values[0] for name, values in parse_qs(asked.query).items()}
    if query.get("client_id") != slack.config.client_id or not slack.config.client_id:
        raise Refusal(403, "invalid_client_id", "No app has that client_id.")
    back, state = query.get("redirect_uri", ""), query.get("state", "")
    if not back:
        raise Refusal(400, "bad_redirect_uri", "Where is the browser to be sent back to?")
    scopes = tuple(scope for scope in query.get("scope", "").split(",") if scope)
    if not scopes:
        raise Refusal(400, "invalid_scope", "An app asks for at least one scope.")
    if unknown := sorted(set(scopes) - slack.config.scopes):
        raise Refusal(400, "invalid_scope", f"This Slack has no {unknown[0]}.")
    if not user.is_admin:
        raise Refusal(403, "not_an_admin", f"{user.real_name} may not add apps.")
    if ask.flag("cancel"):
        return {"ok": True, "location": f"{back}?{urlencode({'error': 'access_denied', 'state': state})}"}
    code = slack.installs.authorize(_consent(slack, ask, user.id, scopes), back)
    return {"ok": True, "location": f"{back}?{urlencode({'code': code, 'state': state})}"}


def _consent(slack: Slack, ask: Ask, user: str, scopes: tuple[str, ...]) -> Consent:
    place = slack.world.place
    if not ask.flag("organisation"):
        return Consent(place.team_id, user, scopes)
    if place.enterprise_id is None:
        raise Refusal(400, "not_in_an_organisation", f"{place.name} belongs to no organisation.")
    return Consent(place.enterprise_id, user, scopes, is_org=True)


async def end_by_revoking(slack: Slack, _ask: Ask) -> Json:
    revoke(slack)
    return {"ok": True}


async def end_by_uninstalling(slack: Slack, _ask: Ask) -> Json:
    uninstall(slack)
    return {"ok": True}


async def take_out(slack: Slack, _ask: Ask) -> Json:
    """One workspace is taken out of its organisation's consent."""
    if not slack.world.by_org:
        raise Refusal(400, "not_by_organisation", "The app is not here by an organisation's consent.")
    leave_org(slack)
    return {"ok": True}


async def put_in(slack: Slack, _ask: Ask) -> Json:
    """A workspace is added to its organisation's consent, or added again."""
    if not slack.installs.add(slack):
        raise Refusal(400, "not_by_organisation", "Its organisation has not let the app in.")
    join_org(slack)
    return {"ok": True}


async def expire(slack: Slack, _ask: Ask) -> Json:
    """The access tokens by which the app speaks here have run out."""
    return {"ok": True, "tokens": slack.installs.expire(slack)}
