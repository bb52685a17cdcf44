"""The database's shape, step by step: what `rolecall migrate` runs."""

import importlib
import pkgutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import MetaData, create_engine, inspect, text

import bot
from bot.database import metadata
from bot.database.engines import async_url

if TYPE_CHECKING:
    from alembic.config import Config

HERE = Path(__file__).parent


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database at `url` to `revision`."""
    # A process that finds all of it done does without alembic, and without its 13 MB.
    if revision != "head" or not is_current(url):
        from alembic import command

        command.upgrade(_config(url), revision)


def downgrade(url: str, revision: str) -> None:
    """Take the database at `url` back to `revision` (`base` empties it)."""
    from alembic import command

    command.downgrade(_config(url), revision)


def check(url: str) -> None:
    """Raise when the tables of the code and those that the migrations make differ."""
    from alembic import command

    command.check(_config(url))


def is_current(url: str) -> bool:
    """Whether every migration has been run on the database at `url`."""
    engine = create_engine(sync_url(url))
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return False
            present = connection.scalars(text("SELECT version_num FROM alembic_version")).all()
    finally:
        engine.dispose()
    return list(present) == [newest()]


def newest() -> str:
    """The revision of the last migration: their files are numbered."""
    return max(file.name.partition("_")[0] for file in (HERE / "versions").glob("[0-9]*.py"))


def sync_url(url: str) -> str:
    """`url` with a driver that works without asyncio, as alembic does."""
    address = async_url(url)
    if address.get_backend_name() == "sqlite":
        Path(address.database or "").parent.mkdir(parents=True, exist_ok=True)
        address = address.set(drivername="sqlite")
    return address.render_as_string(hide_password=False)


def all_tables() -> MetaData:
    """The tables of every feature: each stands in a module named `tables`."""
    for module in pkgutil.walk_packages(bot.__path__, "bot."):
        if module.name.endswith(".tables"):
            importlib.import_module(module.name)
    return metadata


def _config(url: str) -> "Config":
    from alembic.config import Config

    config = Config(stdout=sys.stdout)  # its own default is whatever that was when alembic was loaded
    config.set_main_option("script_location", str(HERE))
    config.attributes["url"] = sync_url(url)
    return config
