"""Where one role of the library ends and its neighbour begins: every pair, once.

Role keys in braces stand for whoever holds the role, or for its name where nobody is known.
"""

from bot.roles.rules import Boundary

BOUNDARIES = (
    Boundary(
        ("pm", "tpm"),
        "{pm} decides what ships, {tpm} when.",
        together=("the launch call", "scope against date", "what a changed requirement does to the plan"),
        mixed_up=(
            ("status reports", "tpm"),
            ("what a customer was promised", "pm"),
            ("a date that a customer was told", "tpm"),
            ("chasing another team", "tpm"),
            ("the order of the backlog", "pm"),
        ),
        pitfalls=(
            "The two are taken for one another, and the wrong one is asked",
            "Both do the same work, or neither does",
            "Nobody is clearly accountable",
            "They talk too little, and others hear two stories",
        ),
    ),
    Boundary(
        ("pm", "em"),
        "{pm} decides what is built and why, {em} who builds it and how the team works.",
        together=("how much of the team's time goes into upkeep",),
        mixed_up=(("which bug comes first", "pm"), ("estimates", "em"), ("who joins a meeting of the team", "em")),
        pitfalls=("Work is given to engineers past their manager", "Upkeep loses against every feature"),
    ),
    Boundary(
        ("pm", "tech-lead"),
        "{pm} says what it must do, {tech-lead} how it is made and what that costs.",
        together=("what to leave out when something costs too much",),
        mixed_up=(("the shape of an interface for programs", "tech-lead"), ("what happens at the limits of use", "pm")),
        pitfalls=("A requirement names the solution", "The code settles what nobody asked the PM"),
    ),
    Boundary(
        ("pm", "designer"),
        "{pm} decides which problem is solved, {designer} how it looks and works for people.",
        together=("what is learned from users",),
        mixed_up=(("flows and screens", "designer"), ("what is cut", "pm"), ("the words on a screen", "designer")),
        pitfalls=("The sketch of the PM becomes the design", "Research happens after the decision"),
    ),
    Boundary(
        ("pm", "sponsor"),
        "{sponsor} sets the goal and the money, {pm} decides what to build for it.",
        together=("which outcome counts as success",),
        mixed_up=(("a feature that the sponsor would like", "pm"), ("stopping it", "sponsor")),
        pitfalls=("A wish from above becomes scope without a word", "The goal changes and the roadmap does not"),
    ),
    Boundary(
        ("tpm", "em"),
        "{tpm} decides the plan across teams, {em} who in the team does what.",
        together=("what a team commits to, and by when",),
        mixed_up=(
            ("one person's workload", "em"),
            ("a team that does not deliver to another", "tpm"),
            ("estimates", "em"),
        ),
        pitfalls=("The plan assumes people who are elsewhere", "Status is asked of engineers twice"),
    ),
    Boundary(
        ("tpm", "tech-lead"),
        "{tpm} sees that a technical risk is acted on, {tech-lead} says what the right solution is.",
        together=("which technical requirements a milestone has",),
        mixed_up=(("the choice of a technology", "tech-lead"), ("the order of a migration", "tpm")),
        pitfalls=("The plan chooses the design", "A risk is known to one and planned by nobody"),
    ),
    Boundary(
        ("tpm", "designer"),
        "{tpm} decides when a design is needed, {designer} what it is.",
        together=("how much time research gets",),
        mixed_up=(("the date of a design review", "tpm"), ("whether a design is ready", "designer")),
        pitfalls=("Design does not stand in the plan", "Screens change after the work was planned"),
    ),
    Boundary(
        ("tpm", "sponsor"),
        "{sponsor} decides how much money there is and what for, {tpm} how it is spent to arrive in time.",
        together=("planning a program anew when it cannot arrive as agreed",),
        mixed_up=(("money that the program already has", "tpm"), ("more money", "sponsor")),
        pitfalls=("Bad news is softened on its way up", "The sponsor steers the teams past the plan"),
    ),
    Boundary(
        ("em", "tech-lead"),
        "{em} leads the people, {tech-lead} the design.",
        together=("what the team learns next",),
        mixed_up=(("standards of code", "tech-lead"), ("who reviews whose growth", "em"), ("the on-call rota", "em")),
        pitfalls=("Two give one engineer different work", "The design follows the seating plan"),
    ),
    Boundary(
        ("em", "designer"),
        "{em} decides who builds it, {designer} how it looks and works for people.",
        together=("what is simplified so that it can be built well",),
        mixed_up=(("whether a screen was built as designed", "designer"), ("when an engineer helps a test", "em")),
        pitfalls=("Designs are handed over a wall", "What is hard to build is left out in silence"),
    ),
    Boundary(
        ("em", "sponsor"),
        "{sponsor} decides whether it is paid for, {em} who works on it.",
        together=("whether a team grows",),
        mixed_up=(("taking people off a program", "em"), ("hiring beyond the budget", "sponsor")),
        pitfalls=("Money comes without people", "People are moved and the goal stays"),
    ),
    Boundary(
        ("tech-lead", "designer"),
        "{designer} decides how it works for people, {tech-lead} how it is made.",
        together=("how fast it must feel",),
        mixed_up=(("shared parts of screens", "designer"), ("what can be loaded at once", "tech-lead")),
        pitfalls=("A limit is found on the last day", "Parts that look the same are built twice"),
    ),
    Boundary(
        ("tech-lead", "sponsor"),
        "{sponsor} decides what it may cost, {tech-lead} what can be made for it.",
        together=("paying back what was built in haste",),
        mixed_up=(("the choice of a vendor's technology", "tech-lead"), ("the contract with a vendor", "sponsor")),
        pitfalls=("A technology is bought before it was tried", "The cost of running it is nobody's number"),
    ),
    Boundary(
        ("designer", "sponsor"),
        "{sponsor} says whom it is for, {designer} how it works for them.",
        together=("what those people were heard to say",),
        mixed_up=(("taste", "designer"), ("which customers count first", "sponsor")),
        pitfalls=("The opinion of the highest paid replaces a test", "Research ends where the slides begin"),
    ),
)
