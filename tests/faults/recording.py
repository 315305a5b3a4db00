"""Records what the playground sends, one of each shape: `python -m pytest -p tests.faults.recording tests/scenarios`.

It writes tests/faults/recorded.json anew, which the fuzzing starts from.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from playground import deliver
from playground.parcels import Answer, Attempt, Parcel

RECORDED = Path(__file__).with_name("recorded.json")
LONGEST = 12_000  # characters; a large Home is no other shape than a small one
MOST_OF_A_NAME = 3
_found: dict[str, dict[str, Any]] = {}
_send = deliver.Deliveries._send


def skeleton(value: Any) -> Any:
    """The keys and kinds of a payload, without what stands in it."""
    if isinstance(value, dict):
        return {key: skeleton(inner) for key, inner in sorted(value.items())}
    if isinstance(value, list):
        return sorted({json.dumps(skeleton(inner), sort_keys=True) for inner in value})
    return type(value).__name__


def name_of(kind: str, payload: dict[str, Any]) -> str:
    """What it is, as people would say: the event, the command, the verb of a button or the form."""
    event = payload.get("event") or {}
    chosen = (payload.get("actions") or [payload])[0]
    parts = (payload.get("type"), event.get("type"), event.get("subtype"), payload.get("command"),
             (payload.get("view") or {}).get("callback_id"), payload.get("callback_id"),
             chosen.get("action_id"))  # fmt: skip
    return " ".join([kind, *(str(part) for part in parts if part)])


async def _recorded(self: deliver.Deliveries, parcel: Parcel, attempt: Attempt) -> Answer:
    kind, text = parcel.kind.value, json.dumps(parcel.payload)
    key = f"{name_of(kind, parcel.payload)} {json.dumps(skeleton(parcel.payload))}"
    if len(text) <= LONGEST and attempt.number == 0:
        _found.setdefault(key, {"kind": kind, "payload": json.loads(text)})
    return await _send(self, parcel, attempt)


deliver.Deliveries._send = _recorded  # type: ignore[method-assign]


@pytest.hookimpl
def pytest_sessionfinish() -> None:
    """A few of each name: the smallest, which differ in what they hold and not in how much."""
    by_name: dict[str, list[dict[str, Any]]] = {}
    for row in sorted(_found.values(), key=lambda row: len(json.dumps(row))):
        by_name.setdefault(name_of(row["kind"], row["payload"]), []).append(row)
    rows = [row for name in sorted(by_name) for row in by_name[name][:MOST_OF_A_NAME]]
    lines = ",\n".join(json.dumps(row, ensure_ascii=True) for row in rows)
    RECORDED.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
