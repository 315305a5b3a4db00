"""Cursor pagination: opaque cursors, an empty one at the end."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import TypeVar

from playground.webapi.call import ApiError, Call
from playground.world import Json

Item = TypeVar("Item")
MOST = 1000


def limit_of(call: Call, default: int) -> int:
    limit = call.number("limit", default)
    if not 1 <= limit <= MOST:
        raise ApiError("invalid_limit")
    return limit


def place_of(call: Call) -> str:
    """What a cursor points at: the key of the first item of its page; empty at the start."""
    cursor = call.text("cursor")
    if not cursor:
        return ""
    try:
        place = base64.b64decode(cursor, validate=True).decode()
    except (binascii.Error, ValueError) as error:
        raise ApiError("invalid_cursor") from error
    if not place.startswith("next:"):
        raise ApiError("invalid_cursor")
    return place.removeprefix("next:")


def cursor_for(key: str) -> str:
    return base64.b64encode(f"next:{key}".encode()).decode()


def page(call: Call, items: Sequence[tuple[str, Item]], default: int) -> tuple[list[Item], Json]:
    """One page of keyed items in their order, and its response_metadata."""
    limit, place = limit_of(call, default), place_of(call)
    keys = [key for key, _ in items]
    if place and place not in keys:
        raise ApiError("invalid_cursor")
    start = keys.index(place) if place else 0
    following = items[start + limit : start + limit + 1]
    next_cursor = cursor_for(following[0][0]) if following else ""
    return [item for _, item in items[start : start + limit]], {"next_cursor": next_cursor}
