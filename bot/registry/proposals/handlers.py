"""The buttons and forms by which people propose, approve and decline."""

from bot.errors import UserError
from bot.ids import AreaId, ProposalId
from bot.registry.proposals import blocks, form_blocks
from bot.registry.proposals.blocks import About, read_about
from bot.registry.proposals.rules import ProposalKind, Wanted, as_alias
from bot.registry.proposals.use_cases import Proposals
from bot.slack.payloads import Click, OptionsQuery, Submission
from bot.slack.replies import Ephemeral, FieldErrors, Nothing, OpenModal, Options, Reply, UpdateModal
from bot.slack.routes import Routes


class ProposalHandlers:
    def __init__(self, proposals: Proposals) -> None:
        self._proposals = proposals

    def register(self, routes: Routes) -> None:
        routes.action(blocks.CLAIM, self.claim)
        routes.action(blocks.SUGGEST, self.suggest)
        routes.action(blocks.NOT_RIGHT, self.not_right)
        routes.action(blocks.ASK_STEWARDS, self.ask_stewards)
        routes.action(blocks.APPROVE, self.approve)
        routes.action(blocks.DECLINE, self.open_decline)
        routes.action(blocks.NAME_SOMEONE, self.name_someone)
        routes.submission(form_blocks.HOLDER_FORM, self.propose_holder)
        routes.submission(form_blocks.NOT_RIGHT_FORM, self.propose_correction)
        routes.submission(form_blocks.QUESTION_FORM, self.send_question)
        routes.submission(form_blocks.DECLINE_FORM, self.decline)
        routes.option_source(form_blocks.AREA, self.find_areas)

    async def claim(self, click: Click) -> Reply:
        """One tap when area and role are known; else a form asks for what is missing."""
        about = read_about(click.value)
        if not about.area or not about.role:
            return await self._open_form(click, about, myself=True)
        area, _ = await self._proposals.find_area(click.workspace_id, about.area)
        wanted = Wanted(ProposalKind.HOLDER, area.id, role=about.role, person=click.user_id)
        made = await self._proposals.propose(click.workspace_id, click.user_id, wanted, f"click:{click.trigger_id}")
        return Ephemeral(blocks.thanks(made, click.workspace_id, click.user_id))

    async def suggest(self, click: Click) -> Reply:
        return await self._open_form(click, read_about(click.value), myself=False)

    async def name_someone(self, click: Click) -> Reply:
        """A steward answers a question by naming who it is."""
        proposal = await self._proposals.may_decide(
            click.workspace_id, click.user_id, blocks.proposal_id_of(click.value)
        )
        about = About(subject=proposal.wanted.alias, role=proposal.wanted.role, settles=proposal.id)
        return await self._open_form(click, about, myself=False)

    async def not_right(self, click: Click) -> Reply:
        about = read_about(click.value)
        area, roles = await self._proposals.find_area(click.workspace_id, about.area)
        return OpenModal(form_blocks.not_right_form(about, area, roles))

    async def ask_stewards(self, click: Click) -> Reply:
        return OpenModal(form_blocks.question_form(read_about(click.value)))

    async def approve(self, click: Click) -> Reply:
        """The message itself then says what was decided."""
        await self._proposals.approve(click.workspace_id, click.user_id, blocks.proposal_id_of(click.value))
        return Nothing()

    async def open_decline(self, click: Click) -> Reply:
        proposal_id = blocks.proposal_id_of(click.value)
        await self._proposals.may_decide(click.workspace_id, click.user_id, proposal_id)
        return OpenModal(form_blocks.decline_form(proposal_id))

    async def decline(self, submission: Submission) -> Reply:
        reason = submission.values.text(form_blocks.NOTE)
        proposal_id = blocks.proposal_id_of(submission.private_metadata)
        await self._proposals.decline(submission.workspace_id, submission.user_id, proposal_id, reason)
        return Nothing()

    async def propose_holder(self, submission: Submission) -> Reply:
        about, values = read_about(submission.private_metadata), submission.values
        new_area = " ".join(values.text(form_blocks.NEW_AREA).split())
        area_id = await self._area_id(submission, about)
        if area_id is None and not new_area:
            return FieldErrors({form_blocks.NEW_AREA: "Choose an area above, or write the name of a new one here."})
        if new_area and await self._is_listed(submission, new_area, area_id):
            return FieldErrors({form_blocks.NEW_AREA: f"{new_area} is in the list already: choose it above."})
        wanted = Wanted(
            ProposalKind.HOLDER,
            area_id,
            new_area,
            values.choice(form_blocks.ROLE) or "",
            values.user(form_blocks.PERSON) or submission.user_id,
            _alias(about, new_area),
            values.text(form_blocks.NOTE),
        )
        return await self._propose(submission, wanted, settles=ProposalId(about.settles) if about.settles else None)

    async def propose_correction(self, submission: Submission) -> Reply:
        about, values = read_about(submission.private_metadata), submission.values
        area_id = await self._area_id(submission, about)
        note, person = values.text(form_blocks.NOTE), values.user(form_blocks.PERSON)
        what = values.choice(form_blocks.WHAT)
        if what == form_blocks.SOMEONE_ELSE and person is not None:
            role = values.choice(form_blocks.ROLE) or ""
            if not role:
                return FieldErrors({form_blocks.ROLE: "Choose the role that they hold."})
            wanted = Wanted(ProposalKind.HOLDER, area_id, role=role, person=person, note=note)
        elif what == form_blocks.AREA_GONE:
            wanted = Wanted(ProposalKind.AREA_GONE, area_id, note=note)
        elif note:
            wanted = Wanted(ProposalKind.AREA_WRONG, area_id, note=note)
        elif what == form_blocks.SOMEONE_ELSE:
            return FieldErrors({form_blocks.PERSON: "Choose who holds it, or say below what you know."})
        else:
            return FieldErrors({form_blocks.NOTE: "Say in a few words what is wrong, so that it can be put right."})
        return await self._propose(submission, wanted)

    async def send_question(self, submission: Submission) -> Reply:
        about, values = read_about(submission.private_metadata), submission.values
        question = values.text(form_blocks.QUESTION)
        if not question:
            raise UserError("Please write your question.", field=form_blocks.QUESTION)
        wanted = Wanted(ProposalKind.QUESTION, role=about.role, alias=as_alias(about.subject), note=question)
        unnamed = values.choice(form_blocks.SIGNED) == form_blocks.WITHOUT_NAME
        return await self._propose(submission, wanted, anonymous=unnamed)

    async def find_areas(self, query: OptionsQuery) -> Options:
        return Options(blocks.area_options(await self._proposals.find_areas(query.workspace_id, query.text)))

    async def _open_form(self, click: Click, about: About, *, myself: bool) -> Reply:
        if about.area:
            area, roles = await self._proposals.find_area(click.workspace_id, about.area)
            return OpenModal(form_blocks.holder_form(about, area, roles, myself=myself))
        roles = await self._proposals.roles(click.workspace_id)
        return OpenModal(form_blocks.holder_form(about, None, roles, myself=myself))

    async def _area_id(self, submission: Submission, about: About) -> AreaId | None:
        if about.area:
            return (await self._proposals.find_area(submission.workspace_id, about.area))[0].id
        chosen = submission.values.choice(form_blocks.AREA)
        return AreaId(int(chosen)) if chosen else None

    async def _is_listed(self, submission: Submission, name: str, above: AreaId | None) -> bool:
        """Whether an area of that name is there, unless the new one is put below one chosen."""
        found = await self._proposals.find_areas(submission.workspace_id, name)
        return above is None and any(area.name.casefold() == name.casefold() for area in found)

    async def _propose(
        self, submission: Submission, wanted: Wanted, *, anonymous: bool = False, settles: ProposalId | None = None
    ) -> Reply:
        made = await self._proposals.propose(
            submission.workspace_id,
            submission.user_id,
            wanted,
            f"view:{submission.view_id}",
            anonymous=anonymous,
            settles=settles,
        )
        return UpdateModal(form_blocks.done_modal(blocks.thanks(made, submission.workspace_id, submission.user_id)))


def _alias(about: About, new_area: str) -> str:
    """How it was asked for, unless that is the name it gets."""
    alias = as_alias(about.subject)
    return "" if alias.casefold() == new_area.casefold() else alias
