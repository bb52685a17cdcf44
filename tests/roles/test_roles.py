"""Roles: the library, a workspace's own words over it, and how they are stored."""

from bot.database import Database
from bot.roles import steps
from bot.roles.library import LIBRARY, library_book
from bot.roles.rules import Decision, RoleBook, RoleDefinition
from bot.workspaces import steps as workspaces
from tests.registry.builders import FERRY, HARBOUR, a_workspace


def test_the_library_knows_six_roles_and_fills_each() -> None:
    assert [role.key for role in LIBRARY] == ["pm", "tpm", "em", "tech-lead", "designer", "sponsor"]
    for role in LIBRARY:
        assert all(
            (
                role.purpose,
                role.scope,
                role.responsibilities,
                role.decisions,
                role.skills,
                role.success_metrics,
                role.pitfalls,
            )
        ), role.key


def test_no_name_means_two_roles_of_the_library() -> None:
    names = [name.casefold() for role in LIBRARY for name in set(map(str.casefold, role.called()))]
    assert len(names) == len(set(names))


def test_roles_named_beside_a_decision_exist() -> None:
    book = library_book()
    for role in LIBRARY:
        for decision in role.decisions:
            for key in (*decision.together_with, *decision.ask_first, *decision.tell_after):
                assert key in book


def test_an_override_replaces_what_it_says_and_keeps_the_rest() -> None:
    book = RoleBook(LIBRARY, [RoleDefinition("tpm", name="Delivery Lead", names=("DL",), purpose="Ours.")])
    role = book.get("tpm")
    assert (role.title, role.purpose) == ("Delivery Lead", "Ours.")
    assert role.success_metrics == library_book().get("tpm").success_metrics
    assert {"dl", "technical program manager", "delivery lead"} <= {name for name, key in book.names() if key == "tpm"}


def test_a_name_used_twice_means_the_workspaces_own_role() -> None:
    book = RoleBook(LIBRARY, [RoleDefinition("ux", name="UX Person", names=("designer",))])
    assert dict(book.names())["designer"] == "ux"


def test_a_role_that_nobody_defined_is_known_by_its_key() -> None:
    assert library_book().get("chair").title == "chair"
    assert library_book().get("qa").short == "QA"


async def test_own_words_are_stored_changed_and_forgotten(database: Database) -> None:
    await a_workspace(database)
    await a_workspace(database, HARBOUR)
    own = RoleDefinition("tpm", name="Delivery Lead", decisions=(Decision("the date", ask_first=("pm",)),))
    async with database.write() as tx:
        await steps.change_definitions(tx, FERRY, [own, RoleDefinition("chair", name="Chair")])
        await steps.change_definitions(tx, FERRY, [RoleDefinition("chair", name="Chairperson")])
    async with database.read() as tx:
        book = await steps.role_book(tx, FERRY)
        assert (await steps.role_book(tx, HARBOUR)).own() == ()
        assert await workspaces.registry_version(tx, FERRY) == 3
    assert book.own() == (own, RoleDefinition("chair", name="Chairperson"))
    async with database.write() as tx:
        await steps.change_definitions(tx, FERRY, [], ["tpm"])
    async with database.read() as tx:
        assert (await steps.role_book(tx, FERRY)).get("tpm").title == "Technical Program Manager"
