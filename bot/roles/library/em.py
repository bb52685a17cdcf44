"""The Engineering Manager: who builds it, and how it is run."""

from bot.roles.library.ways import ways
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
            ways(
                """
                staffing, staffs the team, how many engineers, how many developers, number of engineers, headcount, more
                engineers, which engineer, team size, who joins the team, hiring engineers, assign an engineer, workload
                of the team, hires engineers, hires developers, new engineer, new developer, assigns engineers, assigns
                developers, which developer, who from engineering works on it, engineers for a project, lend an
                engineer, borrow an engineer, move people between teams, more developers, more people on the team, staff
                a project, team composition, headcount plan, who codes it, people short, short of people, short staffed,
                understaffed, not enough engineers, engineer is leaving, engineer quits, engineer is sick, replaces an
                engineer, developer is leaving, more hands, needs another engineer, get another engineer, get a
                developer, who can help us with an engineer, swap engineers, take an engineer off a project, team is too
                small, contractor for the team, new hire in engineering, which engineers, change teams, switch teams,
                change to another team, move to another team, transfer to another team, hires for the team, hire an
                engineer, hiring for engineering, interviews engineers, open position on the team, open engineering
                position, backfill, two people short, more engineers for the team, headcount in engineering, engineering
                headcount, who works on which task, hands out the work, distributes the work, assigns tasks, assign me a
                task, my next task, decides who works on, free engineer, engineer with free time, engineer is on leave,
                cover for an engineer, team lineup, splits the team, team structure, backend developers, frontend
                developers, more backend developers, two more developers, extra engineer, temporary engineer, freelancer
                for the team, put me on another project, rotate engineers, who replaces a developer, developer on
                parental leave, new team member, work is unevenly distributed, pairing of engineers, developer hiring,
                recruiting engineers, interview panel for engineers
                """
            ),
            joined="in",
            short="staffing",
            ask_first=("pm", "tpm"),
            tell_after=("tech-lead",),
            stuck=("sponsor",),
        ),
        Decision(
            "the on-call rota",
            ways(
                """
                on call rota, pager rota, who is on the rota, on call schedule, on call rotation, pager duty schedule,
                who carries the pager, swap on call shift, who is paged, gets paged, nobody answers the pager, on call
                at night
                """
            ),
            short="on-call rota",
            ask_first=("tech-lead",),
            tell_after=("tpm",),
        ),
        Decision(
            "how the team works",
            ways(
                """
                team process, performance review of an engineer, career of an engineer, sprint length, working
                agreements, ways of working, retrospectives, performance review of developers, performance reviews,
                performance reviews of engineers, promotes an engineer, promotes engineers, raise of a developer, career
                growth, career of developers, growth of engineers, coaching engineers, mentors engineers, one on ones,
                morale, burnout, team is unhappy, conflict in the team, conflict between two engineers, team health,
                team meeting, standup of the team, agile process, vacation of engineers, day off of an engineer,
                underperforming engineer, onboarding of new engineers, team culture, developer is unhappy, engineer is
                unhappy, engineer performs badly, engineers argue, trains juniors, grows juniors, feedback for an
                engineer, career plan, remote work of the team, team rituals, daily standup of the team, promoted to
                senior, my career, my growth, feedback about a teammate, teammate is not performing, teammate does not
                do, not pulling weight, low performer, conflict with a teammate, problem with a teammate, fight with a
                colleague in the team, unhappy in my team, i am overworked, people in the team are stressed, stress in
                the team, team motivation, people growth, team retrospective, how we run sprints, sprint rituals, kanban
                or scrum, scrum or kanban, time off in the team, days off for developers, days off for engineers,
                approves days off, working hours of the team, training for engineers, team agreements, team rules,
                drowning in work, my plate is full, exhausted developer, yearly reviews of developers, yearly reviews,
                annual review, annual reviews of engineers, year end review, mid year review, review of my performance,
                developer feedback, feedback on a developer, praise an engineer, complaint about an engineer, trouble
                with a developer, developer is rude, disagreement in the team, bad mood in the team, want a raise as
                engineer, next career step, become a senior engineer, level of an engineer, engineer levels, training
                budget for engineers, conference for engineers, team building of the engineers, part time engineer, take
                something off my plate, off my plate
                """
            ),
            joined="in",
            short="way of working",
            ask_first=("tech-lead",),
            tell_after=("pm", "tpm"),
        ),
        Decision(
            "what the team can take on",
            ways(
                """
                capacity, estimates, how much fits, how much can the team do, can the team take this on, team has no
                time, team is overloaded, overloaded team, too much work for the team, velocity, bandwidth, estimating
                effort of the team, commits for the team, story points, time for upkeep, time for tech debt, reliability
                of the systems, quality of the systems, how well the systems run, too many meetings for the team, team
                can not do more, is there room in the team, how busy is the team, estimate of the team, team commits,
                keeps the systems running, system keeps going down, outage follow up, post mortem, postmortem, incident
                review, reliability, uptime of the systems, bugs pile up, maintenance work, upkeep, paying back tech
                debt, team delivery quality, delivery quality of the team, outages keep happening, keeps breaking in
                production, service quality, stability, system stability, technical debt time, slack time, how long
                would the team need, does the team have time, has the team time, team is full, no capacity, team
                capacity, estimates of engineers, estimate is wrong
                """
            ),
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
