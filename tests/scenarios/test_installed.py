"""Several workspaces in one process: each is let in by OAuth, sees its own, and is left alone once it lets us go."""

import asyncio

import aiohttp
import pytest

from bot.sealing import new_key
from tests.scenarios.installed import HOME, KEY, ORG, Installed, Workspace, a_muster, a_slack, bytes_of, nobody_s
from tests.scenarios.world import ANN, LAUNCH, MAYA, TOM, action_ids, eventually, words_of


@pytest.fixture(params=["sqlite-http", pytest.param("postgres-socket", marks=pytest.mark.postgres)])
async def installed(request: pytest.FixtureRequest):
    database, way = request.param.split("-")
    async with nobody_s(request.getfixturevalue(f"{database}_url"), socket_mode=way == "socket") as found:
        yield found


async def ready(installed: Installed) -> bool:
    return (await installed.page("/readyz"))[0] == 200


@pytest.mark.always
async def test_two_workspaces_with_the_same_ids_know_nothing_of_each_other(installed: Installed) -> None:
    here, there = installed.home, await installed.workspace("Over There")
    assert await eventually(lambda: ready(installed))
    for one in (here, there):
        await installed.install(one)
        await one.sees(MAYA, "Thank you for installing me")
    assert "#1" in await here.command(ANN, "/task water the plants tomorrow")
    assert "#1" in await there.command(ANN, "/task feed the fish tomorrow")
    await here.say(ANN, "buy soil by Friday")
    await there.say(ANN, "buy worms by Friday")
    await here.sees(ANN, "#2")
    await there.sees(ANN, "#2")
    listed, listed_there = await here.command(ANN, "/task list"), await there.command(ANN, "/task list")
    assert ("plants" in listed, "soil" in listed, "fish" in listed, "worms" in listed) == (True, True, False, False)
    assert ("plants" in listed_there, "fish" in listed_there, "worms" in listed_there) == (False, True, True)
    card = await there.sees(ANN, "feed the fish", LAUNCH)
    done = next(one for one in action_ids(card) if one.startswith("say:done"))
    await there.click(ANN, card, done, LAUNCH)
    await there.sees(ANN, "Done", LAUNCH)
    assert "plants" in await here.command(ANN, "/task list")
    for one, mine, other in ((here, "plants", "fish"), (there, "fish", "plants")):
        said = str([row["args"] for row in installed.calls(one)])
        assert (mine in said, other in said) == (True, False)


@pytest.mark.always
@pytest.mark.parametrize("end", ["uninstall", "revoke"])
async def test_a_workspace_that_lets_us_go_is_left_alone_at_once_and_is_served_again_when_it_is_back(
    installed: Installed, end: str
) -> None:
    here, there = installed.home, await installed.workspace("Over There")
    for one in (here, there):
        await installed.install(one)
        await one.sees(MAYA, "Thank you for installing me")
    await there.command(ANN, "/task feed the fish on Tuesday 10:00")
    await there.sees(ANN, "feed the fish", LAUNCH)
    await there.post(end)
    await eventually(lambda: _left(installed, there))
    before = installed.last_call
    await here.command(ANN, "/task water the plants on Tuesday 10:00")
    await here.move_clock("2026-03-11T12:00:00+00:00")
    assert installed.calls(there, before) == [], "not one call is made"
    assert any("plants" in str(row["args"]) for row in installed.calls(here, before)), "the others are served"
    await installed.install(there)
    await there.move_clock("2026-03-11T13:00:00+00:00")
    assert "fish" in await there.command(ANN, "/task list"), "nothing was lost"
    assert await eventually(lambda: _reads_people(installed, there, before)), "who came meanwhile is known"


async def _left(installed: Installed, there: Workspace) -> bool:
    tenant = await installed.home.parts.desk.tenants.get(there.team)
    return tenant is not None and tenant.suspended


async def test_a_refusal_alone_is_enough_to_be_left_alone(installed: Installed) -> None:
    """Slack never told us, and says it with the next call: what was under way beside that is the last of it."""
    await installed.install(installed.home)
    await installed.home.sees(MAYA, "Thank you for installing me")
    installed.slack.installs.end(installed.slack, "account_inactive")
    await installed.home.command(ANN, "/task water the plants tomorrow")
    refused = await eventually(lambda: _refused(installed))
    assert 1 <= len(refused) <= 2
    refused = await _refused(installed)
    await installed.home.command(ANN, "/task feed the fish tomorrow")
    await installed.home.move_clock("2026-03-10T12:00:00+00:00")
    assert await _refused(installed) == refused
    before = installed.last_call
    await installed.install(installed.home)
    assert await eventually(lambda: _reads_people(installed, installed.home, before)), "who came meanwhile is known"


async def _refused(installed: Installed) -> list[dict]:
    return [row for row in installed.calls(installed.home) if row["outcome"] == "account_inactive"]


async def test_one_consent_of_an_organisation_serves_its_workspaces(installed: Installed) -> None:
    one, two = await installed.workspace("One", ORG), await installed.workspace("Two", ORG)
    await installed.install(one, organisation=True)
    assert "#1" in await one.command(ANN, "/task water the plants tomorrow")
    assert "#1" in await two.command(TOM, "/task feed the fish tomorrow")
    card = await two.sees(TOM, "feed the fish", LAUNCH)
    done = next(action for action in action_ids(card) if action.startswith("say:done"))
    await two.click(TOM, card, done, LAUNCH)
    await two.sees(TOM, "Done", LAUNCH)
    assert "plants" in await one.command(ANN, "/task list")
    await two.post("take_out")
    await eventually(lambda: _left(installed, two))
    before = installed.last_call
    await one.say(ANN, "sweep the stairs tomorrow")
    await one.sees(ANN, "sweep the stairs")
    assert installed.calls(two, before) == []
    await two.post("put_in")
    await eventually(lambda: _there(installed, two))
    assert "feed the fish" in await two.command(TOM, "/task show 1"), "nothing was lost"
    three = await installed.workspace("Three", ORG)
    await three.post("put_in")
    assert await eventually(lambda: _reads_people(installed, three)), "before anybody speaks"
    assert "#1" in await three.command(TOM, "/task sweep the yard tomorrow")
    await one.post("uninstall")
    await eventually(lambda: _left(installed, one))
    before = installed.last_call
    await installed.home.settled()
    assert installed.calls(one, before) == []


async def _there(installed: Installed, there: Workspace) -> bool:
    return not await _left(installed, there)


async def _reads_people(installed: Installed, there: Workspace, after: int = 0) -> bool:
    return any(row["method"] == "users.list" and row["outcome"] == "ok" for row in installed.calls(there, after))


async def test_nothing_in_the_database_can_be_used_by_who_reads_it(sqlite_url: str) -> None:
    async with nobody_s(sqlite_url, rotation=True) as installed:
        await installed.install(installed.home)
        await installed.home.sees(MAYA, "Thank you for installing me")
        everything = bytes_of(sqlite_url)
    everything += bytes_of(sqlite_url)
    assert b"v1.one." in everything
    for hidden in (b"xox", b"canary-of-the-client", *(token.encode() for token in installed.slack.installs.tokens)):
        assert hidden not in everything


async def test_it_goes_on_after_a_restart_and_with_other_keys_it_says_nothing_and_loses_nothing(
    sqlite_url: str,
) -> None:
    async with a_slack() as (slack, address, browser):
        async with a_muster(slack, sqlite_url, address) as home:
            first = Installed(slack, home, address, browser)
            await first.install(home)
            await home.sees(MAYA, "Thank you for installing me")
        async with a_muster(slack, sqlite_url, address, keys=new_key("one")) as home:
            before = first.last_call
            assert "#1" in await home.command(ANN, "/task water the plants tomorrow"), "what is said is kept"
            assert first.calls(home, before) == []
        both = f"{new_key('two')},{KEY}"
        async with a_muster(slack, sqlite_url, address, keys=both) as home:
            await home.sees(ANN, "water the plants", within=15)
            assert any(row["outcome"] == "ok" for row in first.calls(home, before))


async def test_tokens_that_run_out_in_the_middle_are_renewed_and_everything_is_said_once(sqlite_url: str) -> None:
    async with nobody_s(sqlite_url, rotation=True) as installed:
        here = installed.home
        await installed.install(here)
        await here.sees(MAYA, "Thank you for installing me")
        for thing in ("plants", "fish"):
            assert (await here.post("expire"))["tokens"] > 0
            await here.command(ANN, f"/task water the {thing} tomorrow")
            await here.sees(ANN, f"water the {thing}", LAUNCH)
        calls = installed.slack.record.calls
        assert any(row["outcome"] == "token_expired" for row in calls)
        assert [row["outcome"] for row in calls if row["method"] == "oauth.v2.access"] == ["ok", "ok", "ok"]
        there = [words_of(message) for message in await here.messages(ANN, LAUNCH)]
        assert [sum(f"water the {thing}" in one for one in there) for thing in ("plants", "fish")] == [2, 2]
        assert "plants" in await here.command(ANN, "/task list")


# --- the way there ------------------------------------------------------------------------------------------------


async def test_the_pages_speak_the_browser_s_language_and_cannot_be_framed_or_kept(sqlite_url: str) -> None:
    async with nobody_s(sqlite_url) as installed:
        url = f"{installed.address}/slack/install"
        async with installed.browser.get(url, headers={"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8"}) as answer:
            assert "添加到 Slack" in await answer.text()
            assert answer.headers["Cache-Control"] == "no-store"
            assert answer.headers["Referrer-Policy"] == "no-referrer"
            assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
            cookie = answer.cookies["muster-install"]
        assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", "600")
        assert "Add to Slack" in (await installed.page("/slack/install"))[1]
        begun = await installed.begin()
        assert "scope=app_mentions%3Aread%2Cchannels%3Aread%2Cchat%3Awrite" in begun
        assert "channels%3Ahistory" not in begun
        assert "channels%3Ahistory" in await installed.begin(params={"option": "threads"})
        status, said = await installed.page("/slack/install", params={"option": "<b>everything"})
        assert (status, "&lt;b&gt;everything" in said) == (400, True)


async def test_whatever_does_not_come_the_whole_way_changes_nothing_and_says_what_to_do(sqlite_url: str) -> None:
    async with nobody_s(sqlite_url) as installed:
        here = installed.home
        cancelled = await installed.agree(here, await installed.begin(), cancel=True)
        found = {"cancelled": await installed.page(cancelled)}
        found["refused"] = await installed.page("/slack/oauth_redirect?error=<script>&state=x")
        found["incomplete"] = await installed.page("/slack/oauth_redirect")
        found["forged"] = await installed.page("/slack/oauth_redirect?code=c&state=guessed")
        back = await installed.agree(here, await installed.begin())
        async with aiohttp.ClientSession() as another, another.get(f"{installed.address}{back}") as answer:
            found["elsewhere"] = answer.status, await answer.text()
        wrong = back.replace("code=", "code=x")
        found["a wrong code"] = await installed.page(wrong)
        found["a state used up"] = await installed.page(back)
    assert {name: status for name, (status, _) in found.items()} == {
        "cancelled": 200, "refused": 200, "incomplete": 400, "forged": 400, "elsewhere": 400, "a wrong code": 502,
        "a state used up": 400,
    }  # fmt: skip
    for name, (_, said) in found.items():
        assert "Muster was not installed" in said, name
        assert "Begin again" in said, name
        assert "<script>" not in said
    assert installed.slack.installs.consents == {}
    assert b"v1.one." not in bytes_of(sqlite_url)


async def test_coming_back_twice_installs_once(sqlite_url: str) -> None:
    async with nobody_s(sqlite_url) as installed:
        back = await installed.agree(installed.home, await installed.begin())
        assert (await installed.page(back))[0] == 200
        assert (await installed.page(back))[0] == 400
        exchanged = [row for row in installed.slack.record.calls if row["method"] == "oauth.v2.access"]
        assert len(exchanged) == 1


async def test_two_at_once_leave_one_installation_that_works(installed: Installed) -> None:
    ways = [await installed.agree(installed.home, await installed.begin()) for _ in range(2)]
    answers = await asyncio.gather(*(installed.page(way) for way in ways))
    assert [status for status, _ in answers] == [200, 200]
    assert "#1" in await installed.home.command(ANN, "/task water the plants tomorrow")
    await installed.home.sees(ANN, "water the plants", LAUNCH)
    assert installed.home.team == HOME
