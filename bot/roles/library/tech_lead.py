"""The Tech Lead: how it is made."""

from bot.roles.library.ways import ways
from bot.roles.rules import Decision, RoleDefinition

TECH_LEAD = RoleDefinition(
    key="tech-lead",
    name="Tech Lead",
    names=("tech lead", "technical lead", "lead engineer", "techlead", "TL"),
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
            ways(
                """
                architecture, technical choices, technical debt, design review of the code, technical decision, system
                design, api design, data model, how it is built, how we build it, design of the system, design document
                of the architecture, technical direction, technical approach, technical solution, software design,
                architect of the system, architecture decision, technical tradeoff, how services talk to each other,
                build or buy a component, refactoring, rewrite the code, scalability of the design, schema, is it
                technically feasible, technically possible, feasibility, proof of concept, spike, signs off the
                architecture, monolith or microservices, splits the service, service boundaries, api contract, interface
                between services, design doc, technical review, can it be built, can this be built, is it possible to
                build, possible technically, technical opinion, technical advice, best way to implement, implementation,
                how do we implement, performance of the design, algorithm, caching, reuse of code, final say on
                architecture, architecture call, refactor or rewrite, rewrite or refactor, rewrite from scratch, rewrite
                it, how services communicate, split the monolith, sync or async, synchronous or asynchronous, event
                driven, data flow, where the data is stored, structure of the code, code structure, module boundaries,
                technical concept, technical drawing, architecture diagram, reviews the design, reviews technical
                designs, technical design review, approves the design document, engineering design, is this design
                sound, best technical option, technical options, migration technique, how hard is it to build, draws the
                architecture, system architecture, draws the system, overall architecture, architecture of the system,
                architecture picture, how the parts fit together, parts of the system, components of the system,
                technical blueprint, solution design, which approach is better technically, two technical approaches,
                engineers disagree about the design, technical disagreement, technical argument, database schema, change
                the schema, breaking the api, version of the api, api versioning, how the services talk to each other
                """
            ),
            short="technical design",
            ask_first=("em",),
            tell_after=("tpm", "pm"),
            stuck=("em",),
        ),
        Decision(
            "which technology is used",
            ways(
                """
                tech stack, programming language, framework, library choice, database choice, chooses the database,
                picks the database, which database, which framework, which library, which language, which tool for the
                code, technology choice, choice of technology, picks the framework, open source library, cloud provider,
                language for the new service, language of the service, which queue, message broker, which version of the
                library, upgrade the framework, new tool for engineers, allowed libraries, technical standard, java or
                kotlin, react or vue, react or angular, sql or nosql, postgres or mysql, postgres or mongo, rest or
                graphql, kafka or rabbitmq, aws or azure, build or buy, buy or build, language or framework, database
                for the service, new programming language, new framework, new database, new library, choice of
                framework, choice of language, technology decision, technology radar, approves a new technology, allowed
                to use a library, approves a framework, approves a new framework, approves a library, use a new
                framework, adopt a framework, adopt a technology, new technology, old technology, replace the framework,
                replace the database, move to another database, another programming language, which version of python,
                which cloud service, technical tool choice, editor and tools
                """
            ),
            joined="in",
            short="technology",
            ask_first=("em",),
            tell_after=("tpm",),
            stuck=("em",),
        ),
        Decision(
            "what good code is",
            ways(
                """
                code review, coding standards, test strategy, reviews code, reviews the code, reviews pull requests,
                approves pull requests, pull request review, code quality, code style, unit tests, naming conventions,
                style guide of the code, branching strategy, merge rules, engineering standards, code is a mess, clean
                code, merge request review, reviews my code, who reviews the code, approves the merge, test coverage,
                testing standards, linting rules, documentation of the code, code is good enough, code good enough, good
                enough code, is the code ready, judges the code, reviews my pull request, second pair of eyes on the
                code, coding guidelines, coding conventions, code guidelines, linter, testing strategy, code ownership
                rules, naming of things in the code, spaghetti code, technical quality of the code
                """
            ),
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
