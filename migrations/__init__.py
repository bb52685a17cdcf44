"""The database's shape, step by step: what `rolecall migrate` runs."""

import importlib
import pkgutil
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, create_engine

import bot
from bot.database import metadata
from bot.database.engines import async_url

HERE = Path(__file__).parent


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database at `url` to `revision`."""
    command.upgrade(_config(url), revision)


def downgrade(url: str, revision: str) -> None:
    """Take the database at `url` back to `revision` (`base` empties it)."""
    command.downgrade(_config(url), revision)


def check(url: str) -> None:
    """Raise when the tables of the code and those that the migrations make differ."""
    command.check(_config(url))


def is_current(url: str) -> bool:
    """Whether every migration has been run on the database at `url`."""
    engine = create_engine(sync_url(url))
    try:
        with engine.connect() as connection:
            present = MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()
    return present == ScriptDirectory.from_config(_config(url)).get_current_head()


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


def _config(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["url"] = sync_url(url)
    return config
