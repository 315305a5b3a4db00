"""A statement is compiled once for all the databases of a test process, as in a process that serves for weeks."""

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache

COMPILED: LRUCache[object, object] = LRUCache(2_000)


def _is_of_the_same_kind(self: DefaultDialect, other: object) -> bool:
    return type(self) is type(other)


def _hash_of_the_kind(self: DefaultDialect) -> int:
    return hash(type(self))


# What is compiled is kept by the dialect's object, and each engine has its own: a quarter of a conversation test
# went into compiling what the test before it had compiled. All our engines of one kind are set up alike.
DefaultDialect.__eq__ = _is_of_the_same_kind  # type: ignore[assignment, method-assign]
DefaultDialect.__hash__ = _hash_of_the_kind  # type: ignore[assignment, method-assign]


@event.listens_for(Engine, "engine_connect")
def _share(connection: Connection) -> None:
    connection.execution_options(compiled_cache=COMPILED)
