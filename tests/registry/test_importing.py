"""Importing a file into a workspace: once, again, changed, pruned, and never half."""

from datetime import date

import pytest
from sqlalchemy import select

from bot.clock import MovableClock
from bot.database import Database
from bot.ids import MemberId, WorkspaceId
from bot.registry import steps
from bot.registry.files.plan import What
from bot.registry.files.problems import FileRefused
from bot.registry.files.reading import read_text
from bot.registry.tables import registry_history
from bot.registry.use_cases import Registry
from bot.workspaces import steps as workspaces
from tests.databases import sqlite_first
from tests.registry.builders import FERRY, FERRY_LINE, HARBOUR, a_file, a_workspace


@pytest.fixture
async def registry(database: Database, clock: MovableClock) -> Registry:
    await a_workspace(database)
    return Registry(database, clock)


async def version_of(database: Database, workspace_id: WorkspaceId = FERRY) -> int:
    async with database.read() as tx:
        return await workspaces.registry_version(tx, workspace_id)


async def history_of(database: Database) -> int:
    async with database.read() as tx:
        return len(await tx.all(select(registry_history).where(registry_history.c.workspace_id == FERRY)))


async def test_a_file_is_imported_whole(registry: Registry, database: Database) -> None:
    plan = await registry.import_file(FERRY, a_file(), actor="Dana")
    async with database.read() as tx:
        content = await steps.load_content(tx, FERRY)
    assert content == a_file().content
    assert len(plan.of(What.AREA, "added")) == 5
    assert content.assignments[0].provenance == "registry.yaml:15"
    assert content.assignments[0].named_by == "Dana"


async def test_a_second_import_changes_nothing(registry: Registry, database: Database) -> None:
    await registry.import_file(FERRY, a_file(), actor="Dana")
    version, history = await version_of(database), await history_of(database)
    plan = await registry.import_file(FERRY, a_file(), actor="Dana")
    assert plan.changes == ()
    assert await version_of(database) == version
    assert await history_of(database) == history


async def test_an_export_imports_without_a_change(registry: Registry) -> None:
    await registry.import_file(FERRY, a_file(), actor="Dana")
    exported = read_text(await registry.export(FERRY), "registry.yaml")
    plan = await registry.preview_import(FERRY, exported, prune=True)
    assert plan.changes == ()


async def test_lines_that_moved_are_followed_without_counting_as_changes(
    registry: Registry, database: Database
) -> None:
    await registry.import_file(FERRY, a_file(), actor="Dana")
    plan = await registry.import_file(FERRY, a_file("# a comment\n" + FERRY_LINE), actor="Dana")
    async with database.read() as tx:
        content = await steps.load_content(tx, FERRY)
    assert plan.changes == ()
    assert content.assignments[0].provenance == "registry.yaml:16"


async def test_a_changed_holder_replaces_the_old_one_and_is_remembered(registry: Registry, database: Database) -> None:
    await registry.import_file(FERRY, a_file(), actor="Dana")
    changed = FERRY_LINE.replace("{pm: ana, tpm: [bo, cy]}", "{pm: priya, tpm: [bo, cy]}")
    plan = await registry.import_file(FERRY, a_file(changed), actor="Dana")
    assert [change.sentence() for change in plan.changes] == ["~ assignments travel/booking: pm ana → priya"]
    async with database.read() as tx:
        query = select(registry_history).where(
            registry_history.c.workspace_id == FERRY, registry_history.c.subject == "travel/booking"
        )
        last = (await tx.all(query.order_by(registry_history.c.id)))[-1]
    assert last.before["pm"] == [{"who": "ana"}]
    assert last.after["pm"] == [{"who": "priya"}]


async def test_what_the_file_does_not_name_stays_unless_pruned(registry: Registry, database: Database) -> None:
    await registry.import_file(FERRY, a_file(), actor="Dana")
    shorter = a_file(FERRY_LINE[: FERRY_LINE.index("  - key: fleet")])
    kept = await registry.import_file(FERRY, shorter, actor="Dana")
    assert (kept.changes, kept.kept) == ((), 1)
    assert kept.lines() == [
        "Nothing changes.",
        "1 area is not in registry.yaml and stays; --prune removes it.",
    ]
    pruned = await registry.import_file(FERRY, shorter, actor="Dana", prune=True)
    assert [(change.what, change.key) for change in pruned.changes if change.what is What.AREA] == [
        (What.AREA, "fleet")
    ]
    async with database.read() as tx:
        content = await steps.load_content(tx, FERRY)
    assert "fleet" not in {area.key for area in content.areas}
    again = await registry.import_file(FERRY, a_file(), actor="Dana")
    assert [change.key for change in again.of(What.AREA, "added")] == ["fleet"]


async def test_people_are_linked_by_slack_id_or_address_and_added_otherwise(
    registry: Registry, database: Database
) -> None:
    async with database.write() as tx:
        ana = await workspaces.add_member(tx, FERRY, "Ana S.", email="ana@ferry.example")
    await registry.import_file(FERRY, a_file(), actor="Dana")
    async with database.read() as tx:
        people = await steps.people_by_key(tx, FERRY)
        members = {member.id: member for member in await workspaces.members(tx, FERRY)}
    assert people["ana"].member_id == ana
    assert members[people["bo"].member_id or MemberId(0)].slack_user_id == "U0BO"
    assert members[people["cy"].member_id or MemberId(0)].name == "Cy Okafor"
    assert people["deck"].member_id is None


async def test_a_role_falls_back_to_the_nearest_area_above(registry: Registry, database: Database) -> None:
    await registry.import_file(FERRY, a_file(), actor="Dana")
    async with database.read() as tx:
        ids = {area.key: area.id for area in await steps.areas_called(tx, FERRY, "")}
        wanted = [ids["travel/booking/vouchers"], ids["travel/refunds"], ids["fleet"]]
        holders = await steps.holders_on(
            tx, FERRY, [found for found in wanted if found], ["pm", "tpm", "em"], date(2026, 11, 23)
        )
    names = {area_id: key for key, area_id in ids.items()}
    said = {(names[one.area_id], one.role, one.person.key, one.accountable, one.inherited) for one in holders}
    assert said == {
        ("travel/booking/vouchers", "pm", "ana", True, True),
        ("travel/booking/vouchers", "tpm", "bo", True, True),
        ("travel/booking/vouchers", "tpm", "cy", False, True),
        ("travel/booking/vouchers", "em", "priya", True, True),
        ("travel/refunds", "pm", "ana", True, False),
        ("travel/refunds", "em", "priya", True, True),
        ("fleet", "tpm", "cy", True, False),
    }
    assert next(one for one in holders if one.part).delegate == (await _person(database, "cy"))


async def test_a_holder_holds_only_between_the_dates(registry: Registry, database: Database) -> None:
    await registry.import_file(FERRY, a_file(), actor="Dana")
    async with database.read() as tx:
        refunds = (await steps.areas_by_key(tx, FERRY, ["travel/refunds"]))[0].id
        assert refunds is not None
        before = await steps.holders_on(tx, FERRY, [refunds], ["pm"], date(2025, 12, 31))
        first_day = await steps.holders_on(tx, FERRY, [refunds], ["pm"], date(2026, 1, 1))
    assert (len(before), len(first_day)) == (0, 1)


async def test_areas_are_found_by_what_is_typed_in_a_select(registry: Registry, database: Database) -> None:
    await registry.import_file(FERRY, a_file(), actor="Dana")
    async with database.read() as tx:
        assert [area.name for area in await steps.areas_called(tx, FERRY, "re")] == ["Refunds", "Fleet Renewal"]
        assert await steps.areas_called(tx, FERRY, "100%_") == []
        assert len(await steps.areas_called(tx, FERRY, "", most=2)) == 2
        assert await steps.count_areas(tx, FERRY) == 5


async def test_one_workspace_never_sees_another(registry: Registry, database: Database, clock: MovableClock) -> None:
    await a_workspace(database, HARBOUR)
    await registry.import_file(FERRY, a_file(), actor="Dana")
    async with database.read() as tx:
        assert (await steps.load_content(tx, HARBOUR)).areas == ()
        assert await steps.areas_called(tx, HARBOUR, "") == []
        assert await steps.areas_by_key(tx, HARBOUR, ["fleet"]) == []
    await registry.import_file(HARBOUR, a_file(), actor="Eve")
    async with database.read() as tx:
        theirs = await steps.load_content(tx, HARBOUR)
    assert theirs == a_file().content


async def test_nothing_is_written_when_the_import_fails_halfway(registry: Registry, database: Database) -> None:
    file = a_file()
    broken = file.content.assignments[0]
    object.__setattr__(broken, "person", "nobody")
    with pytest.raises(KeyError):
        await registry.import_file(FERRY, file, actor="Dana")
    async with database.read() as tx:
        assert (await steps.load_content(tx, FERRY)).areas == ()


async def test_a_wrong_file_is_refused_before_anything_is_read(registry: Registry) -> None:
    with pytest.raises(FileRefused, match=r"registry\.yaml:1:"):
        await registry.import_file(FERRY, a_file("version: 2\n"), actor="Dana")


@sqlite_first
async def test_thousands_of_areas_are_imported_twice(registry: Registry) -> None:
    lines = ["version: 1", "people:", *(f"  - {{key: p{n}, name: P {n}}}" for n in range(300)), "areas:"]
    for n in range(3_000):
        parent = f", parent: a{n // 20}" if n else ""
        lines.append(f"  - {{key: a{n}, name: Area {n}{parent}, roles: {{pm: p{n % 300}, tpm: p{(n + 1) % 300}}}}}")
    file = a_file("\n".join(lines))
    await registry.import_file(FERRY, file, actor="Dana")
    assert (await registry.import_file(FERRY, file, actor="Dana")).changes == ()


async def _person(database: Database, key: str) -> object:
    async with database.read() as tx:
        return (await steps.people_by_key(tx, FERRY))[key]
