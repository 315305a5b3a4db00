"""Refusals: an identity and its data; they are put into words at the edge."""

from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What sort of refusal it is; a web door maps it to a status."""

    NOT_FOUND = "not_found"
    FORBIDDEN = "forbidden"
    INVALID = "invalid"
    CONFLICT = "conflict"


class UserError(Exception):
    """Something the person can mend. `key` is a row of render.refusals.WORDS, `params` fill its words.

    `field` names the form field it belongs to, where there is one.
    """

    def __init__(self, key: str, kind: Kind = Kind.INVALID, *, field: str | None = None, **params: Any) -> None:
        super().__init__(key)
        self.key = key
        self.kind = kind
        self.field = field
        self.params = params


def not_found(key: str, **params: Any) -> UserError:
    return UserError(key, Kind.NOT_FOUND, **params)


def forbidden(key: str, **params: Any) -> UserError:
    return UserError(key, Kind.FORBIDDEN, **params)


def conflict(key: str, **params: Any) -> UserError:
    return UserError(key, Kind.CONFLICT, **params)
