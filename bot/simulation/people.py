"""What people do with what they get: answer at once, late, twice or not at all, change their mind, decide as owners."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.app import UseCases
from bot.errors import NotFound
from bot.ids import CheckInId, RunId, SlackUserId, WorkspaceId
from bot.simulation.slack import Post
from bot.simulation.world import Mark, Said, World
from bot.standups.check_ins.answer_rules import Answer, Form, Status
from bot.standups.check_ins.rules import ASK, DONE, LANDED, NEWS, RISK, SCOPE_ADDED, STATUS, STOPPED, Side
from bot.workspaces.parked.rules import Decision

# Where what somebody writes stands; everyone is asked one of these.
MARKED = (NEWS, RISK, DONE)
# What an owner or a steward is asked, and answers to the end.
DECISIONS = ("trouble", "steward_message")
STATUSES = (Status.ON_TIME, Status.ON_TIME, Status.ON_TIME, Status.AT_RISK, Status.LATE, Status.NOTHING_DATED)


class Wrong(Exception):
    """The app did to a person what it must not do."""


class People:
    """Reads what arrives, and plans what whoever got it does about it."""

    def __init__(self, world: World, chance: random.Random) -> None:
        self._world = world
        self._chance = chance
        self._marks = 0
        # Towards the end nobody does anything but decide.
        self.resting = False

    def read(self, post: Post) -> None:
        """Somebody got this message."""
        kind, _, rest = post.key.partition(":")
        match "" if self.resting and kind not in DECISIONS else kind:
            case "check_in":
                self._asked(post, CheckInId(int(rest)))
            case "reminder" if self._chance.random() < 0.5:
                self._plan_answer(post.workspace_id, post.reader, CheckInId(int(rest)), timedelta(minutes=3))
            case "difference":
                self._told_of_difference(post, int(rest))
            case "trouble":
                self._told_of_trouble(post, RunId(int(rest.partition(":")[0])))
            case "steward_message":
                self._told_of_parked(post, int(rest))

    def _asked(self, post: Post, check_in_id: CheckInId) -> None:
        drawn, workspace_id, reader = self._chance.random(), post.workspace_id, post.reader
        if drawn < 0.12:
            return
        delay = self._delay()
        if drawn < 0.3:
            again = self._repeats(workspace_id, reader, check_in_id)
            self._plan(delay, f"{reader} finds nothing changed in check-in {check_in_id}", again)
        else:
            self._plan_answer(workspace_id, reader, check_in_id, delay, twice=drawn > 0.95)
        if self._chance.random() < 0.2:
            self._plan_answer(
                workspace_id, reader, check_in_id, delay + timedelta(minutes=self._chance.randrange(1200))
            )

    def _delay(self) -> timedelta:
        drawn = self._chance.random()
        if drawn < 0.65:
            return timedelta(seconds=self._chance.randrange(60, 7200))
        if drawn < 0.85:
            # Exactly when something is due, as far as whole quarters are.
            now = self._world.clock.now()
            quarter = now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0)
            return quarter + timedelta(minutes=15 * self._chance.randrange(1, 16)) - now
        return timedelta(minutes=self._chance.randrange(180, 1800))

    def _plan(self, delay: timedelta, words: str, do: Callable[[UseCases], Awaitable[None]]) -> None:
        self._world.plan(self._world.clock.now() + delay, words, do)

    def _plan_answer(
        self,
        workspace_id: WorkspaceId,
        reader: SlackUserId | None,
        check_in_id: CheckInId,
        delay: timedelta,
        *,
        twice: bool = False,
    ) -> None:
        words = f"{reader} answers check-in {check_in_id}" + (", and Slack sends it twice" if twice else "")
        self._plan(delay, words, self.answers(workspace_id, reader, check_in_id, twice=twice))

    def answers(
        self,
        workspace_id: WorkspaceId,
        reader: SlackUserId | None,
        check_in_id: CheckInId,
        *,
        twice: bool = False,
    ) -> Callable[[UseCases], Awaitable[None]]:
        """Filling in the form and sending it off."""
        mark = self._mark()

        async def act(does: UseCases) -> None:
            said = self._said(workspace_id, check_in_id)
            said.open.discard(mark)
            if reader is None or self._world.company.by_user(workspace_id, reader).gone:
                return
            said.open.add(mark)
            try:
                form = await does.check_ins.open_form(workspace_id, reader, check_in_id)
                given = self._fill_in(form, mark)
                sent = (does.check_ins.answer(workspace_id, reader, check_in_id, given) for _ in range(1 + twice))
                await asyncio.gather(*sent)
            except NotFound:
                self._must_be_gone(workspace_id, check_in_id)
            else:
                self._kept(workspace_id, check_in_id, _mark_in(given, mark))
            said.open.discard(mark)

        return act

    def _repeats(
        self, workspace_id: WorkspaceId, reader: SlackUserId | None, check_in_id: CheckInId
    ) -> Callable[[UseCases], Awaitable[None]]:
        instead, mark = self.answers(workspace_id, reader, check_in_id), self._mark()
        filled_in: list[bool] = []

        async def act(does: UseCases) -> None:
            said = self._said(workspace_id, check_in_id)
            said.open.discard(mark)
            if reader is None or self._world.company.by_user(workspace_id, reader).gone:
                return
            said.open.add(mark)
            try:
                form = await does.check_ins.repeat(workspace_id, reader, check_in_id)
            except NotFound:
                self._must_be_gone(workspace_id, check_in_id)
            else:
                if form is not None or filled_in:  # once filled in, it is filled in again until it is answered
                    filled_in.append(True)
                    await instead(does)
                elif not said.marks:
                    self._kept(workspace_id, check_in_id, Mark())
            said.open.discard(mark)

        return act

    def _mark(self) -> str:
        self._marks += 1
        return f"mark{self._marks:06}"

    def _said(self, workspace_id: WorkspaceId, check_in_id: CheckInId) -> Said:
        return self._world.said.setdefault((workspace_id, check_in_id), Said())

    def _kept(self, workspace_id: WorkspaceId, check_in_id: CheckInId, mark: Mark) -> None:
        self._said(workspace_id, check_in_id).marks.append(mark)
        for run_id in self._world.books.runs_of(workspace_id, check_in_id):
            self._world.unchecked.add((workspace_id, run_id))

    def _must_be_gone(self, workspace_id: WorkspaceId, check_in_id: CheckInId) -> None:
        if self._world.books.runs_of(workspace_id, check_in_id):
            raise Wrong(f"check-in {check_in_id} could not be answered although a standup asks for it")

    def _fill_in(self, form: Form, mark: str) -> list[Answer]:
        chance, asked = self._chance, {question.key for question in form.questions}
        given = [self._status(form, place) for place in range(len(form.areas))]
        found = [each for each in given if each is not None]
        marked = next((key for key in MARKED if key in asked), None)
        if marked is not None:
            tag = SCOPE_ADDED if marked == NEWS and chance.random() < 0.15 else ""
            area = chance.choice(form.areas).area_id if form.areas else None
            found.append(Answer(marked, Side.NEITHER, area_id=area, text=mark, tag=tag))
        found += [
            Answer(key, Side.NEITHER, text=f"{key} {chance.randrange(3)}")
            for key in (ASK, STOPPED)
            if key in asked and chance.random() < 0.25
        ]
        if LANDED in asked and form.milestones and chance.random() < 0.1:
            landed = chance.choice(form.milestones)
            found.append(Answer(LANDED, Side.NEITHER, milestone_id=landed.id))
        return found

    def _status(self, form: Form, place: int) -> Answer | None:
        area, chance = form.areas[place], self._chance
        answer = Answer(STATUS, Side.NEITHER, area_id=area.area_id)
        if area.milestone is None:
            if chance.random() < 0.3:
                return None
            first = form.day + timedelta(days=chance.randrange(2, 40))
            return replace(answer, milestone_name=f"Launch {chance.randrange(5)}", on=first)
        status = chance.choice(STATUSES)
        on = area.milestone.agreed_on + timedelta(days=chance.randrange(0, 9)) if status.needs_date else None
        return replace(answer, milestone_id=area.milestone.id, status=status, on=on)

    def _told_of_difference(self, post: Post, notice_id: int) -> None:
        drawn, workspace_id, reader = self._chance.random(), post.workspace_id, post.reader
        if reader is None or drawn < 0.3:
            return

        async def stand_by(does: UseCases) -> None:
            if not self._world.company.by_user(workspace_id, reader).gone:
                try:
                    await does.reports.stand_by(workspace_id, reader, notice_id)
                except NotFound:
                    self._world.diary.note(f"difference {notice_id} was settled meanwhile")

        changing: list[Callable[[UseCases], Awaitable[None]]] = []

        async def change(does: UseCases) -> None:
            if not changing:
                try:
                    form = await does.reports.open_form(workspace_id, reader, notice_id)
                except NotFound:
                    return
                changing.append(self.answers(workspace_id, reader, form.check_in_id))
            # Tried again, it is the same answer: the first attempt may have settled the difference.
            await changing[0](does)

        delay = timedelta(seconds=self._chance.randrange(30, 2400))
        does_what, act = ("stays with", stand_by) if drawn < 0.65 else ("changes what they said in", change)
        self._plan(delay, f"{reader} {does_what} difference {notice_id}", act)

    def _told_of_trouble(self, post: Post, run_id: RunId) -> None:
        workspace_id, owner = post.workspace_id, post.reader
        if owner is not None:
            delay = timedelta(minutes=self._chance.randrange(2, 90))
            self._plan(delay, f"{owner} decides about run {run_id}", self._decides(workspace_id, owner, run_id))

    def _decides(
        self, workspace_id: WorkspaceId, owner: SlackUserId, run_id: RunId
    ) -> Callable[[UseCases], Awaitable[None]]:
        """The owner looks into the channel, opens it again if that is what is wrong, and says what is to be done."""

        async def act(does: UseCases) -> None:
            run = self._world.books.run(workspace_id, run_id)
            if run["trouble"] in (None, "nobody"):
                return
            self._world.slack.places[workspace_id].channels[run["channel_id"]].archived = False
            whose = run["trouble"].partition("answers_unknown:")[2].partition(":")[0]
            key = f"answers:{run_id}:{whose}" if whose else f"run:{run_id}"
            self._world.unchecked.add((workspace_id, run_id))
            if run["trouble"] != "not_shown" and self._world.slack.standing(workspace_id, key):
                self._world.vouched.add((workspace_id, key))
                await does.reports.confirm_posted(workspace_id, owner, run_id)
            else:
                await does.reports.post_again(workspace_id, owner, run_id)

        return act

    def _told_of_parked(self, post: Post, message_id: int) -> None:
        workspace_id, steward = post.workspace_id, post.reader
        if steward is None:
            return

        async def try_again(does: UseCases) -> None:
            """What was set aside mostly is so because a channel was archived: it is opened again."""
            for channel in self._world.slack.places[workspace_id].channels.values():
                channel.archived = False
            found = await does.parked.load(workspace_id, message_id)
            for group in found[1] if found else []:
                if group.decision is None:
                    await does.parked.decide(workspace_id, steward, group.first, Decision.TRY_AGAIN)

        delay = timedelta(minutes=self._chance.randrange(2, 90))
        self._plan(delay, f"{steward} has what was set aside tried again", try_again)


def _mark_in(given: Sequence[Answer], mark: str) -> Mark:
    return next((Mark(mark, each.area_id) for each in given if each.text == mark), Mark())
