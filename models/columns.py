"""Column types that behave the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, false, text, true
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field

NUMBER_MAX = 2**31 - 1  # what a column of numbers holds: no row has a greater one


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant. SQLite keeps no zone, so it is stored there as UTC without one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        in_utc = _to_utc(value)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def bind_processor(self, dialect: Dialect) -> Any:
        """As SQLite's text in one go: a turn writes some thirty of them."""
        return _as_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Of SQLite's text in one go: a row of a task has six of them."""
        return _in_utc if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _to_utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError(f"an instant without a zone: {value!r}")
    return value.astimezone(UTC)


def _as_text(value: datetime | None) -> str | None:
    return None if value is None else _to_utc(value).isoformat(" ", "microseconds")[: -len("+00:00")]


def _in_utc(kept: str | None) -> datetime | None:
    return None if kept is None else datetime.fromisoformat(kept + "+00:00")  # a tenth of what `replace` takes


def instant(**options: Any) -> Any:
    """A required `*_at` column."""
    return Field(sa_type=UtcDateTime, **options)


def maybe_instant(**options: Any) -> Any:
    """An optional `*_at` column."""
    return Field(default=None, sa_type=UtcDateTime, nullable=True, **options)


def json_list() -> Any:
    """A JSON array; assign a new list to change it, in-place changes are not seen."""
    return Field(default_factory=list, sa_type=JSON, nullable=False)


def json_object() -> Any:
    """A JSON object; assign a new dict to change it, in-place changes are not seen."""
    return Field(default_factory=dict, sa_type=JSON, nullable=False)


def maybe_json() -> Any:
    """An optional JSON value; NULL where there is none."""
    return Field(default=None, sa_type=JSON(none_as_null=True), nullable=True)


def later_column(value: bool | int | str) -> Any:
    """A required column that came to its table later: rows from before have this value."""
    if isinstance(value, bool):
        default: Any = true() if value else false()
    else:
        default = text(f"'{value}'" if isinstance(value, str) else str(value))
    return Field(default=value, nullable=False, sa_column_kwargs={"server_default": default})
