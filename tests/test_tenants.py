"""No data of one workspace reaches another: every row has a workspace, and every query is asked for one."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import bot
import migrations

TABLES = migrations.all_tables().tables
# What looks across workspaces on purpose: the worker, the terminal, and the check of the key.
ACROSS = {
    "bot.schedule.store.claim",
    "bot.schedule.store.due_turns",
    "bot.schedule.store.finish",
    "bot.schedule.store.finish_all",
    "bot.schedule.store.kinds",
    "bot.schedule.store.next_due",
    "bot.schedule.store.park",
    "bot.schedule.store.release",
    "bot.schedule.store.release_untried",
    "bot.workspaces.store.all_workspaces",
    "bot.workspaces.store.any_encrypted_token",
}


def store_functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    for module in pkgutil.walk_packages(bot.__path__, "bot."):
        if module.name.rpartition(".")[2].endswith("store"):
            loaded = importlib.import_module(module.name)
            for name, function in inspect.getmembers(loaded, inspect.iscoroutinefunction):
                if function.__module__ == module.name and not name.startswith("_"):
                    yield f"{module.name}.{name}", function


STORES = dict(store_functions())


@pytest.mark.parametrize("name", sorted(TABLES.keys() - {"workspaces", "alembic_version"}))
def test_every_row_has_a_workspace(name: str) -> None:
    column = TABLES[name].columns.get("workspace_id")
    assert column is not None
    assert not column.nullable


@pytest.mark.parametrize("name", sorted(TABLES.keys() - {"workspaces"}))
def test_every_reference_holds_the_workspace_beside_it(name: str) -> None:
    for key in TABLES[name].foreign_key_constraints:
        assert "workspace_id" in key.column_keys, f"{name} refers to {key.referred_table} across workspaces"


@pytest.mark.parametrize("name", sorted(STORES.keys() - ACROSS))
def test_every_query_is_asked_for_a_workspace(name: str) -> None:
    parameters = list(inspect.signature(STORES[name]).parameters)
    assert parameters[:2] == ["tx", "workspace_id"]


def test_what_looks_across_workspaces_is_named_here() -> None:
    assert STORES.keys() >= ACROSS
