"""The small language in which the limits of Block Kit are written down as data."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

Check = Callable[[Any, str], Iterator[str]]
"""Given a value and its JSON pointer, yields one sentence per breach."""

Rule = Callable[[Mapping[str, Any]], Iterator[str]]
"""Looks at a whole object, after its fields, and yields what does not fit together."""


def breach(message: str, at: str) -> str:
    return f"{message} [json-pointer:{at}]"


def string(most: int | None = None, *, least: int = 1, pattern: str | None = None) -> Check:
    shape_of_it = re.compile(pattern) if pattern else None

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield breach("must be a string", at)
        elif len(value) < least:
            yield breach(f"must be more than {least - 1} characters", at)
        elif most is not None and len(value) > most:
            yield breach(f"must be less than {most + 1} characters", at)
        elif shape_of_it and not shape_of_it.fullmatch(value):
            yield breach("must match the expected format", at)

    return check


def flag(value: Any, at: str) -> Iterator[str]:
    if not isinstance(value, bool):
        yield breach("must be a boolean", at)


def whole(least: int | None = None, most: int | None = None) -> Check:
    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield breach("must be an integer", at)
        elif least is not None and value < least:
            yield breach(f"must be at least {least}", at)
        elif most is not None and value > most:
            yield breach(f"must be at most {most}", at)

    return check


def number(value: Any, at: str) -> Iterator[str]:
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield breach("must be a number", at)


def choice(*allowed: Any) -> Check:
    def check(value: Any, at: str) -> Iterator[str]:
        if not any(value is one or (type(value) is type(one) and value == one) for one in allowed):
            yield breach(f"must be one of: {', '.join(str(one) for one in allowed)}", at)

    return check


def listing(item: Check, least: int = 0, most: int | None = None) -> Check:
    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield breach("must be an array", at)
            return
        if len(value) < least:
            yield breach(f"no fewer than {least} items allowed", at)
        if most is not None and len(value) > most:
            yield breach(f"no more than {most} items allowed", at)
        for index, one in enumerate(value):
            yield from item(one, f"{at}/{index}")

    return check


def anything(value: Any, at: str) -> Iterator[str]:
    return iter(())


def shape(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None, *rules: Rule) -> Check:
    """An object with exactly these fields; `type` itself is the business of `by_type`."""
    known = {**required, **(optional or {})}

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield breach("must be an object", at)
            return
        missing = [name for name in required if name not in value]
        yield from (breach(f"missing required field: {name}", at) for name in missing)
        broken = bool(missing)
        for name, held in value.items():
            if name not in known:
                yield breach(f"invalid additional property: {name}", at)
                continue
            for message in known[name](held, f"{at}/{name}"):
                broken = True
                yield message
        if not broken:
            yield from (breach(message, at) for rule in rules for message in rule(value))

    return check


def by_type(rows: Mapping[str, Check], allowed: Sequence[str] | None = None) -> Check:
    """Looks up the row of an object's `type`; the table may still be growing when this is called."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield breach("must be an object", at)
            return
        kind = value.get("type")
        if not isinstance(kind, str):
            yield breach("missing required field: type", at)
        elif kind not in rows or (allowed is not None and kind not in allowed):
            yield breach(f"unsupported type: {kind}", f"{at}/type")
        else:
            yield from rows[kind]({name: held for name, held in value.items() if name != "type"}, at)

    return check


def exactly_one(*names: str) -> Rule:
    def rule(value: Mapping[str, Any]) -> Iterator[str]:
        if sum(name in value for name in names) != 1:
            yield f"exactly one of these is needed: {', '.join(names)}"

    return rule


def at_least_one(*names: str) -> Rule:
    def rule(value: Mapping[str, Any]) -> Iterator[str]:
        if not any(name in value for name in names):
            yield f"at least one of these is needed: {', '.join(names)}"

    return rule


def not_above(lower: str, upper: str) -> Rule:
    def rule(value: Mapping[str, Any]) -> Iterator[str]:
        if lower in value and upper in value and float(value[lower]) > float(value[upper]):
            yield f"{lower} must not be greater than {upper}"

    return rule
