"""`muster doctor`: looks at everything Muster stands on, says what is wrong and how to mend it. It changes nothing."""

import asyncio
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.answers.people import NOT_REACHED
from bot.clock import real_now
from bot.logs import mask
from bot.manifest import CORE_SCOPES, OPTIONS, SCOPES
from bot.settings import REDIRECT_PATH, Settings, WrongSetting, is_loopback, load
from models.condition import condition_of, file_of, held_in, lost_in, read_in, standing_of
from models.db import is_next
from models.restoring import faults_of_served

TIMEOUT = 10
DIRECTORIES_SHOWN = 5
LEAST_DISK, LITTLE_DISK = 100_000_000, 1_000_000_000
CLOCK_MAY_BE_OFF, SIGNATURES_FAIL_AT = 5, 120
BEHIND_AT_MOST = 16 * 1024 * 1024  # bytes; one piece of the log

MEND_SLACK = {
    "invalid_auth": "copy the Bot User OAuth Token again, page OAuth & Permissions",
    "not_authed": "set SLACK_BOT_TOKEN",
    "account_inactive": "the app was removed from the workspace: install it again, page OAuth & Permissions",
    "token_revoked": "install the app again, page OAuth & Permissions, and copy its new token",
    "token_expired": "switch token rotation off in the app's manifest, and install it again",
    "not_allowed_token_type": "copy the right kind: xoxb-… is the bot's token, xapp-… the app-level one",
    "missing_scope": "make an app-level token with connections:write, page Basic Information",
    "unreachable": "is this machine online, and may it reach the address? A proxy goes in HTTPS_PROXY",
}


@dataclass(frozen=True)
class Check:
    """What was looked at. `ok` None is a note: worth knowing, no fault. `mend` says what to do."""

    name: str
    ok: bool | None
    said: str
    mend: str = ""


async def examine() -> list[Check]:
    """Everything, from the settings on; without settings only what needs none."""
    try:
        settings = load()
    except WrongSetting as wrong:
        said, _, mend = str(wrong).partition(": ")
        return [Check("settings", False, said, mend.rstrip(".")), await asyncio.to_thread(fonts)]
    return await examine_with(settings)


async def examine_with(settings: Settings) -> list[Check]:
    said = await _ask_slack(settings)
    looks = (database, on_the_way, disk, hold, lost, directories)
    local = [await asyncio.to_thread(look, settings.database_url) for look in looks]
    return [
        Check("settings", True, "Socket Mode" if settings.socket_mode else f"HTTP on {settings.host}:{settings.port}"),
        *said,
        *(check for check in local if check),
        *await asyncio.to_thread(replica, settings.database_url, settings.database_read_url),
        await asyncio.to_thread(fonts),
        *_rehearsal(settings),
    ]


def lines(checks: list[Check]) -> list[str]:
    """One line a check, and one below it for what to do."""
    marks = {True: "ok", False: "FAULT", None: "note"}
    width = max((len(check.name) for check in checks), default=0)
    said: list[str] = []
    for check in checks:
        said.append(f"{marks[check.ok]:5}  {check.name:{width}}  {check.said}")
        if check.mend:
            said.append(f"{'':5}  {'':{width}}  → {check.mend}")
    return said


def exit_code(checks: list[Check]) -> int:
    return 1 if any(check.ok is False for check in checks) else 0


# --- Slack --------------------------------------------------------------------------------------------------------


async def _ask_slack(settings: Settings) -> list[Check]:
    """The bot's token, its scopes and the clock from one answer; the app-level token from another."""
    token, app_token = settings.slack_bot_token.get_secret_value(), settings.slack_app_token.get_secret_value()
    if settings.is_installed_by_people:
        answer, headers = await _call(settings, "api.test", "")
        checks = [_installing(settings, answer), *clock(headers)]
    else:
        answer, headers = await _call(settings, "auth.test", token)
        checks = [_identity(answer), *_scopes(headers), *clock(headers)]
    if app_token:
        opened, _ = await _call(settings, "apps.connections.open", app_token)
        checks.insert(1, _socket_mode(opened))
    return checks


async def _call(settings: Settings, method: str, token: str) -> tuple[dict[str, Any], dict[str, str]]:
    """The answer and its headers in lower case; a call that never got there answers {"error": "unreachable"}."""
    client = AsyncWebClient(token=token, base_url=settings.slack_api_url, timeout=TIMEOUT, retry_handlers=[])
    try:
        response: Any = await client.api_call(method)
    except SlackApiError as error:
        response = error.response
    except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        return {"ok": False, "error": "unreachable", "why": str(error) or type(error).__name__}, {}
    body = response.data if isinstance(response.data, dict) else {"ok": False, "error": f"http {response.status_code}"}
    return body, {key.lower(): str(value) for key, value in response.headers.items()}


def _identity(answer: dict[str, Any]) -> Check:
    if answer.get("ok"):
        return Check("bot token", True, f"{answer.get('team')}, as @{answer.get('user')}")
    return _refused("bot token", answer)


def _installing(settings: Settings, answer: dict[str, Any]) -> Check:
    if not answer.get("ok"):
        return _refused("installing", answer)
    return Check("installing", True, f"at {settings.slack_redirect_url.removesuffix(REDIRECT_PATH)}/slack/install")


def _socket_mode(answer: dict[str, Any]) -> Check:
    if answer.get("ok"):
        return Check("Socket Mode", True, "Slack opens a connection")
    return _refused("Socket Mode", answer)


def _refused(name: str, answer: dict[str, Any]) -> Check:
    error = str(answer.get("error", "no answer in Slack's form"))
    why = f": {mask(answer['why'])}" if answer.get("why") else ""
    return Check(name, False, f"Slack answers {error}" if not why else f"Slack was not reached{why}",
                 MEND_SLACK.get(error, "see docs/operate.md"))  # fmt: skip


def _scopes(headers: Mapping[str, str]) -> list[Check]:
    """One check for each scope that is missing: a fault in the core, a note where it was a choice."""
    if "x-oauth-scopes" not in headers:
        return []
    granted = {scope.strip() for scope in headers["x-oauth-scopes"].split(",")}
    mend = "add it to the app's manifest, and install the app again, page OAuth & Permissions"
    missing = [
        Check(f"scope {scope}", False if scope in CORE_SCOPES else None, f"without it {lost}",
              mend if scope in CORE_SCOPES else _how_to_choose(scope))
        for scope, lost in SCOPES.items() if scope not in granted
    ]  # fmt: skip
    if any(check.ok is False for check in missing):
        return missing
    return [Check("scopes", True, f"all {len(CORE_SCOPES)} that Muster cannot do without"), *missing]


def _how_to_choose(scope: str) -> str:
    """The options of the manifest that bring a scope nobody needs to grant."""
    names = " or ".join(f"--option {name}" for name, (scopes, _) in OPTIONS.items() if scope in scopes)
    return f"if you want it: muster manifest {names}, and install the app again"


def clock(headers: Mapping[str, str]) -> list[Check]:
    """This machine's clock against Slack's; signatures older than five minutes are refused."""
    try:
        theirs = parsedate_to_datetime(headers["date"])
    except (KeyError, ValueError):
        return []
    off = abs((real_now() - theirs).total_seconds())
    if off <= CLOCK_MAY_BE_OFF:
        return [Check("clock", True, "agrees with Slack's")]
    said = f"{off:.0f} seconds away from Slack's"
    mend = "set this machine's clock by NTP: systemctl enable --now systemd-timesyncd"
    return [Check("clock", False if off > SIGNATURES_FAIL_AT else None, said, mend)]


# --- this machine -------------------------------------------------------------------------------------------------


def database(url: str) -> Check | None:
    """Whether it is there, may be written and has the newest tables. A file that is not there yet is not made."""
    path = file_of(url)
    if path is not None and not path.exists():
        return _no_file_yet(path)
    if path is not None and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        mend = f"give the one who runs Muster the right to write: chown the folder {path.parent.resolve()}"
        return Check("database", False, f"{path} cannot be written", mend)
    found = condition_of(url)
    if found.trouble:
        mend = "is the server running, and is DATABASE_URL right? docs/operate.md says more"
        return Check("database", False, f"cannot be opened: {mask(found.trouble)}", mend)
    if found.revision is None:
        return Check("database", False, "has no tables yet", "muster migrate")
    if is_next(found.revision, found.newest):
        return Check("database", None, f"has revision {found.revision}, of the next Muster", "upgrade when you like")
    if found.revision != found.newest:
        mend = "muster migrate; if that fails, the tables come from a newer Muster: upgrade this one"
        return Check("database", False, f"has revision {found.revision}, this Muster wants {found.newest}", mend)
    if path is not None and (faults := faults_of_served(path)):
        mend = "stop Muster, then muster restore FILE with the newest backup"
        return Check("database", False, f"{path} is damaged: {faults[0][:200]}", mend)
    return Check("database", True, f"{path or 'PostgreSQL'}, revision {found.revision}")


def replica(url: str, read_url: str) -> list[Check]:
    """Whether the standby is one of this database, and keeps up. Without it all is read from the primary."""
    if not read_url:
        return []
    found = standing_of(url, read_url)
    if found.trouble:
        mend = "is it running, and is DATABASE_READ_URL right? Meanwhile the primary is read"
        return [Check("replica", None, f"cannot be asked: {mask(found.trouble)}", mend)]
    if not found.copies:
        mend = "give DATABASE_READ_URL the address of a streaming standby of DATABASE_URL's server, or leave it out"
        return [Check("replica", False, "is no standby of this database", mend)]
    if found.behind and found.behind > BEHIND_AT_MOST:
        mend = "nothing is read there until it has caught up: look at pg_stat_replication on the primary"
        return [Check("replica", None, f"{found.behind / 1e6:.0f} MB behind", mend)]
    way = on_the_way(read_url)
    return [Check("replica", True, "a standby that keeps up"), *([replace(way, name="replica")] if way else [])]


def on_the_way(url: str) -> Check | None:
    """Whether others on the network could read along; without being told so, a server's library insists on nothing."""
    address = urlsplit(url)
    if file_of(url) is not None or not address.hostname or is_loopback(address.hostname):
        return None
    asked = parse_qs(address.query).get("sslmode") or [os.environ.get("PGSSLMODE") or "require"]
    if asked[-1] in ("require", "verify-ca", "verify-full"):
        return None
    return Check("database", None, f"what goes to {address.hostname} may go in clear text",
                 "end DATABASE_URL with ?sslmode=verify-full, unless nobody else is on that network")  # fmt: skip


def hold(url: str) -> Check | None:
    """Whether messages wait since a restore."""
    path = file_of(url)
    if path is not None and not path.exists():
        return None
    held = held_in(url)
    if not held:
        return None
    waiting = _some(held[0], "message waits", "messages wait")
    return Check("outbox", None, f"on hold since a restore: {waiting} in {_some(held[1], 'workspace', 'workspaces')}",
                 "look, then /muster release in Slack, or muster hold --release")  # fmt: skip


def lost(url: str) -> Check | None:
    """Whether messages were given up, or nothing is said somewhere for a while."""
    path = file_of(url)
    found = lost_in(url) if path is None or path.exists() else None
    if not found:
        return None
    dead, paused = found
    said = f"{_some(dead, 'message was', 'messages were')} given up" if dead else ""
    where = _some(paused, "workspace", "workspaces")
    stopped = f"sending is paused in {where}, as Slack refused too much" if paused else ""
    return Check("delivery", None, "; ".join(part for part in (said, stopped) if part),
                 "muster outbox says why; /muster outbox in Slack, too")  # fmt: skip


def directories(url: str) -> Check | None:
    """How far the people of large workspaces are read, and whether that came to a stop."""
    path = file_of(url)
    readings = read_in(url) if path is None or path.exists() else []
    if not readings:
        return None
    said = "; ".join(f"{one.workspace_id}: {one.people:,} people read so far"
                     f"{_stop(one.stopped)}"
                     for one in readings[:DIRECTORIES_SHOWN])  # fmt: skip
    more = f"; and {len(readings) - DIRECTORIES_SHOWN:,} more" if len(readings) > DIRECTORIES_SHOWN else ""
    mend = "it goes on where it was at the next start: docs/operate.md, Big workspaces"
    return Check("directory", None, said + more, mend if any(one.stopped for one in readings) else "")


def _stop(why: str) -> str:
    if why == NOT_REACHED:
        return ", then Slack could not be reached"
    return f", then Slack answered {why}" if why else ""


def _some(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _no_file_yet(path: Path) -> Check:
    if not os.access(path.parent, os.W_OK):
        return Check("database", False, f"{path.parent.resolve()} cannot be written", f"make {path.parent} and own it")
    return Check("database", None, f"{path} is not there yet", "muster serve or muster migrate makes it")


def disk(url: str) -> Check | None:
    """Room for a database in a file; a server looks after its own."""
    path = file_of(url)
    if path is None or not path.parent.exists():
        return None
    free = shutil.disk_usage(path.parent).free
    if free >= LITTLE_DISK:
        return Check("disk", True, f"{free / 1e9:.0f} GB free")
    mend = "make room: nothing can be saved on a full disk"
    return Check("disk", False if free < LEAST_DISK else None, f"only {free / 1e6:.0f} MB free", mend)


def fonts() -> Check:
    """Whether pictures can hold Chinese."""
    if _chinese_font():
        return Check("fonts", True, "there is one with Chinese characters")
    mend = "apt-get install fonts-noto-cjk, or leave it: only pictures need it"
    return Check("fonts", None, "none with Chinese characters", mend)


def _chinese_font() -> bool:
    if program := shutil.which("fc-list"):
        listed = subprocess.run([program, ":lang=zh-cn", "family"], capture_output=True, timeout=TIMEOUT, check=False)  # noqa: S603
        return bool(listed.stdout.strip())
    folders = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("/Library/Fonts"))
    names = ("cjk", "wqy", "pingfang", "sourcehan", "simsun", "yahei")
    return any(any(name in font.name.lower() for name in names) for folder in folders for font in folder.rglob("*.tt?"))


def _rehearsal(settings: Settings) -> list[Check]:
    if not settings.test_clock:
        return []
    return [Check("test clock", None, "time can be moved: this Muster is for rehearsals", "unset MUSTER_TEST_CLOCK")]
