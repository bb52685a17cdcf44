"""The Engineering Manager: who builds it, and how it is run."""

from bot.roles.rules import Decision, RoleDefinition

ENGINEERING_MANAGER = RoleDefinition(
    key="em",
    name="Engineering Manager",
    names=(
        "EM",
        "engineering manager",
        "eng manager",
        "eng mgr",
        "dev manager",
        "development manager",
        "team manager",
        "manager",
    ),
    what_to_ask="who works on it, how it is built and run",
    purpose="Leads the people who build it, and answers for how it is built and run.",
    scope="One team, or a few, and the systems that they run.",
    responsibilities=(
        "Hires, grows and looks after the engineers",
        "Decides who works on what",
        "Answers for the quality and the running of the team's systems",
        "Gives honest estimates, and the capacity behind them",
        "Keeps time for upkeep, so that tomorrow's work stays possible",
    ),
    decisions=(
        Decision(
            "who works on what",
            (
                "staffing",
                "headcount",
                "more engineers",
                "hiring engineers",
                "assign an engineer",
                "workload of the team",
            ),
            joined="in",
            short="staffing",
            ask_first=("pm", "tpm"),
            tell_after=("tech-lead",),
            stuck=("sponsor",),
        ),
        Decision(
            "who is on call",
            ("on-call rota", "on call rota", "incident response", "pager rota"),
            joined="for",
            short="on call",
            ask_first=("tech-lead",),
            tell_after=("tpm",),
        ),
        Decision(
            "how the team works",
            ("team process", "sprint length", "working agreements", "ways of working", "retrospectives"),
            joined="in",
            short="way of working",
            ask_first=("tech-lead",),
            tell_after=("pm", "tpm"),
        ),
        Decision(
            "what the team can take on",
            ("capacity", "estimates", "how much fits"),
            joined="in",
            short="capacity",
            ask_first=("tech-lead", "pm"),
            tell_after=("tpm",),
            stuck=("sponsor",),
        ),
    ),
    skills=(
        "Leading people",
        "Engineering judgement",
        "Planning capacity",
        "Saying early what will not work",
    ),
    success_metrics=("A team that stays and grows", "Reliability", "Predictable delivery"),
    pitfalls=(
        "Deciding scope for want of a PM",
        "Becoming the plan for want of a TPM",
        "Staying the best engineer instead of leading the others",
        "Promising people who are already promised",
    ),
)
