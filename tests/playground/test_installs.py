"""Several workspaces of one Slack: what OAuth gives, what ends it, what each token may speak for."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from playground.app import running
from playground.cast import ANN, LAUNCH, MAYA
from playground.slack import Slack
from tests.playground.asking import refusal
from tests.playground.conftest import CONFIG
from tests.playground.double import BotDouble, People

ID, SECRET, BACK = "1.2", "hush", "http://127.0.0.1:1/slack/oauth_redirect"
ORG = "E0GROUP001"
Json = dict[str, Any]


@pytest.fixture(params=[False])
async def slack(bot: BotDouble, request: pytest.FixtureRequest) -> AsyncIterator[Slack]:
    config = replace(CONFIG, request_url=bot.url, client_id=ID, client_secret=SECRET, rotation=request.param)
    async with running(config) as found:
        await bot.verified.wait()
        yield found


def client(slack: Slack, token: str | None = None, team: str | None = None) -> AsyncWebClient:
    return AsyncWebClient(token, base_url=f"{slack.origin}/api/", team_id=team, retry_handlers=[])


def asking(**changes: str) -> str:
    query = {"client_id": ID, "scope": "chat:write,users:read,channels:read", "redirect_uri": BACK, "state": "s-1"}
    return f"https://slack.example/oauth/v2/authorize?{urlencode(query | changes)}"


async def code(people: People, workspace: str, **more: Any) -> str:
    said = await people.post("install", user=MAYA, url=asking(), workspace=workspace, **more)
    query = parse_qs(urlsplit(str(said["location"])).query)
    assert query["state"] == ["s-1"]
    return query["code"][0]


async def installed(slack: Slack, people: People, workspace: str, **more: Any) -> Any:
    return await access(slack, client_id=ID, client_secret=SECRET, redirect_uri=BACK,
                        code=await code(people, workspace, **more))  # fmt: skip


async def access(slack: Slack, **fields: str) -> Any:
    return await client(slack).api_call("oauth.v2.access", data=fields)


@pytest.fixture
async def people(slack: Slack, session: aiohttp.ClientSession) -> People:
    return People(slack.origin, session)


async def test_a_workspace_is_installed_by_a_code_that_works_once(slack: Slack, people: People) -> None:
    there = (await people.post("workspaces", name="Over There"))["workspace"]
    once = await code(people, there)
    how: Json = {"client_id": ID, "client_secret": SECRET, "redirect_uri": BACK}
    granted = await access(slack, code=once, **how)
    assert (granted["team"], granted["is_enterprise_install"]) == ({"id": there, "name": "Over There"}, False)
    said = await client(slack, granted["access_token"]).auth_test()
    assert (said["team_id"], said["user_id"]) == (there, granted["bot_user_id"])
    assert await refusal(access(slack, code=once, **how)) == "code_already_used"
    assert "refresh_token" not in granted.data


@pytest.mark.parametrize(
    ("changes", "error"),
    [({"client_id": "9.9"}, "invalid_client_id"), ({"client_secret": "guess"}, "bad_client_secret"),
     ({"redirect_uri": "https://elsewhere.example/"}, "bad_redirect_uri"), ({"code": "guess"}, "invalid_code")],
)  # fmt: skip
async def test_whatever_is_wrong_with_a_code_has_a_name(
    slack: Slack, people: People, changes: Json, error: str
) -> None:
    there = (await people.post("workspaces", name="There"))["workspace"]
    how = {"client_id": ID, "client_secret": SECRET, "redirect_uri": BACK, "code": await code(people, there)}
    assert await refusal(access(slack, **how | changes)) == error


async def test_each_token_sees_its_own_workspace_though_the_ids_are_the_same(slack: Slack, people: People) -> None:
    there = (await people.post("workspaces", name="There"))["workspace"]
    granted = await installed(slack, people, there)
    posted = await client(slack, granted["access_token"]).chat_postMessage(channel=LAUNCH, text="over there")
    assert posted["message"]["user"] == granted["bot_user_id"]
    assert (await people.get("messages", channel=LAUNCH))["messages"] == []
    assert [one["text"] for one in (await people.get("messages", channel=LAUNCH, workspace=there))["messages"]] == [
        "over there"
    ]


async def test_who_is_no_admin_or_cancels_lets_nobody_in(slack: Slack, people: People) -> None:
    assert (await people.post("install", user=ANN, url=asking()))["error"] == "not_an_admin"
    assert (await people.post("install", user=MAYA, url=asking(scope="")))["error"] == "invalid_scope"
    assert (await people.post("install", user=MAYA, url=asking(client_id="9")))["error"] == "invalid_client_id"
    said = await people.post("install", user=MAYA, url=asking(), cancel=True)
    assert "error=access_denied" in str(said["location"])


async def test_an_end_is_one_workspaces_alone(slack: Slack, people: People, bot: BotDouble) -> None:
    there = (await people.post("workspaces", name="There"))["workspace"]
    token = (await installed(slack, people, there))["access_token"]
    await people.post("uninstall", workspace=there)
    event = await bot.event("app_uninstalled")
    assert event["type"] == "app_uninstalled"
    assert await refusal(client(slack, token).auth_test()) == "account_inactive"
    assert (await client(slack, slack.config.bot_token).auth_test())["ok"]
    again = await installed(slack, people, there)
    assert (await client(slack, again["access_token"]).auth_test())["ok"]
    assert await refusal(client(slack, token).auth_test()) == "account_inactive", "the old one stays dead"


async def test_a_token_of_an_organisation_says_which_workspace_it_means(slack: Slack, people: People) -> None:
    one = (await people.post("workspaces", name="One", organisation=ORG))["workspace"]
    two = (await people.post("workspaces", name="Two", organisation=ORG))["workspace"]
    granted = await installed(slack, people, one, organisation=True)
    token = granted["access_token"]
    assert (granted["team"], granted["enterprise"]["id"], granted["is_enterprise_install"]) == (None, ORG, True)
    for team in (one, two):
        assert (await client(slack, token, team).auth_test())["team_id"] == team
    assert await refusal(client(slack, token).auth_test()) == "missing_argument"
    assert await refusal(client(slack, token, "T0MUSTER1").auth_test()) == "team_not_found"
    await people.post("take_out", workspace=two)
    assert await refusal(client(slack, token, two).auth_test()) == "team_access_not_granted"
    await people.post("uninstall", workspace=one)
    assert await refusal(client(slack, token, one).auth_test()) == "account_inactive"


@pytest.mark.parametrize("slack", [True], indirect=True)
async def test_tokens_that_run_out_are_renewed_by_a_refresh_token_that_works_once(slack: Slack, people: People) -> None:
    there = (await people.post("workspaces", name="There"))["workspace"]
    granted = await installed(slack, people, there)
    how: Json = {"client_id": ID, "client_secret": SECRET, "grant_type": "refresh_token"}
    assert granted["expires_in"] == 43200
    renewed = await access(slack, refresh_token=granted["refresh_token"], **how)
    assert await refusal(access(slack, refresh_token=granted["refresh_token"], **how)) == ("invalid_refresh_token")
    assert (await client(slack, granted["access_token"]).auth_test())["ok"], "the old one lives to its own end"
    assert (await people.post("expire", workspace=there))["tokens"] == 2
    for token in (granted["access_token"], renewed["access_token"]):
        assert await refusal(client(slack, token).auth_test()) == "token_expired"


async def test_secrets_are_not_on_record(slack: Slack, people: People) -> None:
    there = (await people.post("workspaces", name="There"))["workspace"]
    await installed(slack, people, there)
    (row,) = (await people.get("calls", method="oauth.v2.access"))["calls"]
    assert row["args"]["code"] == "•••"
    assert SECRET not in str(row)


async def test_a_browser_is_asked_and_sent_back(slack: Slack, session: aiohttp.ClientSession) -> None:
    address = asking().replace("https://slack.example", slack.origin)
    async with session.get(address) as page:
        assert "Let Muster into a workspace?" in await page.text()
    async with session.post(address, data={"workspace": "T0MUSTER1"}, allow_redirects=False) as sent:
        assert sent.status == 302
        assert sent.headers["Location"].startswith(f"{BACK}?code=")


async def test_an_app_may_show_its_secret_in_the_header_too(slack: Slack, session: aiohttp.ClientSession) -> None:
    async def said(header: str) -> str:
        headers = {"Authorization": header}
        async with session.post(f"{slack.origin}/api/oauth.v2.access", data={"code": "x"}, headers=headers) as answer:
            return str((await answer.json())["error"])

    shown = b64encode(f"{ID}:{SECRET}".encode()).decode()
    assert await said(f"Basic {shown}") == "invalid_code"
    assert await said("Basic nonsense") == "invalid_client_id"
