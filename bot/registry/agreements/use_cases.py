"""Opening, changing and signing the agreement of an area."""

from collections.abc import Mapping

from bot.clock import Clock
from bot.database import Database
from bot.errors import NotFound, UserError
from bot.ids import AreaId, SlackUserId, WorkspaceId
from bot.registry import steps as registry
from bot.registry.agreements import steps, store
from bot.registry.agreements.rules import CHANGED_MEANWHILE, LONGEST_ALSO, Standing
from bot.roles.rules import Decider


class Agreements:
    """The PM-TPM agreements of each workspace."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def find(self, workspace_id: WorkspaceId, area: str) -> Standing:
        """The agreement of the area of that key. Raises UserError when there are no two people to agree."""
        async with self._database.read() as tx:
            found = await registry.areas_by_key(tx, workspace_id, [area])
            if not found or found[0].id is None:
                raise NotFound("That area is not in the list any more. Please ask again.")
            return await steps.standing(tx, workspace_id, found[0].id, self._clock.now().date())

    async def find_to_change(self, workspace_id: WorkspaceId, user_id: SlackUserId, area_id: AreaId) -> Standing:
        """The agreement for one of the two. Raises NotAllowed for everybody else."""
        async with self._database.read() as tx:
            found = await steps.standing(tx, workspace_id, area_id, self._clock.now().date())
        found.may_sign(user_id)
        return found

    async def agree(self, workspace_id: WorkspaceId, user_id: SlackUserId, area_id: AreaId, seen: int) -> Standing:
        """One of the two agrees to version `seen`; to 0, the usual lines, which become version 1.

        Raises NotAllowed for everybody else, UserError when there is a newer version. Twice is once.
        """
        now = self._clock.now()
        async with self._database.write() as tx:
            present = await steps.standing(tx, workspace_id, area_id, now.date())
            side, _ = present.may_sign(user_id)
            if present.signature(side) is not None:
                return present
            if present.number != seen:
                raise UserError(CHANGED_MEANWHILE)
            newest = present.newest
            version_id = newest.id if newest is not None else await steps.write_version(
                tx, workspace_id, present, side, present.usual, "", now, f"agree:{area_id}"
            )  # fmt: skip
            return await steps.sign(tx, workspace_id, area_id, version_id, side, now)

    async def change(
        self, workspace_id: WorkspaceId, user_id: SlackUserId, area_id: AreaId, seen: int,
        deciders: Mapping[str, Decider], also: str, source_key: str,
    ) -> Standing:  # fmt: skip
        """One of the two writes a new version and agrees to it; the other is asked. The same lines are only agreed to.

        Raises NotAllowed for everybody else, UserError when there is a newer version. The same `source_key` is ignored.
        """
        if len(also) > LONGEST_ALSO:
            raise UserError(f"That is {len(also)} characters long; at most {LONGEST_ALSO} are kept.")
        now = self._clock.now()
        async with self._database.write() as tx:
            present = await steps.standing(tx, workspace_id, area_id, now.date())
            side, _ = present.may_sign(user_id)
            if await store.made_from(tx, workspace_id, source_key):
                return present
            if present.number != seen:
                raise UserError(CHANGED_MEANWHILE)
            lines, newest = present.changes(deciders, also), present.newest
            if lines is None and newest is not None:
                return await steps.sign(tx, workspace_id, area_id, newest.id, side, now)
            version_id = await steps.write_version(
                tx, workspace_id, present, side, lines or present.lines, also, now, source_key
            )
            return await steps.sign(tx, workspace_id, area_id, version_id, side, now)
