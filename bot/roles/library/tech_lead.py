"""The Tech Lead: how it is made."""

from bot.roles.rules import Decision, RoleDefinition

TECH_LEAD = RoleDefinition(
    key="tech-lead",
    name="Tech Lead",
    names=("tech lead", "technical lead", "lead engineer", "TL"),
    what_to_ask="design, technical choices",
    purpose="Keeps the technical design sound, and the choices behind it known.",
    scope="The systems of one team or program.",
    responsibilities=(
        "Leads the technical design",
        "Reviews what changes it",
        "Says what is feasible, and at what cost",
        "Writes down the choices that will be asked about later",
        "Helps the others to build it well",
    ),
    decisions=(
        Decision(
            "the technical design",
            (
                "architecture",
                "technical choices",
                "technical debt",
                "design review of the code",
                "technical decision",
                "system design",
                "api design",
                "data model",
            ),
            short="technical design",
            ask_first=("em",),
            tell_after=("tpm", "pm"),
            stuck=("em",),
        ),
        Decision(
            "which technology is used",
            ("tech stack", "programming language", "framework", "library choice", "database choice"),
            joined="in",
            short="technology",
            ask_first=("em",),
            tell_after=("tpm",),
            stuck=("em",),
        ),
        Decision(
            "what good code is",
            ("code review", "coding standards", "test strategy"),
            joined="in",
            short="standards of code",
            ask_first=("em",),
        ),
    ),
    skills=("System design", "Depth in the code", "Explaining trade-offs", "Teaching by review"),
    success_metrics=("A design that lasts", "Few surprises in production", "Others can change it safely"),
    pitfalls=(
        "Doing everything alone",
        "Settling product questions in the code",
        "Perfecting the design while its date passes",
        "Keeping the reasons in one head",
    ),
)
