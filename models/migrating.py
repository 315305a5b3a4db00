"""Tables brought to the newest revision by Alembic, beside processes that serve."""

from pathlib import Path
from time import sleep

from alembic import command
from alembic.config import Config
from sqlalchemy.exc import DatabaseError

from models.postgres import DEADLOCK

TRIES, PAUSE, NOT_IN_TIME = 30, 0.5, "55P03"


def migrations(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["url"] = url
    return config


def migrate(url: str) -> None:
    """What cannot have a table in time, or gets into a deadlock, is begun again. Raises DatabaseError."""
    for tries_left in reversed(range(TRIES)):
        try:
            command.upgrade(migrations(url), "head")
        except DatabaseError as error:
            if not tries_left or getattr(error.orig, "sqlstate", None) not in (DEADLOCK, NOT_IN_TIME):
                raise
            sleep(PAUSE)
        else:
            return
