"""What people type and click to ask: commands are answered at once, messages and clicks by a job."""

from bot.clock import Clock
from bot.ids import MessageTs
from bot.lookup import blocks
from bot.lookup.reply_rules import PendingReply, ReplyKind
from bot.lookup.use_cases import Lookup
from bot.slack.payloads import Click, Command, DirectMessage, Mention, Typed
from bot.slack.replies import Ephemeral, Nothing
from bot.slack.routes import Routes


class LookupHandlers:
    """Lookup's side of Slack. Register it last: it answers every DM that no other feature claims."""

    def __init__(self, lookup: Lookup, clock: Clock) -> None:
        self._lookup = lookup
        self._clock = clock
        self._routes = Routes()

    def register(self, routes: Routes) -> None:
        self._routes = routes
        routes.command("/whoowns", None, self.who_owns, usage="[what]", help="Who owns it; without words: this channel")
        routes.command("/whoowns", "help", self.help, help="How to ask")
        routes.command("/rolecall", None, self.ask, usage="[question]", help="Ask who owns, decides or does anything")
        routes.command("/rolecall", "help", self.help, help="All that you can type")
        routes.action(blocks.CANDIDATE, self.choose)
        routes.action(blocks.NONE_OF_THESE, self.none_of_these)
        routes.mention(self.mentioned)
        routes.direct_message(claims_everything, self.direct_message)

    async def who_owns(self, command: Command) -> Ephemeral:
        """`/whoowns checkout`; alone, the area of the channel it is typed in."""
        if command.text:
            return await self.ask(command)
        found = await self._lookup.find_channel(command.workspace_id, command.channel_id, command.channel_name)
        if found is None:
            return Ephemeral(blocks.how_to_ask())
        return Ephemeral(blocks.card(found, command.workspace_id, "", self._clock.now()))

    async def ask(self, command: Command) -> Ephemeral:
        """Any question as a command; alone, what can be typed."""
        if not command.text:
            return await self.help(command)
        said = await self._lookup.answer(command.workspace_id, command.text)
        return Ephemeral(blocks.card(said, command.workspace_id, command.text, self._clock.now()))

    async def help(self, command: Command) -> Ephemeral:  # noqa: ARG002
        """What can be typed, of every feature."""
        lines = [line for name in self._routes.commands for line in self._routes.help_lines(name)]
        return Ephemeral(blocks.help_card(lines))

    async def mentioned(self, mention: Mention) -> Nothing:
        """Answered to the one who asked alone; in the thread where it was asked, if it was in one."""
        return await self._take(mention, ReplyKind.MENTION, mention.thread_ts)

    async def direct_message(self, message: DirectMessage) -> Nothing:
        """Each message of a person in the DM begins a thread: the answer goes there."""
        return await self._take(message, ReplyKind.DIRECT_MESSAGE, message.thread_ts or message.ts)

    async def _take(self, typed: Typed, kind: ReplyKind, thread_ts: MessageTs | None) -> Nothing:
        pending = PendingReply(
            kind, typed.user_id, typed.channel_id, self._clock.now(), text=typed.text, thread_ts=thread_ts
        )
        await self._lookup.answer_later(typed.workspace_id, typed.event_id, pending)
        return Nothing()

    async def choose(self, click: Click) -> Nothing:
        """One of "Which one?" was chosen: the card becomes the answer."""
        chosen = blocks.read_choice(click.value)
        return await self._take_click(click, ReplyKind.CANDIDATE, chosen)

    async def none_of_these(self, click: Click) -> Nothing:
        """The card becomes "I don't know", and the question is noted."""
        return await self._take_click(click, ReplyKind.NONE_OF_THESE, blocks.read_choice(click.value))

    async def _take_click(self, click: Click, kind: ReplyKind, chosen: blocks.Choice) -> Nothing:
        pending = PendingReply(
            kind,
            click.user_id,
            click.channel_id or "",  # type: ignore[arg-type]  # a click outside a channel needs none
            self._clock.now(),
            text=chosen.question,
            response_url=click.response_url,
            area=chosen.area,
            role=chosen.role,
        )
        await self._lookup.answer_later(click.workspace_id, f"click:{click.trigger_id}", pending)
        return Nothing()


async def claims_everything(_message: DirectMessage) -> bool:
    return True
