"""Statements of every turn: compiled once for each database, and said past the ORM.

SQLAlchemy builds a statement, looks for its compiled form, makes objects of what it finds and keeps them in order: 30
to 400 µs, of which SQLite itself takes three. For what is said with every turn the compiled form is kept here; plain
values go in and come out. All else goes the usual way.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import (
    JSON,
    BindParameter,
    Column,
    ColumnElement,
    Connection,
    Dialect,
    Executable,
    Float,
    Table,
    bindparam,
    event,
    inspect,
    literal_column,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapper, SessionTransaction, configure_mappers, make_transient_to_detached
from sqlalchemy.orm.attributes import instance_state
from sqlalchemy.sql.visitors import replacement_traverse
from sqlalchemy.types import TypeEngine
from sqlmodel import Session, SQLModel

from models import driver, known

Process = Callable[[Any], Any]
Row = TypeVar("Row", bound=SQLModel)
FLOAT8 = 701
KEPT, KEPT_BEFORE, CONNECTED = "kept", "kept before", "connected"


@dataclass(frozen=True)
class _Compiled:
    """For one kind of database: its words, how values are written into it, how those that it gives are read.

    `fixed` are values of the statement itself that have no place in its words, written already; `readers` belong to
    places in a row.
    """

    words: str
    names: tuple[str, ...]
    by_place: bool
    fixed: dict[str, Any]
    writers: dict[str, Process]
    gives: bool
    readers: tuple[tuple[int, Process], ...]

    def bound(self, values: dict[str, Any]) -> list[Any] | dict[str, Any]:
        given = self.fixed | values
        for name, write in self.writers.items():
            given[name] = write(given[name])
        return [given[name] for name in self.names] if self.by_place else given

    def read(self, row: Sequence[Any]) -> tuple[Any, ...]:
        if not self.readers:
            return tuple(row)
        values = list(row)
        for at, read in self.readers:
            if (kept := values[at]) is not None:  # most columns of most rows are empty
                values[at] = read(kept)
        return tuple(values)


class Prepared:
    """One statement, given by `build` for the name of a dialect; each value in it is a `bindparam`.

    `writes` is the table that it changes: what the transaction knew of its rows is forgotten.
    """

    def __init__(self, build: Callable[[str], Executable], *, writes: type[SQLModel] | None = None) -> None:
        self._build = build
        self._writes = writes
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, session: Session, **values: Any) -> list[tuple[Any, ...]]:
        """What it finds, or gives back of what it wrote. Raises what SQLAlchemy would raise."""
        session.flush()  # which knows at once that nothing waits; to ask for what does makes sets of it
        connection = _connected(session)
        compiled = self._compiled.get(connection.dialect.name) or self.compiled_for(connection.dialect)
        cursor = connection.connection.cursor()
        try:
            cursor.execute(compiled.words, compiled.bound(values))
            found = [compiled.read(row) for row in cursor.fetchall()] if compiled.gives else []
        except connection.dialect.loaded_dbapi.Error as error:
            session.info.pop(CONNECTED, None)
            raise driver.told(connection, compiled.words, error) from error
        finally:
            cursor.close()
        if self._writes is not None:
            known.written(session, self._writes)
        return found

    def first(self, session: Session, **values: Any) -> tuple[Any, ...] | None:
        return next(iter(self.rows(session, **values)), None)

    def compiled_for(self, dialect: Dialect) -> _Compiled:
        found = self._compiled.get(dialect.name)
        if found is None:
            found = self._compiled[dialect.name] = _compile(self._build(dialect.name), dialect)
        return found


def _connected(session: Session) -> Connection:
    """The connection of the transaction that it is in, asked for once: that alone takes as long as a statement."""
    within = session.get_nested_transaction() or session.get_transaction()
    held = session.info.get(CONNECTED)
    if held is not None and within is not None and held[0] is within:
        return cast(Connection, held[1])
    connection = session.connection()
    session.info[CONNECTED] = session.get_nested_transaction() or session.get_transaction(), connection
    return connection


class Insert:
    """A new row of a table, by the names of the model's fields; what is not said is as the model has it.

    `gives` are columns that come back. With `if_new`, a row that stands where this one would stand stays as it is, and
    nothing comes back.
    """

    def __init__(self, model: type[SQLModel], *, gives: Sequence[str] = (), if_new: bool = False) -> None:
        table = table_of(model)
        columns = [column for column in table.columns if column is not table.autoincrement_column]
        self._gives = tuple(gives)
        self._places = {f"new_{one.name}": inspect(model).get_property_by_column(one).key for one in columns}
        self._defaults = {
            name: field.get_default(call_default_factory=True)
            for name, field in model.model_fields.items() if name in self._places.values() and not field.is_required()
        }  # fmt: skip

        def build(dialect: str) -> Executable:
            said = insert_of(columns, dialect)
            said = said.on_conflict_do_nothing() if if_new else said
            whole: Executable = said.returning(*(table.c[name] for name in gives)) if gives else said
            return whole

        self._prepared = Prepared(build, writes=model)

    def put(self, session: Session, **values: Any) -> tuple[Any, ...] | None:
        """Add a row of these values."""
        row = self.whole(values)
        return self._prepared.first(session, **{place: row[name] for place, name in self._places.items()})

    def whole(self, values: dict[str, Any]) -> dict[str, Any]:
        """With what the model has for the others."""
        return self._defaults | values

    def keep(self, session: Session, one: SQLModel) -> None:
        """Add an object that `drawn_up` made, which the session keeps from now on as if it had been read."""
        given = self.put(session, **one.__dict__)
        one.__dict__.update(zip(self._gives, given or (), strict=True))
        make_transient_to_detached(one)
        _held_by(session, instance_state(one))
        session.info.setdefault(KEPT, []).append(one)


def insert_of(columns: Iterable[Column[Any]], dialect: str) -> Any:
    """A row of these columns of a table, each value a place of its name with `new_` before it."""
    wanted = list(columns)
    said = insert_into(wanted[0].table, dialect)
    return said.values({one.name: bindparam(f"new_{one.name}", type_=one.type) for one in wanted})


def insert_into(table: Any, dialect: str) -> Any:
    """As the database wants it to be told what to do with a row that is there already."""
    return (sqlite if dialect == "sqlite" else postgresql).insert(table)


def table_of(model: type[SQLModel]) -> Table:
    return cast(Table, inspect(model).local_table)


def drawn_up(model: type[Row], values: dict[str, Any]) -> Row:
    """An object of the table that is not checked again: its values are right already. What is missing is as the model
    has it."""
    one: Row = inspect(model).class_manager.new_instance()
    plain, made = _missing_of(model)
    one.__dict__.update(plain)
    for name, make in made:
        if name not in values:
            values[name] = make()
    one.__dict__.update(values)
    return one


@cache
def _missing_of(model: type[SQLModel]) -> tuple[dict[str, Any], tuple[tuple[str, Callable[[], Any]], ...]]:
    """What its fields are when nobody says: values, and what makes one."""
    fields = model.model_fields.items()
    plain = {name: None if field.is_required() else field.get_default() for name, field in fields
             if field.default_factory is None}  # fmt: skip
    made = tuple((name, cast(Callable[[], Any], field.default_factory)) for name, field in fields
                 if field.default_factory is not None)  # fmt: skip
    return plain, made


def adopted(session: Session, model: type[Row], values: Sequence[Any], *, anew: bool = False) -> Row | None:
    """The object of a row, whose columns these are in the order of the table; None for a row that is not there.

    A session has each row once, as it was read first; with `anew` as it is now.
    """
    mapper, names, keys = _columns_of(model)
    key = tuple([values[at] for at in keys])
    if None in key:
        return None
    identity = mapper.identity_key_from_primary_key(key)
    there = session.identity_map.get(identity)
    if there is not None and not (anew or inspect(there).expired):
        return cast(Row, there)
    one: Row = mapper.class_manager.new_instance()
    one.__dict__.update(zip(names, values, strict=True))
    if there is not None:
        make_transient_to_detached(one)
        return session.merge(one, load=False)
    state: Any = instance_state(one)
    state.key = identity
    _held_by(session, state)
    return one


def _held_by(session: Session, state: Any) -> None:
    """As the ORM has what it reads; `add` would look through every column, too."""
    state.session_id = session.hash_key
    session.identity_map.add(state)


def row(session: Session, model: type[Row], key: tuple[Any, ...]) -> Row | None:
    """The row with that key, or that there is none: asked for once in a transaction."""
    held = known.at_hand(session, (model, key))
    if held is not None and held in session and held not in session.deleted:  # a session has it once, as it is by now
        return cast(Row, held)
    return known.once(session, (model, key), [model], lambda: _read(session, model, key))


def _read(session: Session, model: type[Row], key: tuple[Any, ...]) -> Row | None:
    there = known.row_at_hand(session, model, key)
    if there is not None:
        return there
    found = _by_key(model).first(session, **{f"key_{at}": value for at, value in enumerate(key)})
    return adopted(session, model, found) if found else None


@cache
def _by_key(model: type[SQLModel]) -> Prepared:
    table = table_of(model)
    here = [column == bindparam(f"key_{at}", type_=column.type) for at, column in enumerate(inspect(model).primary_key)]
    return Prepared(lambda _: select(*table.columns).where(*here))


@cache
def _columns_of(model: type[SQLModel]) -> tuple[Mapper[Any], tuple[str, ...], tuple[int, ...]]:
    """The names of its fields in the order of its columns, and which of them make its key."""
    mapper = inspect(model)
    configure_mappers()
    names = tuple(mapper.get_property_by_column(column).key for column in table_of(model).columns)
    keys = tuple(names.index(mapper.get_property_by_column(column).key) for column in mapper.primary_key)
    return mapper, names, keys


@event.listens_for(Session, "after_transaction_create")
def _began(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested and KEPT in session.info:
        session.info.setdefault(KEPT_BEFORE, {})[transaction] = len(session.info[KEPT])


@event.listens_for(Session, "after_soft_rollback")
def _let_go(session: Session, transaction: SessionTransaction) -> None:
    """What was kept since then is not there any more, and its key may be another's."""
    kept = session.info.get(KEPT, [])
    before = session.info.get(KEPT_BEFORE, {}).get(transaction, 0)
    for one in kept[before:]:
        if one in session:
            session.expunge(one)
    del kept[before:]


def _compile(statement: Executable, dialect: Dialect) -> _Compiled:
    """Raises ValueError for a statement that is only whole when its values are known."""
    compiled: Any = _with_its_own(statement, dialect).compile(dialect=dialect)
    if compiled.post_compile_params or compiled.literal_execute_params:
        raise ValueError(f"not the same words for all values: {compiled}")
    binds = {name: bind for bind, name in compiled.bind_names.items()}
    writers = {name: write for name, bind in binds.items()
               if (write := bind.type.dialect_impl(dialect).bind_processor(dialect)) is not None}  # fmt: skip
    fixed = {name: writers.pop(name, _as_it_is)(bind.effective_value) for name, bind in binds.items()
             if not bind.required}  # fmt: skip
    gives = [*getattr(statement, "exported_columns", ())]
    readers = tuple(
        (at, read) for at, column in enumerate(gives) if (read := _reader(column.type, dialect)) is not None
    )
    names = tuple(compiled.positiontup or ())
    return _Compiled(str(compiled), names, bool(compiled.positional), fixed, writers, bool(gives), readers)


def _with_its_own(statement: Any, dialect: Dialect) -> Any:
    """With the plain values that are its own written out: a state, a limit.

    PostgreSQL plans what it hears often for any values. Of 5,000 rows that are pending it expected 139 where it did not
    know that pending was meant, and looked through all of them for eighty.
    """

    def written_out(element: Any, **_: Any) -> ColumnElement[Any] | None:
        if not isinstance(element, BindParameter) or element.required or not isinstance(element.value, str | int):
            return None
        if "%" in str(element.value):  # drivers take it for a place, and it would be doubled twice
            return None
        words = element.compile(dialect=dialect, compile_kwargs={"literal_binds": True})
        return literal_column(str(words), element.type)

    return replacement_traverse(statement, {}, written_out)


def _reader(kind: TypeEngine[Any], dialect: Dialect) -> Process | None:
    """How a value of the type is read. Most of what is kept as JSON is empty, and needs no reading."""
    code = FLOAT8 if isinstance(kind, Float) else None  # PostgreSQL's number of it: how it is read depends on that
    read: Process | None = kind.dialect_impl(dialect).result_processor(dialect, code)
    if read is None or not isinstance(kind, JSON):
        return read
    return lambda kept: [] if kept == "[]" else {} if kept == "{}" else read(kept)


def _as_it_is(value: Any) -> Any:
    return value
