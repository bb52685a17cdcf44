"""Roles: the library, a workspace's own words over it, and how they are stored."""

from dataclasses import replace
from itertools import combinations

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
            for key in (*decision.together_with, *decision.ask_first, *decision.tell_after, *decision.stuck):
                assert key in book


def test_every_pair_of_roles_has_a_boundary_that_names_both() -> None:
    book = library_book()
    for one, other in combinations([role.key for role in LIBRARY], 2):
        boundary = book.between(one, other)
        assert boundary is not None, (one, other)
        assert boundary.together
        assert boundary.pitfalls
        said = boundary.said_of({one: "Ana", other: "Bo"})
        assert "Ana" in said
        assert "Bo" in said
        assert "{" not in said
        assert {key for _, key in boundary.mixed_up} == {one, other}
    assert len(LIBRARY.boundaries) == 15


def test_the_agreements_eight_lines_are_settled_by_whom_the_library_says() -> None:
    by_line = {one.line: {role.key, *one.together_with} for role in LIBRARY for one in role.decisions if one.line}
    assert len(LIBRARY.agreement) == 8
    assert {line.key: set(line.decider.roles) for line in LIBRARY.agreement} == by_line


def test_only_what_differs_from_the_library_is_kept_so_the_rest_follows_upgrades() -> None:
    shipped = library_book().get("tpm")
    edited = replace(shipped, purpose="Ours.", names=("DL", *shipped.names))
    own = edited.differing_from(shipped)
    assert own == RoleDefinition("tpm", purpose="Ours.", names=("DL",))
    newer = replace(shipped, scope="A scope of a later version")
    assert newer.overridden_by(own).scope == "A scope of a later version"
    assert not shipped.differing_from(shipped).says_anything


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


def test_a_first_name_in_capitals_is_the_short_one() -> None:
    book = RoleBook(LIBRARY, [RoleDefinition("tpm", name="Delivery Lead", names=("DL",))])
    assert book.get("tpm").short == "DL"
    assert book.get("tech-lead").short == "Tech Lead"


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
