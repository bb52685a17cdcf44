"""The local Slack itself: workspaces of one app, its addresses, its journal and its switches."""

import contextlib
import logging
import random
from collections import deque
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, Self

import aiohttp

from bot.playground.deliveries import Deliverer
from bot.playground.delivery_http import SignedHttp
from bot.playground.delivery_socket import Sockets
from bot.playground.errors import CannotDo
from bot.playground.faults import Faults
from bot.playground.identity import Serials, Timestamps
from bot.playground.journal import ApiCall, Delivery, Journal, Note
from bot.playground.manifest import Manifest
from bot.playground.rate_limits import RateLimits
from bot.playground.tickets import Tickets
from bot.playground.time_machine import RealTime, TimeMachine
from bot.playground.wire import Wire
from bot.playground.workspace import Workspace

_log = logging.getLogger(__name__)


class LocalSlack:
    """See the package's docstring for how tests use it.

    `ack_within` and `trigger_life` are seconds on the loop's clock; `retry_after` are the seconds after which an
    unanswered event comes again; `rate_limits` switches Slack's tiers on; `seed` makes faults and the choice of
    sockets repeatable; `remember` is how many calls and how many deliveries the journal keeps.
    """

    def __init__(
        self,
        manifest: Manifest | Mapping[str, Any] | Path | str,
        *,
        time: TimeMachine | None = None,
        seed: int = 0,
        host: str = "127.0.0.1",
        port: int = 0,
        ack_within: float = 3.0,
        trigger_life: float = 3.0,
        retry_after: tuple[float, ...] = (0, 60, 300),
        rate_limits: bool = False,
        remember: int = 5_000,
    ) -> None:
        self.manifest = Manifest.load(manifest)
        self.time: TimeMachine = time or RealTime()
        self.host = host
        self.app_id = "A0LOCALAPP"
        self.app_token = "xapp-1-A0LOCALAPP-0000000000000-local"  # noqa: S105 - opens nothing but this process
        self.signing_secret = "5f0d1e0c3a7b4a6f8e9d2c1b0a998877"  # noqa: S105 - as above
        self.verification_token = "localVerificationToken00"  # noqa: S105 - as above
        self.workspaces: dict[str, Workspace] = {}
        self.timestamps = Timestamps()
        self.serials = Serials()
        self.journal = Journal(remember)
        self._rng = random.Random(seed)  # noqa: S311 - repeatable faults, no secrets
        self._seed = seed
        self.faults = Faults(self._rng)
        self.rates = RateLimits(rate_limits, self.time.now)
        self.tickets = Tickets(trigger_life)
        self.deliverer = Deliverer(self, ack_within, retry_after)
        self.sockets = Sockets(self.app_id, self._rng, self.journal.touch)
        self.transport: Literal["socket", "http"] = "socket"
        self.deliverer.transport = self.sockets
        self._wire = Wire(self, host, port)
        self._session: aiohttp.ClientSession | None = None

    # Life

    async def start(self) -> None:
        await self._wire.start()
        await self.sockets.start(self.host)
        self._session = aiohttp.ClientSession()

    async def stop(self) -> None:
        self.deliverer.forget()
        await self.sockets.stop()
        await self._wire.stop()
        if self._session:
            await self._session.close()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    def reset(self) -> None:
        """No workspaces, no faults, an empty journal, ids and timestamps from the start. Servers and sockets stay."""
        self.deliverer.forget()
        self.workspaces.clear()
        self.faults.clear()
        self.rates.clear()
        self.journal.clear()
        self._rng.seed(self._seed)
        self.timestamps, self.serials = Timestamps(), Serials()
        self.journal.changed("people")

    # Addresses

    @property
    def url(self) -> str:
        """The page's address, without a slash at the end."""
        return f"http://{self.host}:{self._wire.port}"

    @property
    def api_url(self) -> str:
        """For AsyncWebClient(base_url=…)."""
        return f"{self.url}/api/"

    # Workspaces and delivery

    def add_workspace(
        self, team_id: str = "T0ACME", name: str = "Acme", *, token: str | None = None, domain: str | None = None
    ) -> Workspace:
        """A workspace in which the app is installed. `token`: its bot token, made up when left out."""
        bot_token = token or f"xoxb-{team_id.lower()}-{len(self.workspaces) + 1:012d}"
        domain = domain or "".join(one for one in name.lower() if one.isalnum() and one.isascii()) or "local"
        self.workspaces[team_id] = workspace = Workspace(self, team_id, name, bot_token, domain)
        return workspace

    async def deliver_by_http(self, url: str, *, verify: bool = True) -> None:
        """From now on everything goes to this request URL, signed; `verify` asks it for Slack's challenge first."""
        if self._session is None:
            raise CannotDo("start the local Slack first")
        http = SignedHttp(url, self.signing_secret, self._session)
        if verify and not await http.verify(self.verification_token):
            raise CannotDo("Your URL didn't respond with the value of the challenge parameter.")
        self.transport, self.deliverer.transport = "http", http

    async def connected(self, count: int = 1) -> None:
        """Waits until the app has this many sockets open."""
        await self.sockets.wait_for(count)

    def cut_sockets(self) -> int:
        """Breaks the app's sockets without a word. How many there were."""
        cut = self.sockets.cut()
        self.note("Sockets cut", f"{cut} of the app's connections broke without a word", bad=True)
        return cut

    async def refresh_sockets(self) -> None:
        """Asks the app to reconnect, as Slack does every few hours."""
        await self.sockets.ask_to_reconnect()

    async def uninstall(self, workspace: Workspace) -> None:
        """app_uninstalled and tokens_revoked go out, then the token is worth nothing."""
        tokens = {"tokens": {"oauth": [], "bot": [workspace.bot_user]}}
        await self.deliverer.tell(workspace, "tokens_revoked", tokens)
        await self.deliverer.tell(workspace, "app_uninstalled", {})
        workspace.installed = False

    # Watching

    @property
    def calls(self) -> deque[ApiCall]:
        return self.journal.calls

    @property
    def deliveries(self) -> deque[Delivery]:
        return self.journal.deliveries

    def note(self, title: str, text: str, *, bad: bool = False) -> None:
        """Write something into the journal that did not go over the wire, for whoever looks at it."""
        self.journal.add(Note(self.time.now(), "", title, text, bad))

    def calls_of(self, method: str) -> list[ApiCall]:
        return [one for one in self.journal.calls if one.method == method]

    async def quiet(self) -> None:
        """Waits until nothing is under way: no delivery, no call, nothing they set off."""
        await self.journal.quiet()

    async def redeliver_due(self) -> int:
        """Repeats the unanswered events that are due by the time machine's clock. How many there were."""
        return await self.deliverer.redeliver_due()

    def envelope_id(self) -> str:
        number = self.serials.next("")
        return f"00000000-0000-4000-8000-{number.rjust(12, '0')}"

    def complain(self, error: BaseException | None) -> None:
        """Something broke in the background; it must not be lost."""
        with contextlib.suppress(Exception):
            _log.error("The local Slack failed in the background", exc_info=error)
