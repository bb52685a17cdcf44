"""The Product Designer: how it looks and works for people."""

from bot.roles.library.ways import ways
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
            ways(
                """
                user experience, mockups, prototype, user flow, design of the screens, accessibility, wireframes, screen
                design, layout, look and feel, how it looks, how the screen looks, how a screen looks, looks of the app,
                colour of the button, fonts, icon, icons, screens, interface, ui, ux, usability, button, visual design,
                interaction design, sketches, figma, design system, how users click through, how it feels to use,
                onboarding flow, text on the button, words on the screen, easy to use, hard to use, confusing screen,
                people do not find the button, design review, picks the icons, picks the colours, chooses the font,
                error message wording, wording of an error message, wording of a button, where the button goes, page is
                confusing, page looks ugly, menu structure, navigation of the app, drawing of the screen, draws the
                screens, style of the app, mock up, mockups for a screen, mockup, mockups for the new screen, makes
                wireframes, makes mockups, new screen, redesign, redesigns a page, rethinks the flow, users get lost,
                people get lost in the page, cannot find the setting, can not find the menu, confusing flow, confusing
                page, prettier, ugly, dark theme colours, colour contrast, screen reader support of the page,
                illustrations, visual style, visual identity, ux review, copy on the page, microcopy, wording on the
                page, design file, hand over of the design, design handoff, icons look off, icons look wrong, looks
                broken on small screens, new icons, new colours, logo on the page, font is too small, text is too small,
                button is too small, button is hard to see, where to put the button, design feedback, makes the
                prototypes, prototypes we show, makes prototypes, clickable mockup, draws the mockups, style guide of
                the product, consistent look, mobile layout, what the button looks like, how the button looks
                """
            ),
            joined="in",
            short="look and use",
            ask_first=("pm",),
            tell_after=("em",),
            stuck=("pm",),
        ),
        Decision(
            "how it is tested with users",
            ways(
                """
                usability test, user testing, research plan, tests with users, test with users, usability testing,
                usability study, tests the prototype, tests a prototype, user study, observes users, shows prototypes to
                people, clickable prototype, watches people use it, card sorting, user sessions, does the usability
                testing, runs usability tests, runs user tests, tests the design, tests the mockup, recruits testers,
                test sessions, first click test, prototype testing, validates the design
                """
            ),
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
