"""What apps put on a person's screen: the stack of modals and the Home tab."""

from typing import TYPE_CHECKING

from bot.playground import shapes
from bot.playground.errors import SlackError
from bot.playground.inputs import initial_values
from bot.playground.model import Json, View

if TYPE_CHECKING:
    from bot.playground.workspace import Workspace

DEEPEST = 3


class Screens:
    """Modals of one workspace, by person; the last of a stack is on top."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace = workspace
        self._stacks: dict[str, list[View]] = {}
        self._homes: dict[str, View] = {}

    def stack(self, user_id: str) -> list[View]:
        return self._stacks.setdefault(user_id, [])

    def top(self, user_id: str) -> View | None:
        stack = self.stack(user_id)
        return stack[-1] if stack else None

    def home(self, user_id: str) -> View | None:
        return self._homes.get(user_id)

    def open(self, user_id: str, body: Json, *, on_top: bool = False) -> View:
        """A new modal; `on_top` makes it part of the stack below it. Raises SlackError."""
        stack = self.stack(user_id)
        if len(stack) >= DEEPEST:
            raise SlackError("push_limit_reached")
        self._refuse_known_external_id(body)
        view = self._new(user_id, body)
        if on_top:
            view.root, view.previous = stack[0].root, stack[-1].id
        stack.append(view)
        self._workspace.slack.journal.changed("view")
        return view

    def publish(self, user_id: str, body: Json, expected_hash: str | None = None) -> View:
        known = self._homes.get(user_id)
        if known:
            return self.replace(known, body, expected_hash)
        if expected_hash:
            raise SlackError("hash_conflict")
        self._homes[user_id] = view = self._new(user_id, body)
        self._workspace.slack.journal.changed("view")
        return view

    def replace(self, view: View, body: Json, expected_hash: str | None = None) -> View:
        """New content for a view; what was filled in under the same ids stays. Raises SlackError hash_conflict."""
        if expected_hash and expected_hash != view.hash:
            raise SlackError("hash_conflict")
        self._refuse_known_external_id(body, but=view)
        fresh = body | {"blocks": shapes.with_block_ids(self._workspace.slack, body["blocks"])}
        view.body, view.hash, view.errors = fresh, self._hash(), {}
        view.values = initial_values(view.blocks, view.values)
        self._workspace.slack.journal.changed("view")
        return view

    def find(self, view_id: str | None, external_id: str | None = None) -> View | None:
        """A view that is still on somebody's screen, by id or external id."""
        for view in [*(one for stack in self._stacks.values() for one in stack), *self._homes.values()]:
            if view_id and view.id == view_id:
                return view
            if external_id and view.body.get("external_id") == external_id:
                return view
        return None

    def close(self, view: View) -> None:
        stack = self.stack(view.person)
        if view in stack:
            stack.remove(view)
        self._workspace.slack.journal.changed("view")

    def close_all(self, user_id: str) -> None:
        self.stack(user_id).clear()
        self._workspace.slack.journal.changed("view")

    def _new(self, user_id: str, body: Json) -> View:
        slack = self._workspace.slack
        fresh = body | {"blocks": shapes.with_block_ids(slack, body["blocks"])}
        view_id = slack.serials.next("V")
        view = View(view_id, user_id, fresh, self._hash(), view_id)
        view.values = initial_values(view.blocks)
        return view

    def _hash(self) -> str:
        slack = self._workspace.slack
        return f"{int(slack.time.now().timestamp())}.{slack.serials.next('h')}"

    def _refuse_known_external_id(self, body: Json, but: View | None = None) -> None:
        external = body.get("external_id")
        known = self.find(None, external) if external else None
        if known and known is not but:
            raise SlackError("duplicate_external_id")
