"""What the buttons of an answer do, from the click to the last message that follows."""

from bot.lookup import blocks as cards
from bot.lookup import form_blocks
from bot.lookup.hand_overs import blocks as hand_overs
from bot.lookup.hand_overs import steps as counts
from bot.lookup.hand_overs.handlers import HAND_OVER
from bot.lookup.handlers import WHO_OWNS, WHO_OWNS_THIS
from bot.playground import View
from bot.registry.proposals import blocks as proposals
from bot.registry.proposals import form_blocks as forms
from bot.workspaces.rules import read_profile
from tests.journeys.company import Company

UNKNOWN = "smart fridge firmware"


def on_top(view: View | None) -> View:
    assert view is not None
    return view


async def test_what_nobody_owned_is_claimed_and_approved_and_whoever_waited_is_told(acme: Company) -> None:
    card = await acme.asks("sam", f"/whoowns {UNKNOWN}")
    await acme.person("sam").clicks(card, cards.TELL_ME)
    card = await acme.asks("ivy", f"/whoowns {UNKNOWN}")
    await acme.person("ivy").clicks(card, proposals.CLAIM)
    assert on_top(acme.person("ivy").modal).title == "I own this"
    outcome = await acme.person("ivy").submits(values={forms.ROLE: "pm"})
    assert "Dana Vance is asked" in on_top(outcome.modal).words
    await acme.settle()
    (asked,) = acme.told("dana", "Smart fridge firmware")
    assert "|Ivy Moor> says: I am the *PM* of *Smart fridge firmware*, a new area." in asked.words
    acme.slack.faults.double("block_actions", times=1)
    await acme.person("dana").clicks(asked, proposals.APPROVE)
    await acme.settle()
    assert asked.buttons == []
    assert "Approved by" in asked.words
    assert len(acme.told("ivy", "You are the *PM* of *Smart fridge firmware* now.")) == 1
    (settled,) = acme.told("sam", "You asked to be told")
    assert "|Ivy Moor>" in settled.words
    await acme.rolecall.snapshots.settle()
    assert "Named here by Dana Vance" in (await acme.asks("sam", f"/whoowns {UNKNOWN}")).words


async def test_what_a_file_keeps_is_declined_with_a_reason_or_noted_with_its_line(acme: Company) -> None:
    card = await acme.asks("sam", "/whoowns who is the tpm of refunds")
    await acme.person("sam").clicks(card, proposals.CLAIM)
    assert "Dana Vance and Ana Silva are asked" in acme.person("sam").sees("#commerce")[-1].words
    await acme.settle()
    (asked,) = acme.told("ana", "I am the *TPM* of *Refunds*")
    assert "registry.yaml:" in asked.words
    await acme.person("ana").clicks(asked, proposals.DECLINE)
    await acme.person("ana").submits(values={forms.NOTE: "Lena starts in May."})
    await acme.settle()
    (told,) = acme.told("sam", "did not approve")
    assert "Lena starts in May." in told.words
    (late,) = acme.told("dana", "*Refunds*")
    assert late.buttons == []  # it says who declined it
    card = await acme.asks("dana", "/whoowns refunds")
    await acme.person("dana").clicks(card, proposals.NOT_RIGHT)
    values = {forms.WHAT: forms.SOMEONE_ELSE, forms.ROLE: "pm", forms.PERSON: acme.person("lena")}
    outcome = await acme.person("dana").submits(values=values)
    assert "registry.yaml:" in on_top(outcome.modal).words
    assert "keeps this" in on_top(outcome.modal).words


async def test_an_answer_is_shared_once_without_buttons_and_without_mentions(acme: Company) -> None:
    card = await acme.asks("sam", "/whoowns checkout")
    assert card.buttons[:3] == ["Share here", "Message Ana", "Message Bo"]
    await acme.person("sam").clicks(card, cards.SHARE)
    await acme.person("sam").clicks(card, cards.SHARE)
    await acme.settle()
    (shared,) = [one for one in acme.person("dana").sees("#commerce") if one.bot_id]
    assert "|Bo Chen>" in shared.words
    assert "Shared by <slack://user?team=T0ACME&id=U0SHAREDSAM|Sam Reed>" in shared.words
    assert (shared.buttons, "<@" in shared.words) == ([], False)
    assert "Share here" not in card.buttons


async def test_where_rolecall_is_no_member_the_sharer_reads_what_to_do(acme: Company) -> None:
    card = await acme.asks("sam", "/whoowns checkout", "#random")
    await acme.person("sam").clicks(card, cards.SHARE)
    await acme.settle()
    assert "/invite @Rolecall" in acme.person("sam").sees("#random")[-1].words
    assert acme.person("dana").sees("#random") == []


async def test_a_message_is_handed_over_in_its_thread_and_by_dm_and_counts_once(acme: Company) -> None:
    asked = (await acme.person("ivy").types("#commerce", "When does checkout go live?")).message
    assert asked is not None
    sam = acme.person("sam")
    form = on_top((await sam.uses_message_shortcut(HAND_OVER, asked)).modal)
    assert "|Bo Chen>'s" in form.words  # dates are the TPM's
    await sam.selects(form, hand_overs.ROLE, "pm")
    assert "|Ana Silva>'s" in on_top(sam.modal).words
    await sam.selects(None, hand_overs.ROLE, "tpm")
    form = on_top(sam.modal)
    assert form.inputs == [f"{hand_overs.TEXT}:tpm:checkout"]
    await sam.clicks(form, hand_overs.COPY)
    assert "This is Bo Chen's (TPM of Checkout)" in on_top(sam.modal).words
    await sam.closes()
    await sam.clicks(None, hand_overs.TELL)
    await sam.submits()
    await acme.settle()
    (told,) = acme.told("bo", "When does checkout go live?")
    assert told.buttons == ["Open the message"]
    replies = [one for one in acme.person("dana").sees("#commerce") if one.thread_ts == asked.ts and one.bot_id]
    assert ["This is Bo Chen's (TPM of Checkout)" in one.words for one in replies] == [True]
    assert "<@" not in replies[0].words
    async with acme.rolecall.database.read() as tx:
        counted = await counts.misdirected(tx, acme.id)
    assert [(one.role, one.times) for one in counted] == [("tpm", 1)]


async def test_a_message_that_says_too_little_is_not_guessed_about(acme: Company) -> None:
    vague = (await acme.person("ivy").types("#commerce", "Any news on Loyalty Points?")).message
    assert vague is not None
    sam = acme.person("sam")
    form = on_top((await sam.uses_message_shortcut(HAND_OVER, vague)).modal)
    assert "I won't guess" in form.words
    offered = (await sam.searches(form, hand_overs.AREA, "search")).options
    await sam.selects(form, hand_overs.AREA, offered[0]["value"])
    assert "|Ivy Moor>" in on_top(sam.modal).words


async def test_shortcuts_answer_in_a_form_and_the_answer_can_be_shared_beside_the_message(acme: Company) -> None:
    root = (await acme.person("ivy").types("#commerce", "Refunds are broken again")).message
    assert root is not None
    sam = acme.person("sam")
    form = on_top((await sam.uses_message_shortcut(WHO_OWNS_THIS, root)).modal)
    assert "Refunds has no TPM" in form.words
    await sam.submits(values={form_blocks.QUESTION: "loyalty points"})
    await sam.clicks(None, f"{cards.CANDIDATE}#0")
    assert "*Loyalty Points*" in on_top(sam.modal).words
    await sam.clicks(None, cards.SHARE)
    await acme.settle()
    assert "Shared by" in acme.person("dana").sees("#commerce")[-1].words
    await sam.closes(everything=True)
    form = on_top((await sam.uses_global_shortcut(WHO_OWNS)).modal)
    await sam.submits(values={form_blocks.QUESTION: "who owns search"})
    assert "|Ivy Moor>" in on_top(sam.modal).words
    assert "Share here" not in str(on_top(sam.modal).blocks)


async def test_guests_are_refused_politely_everywhere_and_leave_nothing_behind(acme: Company) -> None:
    guest = acme.workspace.add_person("gus", "Gus Guest", guest=True)
    acme.workspace.channel("commerce").members[guest.id] = None
    profile = {"id": guest.id, "real_name": "Gus Guest", "is_restricted": True}
    await acme.rolecall.does.workspaces.save_profiles(acme.id, [read_profile(profile)])
    assert "full members" in (await acme.asks("gus", "/whoowns checkout")).words
    message = (await guest.types("#commerce", "@rolecall who owns checkout?")).message
    assert message is not None
    outcome = await guest.uses_message_shortcut(WHO_OWNS_THIS, message)
    assert "full members" in on_top(outcome.modal).words
    await guest.dms("who owns checkout?")
    await guest.opens_dm()
    await acme.settle()
    answers = [one for one in [*guest.sees("#commerce"), *guest.dm] if one.bot_id]
    assert len(answers) == 3
    assert all("full members" in one.words for one in answers)


async def test_the_first_look_at_the_dm_gets_the_first_words_once_and_a_tap_asks(acme: Company) -> None:
    sam = acme.person("sam")
    await sam.opens_dm()
    await sam.opens_dm()
    await acme.settle()
    (hello,) = sam.dm
    assert "Hi Sam." in hello.words
    await sam.clicks(hello, f"{cards.PROMPT}#0")
    await acme.settle()
    assert "Technical Program Manager" in sam.dm[-1].words
    assert sam.dm[-1].thread_ts == hello.ts
    await sam.clicks(hello, cards.OPEN_ASK)
    assert on_top(sam.modal).title == "Who owns…?"
