"""What the Product Manager settles or looks after, and how people ask for it."""

from bot.roles.library.ways import ways
from bot.roles.rules import Decision

DECISIONS = (
    Decision(
        "the product vision",
        ways(
            """
            vision, product idea, business goals of the product, what we stand for in the market, long-term direction,
            product strategy, why it is built and for whom, why we are building it, why and for whom, the problem it
            solves, why we build it at all, point of the product, what the product should become, direction of the
            product, big picture of the product, north star, product goals, whom we build it for, target audience, why
            this product exists, value proposition, product direction, strategy, why we do this, what the product is
            for, mission of the product, what makes us different, elevator pitch, story of the product, name of the
            product, worth solving, which problem to solve, problem worth solving, product principles, where the product
            is heading, future of the product, long run of the product, ambition of the product, product charter, bet on
            the product, why are we doing this feature, why do we build this feature, why this feature, why are we
            building, what is the point of this feature, reason for the feature, reason behind the feature, who came up
            with this feature, product in three years, product in five years, product story, what the product stands
            for, explains why
            """
        ),
        short="vision",
        tell_after=("em", "tpm", "designer"),
        stuck=("sponsor",),
    ),
    Decision(
        "the scope",
        ways(
            """
            what is in scope, what ships, part of the product, in or out, mvp, cut a feature, what goes into a release,
            what the next version contains, leave out of the release, retire a feature, stop offering, descope, scope,
            what we leave out, what makes the cut, what gets cut, cut features, drop a feature, remove a feature, sunset
            a feature, kill a feature, minimum viable product, first version, what is included, whether a feature ships,
            feature makes it into the release, content of the release, what we stop doing, should be in the product, out
            of scope, scope creep, scope change, add to the scope, changes the scope, support old browsers, which
            browsers we support, supported platforms, which platforms, which countries, which languages we offer, drop
            support, deprecate, end of life of a feature, feature parity, trial version, included in the launch, ship
            without a feature, leave it out, is it part of the release, version two, what the release contains, agree on
            the scope, picks what goes in the next release, goes into the next version, can it wait for the next
            version, trim the feature list, feature list, smallest version, in the first version, cuts scope, reduce the
            scope, adds a feature to the release, sneak a feature in, whether we support a device, keep the old feature,
            turn off the old version, switch off a feature, what features we build, which features we build, decides
            what features, decide which features, features of the release, decides what we build, leave a feature for
            later, feature postponed to the next version, move a feature to the next release, split the feature, half of
            the feature, support for old phones, minimum version we support, drop old devices, remove a button, remove a
            page, get rid of a feature, agree to retire, retire a page
            """
        ),
        short="scope",
        line="scope",
        ask_first=("tpm", "em"),
        tell_after=("designer",),
        stuck=("sponsor", "em"),
    ),
    Decision(
        "what comes first",
        ways(
            """
            priority, priorities, prioritise, rank, backlog, order of the backlog, which bugs are fixed first, most
            important first, what sales wants, requests of support, ranks the backlog, backlog priority, order of the
            work, what we work on first, which feature first, what matters most, two features and time for one, only
            room for one, sorts the backlog, grooms the backlog, backlog grooming, triages feature work, prioritises
            features, prioritise tech debt against features, urgent against important, conflicting wishes, stakeholders
            want different things, everyone wants something else, what has to wait, which feature matters more, which
            project goes first, what is more important, compare the value, value against effort, what to work on next,
            too many requests, decides between two features, order of the features, wants it before us, our ticket is
            always last, move our ticket up, highest priority, ranks the work, top of the list, sets priorities, sets
            the priorities, order of tickets, bug or feature first, fix bugs or build features, first thing to build,
            which customer comes first, can my request jump the queue, jump the queue, prioritises requests, ranks
            requests, weighs requests, competing requests, two departments want, backlog order, backlog owner, owns the
            backlog, cleans up the backlog, moves a ticket up, p1 or p2, only one of the two features, one of two
            features, choose between two features, chooses between features, choose which feature, pick one feature, a
            or b first, bump the priority, raise the priority of a ticket, lower the priority, why is my ticket so far
            down, my request is at the bottom, waiting for months for my request, when is my request looked at, bugs
            from support first, how important is this bug, severity against features, everything is top priority
            """
        ),
        joined="in",
        short="priority",
        line="priority",
        ask_first=("em",),
        tell_after=("tpm",),
        stuck=("sponsor", "em"),
    ),
    Decision(
        "what is required",
        ways(
            """
            requirements, user stories, acceptance criteria, product spec, specs a feature, feature spec, use cases,
            write the requirements, requirement, last word on requirements, gathers requirements, collects requirements,
            defines requirements, requirements document, PRD, product brief, product one pager, definition of done of a
            feature, describes the feature, what it has to do, what the feature should do, functional requirements,
            writes tickets for features, user story, epics, writes the spec, clarifies requirements, requirement is
            unclear, vague requirement, what exactly to build, what it is supposed to do, expected behaviour, intended
            behaviour, edge cases, how should it behave, rules of the feature, writes the brief, write it down for the
            engineers, answers questions about the feature, requirements document is missing, changes to the
            requirements of the feature, accepts the story, accepts the feature, spec is ambiguous, spec is wrong,
            unclear ticket, ticket is unclear, unclear what to build, details of the feature, expected result, how it is
            meant to work, is it a bug or intended, bug or feature, works as intended, writes user stories, writing user
            stories, writes epics, writes the prd, product requirements document, business rules, specification of the
            feature, feature specification, signs off the requirements, approves the requirements, fine print of the
            feature, explains the feature to engineers, requirements workshop, breaks the idea into stories, what should
            happen when, what happens if the user clicks, describes what the user sees, ticket makes no sense, makes no
            sense to users, story makes no sense, requirement makes no sense, contradictory requirements, two
            requirements contradict, missing requirement, forgot a requirement, more detail on the feature, clarify the
            ticket, exact behaviour
            """
        ),
        short="requirements",
        ask_first=("designer", "tech-lead"),
        tell_after=("tpm",),
        stuck=("em",),
    ),
    Decision(
        "the roadmap",
        ways(
            """
            roadmap, what comes next, plans the quarter, quarterly goals, themes for the year, roadmap of next quarter,
            plans for next year, product plans, what we build next, builds next, next quarter, quarterly plan of the
            product, product roadmap, long term plan of the product, what is planned for next year, plan for the coming
            year, what is coming up in the product, owns the roadmap, goes on the roadmap, what we will build this year,
            what will we build, build this year, plan for the product, upcoming features, what is coming, explains to
            sales what is coming, tells customers what is coming, when is my feature planned, product plan, planned for
            the product, plans of the product team, five year plan, road map, presents the roadmap, roadmap item, change
            the roadmap, moves something on the roadmap, six months from now, next half, plan for the half, coming
            quarters, future features, annual product plan
            """
        ),
        short="roadmap",
        ask_first=("tpm", "em"),
        tell_after=("designer", "sponsor"),
        stuck=("sponsor",),
    ),
    Decision(
        "which feature requests are built",
        ways(
            """
            feature request, feature ideas, collects ideas, customer wishes, a wish of sales, decide whether to build
            it, build it or not, say no, customers ask for a feature, asked for by customers, customer wants a feature,
            request from a customer, request from sales, say no to a customer, refuses a wish, turns down a request, new
            feature idea, idea for the product, suggestion for the product, enhancement request, decides if we build it,
            should we build it, whether we build it, is it worth building, wants something new built, wishes of
            customers, customer begs for a feature, user asks for something new, someone has an idea, i have an idea for
            the product, suggest a feature, propose a feature, wish list, request was refused, is it ever going to be
            built, will we ever build, add an option, build a small tool for a customer, a customer demands, big
            customer threatens to leave, special request of a customer, custom feature for a customer, prospect asks for
            a feature, deal depends on a feature, customer needs an integration, build an integration, request for a
            feature, send feature requests, submit a feature request, place for feature requests, request an
            improvement, improvement idea, small improvement, client wants a feature, client asks for a change, client
            request, can we add a button, add a field for a customer, rejects a feature, rejects a request, vote for a
            feature, upvote, ask for a new feature, feature suggestion, sales promised a feature, ceo wants a feature,
            boss wants a feature, pet feature, approves a feature, approve a new feature, where to put a feature idea,
            submit an idea, good idea for the product, colleague has an idea, engineer has an idea for a feature,
            customer needs a feature, customer insists on a feature, sign the contract only if we build, feature in
            exchange for a contract, promised something we do not have, promised a feature that does not exist, tailor
            made, is this request worth it, review of feature requests, replies to feature requests, bring an idea,
            where do i bring an idea, bring my idea
            """
        ),
        joined="in",
        short="feature requests",
        ask_first=("em", "designer"),
        tell_after=("tpm",),
        stuck=("sponsor",),
    ),
    Decision(
        "the price",
        ways(
            """
            pricing, price, packaging, what customers pay, how much it costs customers, price of the product, plans and
            prices, free tier, monetisation, business model, subscription price, price increase, what we charge, pricing
            model, price list of the product, what it costs, free or paid, refund policy, trial length, charge more,
            cheaper plan, price change, changes the price, pricing change, pricing page numbers, tiers, which plan
            includes a feature, paid feature, paywall, cost to the customer, raise prices, too expensive for customers,
            price point, willingness to pay
            """
        ),
        short="price",
        ask_first=("sponsor",),
        tell_after=("tpm", "em"),
        stuck=("sponsor",),
    ),
    Decision(
        "knows what customers need",
        ways(
            """
            customer needs, customer insight, customer satisfaction, user interviews, talks to customers, talks to
            users, customer research, user research, customers complain, users complain, voice of the customer, knows
            the users, satisfaction scores, support tickets, what users say, promised to a customer, promises of sales,
            interview notes, feedback from users, complaints of customers, nps, csat, know our users, knows our
            customers, speaks to users, talking to customers, interviews users, listens to users, user needs, pain
            points, customer pain, customer problems, understands the customer, customer feedback, collects feedback,
            bad reviews, angry customers, customers are unhappy, unhappy users, app store reviews, satisfaction of
            users, customer happiness, net promoter score, customer advisory board, beta testers, what users want,
            represents the user, stands up for the customer, surveys of users, focus group, jobs to be done, users hate,
            users love, users hate the new page, users are confused, users miss something, users struggle, users ask,
            customers ask, customer visit, customer call, meets customers, talks with users, hear what users think, what
            do users think, understands users, customer complaint, complaint of a customer, feedback of customers,
            feedback on the product, reviews of the product, users complain about the page, field trip to customers,
            satisfied customers, unhappy customer, who are our users, customer interviews, interviewing users,
            interviewing customers, user interview, user survey, survey results, result of the survey, customer survey,
            feedback survey, feedback form, user feedback, product feedback, listens to customers, spends time with
            customers, knows why customers buy, why users leave, customer expectations, personas, customer journey, user
            problems, problems of users, users keep asking, why customers complain, heard from a customer, quotes from
            customers, feature is confusing users, closest to the customer, demo to customers, presents the product to
            customers, shows the product to customers, product demo, discovery, product discovery, keeps hearing from
            customers, support keeps hearing, support hears, what support hears, bring customer voice, thoughts of
            users, opinion of users, find out what users think, visits customers, why do customers churn, frustration of
            users, users do not understand the product, something people want, what people want, build something people
            want
            """
        ),
        duty=True,
        short="customers",
        ask_first=("designer",),
        tell_after=("tpm", "em"),
    ),
    Decision(
        "watches the market",
        ways(
            """
            market, market trends, market research, market analysis, competitors, competition, rival, what rivals do,
            competitor analysis, market size, market fit, product market fit, market share, trends in the market,
            industry trends, what others offer, benchmark against competitors, analysts of the market, launch messaging,
            go to market, competitor launched something, answer to the competitor, what others build, market changes,
            compare us with others, new entrant, follows the industry, new regulation in the market, win against a
            competitor, lost a deal to a competitor, looks at competitors, competing product, our competitors,
            competitor shipped, competitor just launched, competitor feature, competitor prices, keeps an eye on the
            market, market needs, sizing the market, target market, new market, enter a new market, win loss analysis,
            why we lose deals, marketing message, launch message, message to the market, product marketing questions,
            launch announcement, works with marketing, works with sales, sales enablement, trains sales on the product,
            gtm, what our rivals charge, rival launched, rival released, alternatives to our product, comparison with
            the competition, sales battle card, market report, industry report, demand for the product, potential
            customers, market opportunity
            """
        ),
        duty=True,
        short="market",
        tell_after=("sponsor",),
    ),
    Decision(
        "answers for adoption and revenue",
        ways(
            """
            adoption, usage, active users, retention of users, how many people use it, nobody uses it, success of the
            product, defines success, feature usage, revenue, revenue growth, sales of the product, churn, how the
            product performs, nobody uses the new feature, few people use it, feature flopped, low usage, usage numbers,
            daily active users, growth of the product, customers leave, users leave, business outcome, return on the
            feature, revenue target, product is not selling, sells badly, product metrics, outcome of the product,
            product success, makes money with the product, profit of the product, measures whether the feature worked,
            did the feature work, whether it worked, impact of the feature, feature success, success of a feature,
            proves that it was worth it, was it worth it, is the launch a success, results of the experiment, a/b test
            result, hypothesis, product numbers, numbers of the product, customers cancel, income from the product,
            product earns, market success, conversion rate, engagement, funnel, usage analytics, reads the analytics,
            looks at the numbers of the product, activation, key results of the product, product okrs, okrs of the
            product, return on investment of the feature, uptake, growth, monthly active users, customer lifetime value,
            sales figures of the product, profit and loss, p&l, business results, value delivered, experiment results,
            commercial success, defines success criteria, success criteria of the feature, people like the new feature,
            business impact, fewer orders, increase usage, grow the user base, product targets, business goals met, is
            the product successful, is it a success, did it work with users, launch paid off, whether the launch paid
            off
            """
        ),
        duty=True,
        short="adoption and revenue",
        tell_after=("sponsor",),
    ),
)
