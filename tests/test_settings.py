"""Settings: a wrong one is named in one line that says how to mend it, and shows no secret."""

import base64
from pathlib import Path

import pytest

from bot.settings import WrongSetting, load, load_database_url

GOOD = {"SLACK_BOT_TOKEN": "xoxb-1-secret", "SLACK_SIGNING_SECRET": "topsecret"}
NAMES = ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN", "SLACK_API_URL", "HOST", "PORT", "LOG_LEVEL",
         "DATABASE_URL", "DATABASE_READ_URL", "MUSTER_TEST_CLOCK", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET",
         "SLACK_REDIRECT_URL", "MUSTER_KEYS", "MUSTER_KEYS_FILE")  # fmt: skip
KEY = "one:" + base64.b64encode(b"k" * 32).decode()
INSTALLED = {"SLACK_BOT_TOKEN": "", "SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "hush", "MUSTER_KEYS": KEY,
             "SLACK_REDIRECT_URL": "https://muster.example.com/slack/oauth_redirect"}  # fmt: skip

WRONG: tuple[tuple[dict[str, str], str], ...] = (
    ({"SLACK_BOT_TOKEN": ""}, "SLACK_BOT_TOKEN"),
    ({"SLACK_BOT_TOKEN": "xoxp-secret"}, "SLACK_BOT_TOKEN"),
    ({"SLACK_SIGNING_SECRET": ""}, "SLACK_SIGNING_SECRET"),
    ({"SLACK_SIGNING_SECRET": "   "}, "SLACK_SIGNING_SECRET"),
    ({"SLACK_APP_TOKEN": "xoxb-secret"}, "SLACK_APP_TOKEN"),
    ({"SLACK_API_URL": "http://slack.example/api/"}, "SLACK_API_URL"),
    ({"SLACK_API_URL": "ftp://127.0.0.1/"}, "SLACK_API_URL"),
    ({"SLACK_API_URL": "nonsense"}, "SLACK_API_URL"),
    ({"SLACK_API_URL": "http://[::1"}, "SLACK_API_URL"),
    ({"DATABASE_URL": "mysql://root:secret@host/x"}, "DATABASE_URL"),
    ({"DATABASE_URL": ""}, "DATABASE_URL"),
    ({"DATABASE_READ_URL": "postgresql://user:secret@standby/x"}, "DATABASE_READ_URL"),
    ({"DATABASE_URL": "postgresql://h/x", "DATABASE_READ_URL": "sqlite:///secret.db"}, "DATABASE_READ_URL"),
    ({"PORT": "many"}, "PORT"),
    ({"LEAVE_SECONDS": "-1"}, "LEAVE_SECONDS"),
    ({"PORT": "70000"}, "PORT"),
    ({"PORT": "-1"}, "PORT"),
    ({"LIMIT_PER_PERSON": "0"}, "LIMIT_PER_PERSON"),
    ({"LIMIT_PER_WORKSPACE": "lots"}, "LIMIT_PER_WORKSPACE"),
    ({"LIMIT_EVENTS": "1.5"}, "LIMIT_EVENTS"),
    ({"LOG_LEVEL": "loud"}, "LOG_LEVEL"),
    ({"MUSTER_TEST_CLOCK": "1"}, "MUSTER_TEST_CLOCK"),
    ({"MUSTER_TEST_CLOCK": "1", "SLACK_API_URL": "http://127.0.0.1:1/api/", "HOST": "0.0.0.0"}, "MUSTER_TEST_CLOCK"),
    ({"MUSTER_TEST_CLOCK": "2026-03-09T09:00:00", "SLACK_API_URL": "http://127.0.0.1:1/api/"}, "MUSTER_TEST_CLOCK"),
    (INSTALLED | {"SLACK_BOT_TOKEN": "xoxb-secret"}, "SLACK_CLIENT_ID"),
    (INSTALLED | {"SLACK_CLIENT_SECRET": ""}, "SLACK_CLIENT_SECRET"),
    (INSTALLED | {"SLACK_REDIRECT_URL": ""}, "SLACK_REDIRECT_URL"),
    (INSTALLED | {"SLACK_REDIRECT_URL": "http://muster.example.com/slack/oauth_redirect"}, "SLACK_REDIRECT_URL"),
    (INSTALLED | {"SLACK_REDIRECT_URL": "https://muster.example.com/elsewhere"}, "SLACK_REDIRECT_URL"),
    (INSTALLED | {"MUSTER_KEYS": ""}, "MUSTER_KEYS"),
    (INSTALLED | {"MUSTER_KEYS": "c2VjcmV0"}, "MUSTER_KEYS"),
    (INSTALLED | {"MUSTER_KEYS": "one:c2VjcmV0"}, "MUSTER_KEYS"),
    (INSTALLED | {"MUSTER_KEYS_FILE": "keys"}, "MUSTER_KEYS_FILE"),
    ({"MUSTER_KEYS_FILE": "there-is-none"}, "MUSTER_KEYS_FILE"),
    ({"MUSTER_TEST_CLOCK": "soon", "SLACK_API_URL": "http://127.0.0.1:1/api/"}, "MUSTER_TEST_CLOCK"),
)  # fmt: skip


@pytest.fixture(autouse=True)
def nothing_else_is_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No `.env` and none of our names from outside."""
    monkeypatch.chdir(tmp_path)
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(("changes", "name"), WRONG)
def test_a_wrong_setting_is_one_line_that_begins_with_its_name(
    monkeypatch: pytest.MonkeyPatch, changes: dict[str, str], name: str
) -> None:
    for variable, value in (GOOD | changes).items():
        monkeypatch.setenv(variable, value)
    with pytest.raises(WrongSetting) as refused:
        load()
    said = str(refused.value)
    assert said.startswith(f"{name} "), said
    assert "\n" not in said
    assert "secret" not in said.lower().replace("signing_secret", "").replace("client_secret", ""), said
    assert len(said) < 200


def test_good_settings_are_taken_with_slack_s_address_in_its_full_form(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable, value in (GOOD | {"SLACK_API_URL": "https://slack.com/api"}).items():
        monkeypatch.setenv(variable, value)
    settings = load()
    assert settings.slack_api_url == "https://slack.com/api/"
    assert (settings.host, settings.port, settings.socket_mode, settings.test_clock) == (
        "127.0.0.1",
        3000,
        False,
        False,
    )
    assert "secret" not in repr(settings).replace("slack_signing_secret", "").replace("slack_client_secret", "")


def test_socket_mode_needs_no_signing_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-1")
    assert load().socket_mode


def test_people_may_install_it_into_their_workspaces_in_place_of_one_token(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable, value in (GOOD | INSTALLED).items():
        monkeypatch.setenv(variable, value)
    settings = load()
    ring = settings.ring()
    assert settings.is_installed_by_people
    assert ring is not None
    assert ring.first == "one"
    assert KEY.partition(":")[2] not in repr(settings)


def test_migrating_needs_no_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///elsewhere.db")
    assert load_database_url() == "sqlite:///elsewhere.db"
    monkeypatch.setenv("DATABASE_URL", "oracle://x")
    with pytest.raises(WrongSetting, match=r"^DATABASE_URL "):
        load_database_url()


def test_settings_may_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("SLACK_BOT_TOKEN=xoxb-file\nSLACK_SIGNING_SECRET=s\nPORT=4000\n", encoding="utf-8")
    assert load().port == 4000
