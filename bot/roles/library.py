"""The roles that Rolecall knows without being told. A workspace may override every line of it."""

from bot.roles.rules import Decision, RoleBook, RoleDefinition

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
    ),
    decisions=(
        Decision(
            "what is in scope",
            ("scope", "in the mvp", "goes in the mvp", "what ships", "part of the product"),
            ask_first=("tpm", "em"),
            tell_after=("designer",),
        ),
        Decision(
            "the product vision",
            ("product vision", "vision", "why we are building it", "why and for whom"),
            tell_after=("em", "tpm"),
        ),
        Decision(
            "the roadmap",
            ("roadmap", "what comes next", "next quarter", "next year"),
            ask_first=("tpm", "em"),
            tell_after=("designer",),
        ),
        Decision(
            "priorities",
            ("priority", "priorities", "prioritise", "rank them", "backlog", "only room for one", "comes first"),
            ask_first=("em",),
            tell_after=("tpm",),
        ),
        Decision(
            "which feature requests are built",
            (
                "feature request",
                "decides if we build it",
                "say no",
                "customers keep asking",
                "build it or not",
                "wants a feature",
            ),
            ask_first=("em", "designer"),
            tell_after=("tpm",),
        ),
        Decision(
            "the requirements",
            ("requirements", "user stories", "write the requirements", "acceptance criteria", "spec for a feature"),
            ask_first=("designer", "tech-lead"),
            tell_after=("tpm",),
        ),
        Decision(
            "what customers need",
            (
                "customer needs",
                "customer insight",
                "user interviews",
                "interview notes",
                "feedback from users",
                "customer satisfaction",
                "nps",
                "csat",
            ),
        ),
        Decision("how the market is read", ("market trends", "competitors", "competition", "pricing", "market")),
        Decision(
            "adoption and revenue of the product",
            ("adoption", "feature usage", "revenue", "revenue growth", "miss the number"),
        ),
    ),
    skills=(
        "Insight into customers",
        "A feel for market trends",
        "Knowing the product development process",
        "Communicating across functions",
    ),
    success_metrics=("Customer satisfaction", "Product adoption", "Revenue growth"),
    pitfalls=(
        "Promising a date that belongs to the TPM",
        "Running the program's plan and leaving the product without a voice",
        "Changing scope without saying what it does to the date",
    ),
)

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
    ),
    decisions=(
        Decision(
            "the launch date",
            (
                "launch date",
                "release date",
                "ship date",
                "date",
                "when it ships",
                "slip by weeks",
                "commit to a date",
                "delay",
            ),
            ask_first=("pm", "em"),
            tell_after=("sponsor",),
        ),
        Decision(
            "the program's plan and milestones",
            ("timeline", "schedule", "milestones", "on schedule", "plan", "several programs"),
            ask_first=("em", "tech-lead"),
            tell_after=("pm",),
        ),
        Decision(
            "how dependencies between teams are settled",
            (
                "dependencies",
                "dependency",
                "cross team",
                "blocked on",
                "upstream team",
                "untangles",
                "coordinates teams",
                "escalates",
            ),
            ask_first=("em",),
            tell_after=("pm",),
        ),
        Decision(
            "how risks are met",
            ("risk", "risks", "risk register", "mitigation"),
            ask_first=("tech-lead",),
            tell_after=("pm", "sponsor"),
        ),
        Decision(
            "how the program's budget is spent",
            ("budget", "program spend", "spend", "costs of the program", "within budget"),
            ask_first=("sponsor",),
            tell_after=("pm",),
        ),
        Decision(
            "whether technical requirements are met",
            (
                "technical requirements",
                "technical quality",
                "technical side",
                "technical project",
                "quality of what the program ships",
                "latency target",
            ),
            ask_first=("tech-lead", "em"),
            tell_after=("pm",),
        ),
        Decision("what the status report says", ("status report", "status update", "weekly report")),
        Decision(
            "scope against date",
            (
                "scope vs date",
                "scope or date",
                "scope against date",
                "isn't feasible in time",
                "not feasible",
                "trade off",
            ),
            together_with=("pm",),
            ask_first=("em",),
            tell_after=("sponsor",),
        ),
    ),
    skills=(
        "Technical depth",
        "Managing complex technical projects",
        "Solving problems",
        "Analysis",
    ),
    success_metrics=("Delivery time", "Budget adherence", "Technical quality"),
    pitfalls=(
        "Deciding what the product does because nobody else seems to",
        "Being used as a second PM, or as the PM's secretary",
        "Reporting dates without the authority to change the plan",
    ),
)

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
    ),
    decisions=(
        Decision(
            "who works on what",
            ("staffing", "who works on what", "headcount", "hiring engineers"),
            ask_first=("pm", "tpm"),
        ),
        Decision("who is on call", ("on-call rota", "on call rota", "incident response")),
    ),
    skills=("Leading people", "Engineering judgement", "Planning capacity"),
    success_metrics=("A team that stays and grows", "Reliability", "Predictable delivery"),
    pitfalls=("Deciding scope for want of a PM", "Becoming the plan for want of a TPM"),
)

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
    ),
    decisions=(
        Decision(
            "the technical design",
            ("architecture", "technical design", "tech stack", "api design"),
            ask_first=("em",),
            tell_after=("tpm", "pm"),
        ),
    ),
    skills=("System design", "Depth in the code", "Explaining trade-offs"),
    success_metrics=("A design that lasts", "Few surprises in production"),
    pitfalls=("Doing everything alone", "Settling product questions in the code"),
)

DESIGNER = RoleDefinition(
    key="designer",
    name="Product Designer",
    names=("designer", "product designer", "UX designer", "UI designer", "UX", "design"),
    what_to_ask="how it looks and works for people",
    purpose="Makes it understandable and a pleasure to use for those it is meant for.",
    scope="What people see and do in one product or several.",
    responsibilities=("Researches how people work", "Designs flows and screens", "Tests them with users"),
    decisions=(
        Decision(
            "how it looks and is used",
            ("user experience", "mockups", "wireframes", "screen design"),
            ask_first=("pm",),
            tell_after=("em",),
        ),
    ),
    skills=("Interaction design", "User research", "Visual craft"),
    success_metrics=("People reach their goal", "Fewer questions to support"),
    pitfalls=("Being asked after it is built", "Designing without engineering in the room"),
)

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
        "Stops it when it no longer pays",
    ),
    decisions=(
        Decision(
            "how much money the program gets",
            ("funding", "extra money", "more budget"),
            ask_first=("tpm",),
            tell_after=("pm",),
        ),
    ),
    skills=("Authority", "Seeing the whole", "Deciding with little time"),
    success_metrics=("The goal is reached for the money", "Decisions within days"),
    pitfalls=("Being a name on a slide", "Steering past the TPM"),
)

LIBRARY: tuple[RoleDefinition, ...] = (
    PRODUCT_MANAGER,
    TECHNICAL_PROGRAM_MANAGER,
    ENGINEERING_MANAGER,
    TECH_LEAD,
    DESIGNER,
    PROGRAM_SPONSOR,
)


def library_book() -> RoleBook:
    """The library alone, for a workspace that has said nothing of its own."""
    return RoleBook(LIBRARY)
