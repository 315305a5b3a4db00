"""`muster restore` and a damaged file: what is put back, what is refused, and what waits afterwards."""

import fcntl
import os
import shutil
import sqlite3
import stat
from pathlib import Path

import pytest
from sqlmodel import select

from bot import doctor
from bot.cli.erasing import forget_again
from bot.clock import real_now
from bot.services.messages import outbox
from bot.services.messages.outbox import Letter
from models import Outbox, OutboxState, Session, Task, Workspace
from models.backups import make
from models.damage import is_damage
from models.db import connect, plain_engine
from models.failures import Damaged, DatabaseInUse, Unfit
from models.restoring import Restored, check_before_serving, restore
from tests.factories import NOW, TEAM, make_person, make_task
from tests.test_backups import damage, fill, silent, titles
from tests.test_cli import muster
from tests.typed import Typed


def reading(url: str, query: object) -> list[object]:
    engine = plain_engine(url)
    try:
        with Session(engine, expire_on_commit=False) as session:
            return list(session.exec(query).all())  # type: ignore[call-overload]
    finally:
        engine.dispose()


def put_back(url: str, copy: Path) -> Restored:
    return restore(url, copy, real_now(), silent, forget_again)


@pytest.fixture(scope="module")
def files(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A database of fifty tasks and what was said of them, and its backup; made once."""
    path = tmp_path_factory.mktemp("filled") / "muster.db"
    path.write_bytes(migrated_file.read_bytes())
    fill(f"sqlite:///{path}")
    return path, make(f"sqlite:///{path}", path.with_name("copy.db"), silent).file


@pytest.fixture
def copy(files: tuple[Path, Path], sqlite_url: str, tmp_path: Path) -> Path:
    """A backup beside the database that it was made of, both this test's own."""
    for file in files:
        shutil.copyfile(file, tmp_path / file.name)
    return tmp_path / "copy.db"


def test_a_copy_comes_back_and_what_was_there_stays_beside_it(sqlite_url: str, copy: Path, tmp_path: Path):
    fill(sqlite_url, 5)
    done = put_back(sqlite_url, copy)
    assert (titles(tmp_path / "muster.db"), titles(copy)) == (50, 50)
    assert done.kept is not None
    assert titles(done.kept) == 55
    assert stat.S_IMODE((tmp_path / "muster.db").stat().st_mode) == 0o600
    assert not list(tmp_path.glob("*.restoring*"))


def test_a_journal_of_the_old_file_never_meets_the_new_one(sqlite_url: str, copy: Path, tmp_path: Path):
    place = tmp_path / "muster.db"
    with sqlite3.connect(place) as killed:  # what was last written is still in the journal
        killed.execute("PRAGMA wal_autocheckpoint = 0")
        killed.execute("UPDATE task SET title = 'in the journal'")
        killed.commit()
        journal = Path(f"{place}-wal").read_bytes()
    killed.close()
    Path(f"{place}-wal").write_bytes(journal)
    done = put_back(sqlite_url, copy)
    assert reading(sqlite_url, select(Task).where(Task.title == "in the journal")) == []
    assert done.kept is not None
    with sqlite3.connect(done.kept) as kept:
        assert kept.execute("SELECT count(*) FROM task WHERE title = 'in the journal'").fetchone() == (50,)


def test_all_of_it_is_on_hold_and_numbers_go_on_where_no_lost_task_was(sqlite_url: str, copy: Path):
    done = put_back(sqlite_url, copy)
    (workspace,) = reading(sqlite_url, select(Workspace))
    assert isinstance(workspace, Workspace)
    assert (workspace.on_hold, workspace.resumed_at, workspace.next_number) == (True, None, 1001)
    assert workspace.copied_at == done.copied_at == NOW
    check = doctor.hold(sqlite_url)
    assert check is not None
    assert check.said.startswith("on hold since a restore: ")
    assert done.waiting == len(reading(sqlite_url, select(Outbox).where(Outbox.state == OutboxState.PENDING)))


def test_where_nothing_is_there_a_copy_is_put(copy: Path, tmp_path: Path):
    done = put_back(f"sqlite:///{tmp_path / 'new.db'}", copy)
    assert (done.kept, titles(tmp_path / "new.db")) == (None, 50)


def test_nothing_is_put_under_a_muster_that_serves(sqlite_url: str, copy: Path, tmp_path: Path):
    with (tmp_path / "muster.db.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(DatabaseInUse):
            put_back(sqlite_url, copy)


def no_database(path: Path) -> None:
    path.write_text("nothing of the kind " * 500)


def of_another_program(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA application_id = 7")


def of_a_newer_muster(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")


def of_something_else(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE t (x)")


def half_of_it(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def with_a_journal(path: Path) -> None:
    Path(f"{path}-wal").write_bytes(b"x")


@pytest.mark.parametrize(("spoil", "failure", "said"), [
    (no_database, Damaged, "failed its check"),
    (half_of_it, Damaged, "failed its check"),
    (damage, Damaged, "failed its check"),
    (of_another_program, Unfit, "belongs to another program"),
    (of_a_newer_muster, Unfit, "was made by a newer Muster"),
    (of_something_else, Unfit, "is no backup of Muster's"),
    (with_a_journal, Unfit, "is no finished copy"),
    (Path.unlink, Unfit, "there is no file"),
])  # fmt: skip
def test_what_is_no_good_copy_is_refused_and_all_is_as_it_was(
    sqlite_url: str, copy: Path, tmp_path: Path, spoil: object, failure: type[Exception], said: str
):
    fill(sqlite_url, 1)
    spoil(copy)  # type: ignore[operator]
    with pytest.raises(failure, match=said):
        put_back(sqlite_url, copy)
    assert titles(tmp_path / "muster.db") == 51
    assert not [path.name for path in tmp_path.iterdir() if "before" in path.name or "restoring" in path.name]


def test_a_copy_of_an_older_muster_is_brought_to_these_tables(sqlite_url: str, copy: Path):
    with sqlite3.connect(copy) as connection:
        connection.execute("PRAGMA application_id = 0")
    put_back(sqlite_url, copy)
    (name,) = reading(sqlite_url, select(Workspace.id))
    assert name == TEAM


def test_the_commands_say_what_they_did(copy: Path, typed: Typed):
    done = typed("restore", "copy.db")
    assert done.exit_code == 0, done.output
    assert "What was there is" in done.output
    assert "The outbox is on hold" in done.output
    assert "/muster release" in done.output
    assert typed("hold", "--release").output.startswith("Released: ")
    assert typed("hold").output.startswith("On hold: ")
    half_of_it(copy)
    refused = typed("restore", "copy.db")
    assert (refused.exit_code, "failed its check" in refused.output) == (3, True), refused.output
    unknown = typed("restore", "nowhere.db")
    assert (unknown.exit_code, "nothing was restored" in unknown.output) == (1, True), unknown.output


@pytest.mark.postgres
def test_a_server_is_put_on_hold_after_its_own_tool_restored_it(postgres_url: str, tmp_path: Path):
    fill(postgres_url, 1)
    with pytest.raises(Unfit, match="pg_restore, then `muster hold`"):
        put_back(postgres_url, tmp_path / "copy.dump")
    done = muster(tmp_path, "hold", DATABASE_URL=postgres_url)
    assert done.stdout.startswith("On hold: "), done.stderr
    assert reading(postgres_url, select(Workspace.on_hold)) == [True]


# --- a damaged file -----------------------------------------------------------------------------------------------


def test_a_damaged_file_is_not_served_from(sqlite_url: str, copy: Path, tmp_path: Path):
    check_before_serving(sqlite_url)
    damage(tmp_path / "muster.db")
    with pytest.raises(Damaged, match="muster restore"):
        check_before_serving(sqlite_url)


def test_a_large_file_is_looked_through_only_after_muster_was_cut_off(
    sqlite_url: str, copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("models.restoring.QUICK", 0)
    damage(tmp_path / "muster.db")
    check_before_serving(sqlite_url)
    (tmp_path / "muster.db-wal").write_bytes(b"\0" * 32)
    with pytest.raises(Damaged):
        check_before_serving(sqlite_url)


def test_what_is_no_text_is_damage_too():
    """SQLite's own words about what is wrong quote the file, and Python stumbles over them."""
    with pytest.raises(UnicodeDecodeError) as found:
        b"\xa4".decode()
    assert is_damage(found.value)


async def test_damage_that_is_met_while_serving_is_told_in_one_line(sqlite_url: str, copy: Path, tmp_path: Path):
    damage(tmp_path / "muster.db")
    database = connect(sqlite_url)
    with pytest.raises(Damaged, match="muster restore"):
        await database.read(lambda session: session.exec(select(Task)).all())
    with pytest.raises(Damaged, match="muster restore"):
        await database.submit(lambda session: [session.delete(task) for task in session.exec(select(Task))])
    await database.close()


def test_serving_from_a_damaged_file_ends_in_one_line(sqlite_url: str, copy: Path, tmp_path: Path):
    damage(tmp_path / "muster.db")
    settings = {"SLACK_BOT_TOKEN": "xoxb-1-1", "SLACK_SIGNING_SECRET": "s" * 32, "PORT": "0"}
    done = muster(tmp_path, "serve", DATABASE_URL=sqlite_url, **settings)
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert "run `muster restore FILE`" in done.stderr


# --- what waits ---------------------------------------------------------------------------------------------------


def a_letter(session: Session, key: str, **more: object) -> Outbox:
    outbox.put(session, TEAM, Letter(**({"key": key, "kind": "hello", "to": "C0LAUNCH"} | more)), now=NOW)  # type: ignore[arg-type]
    return session.exec(select(Outbox).where(Outbox.key == key)).one()


def test_the_same_thing_has_the_same_mark_in_every_copy(session: Session):
    make_task(session, make_person(session))
    first, second = a_letter(session, "one"), a_letter(session, "two")
    marks = {first.nonce, second.nonce}
    session.delete(first)
    session.flush()
    assert len(marks) == 2
    assert a_letter(session, "one").nonce in marks
