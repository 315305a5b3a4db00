"""`python -m benchmarks.peers.asking WHO PORT PLACE AT_ONCE SECONDS`: so many that make tasks in a peer over HTTP."""

import asyncio
import http.client
import json
import subprocess
import sys
from dataclasses import asdict
from http import HTTPStatus

from benchmarks.adding import Taken
from benchmarks.load.client import Load, ask_for
from benchmarks.peers import wire
from benchmarks.servers.processes import ROOT, Server, SpoiledError

REQUESTS = {"roundup": wire.roundup_requests, "radicale": wire.radicale_requests}


def run(who: str, server: Server, place: str, at_once: int, seconds: float) -> Taken:
    """In a process of its own, as those who ask Muster are."""
    before = server.worked
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-m", "benchmarks.peers.asking", who, str(server.port), place, str(at_once), str(seconds)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=seconds + 60,
    )  # fmt: skip
    if done.returncode:
        raise SpoiledError(
            f"{who}, {at_once} at once: {done.stderr.rpartition('WrongAnswerError: ')[2].strip()[:2000]}"
        )
    load = Load(**json.loads(done.stdout))
    return Taken(load, (server.worked - before) / load.in_all * 1e6)


def once(port: int, method: str, path: str, headers: dict[str, str], expected: HTTPStatus) -> bytes:
    """What is said to one request, where it is not the pace that matters."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        said = answer.read()
    finally:
        connection.close()
    if answer.status != expected:
        raise SpoiledError(f"{method} {path}: {answer.status} {said[:500].decode(errors='replace')}")
    return said


def main() -> None:
    who, port, place, at_once, seconds = sys.argv[1:]
    asked = REQUESTS[who](int(port), place)
    found = asyncio.run(ask_for(asked, [int(port)], int(at_once), float(seconds), status=HTTPStatus.CREATED))
    sys.stdout.write(json.dumps(asdict(found)) + "\n")


if __name__ == "__main__":
    main()
