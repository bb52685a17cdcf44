"""What alembic runs: one connection, one transaction, on SQLite by copying tables where it cannot alter them."""

from alembic import context
from sqlalchemy import create_engine

from migrations import all_tables

engine = create_engine(context.config.attributes["url"])
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=all_tables(),
        render_as_batch=connection.dialect.name == "sqlite",
        compare_server_default=False,
    )
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
