"""The Product Designer: how it looks and works for people."""

from bot.roles.rules import Decision, RoleDefinition

DESIGNER = RoleDefinition(
    key="designer",
    name="Product Designer",
    names=("designer", "product designer", "UX designer", "UI designer", "UX", "design"),
    what_to_ask="how it looks and works for people",
    purpose="Makes it understandable and a pleasure to use for those it is meant for.",
    scope="What people see and do in one product or several.",
    responsibilities=(
        "Researches how people work",
        "Designs flows and screens",
        "Tests them with users",
        "Keeps words, patterns and looks the same everywhere",
        "Sees that everyone can use it, whatever their senses and hands",
    ),
    decisions=(
        Decision(
            "the way it looks and is used",
            (
                "user experience",
                "mockups",
                "prototype",
                "user flow",
                "design of the screens",
                "accessibility",
                "wireframes",
                "screen design",
                "layout",
                "look and feel",
            ),
            joined="in",
            short="look and use",
            ask_first=("pm",),
            tell_after=("em",),
            stuck=("pm",),
        ),
        Decision(
            "how it is tested with users",
            ("usability test", "user testing", "research plan"),
            joined="in",
            short="tests with users",
            ask_first=("pm",),
            tell_after=("pm",),
        ),
    ),
    skills=("Interaction design", "User research", "Visual craft", "Writing for screens"),
    success_metrics=("People reach their goal", "Fewer questions to support", "Usable by everyone"),
    pitfalls=(
        "Being asked after it is built",
        "Designing without engineering in the room",
        "Polishing one screen while the flow stays broken",
    ),
)
