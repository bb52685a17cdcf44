"""Cards about roles: real names, what PM and TPM have agreed on, and the matrix."""

from dataclasses import replace
from typing import Any

import pytest

from bot.ids import MemberId
from bot.lookup.answer_rules import Decides, Definition
from bot.lookup.examples import NOW, WORKSPACE, example_agreement, example_snapshot
from bot.lookup.questions.reading import read
from bot.lookup.role_cards.blocks import decides_card, definition_card
from bot.lookup.role_cards.matrix_blocks import matrix_list, matrix_table
from bot.lookup.role_cards.rules import Matrix, Part, matrix
from bot.lookup.rules import decide
from bot.registry.own_roles.blocks import role_form, role_list, saved_modal
from bot.registry.own_roles.rules import RoleList, find_role
from bot.registry.rules import Agreement
from bot.registry.search.snapshot import RegistrySnapshot
from bot.roles.library import LIBRARY
from bot.roles.rules import Decider, Decision, RoleBook, RoleDefinition
from bot.slack.messages import Message
from tests.registry.builders import a_book, a_file

TODAY = NOW.date()
FILE = a_file()


def card(sentence: str, snapshot: RegistrySnapshot | None = None) -> Message:
    shown = snapshot or example_snapshot()
    answer = decide(read(sentence, shown.role_names), shown, TODAY)
    if isinstance(answer, Decides):
        return decides_card(answer, WORKSPACE, TODAY)
    assert isinstance(answer, Definition), answer
    return definition_card(answer, WORKSPACE, TODAY)


def words(message: Message) -> str:
    return "\n".join(str(part["text"]) for block in message.blocks for part in _texts(block))


def _texts(block: dict[str, Any]) -> list[dict[str, Any]]:
    return [block["text"]] if "text" in block else [one for one in block.get("elements", []) if one["type"] == "mrkdwn"]


def test_two_roles_of_an_area_are_compared_by_the_names_of_those_who_hold_them() -> None:
    said = words(card("pm vs tpm checkout"))
    assert said.startswith("*Checkout: who does what*\n*PM, <slack://")
    assert "|Ana Silva> decides what ships, <" in said
    assert "|Bo Chen> when." in said
    assert "Agreed by Ana Silva and Bo Chen, 3 Oct" in said


def test_a_comparison_says_where_a_role_has_nobody() -> None:
    assert "*TPM, nobody yet:*" in words(card("pm vs tpm refunds"))


def test_where_a_role_ends_in_own_words_is_escaped_and_names_those_who_hold_it() -> None:
    own = RoleDefinition("tpm", boundaries=("pm: {pm} picks, {tpm} packs for <!channel>.", "chair: They never meet."))
    snapshot = RegistrySnapshot(FILE.content, RoleBook(LIBRARY, [own, RoleDefinition("chair", name="Chair")]))
    assert "_The PM picks, the TPM packs for &lt;!channel&gt;._\n*Together:*" in words(card("pm vs tpm", snapshot))
    assert words(card("tpm vs chair", snapshot)).endswith("_They never meet._")


def test_who_decides_names_whom_to_ask_whom_to_tell_and_where_to_go_when_stuck() -> None:
    said = words(card("who decides the launch date of checkout"))
    assert "Ask first: <slack://user?team=T0EXAMPLE&id=U0ANA|Ana Silva> (PM)" in said
    assert "Tell after: #team-checkout" in said
    assert "Stuck 2 days: <slack://user?team=T0EXAMPLE&id=U0PRIYA|Priya Nair> (EM)" in said
    assert "Agreed by Ana Silva and Bo Chen, 3 Oct." in said


def changed(decider: Decider, **said: Any) -> RegistrySnapshot:
    lines = tuple(replace(line, decider=decider) if line.key == "date" else line for line in LIBRARY.agreement)
    return with_agreement(replace(example_agreement(), lines=lines, **said))


def with_agreement(agreement: Agreement) -> RegistrySnapshot:
    snapshot = example_snapshot()
    snapshot._agreements = {agreement.area_id: agreement}
    return snapshot


def test_what_the_two_have_agreed_on_goes_before_the_library() -> None:
    assert "decided by Ana Silva (PM)" in card("who decides the launch date of checkout", changed(Decider.PM)).text
    both = card("who decides the launch date of checkout", changed(Decider.BOTH))
    assert "decided by Ana Silva (PM) and Bo Chen (TPM)" in both.text
    assert "The launch date → " in words(card("pm vs tpm checkout", changed(Decider.BOTH)))


def test_an_agreement_holds_below_its_area_for_the_same_two() -> None:
    assert "Agreed by Ana Silva" in words(card("who decides the launch date of apple pay"))


def test_an_agreement_of_a_former_holder_is_not_cited() -> None:
    ana, bo = example_agreement().signatures
    left = replace(example_agreement(), signatures=(ana, replace(bo, member_id=MemberId(99))))
    said = card("who decides the launch date of checkout", with_agreement(left))
    assert "Agreed" not in words(said)
    assert "decided by Bo Chen" in said.text


def test_what_a_role_looks_after_is_said_as_a_sentence_about_the_person() -> None:
    assert (
        card("who answers for the adoption of checkout").text
        == "Checkout: Ana Silva (PM) answers for adoption and revenue."
    )
    assert card("who answers for adoption").text == "The PM answers for adoption and revenue."


def test_a_workspaces_own_words_and_roles_stand_on_the_cards() -> None:
    own = [
        RoleDefinition("tpm", name="Delivery Manager", names=("DM",), purpose="Ours alone."),
        RoleDefinition("chair", name="Chair", purpose="Chairs the board."),
    ]
    snapshot = RegistrySnapshot(FILE.content, RoleBook(LIBRARY, own))
    assert "Ours alone." in words(card("what is a delivery manager", snapshot))
    assert "the DM when" in words(card("pm vs dm", snapshot))
    assert "Chairs the board." in words(card("what does a chair do", snapshot))


def rows(found: Matrix) -> dict[str, dict[str, Part]]:
    return {row.subject: row.parts for row in found.rows}


def test_the_matrix_says_who_decides_who_is_asked_and_who_is_told() -> None:
    found = rows(matrix(example_snapshot(), None, TODAY))
    assert found["scope"] == {
        "pm": Part.DECIDES, "tpm": Part.ASKED_FIRST, "em": Part.ASKED_FIRST, "designer": Part.TOLD_AFTER
    }  # fmt: skip
    assert found["launch call"]["pm"] is found["launch call"]["tpm"] is Part.WITH_OTHERS
    assert found["customers"]["pm"] is Part.DOES


def test_the_matrix_of_an_area_is_what_the_two_have_agreed_on() -> None:
    snapshot = changed(Decider.PM)
    found = matrix(snapshot, snapshot.area("shop/checkout"), TODAY)
    assert rows(found)["dates"] | {"em": None} == {
        "pm": Part.DECIDES, "tpm": Part.ASKED_FIRST, "em": None, "sponsor": Part.TOLD_AFTER
    }  # fmt: skip
    heads = [cell["text"] for cell in matrix_table(found).blocks[1]["rows"][0]]
    assert heads[:3] == ["What", "PM, Ana Silva", "TPM, Bo Chen"]


def test_the_matrix_as_a_list_says_the_same() -> None:
    snapshot = example_snapshot()
    said = words(matrix_list(matrix(snapshot, snapshot.area("shop/checkout"), TODAY), WORKSPACE))
    assert "• Scope: asks TPM, EM first · tells Product Designer (agreed)" in said
    assert "• Launch call: with PM · asks EM, Tech Lead first" in said


def test_a_matrix_that_is_too_large_says_what_is_left_out() -> None:
    own = [RoleDefinition(f"role{number}", decisions=LIBRARY.roles[0].decisions) for number in range(30)]
    message = matrix_table(matrix(RegistrySnapshot(FILE.content, RoleBook(LIBRARY, own)), None, TODAY))
    assert len(message.blocks[1]["rows"]) == 100
    assert {len(row) for row in message.blocks[1]["rows"]} == {20}
    assert "more rows" in words(message)


@pytest.mark.parametrize("question", ["pm vs tpm booking", "who decides the scope of booking"])
def test_without_an_agreement_none_is_spoken_of(question: str) -> None:
    snapshot = RegistrySnapshot(FILE.content, a_book(FILE))
    assert "greed" not in words(card(question, snapshot))


HOSTILE = "<!channel> *bold* `code` <@U123> & <https://evil.example|click>"


def test_hostile_words_of_a_workspace_never_become_a_mention_or_a_link() -> None:
    own = RoleDefinition(
        "evil", name=HOSTILE, names=("evil",), purpose=HOSTILE, responsibilities=(HOSTILE,), skills=(HOSTILE,),
        decisions=(Decision(HOSTILE, asked_as=("wicked things",)),), success_metrics=(HOSTILE,), learn_more=HOSTILE,
    )  # fmt: skip
    book = RoleBook(LIBRARY, [own])
    snapshot = RegistrySnapshot(FILE.content, book)
    shown = [
        card(sentence, snapshot)
        for sentence in ("what is an evil", "pm vs evil", "skills of an evil", "who decides wicked things")
    ]
    shown += [matrix_list(matrix(snapshot, None, TODAY), WORKSPACE), role_list(RoleList(book, (), may_change=True))]
    edited = find_role(book, "evil")
    views = [role_form(edited), saved_modal(edited)]
    for blocks in [*(message.blocks for message in shown), *(view["blocks"] for view in views)]:
        for text in mrkdwn(blocks):
            assert "<!" not in text
            assert "<@" not in text
            assert "<https://evil" not in text
    assert all("<!" not in str(message.arguments()["text"]) for message in shown)


def mrkdwn(part: Any) -> list[str]:
    """Every text in which Slack would read a mention."""
    if isinstance(part, dict):
        own = [part["text"]] if part.get("type") == "mrkdwn" else []
        return own + [text for inner in part.values() for text in mrkdwn(inner)]
    return [text for inner in part for text in mrkdwn(inner)] if isinstance(part, list) else []
