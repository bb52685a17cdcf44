"""An example of every card, for the gallery and for the tests: a shop that does not exist."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bot.ids import AreaId, MemberId, SlackUserId, WorkspaceId
from bot.lookup import blocks
from bot.lookup.answer_rules import Greeting, NothingListed, Owned, Said
from bot.lookup.area_rules import answer_for_area
from bot.lookup.form_blocks import Beside, ask_form
from bot.lookup.hand_overs import blocks as hand_over_blocks
from bot.lookup.hand_overs.rules import Passing, belongs, draft
from bot.lookup.questions.reading import read
from bot.lookup.role_cards.matrix_blocks import matrix_list, matrix_table, which_area
from bot.lookup.role_cards.rules import WhichArea, matrix
from bot.lookup.rules import decide
from bot.registry.rules import Agreement, Area, AreaKind, Assignment, Person, RegistryContent, Signature
from bot.registry.search.snapshot import RegistrySnapshot
from bot.roles.library import LIBRARY
from bot.roles.rules import Decider, RoleBook
from bot.slack.messages import Message

WORKSPACE = WorkspaceId("T0EXAMPLE")
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
NAMED = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
AGREED = datetime(2026, 10, 3, 9, 0, tzinfo=UTC)
CHECKOUT = AreaId(1)
CONFIRMED = datetime(2026, 11, 11, 9, 0, tzinfo=UTC)


def example_snapshot() -> RegistrySnapshot:
    """Four areas: one with everybody, one that inherits, one with a gap, one with nobody on purpose."""
    people = [
        Person(key, name, slack_user_id=SlackUserId(f"U0{key.upper()}"), member_id=MemberId(number))
        for number, (key, name) in enumerate(
            [("ana", "Ana Silva"), ("bo", "Bo Chen"), ("priya", "Priya Nair"), ("raj", "Raj Patel")]
        )
    ]
    areas = [
        Area("shop", "Commerce", AreaKind.PRODUCT, channel="#commerce"),
        Area(
            "shop/checkout", "Checkout", AreaKind.PRODUCT, "shop", ("cart", "basket"), "Paying for what is in the cart.",
            channel="#team-checkout", help_channel="#checkout-help", oncall="@checkout-oncall", id=CHECKOUT,
        ),
        Area("shop/checkout/apple-pay", "Apple Pay", AreaKind.FEATURE, "shop/checkout", description="Paying with a phone."),
        Area("shop/refunds", "Refunds", AreaKind.SERVICE, "shop", description="Money back to customers."),
        Area("shop/returns", "Returns desk", AreaKind.TEAM, "shop", description="Money back in the stores."),
    ]  # fmt: skip
    held = [
        Assignment("shop", "em", "priya", source="registry.yaml", line=12),
        Assignment(
            "shop/checkout", "pm", "ana", named_by="Dana", named_at=NAMED, confirmed_by="Ana", confirmed_at=CONFIRMED
        ),
        Assignment("shop/checkout", "tpm", "bo", source="registry.yaml", line=41),
        Assignment("shop/refunds", "pm", "raj", source="registry.yaml", line=57),
        Assignment("shop/returns", "pm", "raj", source="registry.yaml", line=63),
    ]
    content = RegistryContent(tuple(people), (), tuple(areas), tuple(held))
    return RegistrySnapshot(content, RoleBook(LIBRARY), agreements=[example_agreement()])


def example_agreement() -> Agreement:
    """What Ana and Bo have agreed on for Checkout: as the library has it, but for the last line."""
    lines = tuple(replace(line, decider=Decider.BOTH) if line.key == "status" else line for line in LIBRARY.agreement)
    signatures = (Signature("pm", MemberId(0), "Ana Silva", AGREED), Signature("tpm", MemberId(1), "Bo Chen", AGREED))
    return Agreement(CHECKOUT, 1, lines, signatures=signatures)


QUESTIONS = (
    ("found", "who owns checkout?"),
    ("found, with a role", "who is the TPM of checkout"),
    ("inherited", "who owns apple pay"),
    ("vacant", "TPM for refunds?"),
    ("ambiguous", "who handles money back"),
    ("unknown", "who owns the smart fridge app"),
    ("unknown, with what is nearest", "card reader in the stores"),
    ("person", "<@U0ANA>"),
    ("definition", "what is a TPM"),
    ("compare", "pm vs tpm"),
    ("metrics", "how is a pm measured"),
    ("skills", "what skills does a tpm need"),
    ("pitfalls", "what goes wrong between pm and tpm"),
    ("compare, with names and an agreement", "pm vs tpm checkout"),
    ("decides", "who decides the launch date"),
    ("decides, with names and an agreement", "who decides the launch date of checkout"),
    ("decides, or another role", "which colour should the button be, who decides"),
    ("looks after, with names", "who answers for the adoption of checkout"),
)


def examples() -> list[tuple[str, str, dict[str, Any]]]:
    """(name, surface, payload) of every card of lookup."""
    snapshot = example_snapshot()
    shown: list[tuple[str, Said, str]] = [
        (name, decide(read(question, snapshot.role_names), snapshot, date(2026, 11, 23)), question)
        for name, question in QUESTIONS
    ]
    shown += [("greeting", Greeting(), "hi"), ("nothing listed", NothingListed(), "who owns checkout")]
    cards = [(name, blocks.card(said, WORKSPACE, question, NOW)) for name, said, question in shown]
    cards += [
        ("how to ask", blocks.how_to_ask()),
        ("help", blocks.help_card([("/whoowns [what]", "Who owns it"), ("/rolecall help", "All that you can type")])),
        ("refusal", blocks.told("Ask me in words, please: “who owns refunds?”")),
        ("menu", blocks.menu_card()),
        ("first words", blocks.with_buttons(blocks.greeting_card("Sam"), *blocks.prompts())),
        ("settled", blocks.settled_card(_owned(snapshot), WORKSPACE, "who owns the basket", NOW)),
        ("shared", blocks.shared_card(shown[0][1], WORKSPACE, "", NOW, ("U0SAM", "Sam Reed"))),
    ]
    cards += _matrices(snapshot)
    messages = [(f"lookup: {name}", "message", _payload(message)) for name, message in cards]
    return [*messages, *_forms(cards[0][1]), *_hand_overs(snapshot)]


def _owned(snapshot: RegistrySnapshot) -> Owned:
    found = answer_for_area(snapshot, "shop/checkout", None, date(2026, 11, 23))
    if not isinstance(found, Owned):
        raise TypeError("Checkout has holders in the example")
    return found


def _hand_overs(snapshot: RegistrySnapshot) -> list[tuple[str, str, dict[str, Any]]]:
    today, by = date(2026, 11, 23), (SlackUserId("U0SAM"), "Sam Reed")
    passing = Passing("C0COMMERCE", "1795435200.000100", text="When does Apple Pay land?", area="shop/checkout")
    to = belongs(answer_for_area(snapshot, "shop/checkout", None, today), "tpm")
    vacant = belongs(answer_for_area(snapshot, "shop/refunds", "tpm", today))
    link = "https://example.slack.com/archives/C0COMMERCE/p1795435200000100"
    views = {
        "whose": hand_over_blocks.whose_form(to, passing.about("shop/checkout", "tpm"), WORKSPACE),
        "vacant": hand_over_blocks.whose_form(vacant, passing.about("shop/refunds", "tpm"), WORKSPACE),
        "done": hand_over_blocks.done_form(to, replace(passing, said=True, told=True), WORKSPACE, "Bo is told by DM."),
        "choose": hand_over_blocks.choose_form(snapshot.areas[1:3], passing),
        "copy": hand_over_blocks.copy_modal(draft(to)),
    }
    messages = {
        "reply": hand_over_blocks.reply_message(draft(to), to, by, WORKSPACE),
        "told": hand_over_blocks.tell_message(passing.text, to, by, link, WORKSPACE),
    }
    return [
        *((f"lookup: hand over, {name}", "modal", view) for name, view in views.items()),
        *((f"lookup: hand over, {name}", "message", message.arguments()) for name, message in messages.items()),
    ]


def _forms(answer: Message) -> list[tuple[str, str, dict[str, Any]]]:
    beside = Beside("C0COMMERCE")
    return [
        ("lookup: question", "modal", ask_form(Beside())),
        ("lookup: question answered", "modal", ask_form(beside, answer)),
        ("lookup: message without words", "modal", ask_form(beside, note="This message has no words that I can read.")),
    ]


def _matrices(snapshot: RegistrySnapshot) -> list[tuple[str, Message]]:
    today = date(2026, 11, 23)
    of_checkout = matrix(snapshot, snapshot.area("shop/checkout"), today)
    return [
        ("matrix", matrix_table(matrix(snapshot, None, today))),
        ("matrix, with names and an agreement", matrix_table(of_checkout)),
        ("matrix as a list", matrix_list(of_checkout, WORKSPACE)),
        ("matrix of which area", which_area(WhichArea(tuple(snapshot.areas[:2])))),
    ]


def _payload(message: Message) -> dict[str, Any]:
    return message.arguments()
