"""The Program Sponsor: the goal, the money, and what nobody else can settle."""

from bot.roles.library.ways import ways
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
            ways(
                """
                funding, extra money, gives more money, pays for the program, approves the money, more budget, funds the
                program, gives us more money, gives more budget, more money for the program, who pays for it, pays for
                this, who pays, increase the budget, raises the budget, additional budget, additional funding, budget
                increase, approves extra budget, allocates money, allocates budget, gives the program more money,
                another million, gives us another, more funds, ask for funds, money for the program, budget is not
                enough, needs more budget, budget for next year, who finances it, finances the program, approve
                additional spending, bigger budget, puts up the money, puts money in, approves the funding, approves
                funding, program funding, funding of the program, extra budget, budget doubled, doubles the budget,
                bigger team for the program, pays the bill of the program, signs the cheque, signs the check, investment
                in the program, another 100k, another 50k, money to finish the program, more money to finish, pay for
                another year, extend the budget, budget extension, budget cut, cuts the budget of the program, program
                runs out of budget, fund another team
                """
            ),
            joined="in",
            short="funding",
            ask_first=("tpm",),
            tell_after=("pm",),
        ),
        Decision(
            "the goal of the program",
            ways(
                """
                program goal, business case, what the program is for, goal of the program, goals of the program, why the
                program exists, purpose of the program, expected benefit, outcome of the program, sets the goal, success
                of the program, champion in leadership, executive support, support of the leadership, who wanted this
                program, who started this program, who asked for this program, why do we do this program, program is
                important for the company, strategic goal, target of the program, represents the program in the board,
                protects the program, why did we start this program, backs the program, backing from leadership,
                political support, air cover, defends the program, ultimately accountable for the program, accountable
                for the outcome of the program, highest person, executive behind the program, benefits of the program,
                expected return
                """
            ),
            joined="in",
            short="goal",
            ask_first=("pm", "tpm"),
            tell_after=("em",),
        ),
        Decision(
            "whether the program goes on",
            ways(
                """
                stop the program, cancel the program, end the program, kill the program, pause the program, cancel the
                project, stop the project, kill the project, shut down the program, end the project early, pull the
                plug, put the program on hold, continue the program, continue or stop, keep going or stop, restart the
                program, settle a fight between directors, tie break, tie breaker, is the program worth it, program is
                failing, stops a failing program, freeze the program, program against program, two programs compete,
                conflict between programs, conflict between vice presidents, directors disagree, leaders disagree,
                nobody else can decide, cancel the whole program, abandon the program, breaks the tie, break the tie,
                tie between directors, vps disagree, directors can not agree, executives disagree, last instance,
                highest escalation, final escalation, shut it down, power to stop, power to stop the program, may stop
                the program, decides about the future of the program, future of the program, does the program continue,
                will the program continue, call the whole thing off, stops the whole thing
                """
            ),
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
