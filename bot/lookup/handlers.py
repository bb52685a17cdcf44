"""What people type and click to ask: commands and forms are answered at once, messages by a job."""

from bot.clock import Clock
from bot.errors import UserError
from bot.ids import ChannelId, MessageTs
from bot.lookup import blocks, form_blocks
from bot.lookup.answer_rules import Said, Unknown
from bot.lookup.form_blocks import Beside, read_beside
from bot.lookup.reply_rules import PendingReply, Place, ReplyKind, place_of
from bot.lookup.use_cases import Lookup
from bot.slack.messages import Message
from bot.slack.payloads import Click, Command, DirectMessage, HomeOpened, Mention, Shortcut, Submission, Typed
from bot.slack.replies import Ephemeral, FieldErrors, Nothing, OpenModal, Reply, UpdateModal
from bot.slack.routes import Routes

WHO_OWNS_THIS = "lookup.who_owns_this"
WHO_OWNS = "lookup.who_owns"


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
        routes.action(blocks.SHARE, self.share)
        routes.action(blocks.OPEN_ASK, self.open_ask)
        routes.action(blocks.PROMPT, self.prompt)
        routes.action(blocks.HELP, self.click_help)
        routes.submission(form_blocks.ASK_FORM, self.submit_question)
        routes.shortcut(
            WHO_OWNS_THIS, "Who owns this?", self.who_owns_this, on_message=True,
            description="Says who owns what this message is about",
        )  # fmt: skip
        routes.shortcut(
            WHO_OWNS, "Who owns…?", self.who_owns_anything, on_message=False,
            description="Asks who owns, decides or does anything",
        )  # fmt: skip
        routes.mention(self.mentioned)
        routes.home(self.greet)
        routes.direct_message(claims_everything, self.direct_message)

    async def who_owns(self, command: Command) -> Ephemeral:
        """`/whoowns checkout`; alone, the area of the channel it is typed in."""
        if command.text:
            return await self.ask(command)
        found = await self._lookup.find_channel(command.workspace_id, command.channel_id, command.channel_name)
        if found is None:
            return Ephemeral(blocks.how_to_ask())
        return Ephemeral(self._card(command, found, place_of(command.channel_id)))

    async def ask(self, command: Command) -> Ephemeral:
        """Any question as a command; alone, a menu."""
        if not command.text:
            return Ephemeral(blocks.menu_card())
        said = await self._lookup.answer(command.workspace_id, command.text)
        return Ephemeral(self._card(command, said, place_of(command.channel_id), command.text))

    async def help(self, command: Command) -> Ephemeral:  # noqa: ARG002
        """What can be typed, of every feature."""
        return self._help()

    async def click_help(self, click: Click) -> Ephemeral:  # noqa: ARG002
        return self._help()

    async def mentioned(self, mention: Mention) -> Nothing:
        """Answered to the one who asked alone; in the thread where it was asked, if it was in one."""
        kind = ReplyKind.STRANGER if mention.from_elsewhere else ReplyKind.MENTION
        return await self._take(mention, kind, mention.thread_ts)

    async def direct_message(self, message: DirectMessage) -> Nothing:
        """Each message of a person in the DM begins a thread: the answer goes there."""
        return await self._take(message, ReplyKind.DIRECT_MESSAGE, message.thread_ts or message.ts)

    async def greet(self, opened: HomeOpened) -> Nothing:
        """The first words, when somebody looks at the DM for the first time."""
        if opened.tab == "messages" and opened.channel_id:
            await self._lookup.greet(opened.workspace_id, opened.user_id, opened.channel_id)
        return Nothing()

    async def who_owns_this(self, shortcut: Shortcut) -> OpenModal:
        """A message as the question, wherever it stands: the answer comes in a form that only the asker sees."""
        beside = Beside(shortcut.channel_id or "", shortcut.thread_ts or "")
        if not shortcut.text:
            note = "This message has no words that I can read. What is it about?"
            return OpenModal(form_blocks.ask_form(beside, note=note))
        text = shortcut.text[: form_blocks.LONGEST_QUESTION]
        try:
            said = await self._lookup.answer(shortcut.workspace_id, text)
        except UserError as error:
            return OpenModal(form_blocks.ask_form(beside, note=blocks.told(error.message).blocks[0]["text"]["text"]))
        return OpenModal(form_blocks.ask_form(beside, self._card(shortcut, said, beside.place, text)))

    async def who_owns_anything(self, shortcut: Shortcut) -> OpenModal:  # noqa: ARG002
        return OpenModal(form_blocks.ask_form(Beside()))

    async def open_ask(self, click: Click) -> OpenModal:
        return OpenModal(form_blocks.ask_form(Beside(click.channel_id or "", click.thread_ts or "")))

    async def submit_question(self, submission: Submission) -> Reply:
        """The answer takes the form's place, with room for another question."""
        beside = read_beside(submission.private_metadata)
        question = submission.values.text(form_blocks.QUESTION)
        try:
            said = await self._lookup.answer(submission.workspace_id, question)
        except UserError as error:
            return FieldErrors({form_blocks.QUESTION: error.message})
        return UpdateModal(form_blocks.ask_form(beside, self._card(submission, said, beside.place, question)))

    async def choose(self, click: Click) -> Reply:
        """One of "Which one?" was chosen: the card becomes the answer."""
        chosen = blocks.read_choice(click.value)
        if click.view is not None and chosen.area is not None:
            said = await self._lookup.answer_for(click.workspace_id, chosen.area, chosen.role)
            return self._in_form(click, said, chosen.question)
        return await self._take_click(click, ReplyKind.CANDIDATE, chosen)

    async def none_of_these(self, click: Click) -> Reply:
        """The card becomes "I don't know", and the question is noted."""
        chosen = blocks.read_choice(click.value)
        if click.view is not None:
            await self._lookup.note_unanswered(click.workspace_id, chosen.question, chosen.role)
            return self._in_form(click, Unknown(chosen.question, chosen.role, 1.0), chosen.question)
        return await self._take_click(click, ReplyKind.NONE_OF_THESE, chosen)

    async def share(self, click: Click) -> Reply:
        """A copy of the card for everybody in the channel, or in the thread."""
        chosen = blocks.read_choice(click.value)
        if click.view is None:
            return await self._take_click(click, ReplyKind.SHARE, chosen)
        beside = read_beside(click.private_metadata)
        await self._take_click(click, ReplyKind.SHARE, chosen, beside)
        return Ephemeral(blocks.told("It will be there in a moment. Where I may not post, I tell you by DM."))

    async def prompt(self, click: Click) -> Nothing:
        """One of the questions that are offered: answered in a thread of the DM, elsewhere in place of the menu."""
        question = f"<@{click.user_id}>" if click.value == blocks.MYSELF else click.value
        chosen = blocks.Choice(question=question)
        in_dm = (click.channel_id or "").startswith("D") and click.message_ts is not None
        if not in_dm:
            return await self._take_click(click, ReplyKind.CANDIDATE, chosen)
        beside = Beside(click.channel_id or "", click.thread_ts or click.message_ts or "")
        return await self._take_click(click, ReplyKind.DIRECT_MESSAGE, chosen, beside)

    def _card(
        self, asked: Command | Click | Submission | Shortcut, said: Said, place: Place, question: str = ""
    ) -> Message:
        return blocks.card(said, asked.workspace_id, question, self._clock.now(), place)

    def _in_form(self, click: Click, said: Said, question: str) -> UpdateModal:
        beside = read_beside(click.private_metadata)
        return UpdateModal(form_blocks.ask_form(beside, self._card(click, said, beside.place, question)))

    def _help(self) -> Ephemeral:
        lines = [line for name in self._routes.commands for line in self._routes.help_lines(name)]
        return Ephemeral(blocks.help_card(lines))

    async def _take(self, typed: Typed, kind: ReplyKind, thread_ts: MessageTs | None) -> Nothing:
        pending = PendingReply(
            kind, typed.user_id, typed.channel_id, self._clock.now(), text=typed.text, thread_ts=thread_ts
        )
        await self._lookup.answer_later(typed.workspace_id, typed.event_id, pending)
        return Nothing()

    async def _take_click(
        self, click: Click, kind: ReplyKind, chosen: blocks.Choice, beside: Beside | None = None
    ) -> Nothing:
        where = beside or Beside(click.channel_id or "", click.thread_ts or "")
        pending = PendingReply(
            kind,
            click.user_id,
            ChannelId(where.channel),
            self._clock.now(),
            text=chosen.question,
            thread_ts=MessageTs(where.thread) if where.thread else None,
            response_url=click.response_url,
            area=chosen.area,
            role=chosen.role,
        )
        # The same card's button again is the same wish while it waits.
        source = f"{click.action_id}:{click.channel_id}:{click.message_ts}" if click.message_ts else click.trigger_id
        await self._lookup.answer_later(click.workspace_id, f"click:{source}"[:255], pending)
        return Nothing()


async def claims_everything(_message: DirectMessage) -> bool:
    return True
