"""An example of every view of a workspace's own roles, for the gallery and for the tests."""

from typing import Any

from bot.ids import MemberId, SlackUserId, WorkspaceId
from bot.registry.own_roles.blocks import name_form, role_form, role_list, saved_modal
from bot.registry.own_roles.rules import EditedRole, RoleList, find_role
from bot.roles.library import LIBRARY
from bot.roles.rules import Decision, RoleBook, RoleDefinition
from bot.workspaces.rules import Member

DELIVERY = RoleDefinition(
    "tpm", name="Delivery Manager", names=("DM",), purpose="Brings our seasons to the shops on the day they begin.",
    learn_more="https://wiki.example.com/roles/dm", boundaries=("pm: The PM says what goes to the shops, the DM which day.",),
)  # fmt: skip
CAPTAIN = RoleDefinition("release-captain", name="Release Captain", decisions=(Decision("the release train"),))
WRITER = RoleDefinition("tw", name="Technical Writer", names=("tech writer",), source="registry.yaml", line=12)
BOOK = RoleBook(LIBRARY, [DELIVERY, CAPTAIN, WRITER])
DANA = Member(MemberId(1), WorkspaceId("T0EXAMPLE"), SlackUserId("U0DANA"), "Dana Vance")


def examples() -> list[tuple[str, str, dict[str, Any]]]:
    """(name, surface, payload) of every view."""
    library = RoleBook(LIBRARY)
    messages = [
        ("the list, for a steward", role_list(RoleList(BOOK, (DANA,), may_change=True))),
        ("the list, for others", role_list(RoleList(BOOK, (DANA,), may_change=False))),
    ]
    modals = [
        ("form, the library's words", role_form(find_role(library, "pm"))),
        ("form, own words", role_form(find_role(BOOK, "DM"))),
        ("form, a role of one's own", role_form(find_role(BOOK, "release captain"))),
        ("form, a new role", role_form(find_role(BOOK, "chair"))),
        ("name of a new role", name_form()),
        ("saved", saved_modal(find_role(BOOK, "tpm"))),
        ("back to the library", saved_modal(find_role(library, "tpm"))),
        ("removed", saved_modal(EditedRole(RoleDefinition("release-captain"), None, None))),
    ]
    return [(f"own roles: {name}", "message", message.arguments()) for name, message in messages] + [
        (f"own roles: {name}", "modal", view) for name, view in modals
    ]
