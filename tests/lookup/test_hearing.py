"""Questions that share few words with any decision are heard by how such questions were asked before."""

import pytest

from bench.hands import TABLE, asked, table
from bot.lookup.answer_rules import Answer, Decides
from bot.lookup.examples import NOW, WORKSPACE, example_snapshot
from bot.lookup.questions.reading import read
from bot.lookup.role_cards.blocks import decides_card
from bot.lookup.rules import decide
from bot.lookup.terminal.contract import as_json
from bot.lookup.terminal.text import as_text
from bot.registry.search.snapshot import RegistrySnapshot
from bot.roles.library import LIBRARY
from bot.roles.rules import Decision, RoleBook, RoleDefinition
from tests.registry.builders import a_file

TODAY = NOW.date()
PM, TPM = (next(role for role in LIBRARY if role.key == key) for key in ("pm", "tpm"))


def answer(sentence: str, snapshot: RegistrySnapshot | None = None) -> Answer:
    shown = snapshot or example_snapshot()
    return decide(read(sentence, shown.role_names), shown, TODAY)


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        ("we lost two weeks because another team was late, who should have seen it", "tpm"),
        ("the vendor sends invoices every week, who checks if we are still within the money", "tpm"),
        ("the test environment is booked twice, who coordinates", "tpm"),
        ("sales promised a customer something we don't have, who talks to them", "pm"),
        ("who says when we stop supporting old phones", "pm"),
        ("my teammate does nothing all day, who do i talk to", "em"),
        ("our database choice is a mess, who can change it", "tech-lead"),
        ("which colour should the button be, who decides", "designer"),
        ("the board wants to cancel everything, who has the last word", "sponsor"),
    ],
)
def test_a_story_from_life_finds_the_role_that_settles_it(sentence: str, role: str) -> None:
    found = answer(sentence)
    assert isinstance(found, Decides)
    assert [one.key for one in found.roles] == [role]


@pytest.mark.parametrize(
    "sentence",
    [
        "a budget hotel near the harbour, any tips",
        "what's the plan for the weekend",
        "the launch of the rocket was great, did you see it",
        "how do i reset my password",
    ],
)
def test_words_of_work_in_another_sense_are_about_no_role(sentence: str) -> None:
    assert as_json(answer(sentence))["kind"] == "unknown"


def test_whoever_asks_for_an_area_is_not_told_about_roles() -> None:
    assert as_json(answer("checkout is down for a customer, who is the pm"))["area"] == "shop/checkout"


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("what would you look at to say our TPM had a great year", "metrics"),
        ("which abilities make a product owner worth the money", "skills"),
        ("how do PM and TPM end up in each other's hair", "pitfalls"),
    ],
)
def test_what_is_asked_of_a_role_is_heard_without_its_usual_words(sentence: str, kind: str) -> None:
    assert as_json(answer(sentence))["kind"] == kind


def test_where_two_roles_come_into_question_the_second_is_named_too() -> None:
    found = Decides((PM,), Decision("the scope"), (), None, (), 0.9, perhaps=TPM)
    assert "If it is more about dates, dependencies, budget: the TPM." in as_text(found, NOW)
    assert "the TPM." in str(decides_card(found, WORKSPACE, TODAY).blocks)
    assert as_json(found)["roles"] == ["pm", "tpm"]


def test_a_workspace_that_settles_it_otherwise_is_believed() -> None:
    own = RoleDefinition("harbour", name="Harbour Master", decisions=(Decision("what happens to the old phones"),))
    snapshot = RegistrySnapshot(a_file().content, RoleBook(LIBRARY, [own]))
    found = answer("who decides what happens to the old phones", snapshot)
    assert isinstance(found, Decides)
    assert [role.key for role in found.roles] == ["harbour"]


def test_the_counts_that_ship_are_those_of_the_questions() -> None:
    assert TABLE.read_text(encoding="utf-8").splitlines() == list(table(asked())), "run python -m bench --write"


def test_what_asks_for_nobody_is_refused_though_an_area_shares_its_words() -> None:
    file = a_file("version: 1\nareas:\n  - {key: road, name: Road map}\n  - {key: plan, name: Plan}\n")
    snapshot = RegistrySnapshot(file.content, RoleBook(LIBRARY))
    assert as_json(answer("is the road map for the bike tour waterproof", snapshot))["kind"] == "unknown"
    assert as_json(answer("the plan is wrong", snapshot))["area"] == "plan"
