"""The Product Manager: what is built, and why."""

from bot.roles.library.pm_decisions import DECISIONS
from bot.roles.rules import RoleDefinition

PRODUCT_MANAGER = RoleDefinition(
    key="pm",
    name="Product Manager",
    names=(
        "PM",
        "product manager",
        "product owner",
        "product mgr",
        "prod manager",
        "product lead",
        "product person",
        "product guy",
        "product side",
        "PO",
    ),
    what_to_ask="what it does, scope, priority",
    purpose="Decides what is built and why, so that it is worth having for customers and for the business.",
    scope="Usually one product, from its vision to what its users say about it.",
    responsibilities=(
        "Sets the product vision and keeps the roadmap",
        "Writes the requirements and says what each is for",
        "Ranks what comes first and says no to the rest",
        "Listens to customers and watches the market",
        "Answers for whether people use it, like it and pay for it",
        "Tells everyone who builds it what was learned and decided, and why",
    ),
    decisions=DECISIONS,
    skills=(
        "Insight into customers: hears the problem behind the wish",
        "A feel for market trends and for what competitors do",
        "Knows the product development process from idea to retirement",
        "Communicates across functions: sales, support, design, engineering",
        "Decides from data, and says what it is based on",
    ),
    success_metrics=("Customer satisfaction", "Product adoption", "Revenue growth"),
    pitfalls=(
        "Promising a date that belongs to the TPM",
        "Running the program's plan and leaving the product without a voice",
        "Changing scope without saying what it does to the date",
        "Saying yes to everyone, so that nothing comes first",
        "Writing the solution where the requirement should stand",
    ),
)
