"""What the Technical Program Manager settles or looks after, and how people ask for it."""

from bot.roles.library.ways import ways
from bot.roles.rules import Decision

DECISIONS = (
    Decision(
        "the launch date",
        ways(
            """
            date, launch date, release date, target date, delivery date, moves the date, promise a date, new date, by
            when, we will be late, running late, make the launch in time, not on time, ship date, when it ships,
            deadline, commit to a date, the date slips, slip by weeks, delay, date of the launch, when we launch, when
            will it be ready, when is it done, when it goes out, when do we ship, shipping date, in time, will it be on
            time, late, everyone that we will be late, make the launch in june, make the date, miss the date, missed
            deadline, miss the deadline, missing a deadline, behind schedule, two weeks late, slipping, date moved, move
            the date, push the date, postpone, delivery time, delivered on time, estimated date, eta of the project,
            forecast, realistic date, announce the date, promised date, miss the quarter, notices that we will be late,
            notices first, will not make it, will we make it, make it in time, not going to make it, shift the date,
            calendar of releases, end of the quarter, by the end of the month, when can customers have it, how long will
            it take, how many weeks until launch, timing of the launch, date keeps moving, cannot meet the deadline,
            deadline i cannot meet, will not meet the date, move the deadline, extend the deadline, needs more time,
            extension of the deadline, project is late, project late, teams are late, project delay, new launch date,
            when exactly do we launch, when does it launch, when will it ship, promised for, due date, milestones slip,
            sets the deadline, sets the date, all teams hit the same date, hit the date, hits the deadline, lands on
            time, finish on time, longer than planned, takes longer than planned, later than planned, will take longer,
            taking longer, warn about a delay, warns about a delay, piece will be late, my part is late, my part will be
            late, be a week late, a week late, not ready in time, not be ready in time, can not finish in time, will not
            finish, testing takes longer, are the dates realistic, date at risk, still on for the launch date, dates of
            the program, changes the dates, calendar of the program, delivery dates
            """
        ),
        short="dates",
        line="date",
        ask_first=("pm", "em"),
        tell_after=("sponsor",),
        stuck=("sponsor", "em"),
    ),
    Decision(
        "the plan with its milestones",
        ways(
            """
            timeline, gantt chart, project plan, critical path, tracks progress, keeps track of progress, rollout plan,
            coordinates the rollout, phased rollout, launch plan, presents milestones, schedule, milestones, on
            schedule, program plan, phases, several programs, across departments, milestone, plans the project, project
            schedule, program schedule, delivery plan, delivery schedule, release train, release planning, sequencing of
            the work, sequence of migrations, runs the program, runs a large project, leads a big project, leads a large
            program, multi team project, project across teams, technical program, project with many teams, spans several
            teams, spans teams, effort that spans teams, moving parts, workstreams, keeps everything on track, on track,
            work breakdown, coordinates a migration, plans the migration, migration plan, rollout, drives the program,
            drives the project, kicks off the project, end to end delivery, several projects at once, many programs at
            once, collects the milestones, milestones of all teams, overall plan, master plan, next steps, action items,
            kickoff, kick off meeting, cutover, migration weekend, big migration, who does what by when, launch across
            regions, rolls out to all regions, coordinates the launch, coordinates the release, organises the launch,
            program governance, working with many teams at once, big rewrite, large rewrite, running the program,
            manages the program, manages the project, keeps the plan, updates the plan, gaps in the plan, plan is out of
            date, keeps the schedule, program timeline, makes the project plan, writes the project plan, draws up a
            plan, sets milestones, sets the milestones, plans the milestones, next milestone, milestone turns red, plan
            for the rollout, plans the rollout, staged rollout, rollout in stages, rollout order, coordinates the
            migration, coordinating a migration, migration over several teams, migrates all teams, many teams have to
            move, company wide migration, initiative with many teams, large initiative, big initiative, runs the
            initiative, coordinates a project, coordinating projects, project coordination, project management, planning
            across teams, plans across teams, joint plan, capacity across teams, capacity planning across teams, plan
            with dates, sprint planning across teams, quarterly planning meeting, planning session, delivery of the
            program, delivery across teams, tracks the project, tracks the work of all teams, follows the progress,
            executes the program, drives it to the finish, launch coordination, several vendors, puts together the
            timeline, put together a timeline, five teams one date, many teams one date, many vendors and teams, project
            that touches many teams, touches several teams, touches many teams, teams involved, leads a project with
            many teams, exit from a datacenter, cloud migration, which team starts first, start of the project, lessons
            learned of the project, project retrospective
            """
        ),
        short="plan",
        line="plan",
        ask_first=("em", "tech-lead"),
        tell_after=("pm",),
        stuck=("sponsor", "em"),
    ),
    Decision(
        "the way dependencies between teams are settled",
        ways(
            """
            dependency, dependencies, blocker between teams, blockers, vendor is late, supplier is late, hand-offs
            between teams, several teams, aligns engineering teams, brings teams together, cross functional, other team
            is not delivering, coordination between teams, cross team, blocked on, waiting for another team, upstream
            team, coordinates teams, untangles, escalates, chases teams, chases other teams, chasing dependencies, teams
            that are late, team that is late, chase people in other teams, one team waits for another, teams wait on
            each other, other team blocks us, blocked by another team, blocks us, stuck on another team, unblocks,
            removes blockers, roadblock, impediment, aligns teams, gets teams to agree, coordinates engineering teams,
            coordinates engineers, coordinates across teams, coordinates several teams, between teams, across teams,
            cross team coordination, cross team work, interdependencies, integration of several teams, vendor does not
            deliver, third party is late, escalate to another team, escalation path, escalation, makes sure teams talk
            to each other, two teams disagree about a date, handover between teams, vendor missed its date, supplier
            missed its date, follows up with the vendor, follows up, follow up with another team, holding us up, holds
            us up, waiting for legal, legal is slow, waiting for security, waiting for procurement, waiting for
            approval, waiting on approval, gets them moving, gets things moving, gets it moving, keeps things moving,
            other department is slow, nudges, reminds the other team, team does not answer, team ignores us, team did
            not deliver, other team promised, promised by another team, need something from another team, two teams need
            each other, several teams have to agree, mediates between teams, bottleneck, unstick, gets everyone in a
            room, depend on another team, depends on another team, not on their backlog, need an api from another team,
            waiting on an api, tracks dependencies, tracking dependencies, map of dependencies, dependency map, upstream
            slipped, upstream is late, our work is blocked, blocked for weeks, stuck because of another team, stalled,
            deadlock between teams, two teams need the same, shared environment, fight over an environment, environment
            conflict, teams do not agree, teams disagree, teams fight, alignment between teams, get everybody aligned,
            aligns everyone, sync meeting across teams, cross team meeting, action items of a meeting, follows up on
            action items, actions from the meeting, gets three teams together, meeting with all teams, teams in a room,
            agree on an order of work, nobody feels responsible between teams, falls between two teams, fell through the
            cracks, ball dropped between teams, partner team, external partner is late, partner does not deliver, vendor
            is slow, vendor slipped, supplier slipped, contractor is late, third party does not deliver, security issue
            affects several teams, affects several teams, affects many teams, incident follow up across teams, change
            hits several teams, breaking change for other teams, gets obstacles out of the way, obstacle, obstacles,
            removing blockers, clears blockers, keeps ignoring our request, ignores our request, other team ignores,
            other team said no, review is holding up, holding up the release, holding up the launch, holds up the
            project, pushes it through, pushes legal, chases legal, legal review, security review is late, privacy
            review is late, waiting for sign off of another department, other department blocks, needs input from many
            teams, interface to other teams, teams step on each other, two teams do the same work, same work twice in
            two teams, duplicate work between teams, hand over between teams went wrong, manages vendors, vendor
            coordination, coordinates vendors, supplier coordination, external agency is late
            """
        ),
        joined="in",
        short="dependencies",
        ask_first=("em", "tech-lead"),
        tell_after=("pm",),
        stuck=("em", "sponsor"),
    ),
    Decision(
        "the answer to a risk",
        ways(
            """
            risk, risks, risk register, tracks risks, keeps the risks, risks across teams, issue log, mitigation, plan
            b, contingency, new risk, risk log, RAID log, raid, identifies risks, watches risks, risk management,
            manages risk, project risk, program risk, delivery risk, what could go wrong with the plan, what if it
            fails, fallback plan, backup plan for the launch, early warning, reports a risk, tell about a risk,
            mitigates, worst case, spots problems early, problem ahead, single point of failure in the plan, key person
            leaves the program, assumptions of the plan, concern about the program, report a risk, raise a risk, see a
            risk, found a risk, flag a risk, trouble ahead, red flag for the launch, raise a flag, raise a concern,
            keeps the raid log, list of risks, risk list, open risks, biggest risk, risks to the launch, risk to the
            date, risk assessment of the program, what if the vendor fails, plan for the worst, backup plan, updates the
            risk list, risk list is old, risks updated, new risks go, put a risk, add a risk, risk to the project,
            worried about the launch, bad feeling about the launch, threat to the date, prepares for the worst, might go
            wrong, could go wrong, going to go wrong
            """
        ),
        joined="in",
        short="risk",
        ask_first=("tech-lead", "pm"),
        tell_after=("sponsor",),
        stuck=("sponsor", "em"),
    ),
    Decision(
        "how the program's budget is spent",
        ways(
            """
            budget, within budget, over budget, budget is gone, budget is spent, cost overrun, program costs, spend,
            costs of the program, overspent, vendor contract, budget of the program, program budget, approves the
            budget, project budget, burned the budget, we burned the budget, money of the program runs out, cost of the
            project, cost control, tracks costs, spent on the program, expenses of the program, over the budget, stay
            within budget, contractors budget, pays the vendor, vendor invoice, vendor management, purchase for the
            program, watching the spend, watches the money, watches the spend, money is running out, out of money, how
            much have we spent, spent too much, cost of the vendor, pays contractors, cost estimate of the program, cost
            forecast, budget adherence, money of the project, budget tracking, tracks the budget, tracks spending,
            watches the budget, keeps us within budget, costs more than planned, too expensive for the program, vendor
            costs, money left, how much money is left, money already gone, money is gone, program money, program money
            gone, how much money is gone, how much was spent, spending of the program, spent so far, cost so far, burn
            rate of the program, budget status, budget report, finance asks about the budget, invoices of the program,
            contractor hours, what the budget is used for, where the money goes
            """
        ),
        joined="in",
        short="budget",
        line="budget",
        ask_first=("sponsor",),
        tell_after=("pm",),
        stuck=("sponsor",),
    ),
    Decision(
        "whether technical requirements are met",
        ways(
            """
            technical requirements, performance requirements, security requirements, latency and uptime, targets are
            met, technical targets, quality gate, service levels, readiness review, technical quality, technical side,
            technical project, quality of what the program ships, non-functional requirements, readiness, technical
            requirement, technical side of delivery, meets the latency target, performance target, uptime target, load
            test before the launch, quality bar of the release, quality of delivery, technical readiness, production
            readiness, operational readiness, launch checklist, checklist before the launch, compliance requirements are
            met, meets the spec, technically complex project, technically complicated project, complex engineering
            project, difficult technical project, acceptance of technical work, passes the load test, is it ready
            technically, technically ready, security review before the launch, release criteria, exit criteria,
            definition of done of the program, quality of the release, quality of the launch, end to end test,
            integration test across teams, technical details of the program, technical execution, technical delivery,
            technical coordination, meets the requirements technically, technical acceptance, launch criteria, ready for
            production, production checklist, readiness checklist, technical gate, checks that everything is ready, all
            systems ready, performance goals of the launch, technical risks are dealt with, penetration test before the
            launch, is it fast enough, performance targets are reached, targets reached before launch, security
            requirements fulfilled, requirements of the launch, requirements fulfilled, checks the technical
            requirements, checks that targets are reached, tick all boxes before launch, technical preconditions,
            preconditions of the launch, everything tested before launch, go live requirements
            """
        ),
        joined="in",
        short="technical requirements",
        ask_first=("tech-lead", "em"),
        tell_after=("pm",),
        stuck=("em",),
    ),
    Decision(
        "what the status report says",
        ways(
            """
            status report, status mail, status meeting, progress report, reports to leadership, status for executives,
            steering committee, status update, weekly report, state of the program, weekly status, status of the
            program, status of the project, status for the execs, prepares the status, sends the status, status slides,
            status email, executive summary, project update, program update, weekly update, updates the executives,
            updates leadership, reports progress, progress of the program, project report, red amber green, traffic
            light, tells leadership where we stand, where do we stand, how far are we, meeting minutes of the program,
            runs the steering committee, runs the status meeting, program review, how is the program going, how the
            program is doing, tells leadership how it goes, how is the project going, state of the project, news of the
            program, tells management how it goes, informs management, informs the executives, report to the board,
            board report, monthly report, is the project green or red, weekly status meeting, tells stakeholders, keeps
            stakeholders informed, stakeholder update, runs the weekly, weekly with all teams, steering meeting,
            steering group, steerco, weekly sync, keeps leadership informed, keeps everyone informed, keeps everyone in
            the loop, keeps us updated, sends updates, send out updates, stakeholder communication, communicates to
            stakeholders, communication plan, writes the status report, compiles the status, status across teams,
            overview of all teams, overall status, overall progress, honest status, true status, exec update, leadership
            update, update for leadership, briefing for leadership, quarterly review of the program, where the program
            stands, where the project stands, how the project stands, one pager about the program, invites to the
            steering committee, invites to the status meeting, organises the steering, prepares the steering, summary
            for the board, writes to the executives, reports upwards, honest picture, latest on the program, latest on
            the project, any news on the project, progress summary, keeps the ceo informed, runs the weekly status
            """
        ),
        joined="in",
        short="status reports",
        line="status",
        ask_first=("pm",),
        tell_after=("sponsor",),
        stuck=("sponsor",),
    ),
    Decision(
        "scope against date",
        ways(
            """
            scope vs date, scope or date, scope or the date, cut scope or move the date, less now or all of it later,
            trade off, not feasible, feasible in time, too much for the time, everything by the deadline, not everything
            fits, requirement changes late, changed requirement, scope against the date, features or the date, cut
            features or move the date, fewer features or later, drop features or slip, quality against date, ship less
            or ship later, engineering says it takes longer, takes longer than product wants, product wants it sooner,
            product and engineering disagree about the date, can not have both, do not fit the date, too much work for
            the deadline, too much scope, not enough time for all features, requirement changes, requirements change,
            requirement changed after the start, change request, change of a requirement, late change, all features or
            on time, ship part of it, ship half of it, ship later with everything, drop something to make the date, date
            is fixed and scope is not, fixed date, fixed scope, too ambitious, unrealistic deadline, impossible
            deadline, can not do it all, asks for more in the same time, adds work and keeps the date, extra feature and
            the same date, new requirement and the date stays, add scope and the date moves, more scope and the same
            date, wants to add scope, adds scope late, date will move, cut when we are late, cut when late, late what do
            we cut, what to cut to make the date, scope date trade off, scope and date, date and scope, less scope, less
            scope or more time, more time or less scope, time or features, features or time, sooner with less, new
            requirement in the middle, requirement in the last minute, last minute change, last minute request, late
            requirement, either less features or later, less features or later, less or later, on time or complete,
            complete or on time, smaller or later, what stays in if we are late
            """
        ),
        joined="in",
        short="scope against date",
        line="requirement_change",
        together_with=("pm",),
        ask_first=("em", "tech-lead"),
        tell_after=("sponsor",),
        stuck=("sponsor", "em"),
    ),
    Decision(
        "the launch call",
        ways(
            """
            go or no go, go no go, go live, launch review, push the launch button, ready for launch, release approval,
            launch decision, ready to launch, hold the launch, sign off the launch, go decision, no go, go ahead for the
            launch, green light, gives the green light, launch approval, approve the launch, approves the release, sign
            off on the release, sign off on the launch, signs off the release, can we launch, do we launch, ready to
            ship, ready to go live, stop the launch, abort the launch, call off the launch, roll back the launch, launch
            readiness, pulls the trigger, says go, who says go, go ahead, do we go, launch tomorrow, launch is tomorrow,
            launch today, safe to launch, bug before the launch, bug found before the release, hold the release, holds
            the release, ship with a known bug, release with a known bug, test is red, failing test before the launch,
            last check before the launch, postpone the launch because of a bug, launch meeting, final check, is it good
            enough to ship, good enough to launch, launch or wait, release or wait, sign off that we are ready, signs
            off that we are ready to launch, are we ready to launch, are we good to launch, ready across all teams,
            final go, final decision on the launch, decides that we launch, launch or not, launch anyway, known bugs,
            showstopper, blocker bug before the launch, cancel the launch, delay the launch because of a bug, final go
            for launch, gives the final go, gives the ok for launch, ok to launch, launch is approved by, who says we
            launch
            """
        ),
        short="launch call",
        line="launch_call",
        together_with=("pm",),
        ask_first=("em", "tech-lead"),
        tell_after=("sponsor", "designer"),
        stuck=("sponsor", "em"),
    ),
)
