"""Asking a server again and again whether it is alive: the longest wait shows how long it was away."""

import socket
import threading
import time
from types import TracebackType

from benchmarks.servers.processes import Server, SpoiledError

ASK = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
PAUSE = 0.001
PATIENCE = 60.0


class Pinging(threading.Thread):
    """While the block lasts, over one connection, each time a millisecond after the last answer."""

    def __init__(self, server: Server) -> None:
        super().__init__(daemon=True)
        self.longest = 0.0  # milliseconds
        self.answers = 0
        self._over = threading.Event()
        self._to = ("127.0.0.1", server.port)

    def __enter__(self) -> "Pinging":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self.join()

    def run(self) -> None:
        with socket.create_connection(self._to, timeout=PATIENCE) as connection:
            while not self._over.is_set():
                began = time.perf_counter()
                connection.sendall(ASK)
                if not connection.recv(4096).startswith(b"HTTP/1.1 200"):
                    raise SpoiledError("it is not alive any more")
                self.longest = max(self.longest, 1000 * (time.perf_counter() - began))
                self.answers += 1
                time.sleep(PAUSE)
