"""What people propose: who is asked, what an approval changes, and that it changes it once."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.clock import MovableClock
from bot.database import Database
from bot.errors import NotAllowed, UserError
from bot.ids import AreaId, ProposalId, SlackUserId
from bot.registry import steps as registry
from bot.registry.proposals import steps, store
from bot.registry.proposals.rules import (
    Approver,
    Outcome,
    ProposalKind,
    ProposalState,
    Wanted,
    as_alias,
    as_name,
    free_key,
    succeed,
    to_be_asked,
)
from bot.registry.proposals.tables import proposal_notices, proposals
from bot.registry.proposals.use_cases import Proposals
from bot.registry.rules import Area, Assignment
from bot.registry.tables import registry_history
from bot.registry.use_cases import Registry
from bot.schedule.tables import due_jobs
from bot.workspaces import steps as workspaces
from bot.workspaces.rules import read_profile
from tests.registry.builders import FERRY, a_file, a_workspace, an_assignment

TODAY = date(2026, 11, 23)
ANA, BO, PRIYA = SlackUserId("U0ANA"), SlackUserId("U0BO"), SlackUserId("U0PRIYA")
DANA, SAM, GUEST = SlackUserId("U0DANA"), SlackUserId("U0SAM"), SlackUserId("U0GUEST")
PROFILES: list[dict[str, Any]] = [
    {"id": ANA, "real_name": "Ana Silva", "profile": {"email": "ana@ferry.example"}},
    {"id": BO, "real_name": "Bo Chen"},
    {"id": PRIYA, "real_name": "Priya Nair", "profile": {"email": "priya@ferry.example"}},
    {"id": DANA, "real_name": "Dana Vance"},
    {"id": SAM, "real_name": "Sam Reed"},
    {"id": GUEST, "real_name": "Gus Guest", "is_restricted": True},
]


class Office:
    """The ferry company, with Dana as its steward."""

    def __init__(self, database: Database, clock: MovableClock) -> None:
        self.database = database
        self.clock = clock
        self.proposals = Proposals(database, clock, {DANA})
        self._keys = 0

    async def area(self, key: str) -> Area:
        async with self.database.read() as tx:
            return (await registry.areas_by_key(tx, FERRY, [key]))[0]

    async def propose(self, who: SlackUserId, wanted: Wanted, key: str = "", **how: Any) -> Outcome:
        self._keys += 1
        return await self.proposals.propose(FERRY, who, wanted, key or f"view:{self._keys}", **how)

    async def in_area(self, key: str, role: str, person: SlackUserId, **said: Any) -> Wanted:
        return Wanted(ProposalKind.HOLDER, (await self.area(key)).id, role=role, person=person, **said)

    async def holders(self, key: str, role: str) -> list[tuple[str, date | None]]:
        area = await self.area(key)
        assert area.id is not None
        async with self.database.read() as tx:
            held = await registry.own_assignments(tx, FERRY, area.id, role)
        return [(one.person, one.to_date) for one in held]

    async def pier(self) -> AreaId:
        """An area that no file keeps, below Travel; Ana is its PM."""
        travel = (await self.area("travel")).id
        await self.propose(DANA, Wanted(ProposalKind.HOLDER, travel, "Pier", "pm", ANA))
        area = await self.area("travel/pier")
        assert area.id is not None
        return area.id

    async def planned(self, number: ProposalId) -> set[str]:
        """What is due about a proposal itself."""
        async with self.database.read() as tx:
            rows = await tx.all(select(due_jobs.c.kind).where(due_jobs.c.subject == f"proposal:{number}"))
        return {row.kind for row in rows}

    async def history(self) -> list[Any]:
        async with self.database.read() as tx:
            return list(await tx.all(select(registry_history).order_by(registry_history.c.id)))

    async def version(self) -> int:
        async with self.database.read() as tx:
            return await workspaces.registry_version(tx, FERRY)


@pytest.fixture
async def office(database: Database, clock: MovableClock) -> Office:
    await a_workspace(database)
    await Registry(database, clock).import_file(FERRY, a_file(), actor="Dana Vance")
    async with database.write() as tx:
        for profile in PROFILES:
            await workspaces.save_profile(tx, FERRY, read_profile(profile))
    return Office(database, clock)


async def test_a_claim_is_asked_for_and_once_approved_the_registry_says_so(office: Office) -> None:
    pier = await office.pier()
    before = await office.version()
    made = await office.propose(SAM, Wanted(ProposalKind.HOLDER, pier, role="tpm", person=SAM, note="Since May"))
    assert made.asked == ("Dana Vance", "Ana Silva")
    assert await office.holders("travel/pier", "tpm") == []
    await office.proposals.approve(FERRY, ANA, made.shown.proposal.id)
    assert await office.holders("travel/pier", "tpm") == [("sam-reed", None)]
    assert await office.version() > before
    last = (await office.history())[-1]
    assert (last.actor, last.subject, last.why) == ("Ana Silva", "travel/pier", "proposed by Sam Reed: Since May")
    assert last.after["tpm"] == [{"who": "sam-reed", "from": "2026-11-23"}]
    # Who claims hears of it once.
    assert await office.planned(made.shown.proposal.id) == {steps.TELL_PROPOSER, steps.FORGET}


async def test_who_is_named_by_another_is_told_too(office: Office) -> None:
    made = await office.propose(SAM, Wanted(ProposalKind.HOLDER, await office.pier(), role="tpm", person=BO))
    await office.proposals.approve(FERRY, DANA, made.shown.proposal.id)
    assert steps.TELL_HOLDER in await office.planned(made.shown.proposal.id)


async def test_the_second_to_approve_reads_who_was_first_and_changes_nothing(office: Office) -> None:
    made = await office.propose(SAM, Wanted(ProposalKind.HOLDER, await office.pier(), role="tpm", person=SAM))
    await office.proposals.approve(FERRY, ANA, made.shown.proposal.id)
    with pytest.raises(UserError, match="Ana Silva approved that already"):
        await office.proposals.approve(FERRY, DANA, made.shown.proposal.id)
    with pytest.raises(UserError, match="Ana Silva approved that already"):
        await office.proposals.decline(FERRY, DANA, made.shown.proposal.id, "no")
    assert len(await office.holders("travel/pier", "tpm")) == 1


async def test_who_may_not_decide_reads_who_can(office: Office) -> None:
    made = await office.propose(SAM, Wanted(ProposalKind.HOLDER, await office.pier(), role="tpm", person=SAM))
    with pytest.raises(NotAllowed, match="Dana Vance, Ana Silva, Priya Nair"):
        await office.proposals.approve(FERRY, BO, made.shown.proposal.id)


async def test_who_was_accountable_until_now_ends_and_stays_in_the_list_of_the_past(office: Office) -> None:
    pier = await office.pier()
    office.clock.move_to(office.clock.now() + timedelta(days=10))
    made = await office.propose(SAM, Wanted(ProposalKind.HOLDER, pier, role="pm", person=BO))
    assert made.shown.instead_of == "Ana Silva"
    await office.proposals.approve(FERRY, PRIYA, made.shown.proposal.id)
    assert await office.holders("travel/pier", "pm") == [("bo", None), ("ana", TODAY + timedelta(days=9))]


async def test_one_who_may_approve_it_need_not_ask(office: Office) -> None:
    pier = await office.pier()
    made = await office.propose(PRIYA, Wanted(ProposalKind.HOLDER, pier, role="tpm", person=BO))  # EM of Travel, above
    assert made.asked == ()
    assert made.shown.proposal.state is ProposalState.APPROVED
    assert await office.holders("travel/pier", "tpm") == [("bo", None)]


async def test_what_a_file_keeps_is_not_changed_but_noted_with_its_line(office: Office) -> None:
    made = await office.propose(SAM, await office.in_area("travel/booking", "tpm", SAM))
    before = await office.holders("travel/booking", "tpm")
    done = await office.proposals.approve(FERRY, DANA, made.shown.proposal.id)
    assert done.proposal.to_do == "registry.yaml:27"
    assert await office.holders("travel/booking", "tpm") == before


async def test_the_words_that_found_nothing_find_the_area_from_then_on(office: Office) -> None:
    pier = await office.pier()
    wanted = Wanted(ProposalKind.HOLDER, pier, role="tpm", person=BO, alias="landing stage")
    await office.propose(DANA, wanted)
    assert (await office.area("travel/pier")).aliases == ("landing stage",)


async def test_without_anybody_who_may_approve_nothing_is_saved_and_a_sentence_says_what_to_do(office: Office) -> None:
    nobodys = Proposals(office.database, office.clock)
    with pytest.raises(UserError, match="ROLECALL_STEWARDS"):
        await nobodys.propose(FERRY, SAM, Wanted(ProposalKind.HOLDER, None, "Pier", "pm", SAM), "view:1")
    async with office.database.read() as tx:
        assert await tx.all(select(proposals)) == []


async def test_the_same_form_twice_proposes_once_and_so_does_the_same_proposal(office: Office) -> None:
    wanted = Wanted(ProposalKind.HOLDER, await office.pier(), role="tpm", person=SAM)
    first = await office.propose(SAM, wanted, "view:twice")
    again = await office.propose(SAM, wanted, "view:twice")
    assert (again.shown.proposal.id, again.asked) == (first.shown.proposal.id, ())
    with pytest.raises(UserError, match="already"):
        await office.propose(SAM, wanted)


@pytest.mark.parametrize("person", [GUEST, SlackUserId("U0STRANGER")])
async def test_a_guest_or_a_stranger_is_not_proposed(office: Office, person: SlackUserId) -> None:
    with pytest.raises(UserError, match="full member") as refused:
        await office.propose(SAM, await office.in_area("travel/refunds", "tpm", person))
    assert refused.value.field == "proposals.person"


async def test_what_the_list_says_already_is_not_proposed(office: Office) -> None:
    with pytest.raises(UserError, match="says that already"):
        await office.propose(SAM, await office.in_area("travel/booking", "pm", ANA))


async def test_an_area_that_is_gone_is_archived_and_one_with_areas_below_it_stays(office: Office) -> None:
    pier = await office.pier()
    below = Wanted(ProposalKind.HOLDER, pier, "Ticket booth", "pm", ANA)
    await office.propose(DANA, below)
    with pytest.raises(UserError, match="other areas below"):
        await office.propose(DANA, Wanted(ProposalKind.AREA_GONE, pier))
    booth = (await office.area("travel/pier/ticket-booth")).id
    await office.propose(DANA, Wanted(ProposalKind.AREA_GONE, booth))
    async with office.database.read() as tx:
        assert await registry.areas_by_key(tx, FERRY, ["travel/pier/ticket-booth"]) == []


async def test_a_steward_who_names_somebody_answers_the_question(office: Office) -> None:
    question = Wanted(ProposalKind.QUESTION, alias="pier", note="Who owns “pier”?")
    asked = await office.propose(SAM, question, anonymous=True)
    assert asked.asked == ("Dana Vance",)
    assert asked.shown.proposer is None
    number = asked.shown.proposal.id
    await office.propose(DANA, Wanted(ProposalKind.HOLDER, None, "Pier", "pm", ANA), settles=number)
    settled = await office.proposals.shown(FERRY, number)
    assert settled is not None
    assert settled.proposal.state is ProposalState.APPROVED


async def test_a_question_is_answered_when_somebody_else_claims_what_it_asked_for(office: Office) -> None:
    asked = await office.propose(SAM, Wanted(ProposalKind.QUESTION, alias="pier", note="Who owns “pier”?"))
    claim = await office.propose(BO, Wanted(ProposalKind.HOLDER, None, "Pier", "pm", BO))
    await office.proposals.approve(FERRY, DANA, claim.shown.proposal.id)
    settled = await office.proposals.shown(FERRY, asked.shown.proposal.id)
    assert settled is not None
    assert settled.proposal.state is ProposalState.APPROVED
    assert steps.TELL_PROPOSER in await office.planned(asked.shown.proposal.id)


async def test_a_decided_proposal_is_forgotten_and_an_open_one_is_not(office: Office) -> None:
    wanted = Wanted(ProposalKind.HOLDER, await office.pier(), role="tpm", person=SAM)
    made = await office.propose(SAM, wanted)
    number: ProposalId = made.shown.proposal.id
    async with office.database.write() as tx:
        await store.forget(tx, FERRY, ProposalId(number - 1))  # the one that made the pier
        rows = [row.id for row in await tx.all(select(proposals.c.id))]
        notices = {row.proposal_id for row in await tx.all(select(proposal_notices.c.proposal_id))}
    assert (rows, notices) == ([number], {number})


def test_the_accountable_of_the_nearest_area_and_the_stewards_are_asked_but_not_who_proposes() -> None:
    here, above = Approver(ANA, "Ana", "PM of Pier", 0), Approver(PRIYA, "Priya", "EM of Travel", 1)
    steward = Approver(DANA, "Dana", "steward", steward=True)
    assert to_be_asked([steward, here, above], SAM) == [steward, here]
    assert to_be_asked([steward, here, above], ANA) == [steward, above]


def test_one_who_began_today_leaves_no_day_behind() -> None:
    today = an_assignment("pier", "pm", "ana", from_date=TODAY)
    change = succeed([today], Assignment("pier", "pm", "bo"), TODAY)
    assert (change.ended, change.removed) == ((), (today,))


def test_who_holds_it_already_behind_another_moves_to_the_front() -> None:
    first, second = an_assignment("pier", "pm", "ana"), an_assignment("pier", "pm", "bo", place=1)
    change = succeed([first, second], Assignment("pier", "pm", "bo"), TODAY)
    assert [one.person for one in change.ended] == ["ana"]
    assert change.removed == (second,)
    assert change.added is not None
    assert change.added.place == 0


def test_who_is_accountable_already_changes_nothing() -> None:
    held = an_assignment("pier", "pm", "ana")
    assert succeed([held], Assignment("pier", "pm", "ana"), TODAY).added is None


def test_a_new_area_gets_a_key_that_is_free() -> None:
    assert free_key("Café & Bar", "travel", ()) == "travel/cafe-bar"
    assert free_key("Pier", None, {"pier", "pier-2"}) == "pier-3"
    assert free_key("船", None, ()) == "area"


def test_what_was_asked_for_becomes_a_name() -> None:
    assert as_name("smart fridge app") == "Smart fridge app"
    assert as_name("") == ""


def test_a_rambling_sentence_is_no_alias() -> None:
    assert as_alias("  smart   fridge app ") == "smart fridge app"
    assert as_alias("the thing that we talked about yesterday in the meeting") == ""
