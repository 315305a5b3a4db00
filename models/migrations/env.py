"""Alembic's entry: the address comes from models.db, never from a file."""

from alembic import context
from sqlmodel import SQLModel

import models
from models.db import plain_engine
from models.words import is_modelled

assert models.Task.metadata is SQLModel.metadata

engine = plain_engine(context.config.attributes["url"])
try:
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":  # several replicas may start at once: one migrates, the others wait
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(77360042)")
            # who waits for a table keeps all others from it who come later: rather begin again, as `migrate` does
            connection.exec_driver_sql("SET LOCAL lock_timeout = '1s'")
        context.configure(connection=connection, target_metadata=SQLModel.metadata, render_as_batch=True,
                          include_object=is_modelled)  # fmt: skip
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
finally:
    engine.dispose()
