"""Values as history keeps them: JSON, with dates and instants as text."""

from datetime import date, datetime
from typing import Any


def plain(values: dict[str, Any]) -> dict[str, Any]:
    """Dates as ISO text, so that history is JSON."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def unplain(values: dict[str, Any]) -> dict[str, Any]:
    """The other way: `*_at` and `*_until` are instants, `*_on` are dates."""

    def value_of(name: str, value: Any) -> Any:
        if isinstance(value, str) and name.endswith(("_at", "_until")):
            return datetime.fromisoformat(value)
        return date.fromisoformat(value) if isinstance(value, str) and name.endswith("_on") else value

    return {name: value_of(name, value) for name, value in values.items()}
