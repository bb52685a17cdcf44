"""The Program Sponsor: the goal, the money, and what nobody else can settle."""

from bot.roles.rules import Decision, RoleDefinition

PROGRAM_SPONSOR = RoleDefinition(
    key="sponsor",
    name="Program Sponsor",
    names=("sponsor", "program sponsor", "programme sponsor", "executive sponsor", "exec sponsor"),
    what_to_ask="money, goals, what nobody else can settle",
    purpose="Wants the program, pays for it, and settles what those who run it cannot.",
    scope="One program or several, seen from above.",
    responsibilities=(
        "Sets the goal and the money",
        "Clears what is beyond the program's reach",
        "Settles what those who run it cannot, within days",
        "Stops it when it no longer pays",
    ),
    decisions=(
        Decision(
            "how much money the program gets",
            ("funding", "extra money", "gives more money", "pays for the program", "approves the money", "more budget"),
            joined="in",
            short="funding",
            ask_first=("tpm",),
            tell_after=("pm",),
        ),
        Decision(
            "the goal of the program",
            ("program goal", "business case", "what the program is for"),
            joined="in",
            short="goal",
            ask_first=("pm", "tpm"),
            tell_after=("em",),
        ),
        Decision(
            "whether the program goes on",
            ("stop the program", "cancel the program", "end the program", "kill the program", "pause the program"),
            joined="in",
            short="going on",
            ask_first=("tpm", "pm"),
            tell_after=("em", "designer"),
        ),
    ),
    skills=("Authority", "Seeing the whole", "Deciding with little time", "Asking the one question that matters"),
    success_metrics=("The goal is reached for the money", "Decisions within days"),
    pitfalls=(
        "Being a name on a slide",
        "Steering past the TPM",
        "Adding scope in passing, without the PM",
        "Keeping a program alive because it was one's own idea",
    ),
)
