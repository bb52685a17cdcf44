"""The matrix of a workspace, or of an area that is called as people call it."""

from bot.clock import Clock
from bot.errors import NotFound
from bot.ids import WorkspaceId
from bot.lookup.answer_rules import Ambiguous, Owned, Vacant
from bot.lookup.questions.reading import check, read
from bot.lookup.role_cards.rules import Matrix, WhichArea, matrix
from bot.lookup.rules import decide
from bot.lookup.snapshots import Snapshots
from bot.registry.rules import Area
from bot.registry.search.snapshot import RegistrySnapshot


class RoleCards:
    """What is asked about roles and not in a sentence."""

    def __init__(self, snapshots: Snapshots, clock: Clock) -> None:
        self._snapshots = snapshots
        self._clock = clock

    async def matrix_called(self, workspace_id: WorkspaceId, name: str) -> Matrix | WhichArea:
        """The matrix of the area called `name`, "" for none. NotFound when no area is called so."""
        snapshot = await self._snapshots.current(workspace_id)
        areas = self._areas(snapshot, name) if name else ()
        if len(areas) > 1:
            return WhichArea(areas)
        return matrix(snapshot, areas[0] if areas else None, self._clock.now().date())

    async def matrix(self, workspace_id: WorkspaceId, area: str) -> Matrix:
        """The matrix of the area of that key, "" for none. NotFound when it is gone."""
        snapshot = await self._snapshots.current(workspace_id)
        if area and area not in snapshot.tree.areas:
            raise NotFound("That area is not in the list any more. Please ask again.")
        return matrix(snapshot, snapshot.area(area) if area else None, self._clock.now().date())

    async def areas_called(self, workspace_id: WorkspaceId, name: str) -> tuple[Area, ...]:
        """The one area that `name` means, or the few that it may mean. NotFound when there is none."""
        return self._areas(await self._snapshots.current(workspace_id), name)

    def _areas(self, snapshot: RegistrySnapshot, name: str) -> tuple[Area, ...]:
        check(name)
        match decide(read(name, snapshot.role_names), snapshot, self._clock.now().date()):
            case Owned(area=area) | Vacant(area=area):
                return (area,)
            case Ambiguous(candidates=areas):
                return areas
            case _:
                raise NotFound("I know no area of that name. Try its name as the list has it, its channel or a link.")
