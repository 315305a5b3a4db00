"""What is said to the driver itself, past SQLAlchemy: what goes wrong is told as SQLAlchemy tells it."""

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from models.damage import check_damage


def say(connection: Connection, words: str) -> None:
    """Words without values, of which nothing comes back. SQLAlchemy would take ten times as long as SQLite."""
    cursor = connection.connection.cursor()
    try:
        cursor.execute(words)
    except connection.dialect.loaded_dbapi.Error as error:
        raise told(connection, words, error) from error
    finally:
        cursor.close()


def told(connection: Connection, words: str, error: Exception) -> Exception:
    """What went wrong, as SQLAlchemy says it; a connection that is lost is given up."""
    check_damage(connection.engine.url, error)
    dialect = connection.dialect
    is_lost = dialect.is_disconnect(error, connection.connection.dbapi_connection, None)  # type: ignore[arg-type]
    if is_lost:
        connection.invalidate(error)
    return DBAPIError.instance(
        words, None, error, dialect.loaded_dbapi.Error, hide_parameters=True, connection_invalidated=is_lost,
        dialect=dialect,
    )  # fmt: skip
