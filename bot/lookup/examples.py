"""An example of every card, for the gallery and for the tests: a shop that does not exist."""

from datetime import UTC, date, datetime
from typing import Any

from bot.ids import MemberId, SlackUserId, WorkspaceId
from bot.lookup import blocks
from bot.lookup.answer_rules import Greeting, NothingListed, Said
from bot.lookup.questions.reading import read
from bot.lookup.rules import decide
from bot.registry.rules import Area, AreaKind, Assignment, Person, RegistryContent
from bot.registry.search.snapshot import RegistrySnapshot
from bot.roles.library import LIBRARY
from bot.roles.rules import RoleBook
from bot.slack.messages import Message

WORKSPACE = WorkspaceId("T0EXAMPLE")
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
NAMED = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
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
            channel="#team-checkout", help_channel="#checkout-help", oncall="@checkout-oncall",
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
    return RegistrySnapshot(content, RoleBook(LIBRARY))


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
    ("decides", "who decides the launch date of checkout"),
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
    return [(f"lookup: {name}", "message", _payload(message)) for name, message in cards]


def _payload(message: Message) -> dict[str, Any]:
    return message.arguments()
