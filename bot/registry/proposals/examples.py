"""An example of every message and form of proposals, for the gallery and for the tests."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.ids import AreaId, ProposalId, SlackUserId, WorkspaceId
from bot.registry.proposals import blocks, form_blocks
from bot.registry.proposals.blocks import About
from bot.registry.proposals.rules import Named, Outcome, Proposal, ProposalKind, ProposalState, Shown, Wanted
from bot.registry.rules import Area
from bot.roles.rules import RoleDefinition

WORKSPACE = WorkspaceId("T0EXAMPLE")
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SAM, KIM = Named(SlackUserId("U0SAM"), "Sam Reed"), Named(SlackUserId("U0KIM"), "Kim Wu")
DANA = Named(SlackUserId("U0DANA"), "Dana Vance")
REFUNDS = Area("shop/refunds", "Refunds")
ROLES = (RoleDefinition("pm", "Product Manager"), RoleDefinition("tpm", "Technical Program Manager"))


def _shown(wanted: Wanted, proposer: Named | None = SAM, **said: Any) -> Shown:
    proposal = Proposal(ProposalId(7), wanted, proposer.user_id if proposer else None, NOW)
    area = "" if wanted.area_id is None else "Refunds"
    person = KIM if wanted.person == KIM.user_id else SAM if wanted.person == SAM.user_id else None
    role = "TPM" if wanted.role else ""
    return Shown(proposal, area, "shop/refunds" if area else "", role, proposer, person, **said)


def _decided(shown: Shown, state: ProposalState, **said: Any) -> Shown:
    decided = replace(shown.proposal, state=state, decided_by=DANA.user_id, decided_at=NOW, **said)
    return replace(shown, proposal=decided, decided_by=DANA)


def examples() -> list[tuple[str, str, dict[str, Any]]]:
    """(name, surface, payload) of every view of proposals."""
    refunds = AreaId(4)
    suggestion = _shown(
        Wanted(ProposalKind.HOLDER, refunds, role="tpm", person=KIM.user_id, note="She runs it since May."),
        instead_of="Bo Chen",
        place="registry.yaml:57",
    )
    claim = _shown(Wanted(ProposalKind.HOLDER, refunds, role="tpm", person=SAM.user_id))
    new = _shown(Wanted(ProposalKind.HOLDER, None, "Smart fridge", "tpm", KIM.user_id, "smart fridge app"))
    wrong = _shown(Wanted(ProposalKind.AREA_WRONG, refunds, note="It is called Money Back now."))
    gone = _shown(Wanted(ProposalKind.AREA_GONE, refunds))
    question = _shown(Wanted(ProposalKind.QUESTION, note="Who owns “smart fridge app”?"))
    approved, declined = ProposalState.APPROVED, ProposalState.DECLINED
    no = _decided(suggestion, declined, reason="Bo stays until spring.")
    asked = {
        "suggestion": blocks.ask_message(suggestion, "EM of Commerce", WORKSPACE),
        "claim": blocks.ask_message(claim, "steward", WORKSPACE),
        "new area": blocks.ask_message(new, "steward", WORKSPACE),
        "area not right": blocks.ask_message(wrong, "steward", WORKSPACE),
        "area gone": blocks.ask_message(gone, "steward", WORKSPACE),
        "question": blocks.ask_message(question, "steward", WORKSPACE),
        "question without a name": blocks.ask_message(replace(question, proposer=None), "steward", WORKSPACE),
        "approved": blocks.decided_message(_decided(claim, approved), WORKSPACE),
        "approved, in a file": blocks.decided_message(
            _decided(suggestion, approved, to_do="registry.yaml:57"), WORKSPACE
        ),
        "declined": blocks.decided_message(no, WORKSPACE),
        "question answered": blocks.decided_message(_decided(question, approved), WORKSPACE),
        "told: approved": blocks.proposer_message(_decided(claim, approved), WORKSPACE),
        "told: declined": blocks.proposer_message(no, WORKSPACE),
        "told: area not right": blocks.proposer_message(_decided(wrong, approved), WORKSPACE),
        "told: area gone": blocks.proposer_message(_decided(gone, approved), WORKSPACE),
        "told: question answered": blocks.proposer_message(_decided(question, approved), WORKSPACE),
        "told: named": blocks.holder_message(_decided(suggestion, approved), WORKSPACE),
        "thanks": blocks.thanks(Outcome(claim, ("Dana Vance", "Priya Nair")), WORKSPACE),
        "thanks, at once": blocks.thanks(Outcome(_decided(claim, approved)), WORKSPACE, SAM.user_id),
        "thanks, asked": blocks.thanks(Outcome(question, ("Dana Vance",)), WORKSPACE),
        "thanks, again": blocks.thanks(Outcome(claim), WORKSPACE),
    }
    about = About("shop/refunds", "tpm")
    forms = {
        "who holds it": form_blocks.holder_form(about, REFUNDS, ROLES, myself=False),
        "I own it": form_blocks.holder_form(About(subject="smart fridge app"), None, ROLES, myself=True),
        "not right": form_blocks.not_right_form(about, REFUNDS, ROLES),
        "ask the stewards": form_blocks.question_form(About(subject="smart fridge app")),
        "decline": form_blocks.decline_form(ProposalId(7)),
        "done": form_blocks.done_modal(asked["thanks"]),
    }
    return [
        *((f"proposals: {name}", "message", message.arguments()) for name, message in asked.items()),
        *((f"proposals: {name}", "modal", view) for name, view in forms.items()),
    ]
