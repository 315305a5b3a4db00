"""One more task, again and again, as the peers that speak HTTP are told of it on connections that stay open."""

import base64
import json
import time
from collections.abc import Iterator
from secrets import token_hex

from benchmarks.load.lines import lines

USER, PASSWORD = "admin", "made-for-the-benchmark"
SIGNED_IN = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
ISSUES = "/rest/data/issue"
RADICALE_HEADERS = {"Authorization": SIGNED_IN, "Content-Type": "text/calendar; charset=utf-8"}


def roundup_headers(port: int) -> dict[str, str]:
    """It asks everybody who comes from outside for an origin, and for a word no form of a browser says."""
    origin = f"http://127.0.0.1:{port}"
    return {
        "Authorization": SIGNED_IN, "Accept": "application/json", "Content-Type": "application/json",
        "Origin": origin, "Referer": f"{origin}/", "X-Requested-With": "rest",
    }  # fmt: skip


def roundup_requests(port: int, _: str) -> Iterator[bytes]:
    for text in _texts():
        issue = {"title": text, "priority": "urgent", "status": "unread"}
        yield _request("POST", ISSUES, port, roundup_headers(port), json.dumps(issue))


def radicale_requests(port: int, collection: str) -> Iterator[bytes]:
    for text in _texts():
        uid = token_hex(12)
        yield _request("PUT", f"{collection}{uid}.ics", port, RADICALE_HEADERS, _todo(uid, text))


def _todo(uid: str, text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    return "\r\n".join((
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Muster//Benchmark//EN", "BEGIN:VTODO", f"UID:{uid}",
        "DTSTAMP:20260309T080000Z", f"SUMMARY:{escaped}", "DUE:20260313T170000Z", "PRIORITY:1",
        "END:VTODO", "END:VCALENDAR", "",
    ))  # fmt: skip


def _texts() -> Iterator[str]:
    """The same lines that Muster is told; those of one run are none of another's."""
    return (text for _, _, text in lines(time.time_ns() // 1000))


def _request(method: str, path: str, port: int, headers: dict[str, str], body: str) -> bytes:
    data = body.encode()
    all_of_them = {"Host": f"127.0.0.1:{port}", **headers, "Content-Length": str(len(data))}
    said = "".join(f"{name}: {value}\r\n" for name, value in all_of_them.items())
    return f"{method} {path} HTTP/1.1\r\n{said}\r\n".encode() + data
