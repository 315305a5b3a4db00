"""The workspace is the unit by which the tables could be parted: every key carries it, but those named here."""

from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import Index, Table, UniqueConstraint
from sqlmodel import SQLModel

import models

assert models.Workspace, "all tables are known"
BY = "workspace_id"
TABLES: list[Table] = [table for table in SQLModel.metadata.sorted_tables if BY in table.c]
NOT_OF_ONE = {
    "workspace": "its id is the workspace",
    "installation": "the consent of a workspace, or of an organisation with several",
    "spentstate": "comes back from Slack before any workspace is known",
}
# Keys that only count. To part these tables the key becomes (workspace_id, id): a migration for each, and no code that
# names rows by more than the id has to change.
BY_NUMBER = {"history", "homewish", "longline", "outbox", "suggestion", "taskwords"}
# What the clock and the delivery ask of all workspaces at once; parted, each part is asked for itself.
OF_ALL = {
    "card_stale", "digest_due", "errand_due", "home_wish_due", "inbox_received", "long_line_age", "occurrence_untold",
    "outbox_open", "outbox_redraw", "person_brief_due", "person_calendar_due", "standup_answer_due", "standup_due",
    "standup_run_due", "task_chase_due", "task_level_due", "task_nudge_due", "task_recur_due",
}  # fmt: skip


def names(columns: object) -> list[str]:
    return [column.name for column in columns]  # type: ignore[attr-defined]


def indexes() -> Iterator[tuple[str, list[str], Index]]:
    for table in TABLES:
        for index in table.indexes:
            yield str(index.name), names(index.columns), index


def test_only_what_is_of_no_single_workspace_has_none():
    assert {table.name for table in SQLModel.metadata.sorted_tables} - {one.name for one in TABLES} == set(NOT_OF_ONE)


def test_primary_keys_begin_with_it():
    other = {table.name for table in TABLES if names(table.primary_key.columns)[0] != BY}
    assert other == BY_NUMBER
    assert all(names(table.primary_key.columns) == ["id"] for table in TABLES if table.name in BY_NUMBER)


def test_what_must_be_unique_is_so_within_it():
    demands = [(table.name, names(one.columns)) for table in TABLES for one in table.constraints
               if isinstance(one, UniqueConstraint)]  # fmt: skip
    demands += [(name, columns) for name, columns, index in indexes() if index.unique]
    assert len(demands) > 3
    assert [(name, columns) for name, columns in demands if BY not in columns] == []


def test_what_refers_to_another_row_refers_within_it():
    ties = [tie for table in TABLES for tie in table.foreign_key_constraints]
    assert len(ties) > 20
    for tie in ties:
        pairs = {(one.parent.name, one.column.name) for one in tie.elements}
        assert pairs & {(BY, BY), (BY, "id")}, f"{tie.table.name}: {pairs}"


def test_an_index_holds_it_or_is_of_those_that_are_asked_for_all_at_once():
    assert {name for name, columns, _ in indexes() if BY not in columns} == OF_ALL
    first = {name for name, columns, _ in indexes() if columns[0] == BY}
    assert {name for name, _, _ in indexes()} - first - OF_ALL == {
        "outbox_line", "outbox_next", "outbox_where", "task_to_archive",
    }  # fmt: skip


@pytest.mark.postgres
def test_postgresql_parts_every_table_but_those_by_number(postgres_url: str):
    refused = set()
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        for table in TABLES:
            like = f'CREATE TABLE "parted_{table.name}" (LIKE "{table.name}" INCLUDING ALL) PARTITION BY HASH ({BY})'
            try:
                connection.execute(like.encode())
            except psycopg.errors.FeatureNotSupported:
                refused.add(table.name)
    assert refused == BY_NUMBER
