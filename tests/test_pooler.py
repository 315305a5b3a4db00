"""PgBouncer that gives each transaction another connection: nothing of ours is bound to one, once that was said."""

import asyncio
import pwd
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from models import Task
from models.db import Database, connect
from models.failures import NotSaved
from tests.factories import make_person, make_task
from tests.ports import free_port
from tests.postgres import Server, _user

PGBOUNCER = shutil.which("pgbouncer") or ""
SETTINGS = """[databases]
* = host=127.0.0.1 port={behind} user=muster
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
auth_type = any
pool_mode = transaction
default_pool_size = 3
unix_socket_dir =
"""


@contextmanager
def pooled(server: Server, url: str) -> Iterator[str]:
    port, user = free_port(), _user() or pwd.getpwuid(0)
    with TemporaryDirectory(prefix="muster-pooler-", dir="/tmp") as name:  # pytest's own is closed to other users
        folder = Path(name)
        folder.chmod(0o755)
        settings = folder / "pgbouncer.ini"
        settings.write_text(SETTINGS.format(behind=server.port, port=port))
        with (folder / "said").open("wb") as said:
            process = subprocess.Popen([PGBOUNCER, settings], stdout=said, stderr=said, user=user.pw_uid, cwd="/")
        try:
            time.sleep(0.5)
            assert process.poll() is None, (folder / "said").read_text()
            yield url.replace(f":{server.port}/", f":{port}/")
        finally:
            process.kill()
            process.wait()


async def work_side_by_side(database: Database) -> int:
    """Often enough for statements to be prepared, and with more hands than the pooler has connections."""

    def settle_in(session: object) -> None:
        make_person(session)  # type: ignore[arg-type]

    await database.submit(settle_in)

    async def work(n: int) -> None:
        await database.submit(lambda session: make_task(session, make_person(session), title=f"Number {n}"))
        await database.read(lambda session: session.exec(select(Task).limit(3)).all())

    await asyncio.gather(*(work(n) for n in range(40)))
    return len(await database.read(lambda session: session.exec(select(Task)).all()))


def test_a_number_or_none_is_read_from_the_address(postgres_url: str):
    for said, meant in (("none", None), ("7", 7)):
        database = connect(f"{postgres_url}?prepare_threshold={said}", serving=False)
        threshold = asyncio.run(
            database.read(lambda session: session.connection().connection.driver_connection.prepare_threshold)  # type: ignore[union-attr]
        )
        asyncio.run(database.close())
        assert threshold == meant


if PGBOUNCER:  # apt-get install --no-install-recommends pgbouncer

    async def test_muster_works_through_it(postgres_url: str, postgres_server: Server):
        with pooled(postgres_server, postgres_url) as url:
            database = connect(f"{url}?prepare_threshold=none", serving=False)
            assert await work_side_by_side(database) == 40
            await database.close()

    async def test_statements_that_are_prepared_do_not(postgres_url: str, postgres_server: Server):
        with pooled(postgres_server, postgres_url) as url:
            database = connect(url, serving=False)
            with pytest.raises((DBAPIError, NotSaved), match="prepared statement"):
                await work_side_by_side(database)
            await database.close()
