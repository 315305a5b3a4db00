"""The cases: a line with the date it names, or with every field it fills."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

READING = Path(__file__).parent / "reading"


@dataclass(frozen=True, kw_only=True)
class DateCase:
    """What a line says of time. `accept…` are other right readings, counted where people differ."""

    id: str
    lang: str
    text: str
    reference_iso: str
    kind: str
    tz: str = "UTC"
    expected_date: str | None = None
    expected_time: str | None = None
    expected_rrule: str | None = None
    date_scored: bool = True
    time_scored: bool = True
    ambiguous: bool = False
    accept: list[list[str | None]] = field(default_factory=list)
    accept_rrule: list[str] = field(default_factory=list)
    accept_time: list[str | None] = field(default_factory=list)
    span: str | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class LineCase:
    """Every field of a line; what `expected` leaves out must come back empty, but for what `unscored` names."""

    id: str
    lang: str
    text: str
    reference_iso: str
    expected: dict[str, Any]
    tz: str = "UTC"
    unscored: list[str] = field(default_factory=list)


Case = DateCase | LineCase


def load(paths: Iterable[Path]) -> list[Case]:
    """The cases of files of either form, in their order."""
    return [_case(json.loads(line)) for path in paths for line in path.read_text("utf-8").splitlines() if line.strip()]


def _case(said: dict[str, Any]) -> Case:
    form = LineCase if "expected" in said else DateCase
    known = {one.name for one in fields(form)}
    kept = {name: value for name, value in said.items() if name in known}
    if ":" in kept.get("tz", "") or " " in kept.get("tz", ""):  # a remark, not the name of a zone
        del kept["tz"]
    return form(**kept)
