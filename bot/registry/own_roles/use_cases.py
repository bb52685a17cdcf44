"""Saying in Slack what a role means here."""

from collections.abc import Collection

from bot.clock import Clock
from bot.database import Database, Transaction
from bot.errors import NotAllowed
from bot.ids import SlackUserId, WorkspaceId
from bot.registry.files.plan import Change, What, said_of
from bot.registry.importing.store import add_history
from bot.registry.own_roles.rules import EditedRole, RoleList, Typed, find_role, read_typed, refuse_what_a_file_owns
from bot.roles import steps as roles
from bot.roles.rules import RoleDefinition
from bot.workspaces import steps as workspaces
from bot.workspaces.rules import Member

WHY = "said in Slack"


class OwnRoles:
    """What each workspace says of roles itself. `stewards` are those of the settings."""

    def __init__(self, database: Database, clock: Clock, stewards: Collection[SlackUserId]) -> None:
        self._database = database
        self._clock = clock
        self._stewards = stewards

    async def list_all(self, workspace_id: WorkspaceId, user_id: SlackUserId) -> RoleList:
        """Every role: the library's and the workspace's own."""
        async with self._database.read() as tx:
            stewards = await workspaces.stewards(tx, workspace_id, self._stewards)
            book = await roles.role_book(tx, workspace_id)
        return RoleList(book, tuple(stewards), any(one.slack_user_id == user_id for one in stewards))

    async def check_may_change(self, workspace_id: WorkspaceId, user_id: SlackUserId) -> None:
        """Raises NotAllowed for all but stewards."""
        async with self._database.read() as tx:
            await self._steward(tx, workspace_id, user_id)

    async def find_to_edit(self, workspace_id: WorkspaceId, user_id: SlackUserId, called: str) -> EditedRole:
        """The role of that name, or a new one. Raises NotAllowed for all but stewards, UserError when a file owns it."""
        async with self._database.read() as tx:
            await self._steward(tx, workspace_id, user_id)
            edited = find_role(await roles.role_book(tx, workspace_id), called)
        refuse_what_a_file_owns(edited)
        return edited

    async def save(self, workspace_id: WorkspaceId, user_id: SlackUserId, key: str, typed: Typed) -> EditedRole:
        """Keep what differs from the library. The same again changes nothing. Raises like `find_to_edit`, and for the form."""
        async with self._database.write() as tx:
            steward = await self._steward(tx, workspace_id, user_id)
            book = await roles.role_book(tx, workspace_id)
            edited = EditedRole(book.get(key), book.shipped(key), book.own_of(key))
            refuse_what_a_file_owns(edited)
            own = read_typed(edited, typed, book)
            return await self._replace(tx, workspace_id, edited, own if own.says_anything else None, steward)

    async def forget(self, workspace_id: WorkspaceId, user_id: SlackUserId, key: str) -> EditedRole:
        """Go back to the library's words; a role of the workspace's own is known by its key alone from then on."""
        async with self._database.write() as tx:
            steward = await self._steward(tx, workspace_id, user_id)
            book = await roles.role_book(tx, workspace_id)
            edited = EditedRole(book.get(key), book.shipped(key), book.own_of(key))
            refuse_what_a_file_owns(edited)
            return await self._replace(tx, workspace_id, edited, None, steward)

    async def _replace(
        self,
        tx: Transaction,
        workspace_id: WorkspaceId,
        edited: EditedRole,
        own: RoleDefinition | None,
        steward: Member,
    ) -> EditedRole:
        key = edited.role.key
        if own != edited.own:
            saved, removed = ([own], []) if own is not None else ([], [key])
            await roles.change_definitions(tx, workspace_id, saved, removed)
            before, after = (said_of(one) if one is not None else None for one in (edited.own, own))
            change = Change(What.ROLE, key, before, after)
            await add_history(tx, workspace_id, [change], actor=steward.name, at=self._clock.now(), why=WHY)
        book = await roles.role_book(tx, workspace_id)
        return EditedRole(book.get(key), book.shipped(key), book.own_of(key))

    async def _steward(self, tx: Transaction, workspace_id: WorkspaceId, user_id: SlackUserId) -> Member:
        stewards = await workspaces.stewards(tx, workspace_id, self._stewards)
        steward = next((one for one in stewards if one.slack_user_id == user_id), None)
        if steward is None:
            raise NotAllowed(refusal([one.name for one in stewards]))
        return steward


def refusal(stewards: list[str]) -> str:
    """Who can change what roles mean here."""
    if not stewards:
        return (
            "Nobody is steward here yet, and only stewards change what a role means. "
            "Whoever runs Rolecall names them with ROLECALL_STEWARDS."
        )
    return f"Only stewards can change what a role means here: {', '.join(sorted(stewards))}."
