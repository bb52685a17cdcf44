"""A workspace's own words for roles: who may say them, what is kept of them, and what a file owns."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from bot.clock import MovableClock
from bot.database import Database
from bot.errors import NotAllowed, UserError
from bot.ids import SlackUserId
from bot.registry.own_roles.rules import EditedRole, Typed, decided, find_role, read_typed
from bot.registry.own_roles.use_cases import OwnRoles
from bot.registry.tables import registry_history
from bot.registry.use_cases import Registry
from bot.roles import steps as roles
from bot.roles.library import LIBRARY, library_book
from bot.roles.rules import Decision, RoleBook, RoleDefinition
from bot.workspaces import steps as workspaces
from bot.workspaces.rules import SlackProfile
from tests.registry.builders import FERRY, FERRY_LINE, a_file, a_workspace

DANA, SAM = SlackUserId("U0DANA"), SlackUserId("U0SAM")


def as_shown(edited: EditedRole, **changed: str) -> Typed:
    """The form as it opens, with some fields changed."""
    role = edited.role
    shown = {
        name: value if isinstance(value := getattr(role, name), str) else "\n".join(value)
        for name in (
            "name",
            "what_to_ask",
            "purpose",
            "scope",
            "learn_more",
            "responsibilities",
            "skills",
            "success_metrics",
            "pitfalls",
        )
    }
    names = ", ".join(edited.own.names) if edited.own else ""
    return Typed({**shown, "names": names, "decisions": "\n".join(decided(role)), **changed})


def typed(called: str, book: RoleBook | None = None, **changed: str) -> RoleDefinition:
    shown = book or library_book()
    edited = find_role(shown, called)
    return read_typed(edited, as_shown(edited, **changed), shown)


def test_a_form_sent_off_as_it_was_says_nothing() -> None:
    assert not typed("pm").says_anything


def test_only_what_was_changed_is_kept() -> None:
    own = typed(
        "technical program manager", purpose="Ours.", names="DM,  delivery   manager", skills="• Calm\n- Maths\n\nCalm"
    )
    assert own == RoleDefinition("tpm", purpose="Ours.", names=("DM", "delivery manager"), skills=("Calm", "Maths"))


def test_where_a_role_ends_is_said_by_any_name_of_the_neighbour_and_holds_from_both_sides() -> None:
    own = typed("pm", boundaries="Technical Program Manager: {pm} says what, <!channel> when.")
    assert own == RoleDefinition("pm", boundaries=("tpm: {pm} says what, <!channel> when.",))
    boundary = RoleBook(LIBRARY, [own]).between("tpm", "pm")
    assert boundary is not None
    assert boundary.said_of({"pm": "Ana", "tpm": "Bo"}) == "Ana says what, <!channel> when."
    assert boundary.mixed_up


@pytest.mark.parametrize("line", ["says what", "captain: says what", "pm: itself", "tpm:"])
def test_a_line_of_where_a_role_ends_names_another_role(line: str) -> None:
    with pytest.raises(UserError, match="Begin each line with another role"):
        typed("pm", boundaries=line)


def test_what_is_emptied_is_the_librarys_again() -> None:
    book = RoleBook(LIBRARY, [RoleDefinition("pm", purpose="Ours.", scope="Ours too.")])
    assert typed("pm", book, purpose="") == RoleDefinition("pm", scope="Ours too.")


def test_a_name_that_nobody_uses_begins_a_new_role() -> None:
    edited = find_role(library_book(), "release  captain")
    assert edited.is_new
    assert (edited.role.key, edited.role.name) == ("release-captain", "Release captain")
    own = typed("release captain", decisions="The release train\nWho boards it")
    assert own.decisions == (Decision("The release train"), Decision("Who boards it"))


def test_who_is_asked_and_told_stays_when_a_line_stays() -> None:
    rich = Decision("The train", ask_first=("pm",))
    book = RoleBook(LIBRARY, [RoleDefinition("captain", name="Captain", decisions=(rich,))])
    assert typed("captain", book, decisions="The train\nThe crew").decisions == (rich, Decision("The crew"))


def test_what_a_role_of_the_library_decides_is_said_here_line_by_line() -> None:
    shipped = library_book().get("pm")
    first, *others = decided(shipped)
    own = typed("pm", decisions="\n".join([*others, "The name of a release"]))
    assert decided(own) == (*others, "The name of a release")
    assert set(own.decisions) - set(shipped.decisions) == {Decision("The name of a release")}
    assert {one for one in shipped.decisions if one.duty} <= set(own.decisions)
    again = typed("pm", RoleBook(LIBRARY, [own]), decisions="\n".join([first, *others]))
    assert not again.says_anything


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"learn_more": "javascript:alert(1)"}, "learn_more", "https://"),
        ({"names": "purser"}, "names", "already means Purser"),
        ({"name": "x" * 101}, "name", "100"),
        ({"pitfalls": "a\n" + "b" * 501}, "pitfalls", "500"),
    ],
)
def test_what_cannot_be_kept_is_said_at_its_field(changed: dict[str, str], field: str, words: str) -> None:
    book = RoleBook(LIBRARY, [RoleDefinition("purser", name="Purser")])
    with pytest.raises(UserError, match=words) as refused:
        typed("pm", book, **changed)
    assert refused.value.field == field


@dataclass
class Desk:
    database: Database
    own_roles: OwnRoles
    registry: Registry

    async def save(self, called: str, user: SlackUserId = DANA, **changed: str) -> EditedRole:
        edited = await self.own_roles.find_to_edit(FERRY, user, called)
        return await self.own_roles.save(FERRY, user, edited.role.key, as_shown(edited, **changed))

    async def book(self) -> RoleBook:
        async with self.database.read() as tx:
            return await roles.role_book(tx, FERRY)

    async def history(self) -> list[tuple[str, str, bool, bool]]:
        query = select(registry_history).where(
            registry_history.c.workspace_id == FERRY, registry_history.c.what == "role"
        )
        async with self.database.read() as tx:
            rows = await tx.all(query.order_by(registry_history.c.id))
        return [(row.actor, row.subject, row.before is not None, row.after is not None) for row in rows]


@pytest.fixture
async def desk(database: Database, clock: MovableClock) -> Desk:
    await a_workspace(database)
    async with database.write() as tx:
        for user, name in ((DANA, "Dana Vance"), (SAM, "Sam Reed")):
            await workspaces.save_profile(tx, FERRY, SlackProfile(user, name, None, "UTC", False, False, False))
    return Desk(database, OwnRoles(database, clock, {DANA}), Registry(database, clock))


async def test_a_steward_says_it_takes_it_back_and_history_keeps_both(desk: Desk) -> None:
    for _ in range(2):
        saved = await desk.save("pm", purpose="Ours.")
    assert saved.said_here == ("purpose",)
    assert (await desk.book()).get("pm").purpose == "Ours."
    async with desk.database.read() as tx:
        assert await workspaces.registry_version(tx, FERRY) == 2
    await desk.own_roles.forget(FERRY, DANA, "pm")
    assert (await desk.book()).own() == ()
    assert await desk.history() == [("Dana Vance", "pm", False, True), ("Dana Vance", "pm", True, False)]


async def test_others_are_refused_and_told_who_can(desk: Desk) -> None:
    with pytest.raises(NotAllowed, match="Dana Vance"):
        await desk.save("pm", SAM, purpose="Mine.")
    with pytest.raises(NotAllowed, match="Dana Vance"):
        await desk.own_roles.save(FERRY, SAM, "pm", Typed({"purpose": "Mine."}))
    with pytest.raises(NotAllowed, match="Dana Vance"):
        await desk.own_roles.forget(FERRY, SAM, "pm")
    assert (await desk.book()).own() == ()


async def test_without_a_steward_it_says_how_to_name_one(desk: Desk, clock: MovableClock) -> None:
    with pytest.raises(NotAllowed, match="ROLECALL_STEWARDS"):
        await OwnRoles(desk.database, clock, ()).find_to_edit(FERRY, DANA, "pm")


async def test_what_a_file_owns_is_left_to_the_file(desk: Desk) -> None:
    await desk.save("captain", name="Captain")
    await desk.save("pm", purpose="Ours.")
    text = FERRY_LINE.replace(
        "roles:\n  - {key: purser", "roles:\n  - {key: pm, purpose: The file's.}\n  - {key: purser", 1
    )
    await desk.registry.import_file(FERRY, a_file(text), actor="Dana")
    assert (await desk.book()).get("pm").purpose == "The file's."
    with pytest.raises(UserError, match=r"managed by registry.yaml \(line 9\)"):
        await desk.save("pm", purpose="Ours again.")
    await desk.registry.import_file(FERRY, a_file(), actor="Dana", prune=True)
    book = await desk.book()
    assert book.get("pm") == library_book().get("pm")
    assert book.get("captain").name == "Captain"


async def test_the_same_words_in_a_file_make_them_the_files(desk: Desk) -> None:
    await desk.save("purser", name="Purser", names="ship's purser, cash desk")
    await desk.registry.import_file(FERRY, a_file(), actor="Dana")
    with pytest.raises(UserError, match=r"managed by registry.yaml"):
        await desk.save("purser", purpose="Keeps the till.")
