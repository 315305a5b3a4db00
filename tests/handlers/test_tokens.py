"""Tokens that run out: one renewal for all who wait, here and in other processes; what becomes of each way it fails."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError, SlackClientError
from sqlmodel import select
from structlog.testing import capture_logs

from bot.clock import Clock, real_now
from bot.rules.sending import PATIENCE
from bot.sealing import KeyRing, new_key, ring_of
from bot.services.people import installing
from bot.services.people.installing import Access, Grant
from handlers.slack import last_look, tokens
from handlers.slack.tokens import InstalledTokens, Left, NotNow, OneToken
from models import Installation, Outbox, Session, Workspace, failures
from models.db import Database, connect
from models.queries import installations as queries

TEAM = "T0MUSTER1"
KEY = new_key("one")
HOUR = timedelta(hours=1)


def ring(key: str = KEY) -> KeyRing:
    found = ring_of(key)
    assert found is not None
    return found


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a second is not always enough for a look on a machine that does much else."""
    monkeypatch.setattr(tokens, "ASK_FOR", 10.0)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = connect(database_url)
    yield opened
    await opened.close()


@dataclass
class Slack:
    """What Slack answers to a refresh token, and which ones it was shown."""

    lives: timedelta = 12 * HOUR
    fails: list[Exception | None] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    takes: float = 0.05
    asked: asyncio.Event = field(default_factory=asyncio.Event)

    async def ask(self, refresh: str) -> tuple[str, str | None, datetime]:
        self.shown.append(refresh)
        self.asked.set()
        await asyncio.sleep(self.takes)
        failure = self.fails.pop(0) if self.fails else None
        if failure is not None:
            raise failure
        number = len(self.shown) + 1
        return f"xoxb-{number}", f"xoxe-{number}", real_now() + self.lives


async def a_token(database: Database, left: timedelta | None, refresh: str | None = "xoxe-1") -> None:
    now, expires = real_now(), real_now() + left if left is not None else None
    grant = Grant(TEAM, "Here", "xoxb-1", "U0BOT", installer_id="U0MAYA", refresh_token=refresh, expires_real=expires)
    await database.submit(lambda session: installing.install(session, ring(), grant, now))


def tokens_of(database: Database, slack: Slack) -> InstalledTokens:
    return InstalledTokens(database, Clock(), ring(), slack.ask)


def refused(name: str) -> SlackApiError:
    return SlackApiError("no", {"ok": False, "error": name})


async def row(database: Database) -> Installation:
    found = await database.read(lambda session: queries.get(session, TEAM))
    assert found is not None
    return found


async def test_a_token_that_lives_is_used_as_it_is(database: Database):
    slack = Slack()
    await a_token(database, 11 * HOUR)
    assert (await tokens_of(database, slack).access(TEAM)).token == "xoxb-1"
    assert slack.shown == []


async def test_before_it_runs_out_it_is_renewed_beside_and_nobody_waits(database: Database):
    slack = Slack()
    await a_token(database, HOUR)
    found = tokens_of(database, slack)
    assert [(await found.access(TEAM)).token for _ in range(3)] == ["xoxb-1"] * 3
    await found.finish(5)
    assert (await found.access(TEAM)).token == "xoxb-2"
    assert slack.shown == ["xoxe-1"]


async def test_of_many_who_wait_in_two_processes_one_asks(database: Database):
    slack = Slack(takes=0.3)
    await a_token(database, timedelta(seconds=-5))
    processes = [tokens_of(database, slack) for _ in range(2)]
    found = await asyncio.gather(*(one.access(TEAM) for one in processes for _ in range(20)))
    assert {one.token for one in found} == {"xoxb-2"}
    assert slack.shown == ["xoxe-1"], "a refresh token works once"


async def test_each_new_token_is_renewed_with_what_came_along(database: Database):
    slack = Slack(lives=timedelta(seconds=30))
    await a_token(database, timedelta(seconds=-5))
    found = tokens_of(database, slack)
    assert [(await found.access(TEAM)).token for _ in range(3)] == ["xoxb-2", "xoxb-3", "xoxb-4"]
    assert slack.shown == ["xoxe-1", "xoxe-2", "xoxe-3"]


async def test_a_renewal_is_bound_by_nothing_that_binds_whoever_needed_it_first(database: Database):
    slack, bound = Slack(), []

    async def ask(refresh: str) -> tuple[str, str | None, datetime]:
        bound.append(last_look.BOUND.get())
        return await slack.ask(refresh)

    await a_token(database, timedelta(seconds=-5))
    found = InstalledTokens(database, Clock(), ring(), ask)
    with last_look.begun_before(real_now()):
        assert (await found.access(TEAM)).token == "xoxb-2"
    assert bound == [None]


@pytest.mark.parametrize("failure", [TimeoutError(), SlackClientError("torn"), refused("internal_error"), OSError()])
async def test_a_renewal_that_came_to_nothing_is_tried_again_later_and_the_old_token_used(
    database: Database, failure: Exception, monkeypatch: pytest.MonkeyPatch
):
    slack = Slack(fails=[failure])
    await a_token(database, HOUR)
    found = tokens_of(database, slack)
    assert (await found.access(TEAM)).token == "xoxb-1"
    await found.finish(5)
    assert (await found.access(TEAM)).token == "xoxb-1"
    await found.finish(5)
    assert slack.shown == ["xoxe-1"], "not at once"
    await database.submit(lambda session: installing.not_renewed(session, TEAM, 1, real_now(), real_now()))
    await found.access(TEAM)
    await found.finish(5)
    assert (await found.access(TEAM)).token == "xoxb-3"


async def test_a_lost_answer_used_the_refresh_token_up_and_the_installer_is_told_in_time(database: Database):
    slack = Slack(fails=[refused("invalid_refresh_token")])
    await a_token(database, HOUR)
    found = tokens_of(database, slack)
    await found.access(TEAM)
    await found.finish(5)
    assert (await found.access(TEAM)).token == "xoxb-1", "it lives to its own end"
    await found.finish(5)
    assert len(slack.shown) == 1
    assert "lapsing:1" in await database.read(_letters)
    assert await found.refused(TEAM, await found.access(TEAM), "token_expired") is None
    assert ((await row(database)).state, (await database.read(_workspace)).suspended) == ("revoked", True)
    with pytest.raises(Left):
        await found.access(TEAM)


def _letters(session: Session) -> list[str]:
    return [row.key for row in session.exec(select(Outbox)).all()]


def _workspace(session: Session) -> Workspace:
    found = session.get(Workspace, TEAM)
    assert found is not None
    return found


async def test_a_dead_refresh_token_of_a_dead_token_is_the_end(database: Database, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tokens, "OTHER_TAKES", 1.0)
    await a_token(database, timedelta(seconds=-5))
    with pytest.raises(Left):
        await tokens_of(database, Slack(fails=[refused("invalid_refresh_token")])).access(TEAM)


async def test_who_dies_while_renewing_holds_up_the_others_for_a_moment_only(
    database: Database, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(tokens, "OTHER_TAKES", 0.5)
    slack = Slack()
    await a_token(database, timedelta(seconds=-5))
    dead = await database.submit(lambda session: installing.begin_renewal(session, ring(), TEAM, 1, real_now()))
    assert dead == "xoxe-1"
    with pytest.raises(NotNow):
        await tokens_of(database, slack).access(TEAM)
    monkeypatch.setattr(tokens, "real_now", lambda: datetime.now(UTC) + installing.RENEWING * PATIENCE.call)
    assert (await tokens_of(database, slack).access(TEAM)).token == "xoxb-2"


async def test_who_is_called_off_while_waiting_for_a_new_token_does_not_lose_it(database: Database):
    """A call has its own time; Slack took the refresh token already."""
    slack = Slack(takes=0.3)
    await a_token(database, timedelta(seconds=-5))
    found = tokens_of(database, slack)
    waiting = asyncio.ensure_future(found.access(TEAM))
    await slack.asked.wait()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await found.finish(5)
    assert (await row(database)).generation == 2
    assert ((await found.access(TEAM)).token, slack.shown) == ("xoxb-2", ["xoxe-1"])


async def test_a_new_token_waits_for_a_database_that_is_away(database: Database, monkeypatch: pytest.MonkeyPatch):
    slack, keep, tries = Slack(), installing.renewed, iter(range(10))
    await a_token(database, HOUR)

    def away(*what: Any) -> bool:
        if next(tries) < 2:
            raise failures.NotSaved("away")
        return keep(*what)

    monkeypatch.setattr(installing, "renewed", away)
    monkeypatch.setattr(tokens, "KEEP_AGAIN", 0.01)
    found = tokens_of(database, slack)
    await found.access(TEAM)
    await found.finish(5)
    assert ((await found.access(TEAM)).token, slack.shown) == ("xoxb-2", ["xoxe-1"])


async def test_stopping_does_not_wait_for_ever_for_a_token_and_says_so(database: Database):
    slack = Slack(takes=30)
    await a_token(database, HOUR)
    found = tokens_of(database, slack)
    await found.access(TEAM)
    with capture_logs() as logs:
        await found.finish(0.1)
    assert ["may have to be installed again" in line["event"] for line in logs] == [True]


async def test_what_one_process_heard_of_an_end_counts_in_another_within_a_second(database: Database):
    await a_token(database, None, None)
    one, other = tokens_of(database, Slack()), tokens_of(database, Slack())
    assert (await other.access(TEAM)).token == "xoxb-1"
    await database.submit(lambda session: installing.told(
        session, TEAM, None, {"type": "app_uninstalled"}, real_now()))  # fmt: skip
    one.forget()
    with pytest.raises(Left):
        await one.access(TEAM)
    await asyncio.sleep(tokens.GOOD_FOR)
    with pytest.raises(Left):
        await other.access(TEAM)
    assert tokens.GOOD_FOR <= 1.0


async def test_slack_saying_that_it_ran_out_is_enough(database: Database):
    """Our clock may be late, or a secret may have been turned."""
    slack = Slack()
    await a_token(database, 11 * HOUR)
    found = tokens_of(database, slack)
    again = await found.refused(TEAM, await found.access(TEAM), "token_expired")
    assert again is not None
    assert (again.token, slack.shown) == ("xoxb-2", ["xoxe-1"])


async def test_the_refusal_of_an_older_token_is_tried_with_the_newer_one(database: Database):
    await a_token(database, None, None)
    found = tokens_of(database, Slack())
    old = await found.access(TEAM)
    await a_token(database, None, None)
    again = await found.refused(TEAM, old, "token_revoked")
    assert again is not None
    assert again.generation == old.generation + 1
    assert (await row(database)).state == "active"


@pytest.mark.parametrize("error", ["account_inactive", "invalid_auth", "token_revoked", "token_expired"])
async def test_every_other_refusal_is_the_end(database: Database, error: str):
    await a_token(database, None, None)
    found = tokens_of(database, Slack())
    assert await found.refused(TEAM, await found.access(TEAM), error) is None
    assert ((await row(database)).state, (await row(database)).reason) == ("revoked", error)
    with pytest.raises(Left):
        await found.access(TEAM)


async def test_keys_that_do_not_fit_send_nothing_and_end_nothing(database: Database):
    await a_token(database, None, None)
    other = InstalledTokens(database, Clock(), ring(new_key("one")), Slack().ask)
    with pytest.raises(NotNow):
        await other.access(TEAM)
    assert (await row(database)).state == "active"


async def test_the_one_token_of_the_settings_speaks_for_its_workspace_alone(database: Database):
    await database.submit(lambda session: session.add(Workspace(id=TEAM, created_at=real_now())))
    one = OneToken(database, Clock(), TEAM, "xoxb-1")
    assert (await one.access(TEAM)).token == "xoxb-1"
    with pytest.raises(Left):
        await one.access("T0OTHER001")
    assert await one.refused(TEAM, Access(TEAM, 0, "xoxb-1"), "token_revoked") is None
    with pytest.raises(Left):
        await one.access(TEAM)


@pytest.mark.parametrize("make", [
    lambda database: OneToken(database, Clock(), TEAM, "xoxb-1"), lambda database: tokens_of(database, Slack()),
])  # fmt: skip
async def test_while_the_database_is_away_only_what_needs_none_is_used(
    database: Database, make: Callable[[Database], Any], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(tokens, "ASK_FOR", 0.0)
    found = make(database)
    if isinstance(found, OneToken):
        assert (await found.access(TEAM)).token == "xoxb-1"
    else:
        with pytest.raises(NotNow, match="database"):
            await found.access(TEAM)
