"""Members as Slack tells of them, linked to those who were imported, and kept apart by workspace."""

import pytest
from sqlalchemy.exc import IntegrityError

from bot.clock import MovableClock
from bot.database import Database
from bot.errors import NotAllowed
from bot.ids import ChannelId, MemberId, SlackUserId
from bot.workspaces import steps, store
from bot.workspaces.rules import Member, read_profile
from bot.workspaces.use_cases import Workspaces
from tests.workspaces.builders import (
    ACME,
    ANA,
    BO,
    BOT_USER,
    OTHER,
    a_profile,
    a_workspace,
    members_of,
    save,
    version_of,
)


@pytest.fixture(autouse=True)
async def _acme(database: Database, clock: MovableClock) -> None:
    await a_workspace(database, clock)


async def add(database: Database, name: str, email: str | None = None) -> MemberId:
    async with database.write() as tx:
        return await steps.add_member(tx, ACME, name, email=email)


async def test_a_new_person_becomes_a_member(database: Database) -> None:
    await save(database, a_profile())
    (ana,) = await members_of(database)
    assert (ana.slack_user_id, ana.name, ana.email, ana.zone) == (
        ANA,
        "Ana Silva",
        "ana@acme.example",
        "Europe/Lisbon",
    )
    assert ana.can_be_asked


async def test_what_changes_in_slack_changes_the_member(database: Database) -> None:
    await save(database, a_profile())
    await save(database, a_profile(name="Ana Costa", zone="Europe/Paris", deactivated=True, email="costa@acme.example"))
    (ana,) = await members_of(database)
    assert (ana.name, ana.zone, ana.deactivated, ana.email) == (
        "Ana Costa",
        "Europe/Paris",
        True,
        "costa@acme.example",
    )
    assert not ana.can_be_asked


async def test_someone_imported_by_e_mail_is_linked_whatever_its_case(database: Database) -> None:
    imported = await add(database, "A. Silva", "Ana@Acme.Example")
    await save(database, a_profile())
    (ana,) = await members_of(database)
    assert (ana.id, ana.slack_user_id, ana.name) == (imported, ANA, "Ana Silva")


async def test_someone_imported_by_name_alone_is_not_mistaken_for_another(database: Database) -> None:
    await add(database, "Ana Silva")
    await save(database, a_profile())
    assert [member.slack_user_id for member in await members_of(database)] == [None, ANA]
    assert not (await members_of(database))[0].can_be_asked


async def test_an_e_mail_that_slack_does_not_tell_is_kept(database: Database) -> None:
    await save(database, a_profile())
    await save(database, a_profile(name="Ana Costa", email=None))
    (ana,) = await members_of(database)
    assert (ana.name, ana.email) == ("Ana Costa", "ana@acme.example")


async def test_an_address_that_was_given_to_someone_else_moves_with_it(database: Database) -> None:
    await save(database, a_profile())
    await save(database, a_profile(BO, name="Bo Chen"))
    assert {member.name: member.email for member in await members_of(database)} == {
        "Ana Silva": None,
        "Bo Chen": "ana@acme.example",
    }


async def test_two_people_may_change_addresses(database: Database) -> None:
    await save(database, a_profile())
    await save(database, a_profile(BO, name="Bo Chen", email="bo@acme.example"))
    await save(database, a_profile(email="bo@acme.example"))
    await save(database, a_profile(BO, name="Bo Chen", email="ana@acme.example"))
    assert {member.name: member.email for member in await members_of(database)} == {
        "Ana Silva": "bo@acme.example",
        "Bo Chen": "ana@acme.example",
    }


async def test_what_has_not_changed_is_not_written(database: Database, clock: MovableClock) -> None:
    workspaces = Workspaces(database, clock)
    await workspaces.save_profiles(ACME, [a_profile()])
    before = await version_of(database)
    await workspaces.save_profiles(ACME, [a_profile(), a_profile(email=None)])
    assert await version_of(database) == before
    await workspaces.save_profiles(ACME, [a_profile(zone="UTC")])
    assert await version_of(database) == before + 1


async def test_many_members_are_saved_in_parts(database: Database, clock: MovableClock) -> None:
    profiles = [a_profile(SlackUserId(f"U{number}"), email=None) for number in range(450)]
    await Workspaces(database, clock).save_profiles(ACME, profiles)
    assert len(await members_of(database)) == 450


async def test_among_many_each_is_linked_or_added_as_if_alone(database: Database, clock: MovableClock) -> None:
    imported = await add(database, "A. Silva", "ana@acme.example")
    await save(database, a_profile(BO, name="Bo Chen", email="bo@acme.example"))
    told = [
        a_profile(),
        a_profile(BO, name="Bo B. Chen", email="shared@acme.example"),
        a_profile(SlackUserId("U0OLD"), name="Old account", email="twice@acme.example", deactivated=True),
        a_profile(SlackUserId("U0NEW"), name="New account", email="twice@acme.example"),
        a_profile(SlackUserId("U0CY"), name="Cyrus", email=None),
        a_profile(SlackUserId("U0CY"), name="Cy", email=None),
    ]
    await Workspaces(database, clock).save_profiles(ACME, told)
    found = {member.name: member for member in await members_of(database)}
    assert found["Ana Silva"].id == imported
    assert {name: member.email for name, member in found.items()} == {
        "Ana Silva": "ana@acme.example",
        "Bo B. Chen": "shared@acme.example",
        "Old account": None,
        "New account": "twice@acme.example",
        "Cy": None,
    }


async def test_the_dm_of_a_member_is_kept_as_it_was_first_opened(database: Database) -> None:
    ana = await add(database, "Ana")
    async with database.write() as tx:
        await steps.set_dm_channels(tx, ACME, {})
        await steps.set_dm_channels(tx, ACME, {ana: ChannelId("D1")})
        await steps.set_dm_channels(tx, ACME, {ana: ChannelId("D2")})
    assert [member.dm_channel_id for member in await members_of(database)] == ["D1"]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, (False, False, False)),
        ({"deleted": True}, (True, False, False)),
        ({"is_restricted": True}, (False, True, False)),
        ({"is_ultra_restricted": True}, (False, True, False)),
        ({"is_stranger": True}, (False, True, False)),
        ({"is_bot": True}, (False, False, True)),
        ({"id": "USLACKBOT"}, (False, False, True)),
    ],
)
def test_guests_bots_and_leavers_are_told_apart(told: dict[str, object], expected: tuple[bool, bool, bool]) -> None:
    profile = read_profile({"id": "U1"} | told)
    assert (profile.deactivated, profile.guest, profile.bot) == expected


@pytest.mark.parametrize(
    ("user", "name"),
    [
        ({"profile": {"real_name": "Ana Silva", "display_name": "ana"}, "name": "asilva"}, "Ana Silva"),
        ({"real_name": "Ana Silva", "name": "asilva"}, "Ana Silva"),
        ({"profile": {"display_name": "ana"}, "name": "asilva"}, "ana"),
        ({"name": "asilva"}, "asilva"),
        ({}, "U1"),
    ],
)
def test_a_name_is_found_wherever_slack_put_it(user: dict[str, object], name: str) -> None:
    assert read_profile({"id": "U1"} | user).name == name


@pytest.mark.parametrize("zone", [None, "", "Mars/Olympus", "../etc/passwd"])
def test_a_zone_that_is_missing_or_unknown_is_utc(zone: str | None) -> None:
    assert read_profile({"id": "U1", "tz": zone}).zone == "UTC"
    assert read_profile({"id": "U1", "tz": "Asia/Singapore"}).zone == "Asia/Singapore"


# No workspace sees another


@pytest.fixture
async def both(database: Database, clock: MovableClock) -> tuple[Member, Member]:
    """The same Slack user id, e-mail and name in two workspaces."""
    await a_workspace(database, clock, OTHER)
    for workspace_id in (ACME, OTHER):
        await save(database, a_profile(), workspace_id)
    ((ours,), (theirs,)) = (await members_of(database), await members_of(database, OTHER))
    return ours, theirs


async def test_members_are_found_in_their_workspace_alone(database: Database, both: tuple[Member, Member]) -> None:
    ours, theirs = both
    async with database.read() as tx:
        assert await store.all_members(tx, ACME) == [ours]
        assert await store.member(tx, ACME, theirs.id) is None
        assert await store.member_by_slack_id(tx, ACME, ANA) == ours
        assert await store.member_by_slack_id(tx, OTHER, ANA) == theirs
        assert await store.member_by_email(tx, ACME, "ana@acme.example") == ours
        assert await store.member_by_email(tx, OTHER, "ana@acme.example") == theirs
        assert await store.members_by_ids_or_emails(tx, ACME, [ANA], ["ana@acme.example"]) == [ours]
        assert await store.members_by_id(tx, ACME, [ours.id, theirs.id]) == [ours]


async def test_no_change_reaches_into_another_workspace(
    database: Database, clock: MovableClock, both: tuple[Member, Member]
) -> None:
    ours, theirs = both
    async with database.write() as tx:
        await store.update_from_profile(tx, ACME, theirs.id, a_profile(name="Mallory"))
        await store.clear_email(tx, ACME, theirs.id)
        await store.set_dm_channels(tx, ACME, {theirs.id: ChannelId("D1")})
        await store.update_from_profile(tx, ACME, ours.id, a_profile(name="Ana Costa"))
        await store.bump_registry_version(tx, ACME)
        await store.set_synced(tx, ACME, clock.now())
        await store.forget_token(tx, ACME)
    assert await members_of(database, OTHER) == [theirs]
    assert await version_of(database, OTHER) == 1
    assert await version_of(database) == 2


async def test_tokens_and_versions_belong_to_one_workspace(database: Database, clock: MovableClock) -> None:
    await a_workspace(database, clock, OTHER)
    async with database.write() as tx:
        for workspace_id in (ACME, OTHER):
            await store.save_workspace(
                tx, workspace_id, workspace_id, bot_user_id=BOT_USER, bot_token_encrypted=f"of {workspace_id}"
            )
        await store.forget_token(tx, OTHER)
    async with database.read() as tx:
        kept = await store.installation(tx, ACME)
        assert kept is not None
        assert kept.bot_token_encrypted == "of T0ACME"
        assert await store.installation(tx, OTHER) is None
        found = await store.workspace(tx, ACME)
        assert found is not None
        assert found.id == ACME


async def test_a_member_of_an_unknown_workspace_cannot_be_stored(database: Database) -> None:
    with pytest.raises(IntegrityError):
        await save(database, a_profile(), OTHER)
    async with database.read() as tx:
        assert await steps.registry_version(tx, OTHER) == 0
        assert await steps.workspace(tx, OTHER) is None


@pytest.mark.parametrize("flag", ["is_restricted", "is_stranger", "is_bot"])
async def test_guests_people_of_other_companies_and_bots_are_not_admitted(
    database: Database, clock: MovableClock, flag: str
) -> None:
    workspaces = Workspaces(database, clock)
    await workspaces.admit(ACME, ANA)  # who joined a minute ago is not known yet
    await workspaces.save_profiles(ACME, [read_profile({"id": ANA, flag: True})])
    with pytest.raises(NotAllowed, match="full members"):
        await workspaces.admit(ACME, ANA)
