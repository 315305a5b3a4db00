"""A slash command as Slack sends it: a form, signed over its bytes at this moment, in one HTTP/1.1 request."""

import hashlib
import hmac
import time
from collections.abc import Iterator
from secrets import token_hex
from urllib.parse import urlencode

from benchmarks.load.lines import lines
from benchmarks.servers.cast import PATH, SECRET, TEAM

KEY = hmac.new(SECRET.encode(), digestmod=hashlib.sha256)
PREPARED = 2_000


def requests(port: int, said: str = "") -> Iterator[bytes]:
    """Requests for ever, each a gesture of its own: the same one twice would be taken for a repetition, and cost less.
    Each is another new task, or the same words `said` by another person.

    The forms are written down before, as far as they can be: the one who asks is not to be what is measured.
    """
    run, forms = token_hex(6), _forms(port, said)
    ready = [next(forms) for _ in range(PREPARED)]
    while True:
        for form in ready:
            yield signed(form + run.encode() + b"%x" % time.perf_counter_ns(), port)
        ready = [next(forms) for _ in range(PREPARED)]


def _forms(port: int, said: str) -> Iterator[bytes]:
    """All but the end of `trigger_id`."""
    first = time.time_ns() // 1000  # the lines of one run are none of another's
    for person, channel, text in lines(first):
        yield form(person, channel, said or text, f"{first}.{TEAM}.", port)


def form(person: str, channel: str, text: str, trigger: str, port: int) -> bytes:
    said = {
        "token": "not-a-secret-and-not-to-be-used", "team_id": TEAM, "team_domain": "muster-hq",
        "channel_id": channel, "channel_name": f"team-{channel[-2:]}", "user_id": person,
        "user_name": person.lower(), "command": "/task", "text": text, "api_app_id": "A0MUSTER01",
        "is_enterprise_install": "false", "response_url": f"http://127.0.0.1:{port}/hooks/{TEAM}/{person}",
        "trigger_id": trigger,
    }  # fmt: skip
    return urlencode(said).encode()


def signature(body: bytes) -> tuple[str, str]:
    """(timestamp, signature) of this moment."""
    stamp, digest = str(int(time.time())), KEY.copy()
    digest.update(b"v0:%s:%s" % (stamp.encode(), body))
    return stamp, f"v0={digest.hexdigest()}"


def signed(body: bytes, port: int) -> bytes:
    stamp, digest = signature(body)
    return (
        b"POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUser-Agent: Slackbot 1.0 (+https://api.slack.com/robots)\r\n"
        b"Accept: application/json,*/*\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n"
        b"X-Slack-Request-Timestamp: %s\r\nX-Slack-Signature: %s\r\n\r\n%s"
    ) % (PATH.encode(), port, len(body), stamp.encode(), digest.encode(), body)
