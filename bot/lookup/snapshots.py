"""Keeps the registries that were asked lately in memory, and rebuilds them beside the event loop."""

import asyncio
import ctypes
import gc
import sys
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from bot.database import Database
from bot.ids import WorkspaceId
from bot.registry import steps as registry
from bot.registry.agreements import steps as agreements
from bot.registry.search.snapshot import RegistrySnapshot
from bot.workspaces import steps as workspaces

log = structlog.get_logger(__name__)

# Areas kept in all, over all workspaces; the one asked least lately goes first. 10,000 areas take some 30 MB.
MOST_AREAS_KEPT = 50_000
MOST_WORKSPACES_KEPT = 500
# A small registry is rebuilt within this; whoever asks waits that long for the new one, then gets the old one.
GRACE_SECONDS = 0.3
# While a thread builds, the loop waits for its turn so long, not 5 ms as usual; it takes several for an answer.
TURN_SECONDS = 0.001
# What is let go of in one turn of the loop: all of ten thousand areas at once would be 25 ms.
PIECE = 500
# Circles of objects that lie about while something is built are kept with it; every so many times they are swept out.
SWEEP_EVERY = 20


class Snapshots:
    """One snapshot a workspace, keyed by the version of its registry."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: OrderedDict[WorkspaceId, RegistrySnapshot] = OrderedDict()
        self._building: dict[WorkspaceId, asyncio.Task[RegistrySnapshot]] = {}
        self._builds = 0
        self._since_sweep = 0
        self._usual_turn = sys.getswitchinterval()

    async def get(self, workspace_id: WorkspaceId, version: int) -> RegistrySnapshot:
        """The snapshot of `version`, or for a moment the one before it while the new one is being built."""
        kept = self._kept.get(workspace_id)
        if kept is not None and kept.version >= version:
            self._kept.move_to_end(workspace_id)
            return kept
        building = self._build(workspace_id)
        if kept is None:
            return await asyncio.shield(building)
        await asyncio.wait([building], timeout=GRACE_SECONDS)
        return self._kept.get(workspace_id, kept)

    async def current(self, workspace_id: WorkspaceId) -> RegistrySnapshot:
        """The snapshot of the version that the database has now, like `get`: one read."""
        version = await workspaces.registry_version(self._database.glance(), workspace_id)
        return await self.get(workspace_id, version)

    def warm_up(self, workspace_id: WorkspaceId) -> None:
        """Begin to build, so that the first who asks does not wait for all of it."""
        if workspace_id not in self._kept:
            self._build(workspace_id)

    async def settle(self) -> None:
        """Wait until nothing is being built any more: before the database is closed."""
        await asyncio.gather(*self._building.values(), return_exceptions=True)

    def _build(self, workspace_id: WorkspaceId) -> "asyncio.Task[RegistrySnapshot]":
        """The build that runs for the workspace, started if there is none."""
        running = self._building.get(workspace_id)
        if running is None:
            running = asyncio.create_task(self._load(workspace_id), name=f"registry snapshot {workspace_id}")
            self._building[workspace_id] = running
            running.add_done_callback(lambda task: self._built(workspace_id, task))
        return running

    async def _load(self, workspace_id: WorkspaceId) -> RegistrySnapshot:
        with self._undisturbed():
            async with self._database.read() as tx:
                rows = await registry.load_snapshot(tx, workspace_id, self._kept.get(workspace_id))
                in_force = await agreements.in_force(tx, workspace_id)
            snapshot = await asyncio.to_thread(rows.build, in_force)
            del rows
            await _let_go(self._keep(workspace_id, snapshot))
        await asyncio.to_thread(_give_back)
        return snapshot

    @contextmanager
    def _undisturbed(self) -> Iterator[None]:
        """Keep the garbage collector away while a snapshot is made, and from what was made; have the loop wait less.

        The collector would walk through all of it again and again, and hold the loop for a third of a second each time.
        What is kept holds no circles, so it goes by itself when the next version takes its place.
        """
        if not self._builds:
            self._sweep()
            gc.disable()
            self._usual_turn = sys.getswitchinterval()
            sys.setswitchinterval(TURN_SECONDS)
        self._builds += 1
        try:
            yield
        finally:
            self._builds -= 1
            if not self._builds:
                sys.setswitchinterval(self._usual_turn)
                gc.freeze()
                gc.enable()

    def _sweep(self) -> None:
        self._since_sweep += 1
        if self._since_sweep < SWEEP_EVERY:
            gc.collect(1)
            return
        self._since_sweep = 0
        gc.unfreeze()
        gc.collect()

    def _keep(self, workspace_id: WorkspaceId, snapshot: RegistrySnapshot) -> list[RegistrySnapshot]:
        """Keep it, and give what is not kept any more."""
        before = self._kept.get(workspace_id)
        gone = [] if before is None else [before]
        self._kept[workspace_id] = snapshot
        self._kept.move_to_end(workspace_id)
        while len(self._kept) > 1 and (
            len(self._kept) > MOST_WORKSPACES_KEPT
            or sum(len(one.areas) for one in self._kept.values()) > MOST_AREAS_KEPT
        ):
            gone.append(self._kept.popitem(last=False)[1])
        return gone

    def _built(self, workspace_id: WorkspaceId, task: "asyncio.Task[RegistrySnapshot]") -> None:
        self._building.pop(workspace_id, None)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.warning("snapshot_not_built", workspace=workspace_id, error=type(error).__name__)


async def _let_go(snapshots: list[RegistrySnapshot]) -> None:
    """Of what is not kept any more, a piece in each turn of the loop. Whoever reads in it meanwhile still has it whole."""
    pieces = [piece for gone in snapshots for piece in gone.pieces(PIECE)]
    snapshots.clear()
    while pieces:
        pieces.pop()
        await asyncio.sleep(0)


def _give_back() -> None:
    """Give the system what a build has used and freed, where the C library would keep it: glibc keeps 15 MB of it."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
