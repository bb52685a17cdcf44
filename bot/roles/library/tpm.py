"""The Technical Program Manager: when it ships, and how many teams' work comes together."""

from bot.roles.library.tpm_decisions import DECISIONS
from bot.roles.rules import RoleDefinition

TECHNICAL_PROGRAM_MANAGER = RoleDefinition(
    key="tpm",
    name="Technical Program Manager",
    names=(
        "TPM",
        "technical program manager",
        "technical programme manager",
        "tech program manager",
        "program manager",
        "programme manager",
        "technical project manager",
        "tech pm",
        "program lead",
        "program side",
        "programme side",
        "PgM",
    ),
    what_to_ask="dates, dependencies, budget",
    purpose="Brings the technical side of a program home: its requirements met, on time and within budget.",
    scope="Often several programs at once, across the teams that each of them needs.",
    responsibilities=(
        "Plans the technical work of programs and keeps the milestones",
        "Finds dependencies between teams and gets them settled",
        "Keeps the risks known and acted upon",
        "Sees that technical requirements are met within time and budget",
        "Tells everyone the same true state, good or bad",
        "Brings the right people together when something is stuck",
    ),
    decisions=DECISIONS,
    skills=(
        "Technical depth: understands the design well enough to see what it depends on",
        "Manages complex technical projects with many teams",
        "Solves problems, or brings those together who can",
        "Analysis: turns many signals into one clear state",
        "Leads without being anybody's manager",
    ),
    success_metrics=("Delivery time", "Budget adherence", "Technical quality"),
    pitfalls=(
        "Deciding what the product does because nobody else seems to",
        "Being used as a second PM, or as the PM's secretary",
        "Reporting dates without the authority to change the plan",
        "Collecting status that nobody acts on",
        "Green until the last week: bad news that comes late",
    ),
)
