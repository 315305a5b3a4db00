"""The words that tasks are found by, and those of the tasks that are there"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

from models.queries.search import found_by
from models.words import FTS, Lexemes

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

AT_ONCE = 500
TASK = sa.table(
    "task", sa.column("workspace_id", AutoString()), sa.column("number", sa.Integer()),
    *(sa.column(name, AutoString()) for name in ("title", "note", "project", "blocked_reason")),
    *(sa.column(name, sa.JSON()) for name in ("labels", "evidence", "described")),
)  # fmt: skip
HISTORY = sa.table(
    "history", sa.column("workspace_id", AutoString()), sa.column("number", sa.Integer()), sa.column("id"),
    sa.column("kind"), sa.column("note", AutoString()), sa.column("undone_by"),
)  # fmt: skip
CASE = sa.table(
    "closing", sa.column("workspace_id", AutoString()), sa.column("number", sa.Integer()),
    *(sa.column(name, AutoString()) for name in ("documents", "went_well", "lesson")), sa.column("tags", sa.JSON()),
)  # fmt: skip
WORDS = sa.table(
    "taskwords", sa.column("workspace_id", AutoString()), sa.column("number", sa.Integer()),
    sa.column("title", Lexemes()), sa.column("words", Lexemes()),
)  # fmt: skip
KEPT_BY = {
    "INSERT": "INSERT INTO {fts}(rowid, title, words) VALUES (new.id, new.title, new.words);",
    "DELETE": "INSERT INTO {fts}({fts}, rowid, title, words) VALUES ('delete', old.id, old.title, old.words);",
}


def upgrade() -> None:
    op.create_table(
        "taskwords",
        sa.Column("id", sa.Integer(), primary_key=True, nullable=False),
        sa.Column("workspace_id", AutoString(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", Lexemes(), nullable=False),
        sa.Column("words", Lexemes(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id", "number"], ["task.workspace_id", "task.number"]),
        sa.UniqueConstraint("workspace_id", "number", name="taskwords_task"),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"CREATE VIRTUAL TABLE {FTS} USING fts5(title, words, content='taskwords', content_rowid='id', "
                   "tokenize='ascii', prefix='1 2 3')")  # fmt: skip
        for event, does in {**KEPT_BY, "UPDATE": KEPT_BY["DELETE"] + KEPT_BY["INSERT"]}.items():
            op.execute(f"CREATE TRIGGER taskwords_{event.lower()} AFTER {event} ON taskwords "
                       f"BEGIN {does.format(fts=FTS)} END")  # fmt: skip
    _fill(op.get_bind())
    if op.get_bind().dialect.name == "postgresql":
        op.create_index("taskwords_words", "taskwords", ["words"], postgresql_using="gin")


def _fill(connection: sa.Connection) -> None:
    for tasks in _in_turn(connection):
        numbers = [task["number"] for task in tasks]
        notes, cases = _notes(connection, numbers), _cases(connection, numbers)
        connection.execute(sa.insert(WORDS), [
            {"workspace_id": key[0], "number": key[1],
             **found_by(task, notes=notes[key], case=cases.get(key))._asdict()}
            for task in tasks for key in [(task["workspace_id"], task["number"])]
        ])  # fmt: skip


def _in_turn(connection: sa.Connection) -> Iterator[Sequence[Any]]:
    after = ("", 0)
    while True:
        wanted = sa.tuple_(TASK.c.workspace_id, TASK.c.number) > sa.tuple_(*(sa.literal(one) for one in after))
        query = sa.select(TASK).where(wanted).order_by(TASK.c.workspace_id, TASK.c.number).limit(AT_ONCE)
        tasks = connection.execute(query).mappings().all()
        if not tasks:
            return
        yield tasks
        after = (tasks[-1]["workspace_id"], tasks[-1]["number"])


def _notes(connection: sa.Connection, numbers: list[int]) -> defaultdict[tuple[str, int], list[str]]:
    found: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
    query = sa.select(HISTORY).where(
        HISTORY.c.number.in_(numbers), HISTORY.c.kind == "note", HISTORY.c.undone_by.is_(None)
    )
    for row in connection.execute(query.order_by(HISTORY.c.id)).mappings():
        found[row["workspace_id"], row["number"]].append(row["note"])
    return found


def _cases(connection: sa.Connection, numbers: list[int]) -> dict[tuple[str, int], Any]:
    rows = connection.execute(sa.select(CASE).where(CASE.c.number.in_(numbers))).mappings()
    return {(row["workspace_id"], row["number"]): row for row in rows}


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TABLE {FTS}")
    op.drop_table("taskwords")
