"""`muster doctor` against the playground, real files and a real clock: what it finds and what it tells to do."""

import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot import doctor
from bot.clock import real_now
from bot.doctor import Check
from bot.manifest import CORE_SCOPES
from bot.sealing import new_key
from bot.services.messages import outbox
from bot.services.messages.outbox import Letter
from bot.settings import Settings
from models import DirectoryReading, OutboxState, Session
from models.db import alone_with, upgrade
from models.queries import deliveries, holds
from playground.app import running
from playground.config import GRANTED, Config
from tests.factories import NOW, TEAM, make_workspace

BOT, APP, SECRET = "xoxb-doctor", "xapp-1-doctor", "signing"


@pytest.fixture
def database_file(tmp_path: Path) -> Path:
    path = tmp_path / "muster.db"
    upgrade(f"sqlite:///{path}")
    return path


Examine = Callable[..., Any]


@pytest.fixture
async def examine(database_file: Path) -> AsyncIterator[Examine]:
    """Examine a Muster that would work, but for what the test changes in it or in its Slack."""
    async with AsyncExitStack() as stack:

        async def run(*, granted: frozenset[str] = GRANTED, **settings: Any) -> dict[str, Check]:
            config = Config(signing_secret=SECRET, bot_token=BOT, app_token=APP, port=0, scopes=granted)
            slack = await stack.enter_async_context(running(config))
            fields: dict[str, Any] = {
                "slack_bot_token": SecretStr(BOT), "slack_app_token": SecretStr(APP),
                "slack_signing_secret": SecretStr(SECRET), "slack_api_url": f"{slack.origin}/api/",
                "database_url": f"sqlite:///{database_file}",
            }  # fmt: skip
            checks = await doctor.examine_with(Settings(_env_file=None, **(fields | settings)))  # type: ignore[call-arg]
            return {check.name: check for check in checks}

        yield run


async def test_a_sound_installation_has_no_fault(examine: Examine):
    checks = await examine()
    assert [check for check in checks.values() if check.ok is False] == []
    for name in ("settings", "bot token", "Socket Mode", "scopes", "clock", "database", "disk"):
        assert checks[name].ok is not None
    assert doctor.exit_code(list(checks.values())) == 0


async def test_a_missing_core_scope_is_a_fault_that_says_what_is_lost(examine: Examine):
    check = (await examine(granted=GRANTED - {"im:history"}))["scope im:history"]
    assert check.ok is False
    assert check.said == "without it Muster does not hear direct messages"
    assert "install the app again" in check.mend


async def test_a_scope_nobody_chose_is_a_note(examine: Examine):
    checks = await examine(granted=frozenset(CORE_SCOPES))
    assert checks["scopes"].ok is True
    assert checks["scope reactions:read"].ok is None
    assert doctor.exit_code(list(checks.values())) == 0


async def test_where_people_install_it_the_way_there_is_told(examine: Examine):
    back = "https://muster.example.com/slack/oauth_redirect"
    found = await examine(
        slack_bot_token=SecretStr(""), slack_client_id="1.2", slack_client_secret=SecretStr("hush"),
        slack_redirect_url=back, muster_keys=SecretStr(new_key("one")),
    )  # fmt: skip
    assert found["installing"].said == "at https://muster.example.com/slack/install"
    assert "bot token" not in found
    assert doctor.exit_code(list(found.values())) == 0


async def test_a_wrong_bot_token_is_told_from_a_wrong_app_token(examine: Examine):
    wrong_bot = await examine(slack_bot_token=SecretStr("xoxb-old"))
    assert (wrong_bot["bot token"].ok, wrong_bot["Socket Mode"].ok) == (False, True)
    assert "OAuth & Permissions" in wrong_bot["bot token"].mend
    wrong_app = await examine(slack_app_token=SecretStr("xapp-old"))
    assert (wrong_app["bot token"].ok, wrong_app["Socket Mode"].ok) == (True, False)


async def test_a_slack_that_is_not_reached_is_one_fault_and_no_invented_others(examine: Examine):
    checks = await examine(slack_api_url="http://127.0.0.1:9/api/", slack_app_token=SecretStr(""))
    assert checks["bot token"].ok is False
    assert "was not reached" in checks["bot token"].said
    assert not {"scopes", "clock"} & checks.keys()


async def test_a_movable_clock_is_noted(examine: Examine):
    assert (await examine(muster_test_clock="1"))["test clock"].ok is None


async def test_wrong_settings_are_the_first_line_and_slack_is_not_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SLACK_BOT_TOKEN", raising=False)
    checks = await doctor.examine()
    assert [check.name for check in checks] == ["settings", "fonts"]
    assert checks[0].said == "SLACK_BOT_TOKEN is missing or is not a bot token"
    assert "OAuth & Permissions" in checks[0].mend
    assert doctor.exit_code(checks) == 1


@pytest.mark.parametrize(
    ("seconds", "ok"), [(0, True), (4, True), (-4, True), (60, None), (-60, None), (121, False), (-121, False)]
)
def test_the_clock_is_noted_when_it_is_off_and_a_fault_when_signatures_would_fail(seconds: int, ok: bool | None):
    theirs = format_datetime(real_now() + timedelta(seconds=seconds + 0.5), usegmt=True)
    assert [check.ok for check in doctor.clock({"date": theirs})] == [ok]


def test_an_answer_without_a_date_says_nothing_about_the_clock():
    assert doctor.clock({}) == doctor.clock({"date": "yesterday"}) == []


def test_a_database_that_is_not_there_yet_is_a_note_and_is_not_made(tmp_path: Path):
    path = tmp_path / "muster.db"
    check = doctor.database(f"sqlite:///{path}")
    assert check is not None
    assert check.ok is None
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_wants_migrating(tmp_path: Path):
    path = tmp_path / "muster.db"
    path.touch()
    check = doctor.database(f"sqlite:///{path}")
    assert check == Check("database", False, "has no tables yet", "muster migrate")


def test_tables_of_another_revision_are_named(database_file: Path):
    with sqlite3.connect(database_file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    check = doctor.database(f"sqlite:///{database_file}")
    assert check is not None
    assert (check.ok, "revision 9999" in check.said) == (False, True)


def test_a_file_that_is_no_database_is_a_fault(tmp_path: Path):
    path = tmp_path / "muster.db"
    path.write_bytes(b"not a database, whatever its name says " * 100)
    check = doctor.database(f"sqlite:///{path}")
    assert check is not None
    assert (check.ok, "is damaged: stop Muster and run `muster restore FILE`" in check.said) == (False, True)


def test_a_server_that_does_not_answer_is_a_fault_without_its_password():
    check = doctor.database("postgresql://muster:hunter2@127.0.0.1:9/muster")
    assert check is not None
    assert check.ok is False
    assert "hunter2" not in check.said + check.mend


@pytest.mark.postgres
def test_a_migrated_server_is_sound_and_has_no_disk_of_ours(postgres_url: str):
    check = doctor.database(postgres_url)
    assert check is not None
    assert check.ok is True
    assert doctor.disk(postgres_url) is None


@pytest.mark.parametrize(
    ("url", "is_noted"),
    [
        ("sqlite:///muster.db", False),
        ("postgresql:///muster", False),
        ("postgresql://muster:hunter2@localhost/muster", False),
        ("postgresql://muster:hunter2@[::1]/muster", False),
        ("postgresql://muster:hunter2@db.example.com/muster", False),
        ("postgresql://muster:hunter2@db.example.com/muster?sslmode=disable", True),
        ("postgresql://muster:hunter2@10.0.0.7/muster?sslmode=prefer", True),
        ("postgresql+psycopg://muster:hunter2@db.example.com/muster?connect_timeout=3", False),
        ("postgresql://muster:hunter2@db.example.com/muster?sslmode=require", False),
        ("postgresql://muster:hunter2@db.example.com/muster?sslmode=verify-full", False),
    ],
)
def test_a_server_elsewhere_that_may_be_spoken_to_in_clear_text_is_noted(
    url: str, is_noted: bool, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delenv("PGSSLMODE", raising=False)
    check = doctor.on_the_way(url)
    assert (check is not None) is is_noted
    assert "hunter2" not in str(check)
    monkeypatch.setenv("PGSSLMODE", "prefer")
    by_environment = url.startswith("postgresql") and "@db." in url
    assert (doctor.on_the_way(url) is not None) is (is_noted if "sslmode" in url else by_environment), "it goes second"


def in_trouble(session: Session, dead: int, broken: bool, on_hold: bool) -> None:
    make_workspace(session, broken_at=NOW if broken else None, on_hold=on_hold)
    for number in range(3):
        outbox.put(session, TEAM, Letter(key=f"{number}", kind="reply", to="U0ANN"), now=NOW)
        row = deliveries.outbox_by_key(session, TEAM, str(number))
        assert row is not None
        row.state = OutboxState.DEAD if number < dead else OutboxState.SENT
        row.in_doubt = False
        session.add(row)


PAUSED = "sending is paused in 1 workspace, as Slack refused too much"


@pytest.mark.parametrize(
    ("dead", "broken", "said"),
    [
        (0, False, None),
        (1, False, "1 message was given up"),
        (3, False, "3 messages were given up"),
        (0, True, PAUSED),
        (2, True, f"2 messages were given up; {PAUSED}"),
    ],
)
def test_what_is_not_said_any_more_is_noted_with_where_to_look(
    database_url: str, dead: int, broken: bool, said: str | None
):
    with alone_with(database_url) as done:
        done(lambda session: in_trouble(session, dead, broken, on_hold=False))
    check = doctor.lost(database_url)
    assert (check.said if check else None) == said
    if check is not None:
        assert (check.ok, check.name, "muster outbox" in check.mend) == (None, "delivery", True)
    assert doctor.hold(database_url) is None


def test_an_outbox_on_hold_is_noted_with_how_to_let_it_go(database_url: str):
    with alone_with(database_url) as done:
        done(lambda session: in_trouble(session, 0, broken=False, on_hold=True))
        check = doctor.hold(database_url)
        assert check is not None
        assert (check.ok, check.name) == (None, "outbox")
        assert check.said == "on hold since a restore: 0 messages wait in 1 workspace"
        assert "muster hold --release" in check.mend
        done(lambda session: outbox.put(session, TEAM, Letter(key="waits", kind="reply", to="U0ANN"), now=NOW))
        done(holds.put_on_hold)
    check = doctor.hold(database_url)
    assert check is not None
    assert "1 message waits in 1 workspace" in check.said


def test_a_large_directory_tells_how_far_it_is_and_what_stopped_it(database_url: str):
    def being_read(session: Session, stopped: str) -> None:
        make_workspace(session)
        session.merge(DirectoryReading(workspace_id=TEAM, begun_at=NOW, people=12_400, stopped=stopped))

    with alone_with(database_url) as done:
        assert doctor.directories(database_url) is None
        done(lambda session: being_read(session, ""))
        check = doctor.directories(database_url)
        done(lambda session: being_read(session, "missing_scope"))
    assert check == Check("directory", None, f"{TEAM}: 12,400 people read so far")
    stopped = doctor.directories(database_url)
    assert stopped is not None
    assert stopped.said == f"{TEAM}: 12,400 people read so far, then Slack answered missing_scope"
    assert "next start" in stopped.mend


def test_where_there_is_no_database_yet_nothing_waits_and_nothing_is_made(tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'none.db'}"
    assert (doctor.lost(url), doctor.hold(url), doctor.directories(url)) == (None, None, None)
    assert not (tmp_path / "none.db").exists()
    sqlite3.connect(tmp_path / "other.db").close()
    other = f"sqlite:///{tmp_path / 'other.db'}"
    found = doctor.lost(other), doctor.hold(other), doctor.directories(other)
    assert found == (None, None, None), "older tables tell nothing"


@pytest.mark.parametrize(("free", "ok"), [(5_000_000, False), (500_000_000, None), (50_000_000_000, True)])
def test_a_full_disk_is_a_fault_and_a_filling_one_a_note(
    free: int, ok: bool | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": free}))
    check = doctor.disk(f"sqlite:///{tmp_path / 'muster.db'}")
    assert check is not None
    assert check.ok is ok


def test_lines_put_what_to_do_under_what_is_wrong():
    checks = [Check("settings", True, "Socket Mode"), Check("disk", False, "only 5 MB free", "make room")]
    assert doctor.lines(checks) == [
        "ok     settings  Socket Mode",
        "FAULT  disk      only 5 MB free",
        "                 → make room",
    ]
