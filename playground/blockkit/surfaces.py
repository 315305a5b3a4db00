"""What a list of blocks must keep as a whole: its number, its surface, unique ids, one focus."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from playground.blockkit.blocks import BLOCKS, MOST_BLOCKS, SURFACES
from playground.blockkit.checks import breach, by_type, listing

HIDDEN_FIELDS = frozenset(
    ("type", "block_id", "action_id", "value", "style", "initial_date", "initial_time", "timezone", "task_id", "status")
)


def dicts_in(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for held in value.values():
            yield from dicts_in(held)
    elif isinstance(value, list):
        for held in value:
            yield from dicts_in(held)


def nested_blocks(block: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Blocks that live inside another: a container's children, a carousel's cards, a plan's tasks."""
    held = {"container": "child_blocks", "carousel": "elements", "plan": "tasks"}.get(str(block.get("type")))
    inner = block.get(held) if held else None
    return [one for one in inner if isinstance(one, dict)] if isinstance(inner, list) else []


def every_block(blocks: Any) -> Iterator[dict[str, Any]]:
    for block in blocks if isinstance(blocks, list) else []:
        if isinstance(block, dict):
            yield block
            yield from every_block(nested_blocks(block))


def own_dicts(block: dict[str, Any]) -> Iterator[dict[str, Any]]:
    inner = {id(one) for child in nested_blocks(block) for one in dicts_in(child)}
    return (one for one in dicts_in(block) if id(one) not in inner)


def twice(names: Iterator[Any]) -> list[str]:
    return [name for name, times in Counter(name for name in names if isinstance(name, str)).items() if times > 1]


def breaches_in_blocks(blocks: Any, surface: str, at: str) -> Iterator[str]:
    yield from listing(by_type(BLOCKS, SURFACES[surface]), 0, MOST_BLOCKS[surface])(blocks, at)
    flat = list(every_block(blocks))
    for name in twice(block.get("block_id") for block in flat):
        yield breach(f"block_id {name} already exists", at)
    for block in flat:
        for name in twice(part.get("action_id") for part in own_dicts(block)):
            yield breach(f"action_id {name} already exists in this block", at)
    if sum(part.get("focus_on_load") is True for part in dicts_in(blocks)) > 1:
        yield breach("only one element may have focus_on_load", at)
    if surface != "modal" and any(part.get("type") == "file_input" for part in dicts_in(blocks)):
        yield breach("unsupported type: file_input", at)


def of_type(blocks: Any, kind: str) -> list[dict[str, Any]]:
    return [block for block in every_block(blocks) if block.get("type") == kind]


def shown_size(value: Any) -> int:
    """Characters that reach a reader; what Slack counts towards the total of a message."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, dict):
        return sum(shown_size(held) for name, held in value.items() if name not in HIDDEN_FIELDS)
    return sum(shown_size(held) for held in value) if isinstance(value, list) else 0
