"""What a role means here, said by a steward; and what PM and TPM agree on, cited to whoever asks."""

from bot.registry.agreements.blocks import AGREE, ALSO, CHANGE, LINE
from bot.registry.files.reading import read_text
from bot.registry.own_roles.blocks import FIELD
from tests.journeys.company import Company


async def test_a_stewards_words_for_a_role_are_on_the_card_from_then_on(acme: Company) -> None:
    refused = await acme.asks("sam", "/rolecall role tpm")
    assert "Dana Vance" in refused.words
    dana = acme.person("dana")
    assert (await dana.types("#commerce", "/rolecall role program manager")).modal is not None
    outcome = await dana.submits(
        values={f"{FIELD}purpose": "Brings our seasons to the shops.", f"{FIELD}names": "season lead"}
    )
    assert not outcome.errors
    assert dana.modal is not None
    await acme.rolecall.snapshots.settle()
    await acme.asks("sam", "/rolecall what is a season lead")
    await acme.rolecall.snapshots.settle()
    card = (await acme.asks("sam", "/rolecall what is a season lead")).words
    assert "Brings our seasons to the shops." in card
    assert "Finds dependencies between teams" in card  # the rest is the library's


async def test_once_both_have_agreed_the_answer_says_so(acme: Company) -> None:
    ana, bo = acme.person("ana"), acme.person("bo")
    card = await acme.asks("ana", "/rolecall pm vs tpm checkout")
    await ana.clicks(card, "agreements.open")
    await ana.clicks(ana.modal, CHANGE)
    outcome = await ana.submits(values={f"{LINE}date": "both", ALSO: "Bo tells Ana of a new date first."})
    assert not outcome.errors
    await acme.settle()
    (asked,) = [one for one in bo.dm if one.bot_id]
    assert "Ana Silva proposes" in asked.words
    before = (await acme.asks("sam", "/rolecall who decides the launch date of checkout")).words
    assert "greed by" not in before
    acme.slack.faults.double("block_actions", times=1)
    await bo.clicks(asked, AGREE)
    await acme.settle()
    assert "you and Ana Silva have agreed" in asked.words
    told = [one.words for one in ana.dm if one.bot_id]
    assert len(told) == 1
    assert "you and Bo Chen have agreed" in told[0]
    await acme.asks("sam", "/rolecall who decides the launch date of checkout")
    await acme.rolecall.snapshots.settle()
    after = (await acme.asks("sam", "/rolecall who decides the launch date of checkout")).words
    assert "Agreed by Ana Silva and Bo Chen, 23 Nov" in after
    assert "|Ana Silva> (PM) and <" in after


async def test_nobody_else_may_agree_and_the_refusal_says_who(acme: Company) -> None:
    sam = acme.person("sam")
    assert (await sam.types("#commerce", "/rolecall agreement apple pay")).modal is not None
    assert "Only Ana Silva (PM) and Bo Chen (TPM)" in str(sam.modal)
    assert "has no TPM" in (await acme.asks("sam", "/rolecall agreement refunds")).words
    assert "This channel is no area's" in (await acme.asks("sam", "/rolecall agreement")).words


async def test_the_matrix_of_an_area_has_the_names_of_those_who_hold_the_roles(acme: Company) -> None:
    shown = await acme.asks("sam", "/rolecall matrix checkout")
    assert shown.blocks[1]["type"] == "table"
    heads = [cell["text"] for cell in shown.blocks[1]["rows"][0]]
    assert heads[:3] == ["What", "PM, Ana Silva", "TPM, Bo Chen"]


async def test_when_a_role_changes_hands_the_agreement_waits_for_the_new_holder(acme: Company) -> None:
    for key in ("ana", "bo"):
        person = acme.person(key)
        await person.types("#commerce", "/rolecall agreement checkout")
        await person.clicks(person.modal, AGREE)
    text = await acme.rolecall.does.registry.export(acme.id)
    handed_over = read_text(text.replace("tpm: bo", "tpm: lena"), "registry.yaml")
    await acme.rolecall.does.registry.import_file(acme.id, handed_over, actor="Dana Vance")
    await acme.settle()
    (asked,) = [one for one in acme.person("lena").dm if one.bot_id]
    assert "Bo Chen and Ana Silva had agreed on who decides what. Do you agree too?" in asked.words
    assert "greed by" not in (await acme.asks("sam", "/rolecall who decides the scope of checkout")).words
