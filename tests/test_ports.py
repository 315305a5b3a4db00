"""A port that was given out stays free for the one who asked, whatever else goes on on this machine."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ports import HOST, LINUX, LOWEST, free_port, keep, outgoing, outside

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    ("taken", "ports"),
    [
        (range(32_768, 61_000), range(LOWEST, 32_768)),
        (range(49_152, 65_536), range(LOWEST, LINUX)),
        (range(25_000, 65_001), range(LOWEST, 25_000)),
        (range(15_000, 60_001), range(60_001, 65_536)),
        (range(1_024, 65_536), range(LOWEST, LINUX)),  # none is safe; these are no worse than others
    ],
)
def test_ports_are_outside_of_those_for_outgoing_calls(taken: range, ports: range):
    assert outside(taken) == ports
    assert free_port() in outside(outgoing())


def test_a_port_is_given_once_and_can_be_listened_at():
    given = [free_port() for _ in range(50)]
    assert len(set(given)) == 50
    for port in given:
        with socket.create_server((HOST, port)):
            pass


def test_a_port_where_somebody_listens_is_not_given():
    with socket.create_server((HOST, free_port())) as server, socket.create_server((HOST, 0)) as other:
        assert not keep(server.getsockname()[1])
        assert not keep(other.getsockname()[1])


def test_what_a_process_was_given_is_given_to_no_other_until_it_ends():
    child = "from tests.ports import *; print(free_port(), flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", child], cwd=ROOT, text=True,
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:  # fmt: skip
        assert process.stdout is not None
        port = int(process.stdout.readline())
        assert not keep(port)
        process.communicate("\n")
    assert keep(port)
