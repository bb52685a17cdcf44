"""An example of every card, for the gallery and for the tests: a shop that does not exist."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bot.ids import AreaId, MemberId, SlackUserId, WorkspaceId
from bot.lookup import blocks
from bot.lookup.answer_rules import Greeting, NothingListed, Said
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
    ("person", "<@U0ANA>"),
    ("definition", "what is a TPM"),
    ("compare", "pm vs tpm"),
    ("metrics", "how is a pm measured"),
    ("skills", "what skills does a tpm need"),
    ("pitfalls", "what goes wrong between pm and tpm"),
    ("compare, with names and an agreement", "pm vs tpm checkout"),
    ("decides", "who decides the launch date"),
    ("decides, with names and an agreement", "who decides the launch date of checkout"),
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
        ("refusal", blocks.refusal("Ask me in words, please: “who owns refunds?”")),
    ]
    cards += _matrices(snapshot)
    return [(f"lookup: {name}", "message", _payload(message)) for name, message in cards]


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
