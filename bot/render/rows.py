"""Choosing the row of a table of words that fits what is known."""

from collections.abc import Mapping
from string import Formatter
from typing import Any

EMPTY: tuple[Any, ...] = ("", None, (), [])


def row_for(rows: Mapping[str, str], key: str, params: Mapping[str, Any], unknown: str) -> str:
    """`key:done` where the state, or without one the verb, is `done`; `key:` where what it would name is empty."""
    finer = f"{key}:{params.get('state', params.get('verb', '-'))}"
    if finer in rows:
        return rows[finer]
    if key not in rows:
        return unknown
    if f"{key}:" in rows and any(params.get(name) in EMPTY for name in placeholders(rows[key])):
        return rows[f"{key}:"]
    return rows[key]


def placeholders(source: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(source) if name}
