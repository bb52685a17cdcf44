"""Two versions of a registry in memory: what did not change is there once, and what did is never the old one."""

from dataclasses import fields
from typing import Any

import pytest
from sqlalchemy import Select

from bot.clock import MovableClock
from bot.database import Database
from bot.ids import SlackUserId
from bot.registry import steps, store
from bot.registry.rules import Area, Assignment
from bot.registry.search.snapshot import RegistrySnapshot
from bot.registry.search.text import words
from bot.registry.use_cases import Registry
from bot.workspaces import steps as workspaces
from bot.workspaces.rules import SlackProfile
from tests.registry.builders import FERRY, FERRY_LINE, a_file, a_workspace


@pytest.fixture
async def first(database: Database, clock: MovableClock) -> RegistrySnapshot:
    await a_workspace(database)
    await Registry(database, clock).import_file(FERRY, a_file(), actor="Dana")
    return await _read(database, None)


async def _read(database: Database, before: RegistrySnapshot | None) -> RegistrySnapshot:
    async with database.read() as tx:
        return (await steps.load_snapshot(tx, FERRY, before)).build()


async def _after(
    database: Database, clock: MovableClock, first: RegistrySnapshot, old: str, new: str
) -> RegistrySnapshot:
    assert old in FERRY_LINE
    await Registry(database, clock).import_file(FERRY, a_file(FERRY_LINE.replace(old, new, 1)), actor="Dana")
    return await _read(database, first)


@pytest.mark.parametrize(("query", "made"), [(store.ALL_OF_AREAS, Area), (store.ALL_OF_ASSIGNMENTS, Assignment)])
def test_columns_are_selected_in_the_order_of_the_fields(query: Select[Any], made: type[Area | Assignment]) -> None:
    assert [column.name for column in query.selected_columns] == [field.name for field in fields(made)]


async def test_a_new_holder_leaves_the_areas_and_their_index(
    database: Database, clock: MovableClock, first: RegistrySnapshot
) -> None:
    after = await _after(database, clock, first, "{pm: ana, tpm: [bo, cy]}", "{pm: priya, tpm: [bo, cy]}")
    assert after.index is first.index
    assert all(now is before for now, before in zip(after.areas, first.areas, strict=True))
    kept = {id(one) for one in first.content.assignments} & {id(one) for one in after.content.assignments}
    assert len(kept) == len(first.content.assignments) - 1
    assert [one.person for one in after.tree.assignments_in("travel/booking") if one.role == "pm"] == ["priya"]


async def test_an_area_that_changed_is_found_by_its_new_words(
    database: Database, clock: MovableClock, first: RegistrySnapshot
) -> None:
    after = await _after(database, clock, first, "name: Booking", "name: Gangways")
    assert not first.search(words("gangways")).matches
    found = after.search(words("gangways")).matches
    assert [after.areas[match.area].key for match in found][:1] == ["travel/booking"]
    assert sum(now is not before for now, before in zip(after.areas, first.areas, strict=True)) == 1


async def test_lines_that_moved_are_followed_in_memory_too(
    database: Database, clock: MovableClock, first: RegistrySnapshot
) -> None:
    after = await _after(database, clock, first, "", "# a comment\n")
    assert [area.line for area in after.areas] == [area.line + 1 for area in first.areas]
    assert after.content.assignments[0].provenance == "registry.yaml:16"


async def test_a_member_who_is_renamed_in_slack_has_the_new_name_at_once(
    database: Database, first: RegistrySnapshot
) -> None:
    async with database.write() as tx:
        profile = SlackProfile(SlackUserId("U0BO"), "Bo Lindqvist", None, "UTC", False, False, False)
        await workspaces.save_profile(tx, FERRY, profile)
    after = await _read(database, first)
    assert (first.person("bo").name, after.person("bo").name) == ("Bo Chen", "Bo Lindqvist")
    assert after.index is first.index
