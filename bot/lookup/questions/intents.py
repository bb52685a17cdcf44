"""What a sentence wants to know about roles: what one is, how it is measured, what it settles, how two differ."""

import re
from enum import StrEnum

# Stands for each role named, so that a pattern can say where.
ROLE = "\N{SECTION SIGN}"


FAR_ENOUGH = 1200


class Intent(StrEnum):
    """What is asked. OWNER is what everything is that is nothing else."""

    OWNER = "owner"
    DEFINITION = "definition"
    COMPARE = "compare"
    METRICS = "metrics"
    SKILLS = "skills"
    PITFALLS = "pitfalls"
    DECIDES = "decides"


_PITFALLS = (
    r"(?:go|goes|going|went) wrong|confus\w*|mix(?:ed|ing)? up|mistakes?|pitfalls?|overlap\w*|toes|watch out|traps?|"
    r"points? at|nobody (?:is|feels) accountable|conflicts?|step\w* on|tension|friction|clash\w*|each other['\u2019]?s way|quarrel\w*|antipatterns?"
)
_SKILLS = (
    r"skills?|skillset|strengths?|good at|learn to become|become an?|qualif\w*|competenc\w*|know how to|job ad|candidates?|"
    r"should i probe|talents?|able to (?:do|handle)|needs? to (?:know|learn|be able)|what makes an? (?:good|great)"
)
_METRICS = (
    r"measur\w*|metrics?|kpis?|okrs?|judged?|evaluat\w*|perf(?:ormance)? review|good look like|in numbers|rated|scorecard|"
    r"success(?:ful)?|assess\w*|do(?:ing|es)? (?:well|a (?:good|great) job)|good job"
)
_COMPARE = (
    r"vs\.?|versus|differ\w*|compar\w*|split|need both|just an?|(?:the )?same(?: as| thing)?|(?:stops?|ends?)\b.{0,100}?\b(?:starts?|begins?)|side by side|"
    r"distinction|or the|have an?\b.{0,100}?\band (?:also )?an?"
)
# "Is that PM or TPM work?", "the PM's thing or the TPM's": which of them, not how they differ.
_CHOICE = re.compile(
    rf"{ROLE}(?:['\u2019]?s)?(?:\s+\w+)?\s+or\s+(?:rather\s+)?(?:an?\s+|the\s+|is\s+it\s+(?:an?\s+|the\s+)?)?{ROLE}|"
    r"\bproduct\b(?:\s+\w+)?\s+or\s+(?:the\s+)?program"
)
_DIFFERENCE = re.compile(
    rf"{ROLE}\s*(?:vs\.?|versus)|\bproduct\s+(?:vs\.?|versus)|differ|compar|distinction|same|just an?\b", re.IGNORECASE
)
_HOW_DIFFERENT = re.compile(r"\bdifferences?\b|\bdifferent\b|\bdiffers?\b", re.IGNORECASE)
_DEFINITION = (
    rf"what(?:['\u2019]?s| is| are| was|s)?\s+(?:an?\s+|the\s+|in\s+)?{ROLE}(?!\s+(?:of|for|on|in|at)\b)|"
    rf"what\s+(?:do|does|is|would)\s+.{{0,100}}?{ROLE}.{{0,100}}?\b(?:do|does|responsible|for|about)\b|{ROLE}\s*=|{ROLE}.{{0,100}}?\bmean(?:s|ing)?\b|"
    rf"meaning\b.{{0,100}}?{ROLE}|{ROLE}.{{0,100}}?\bstands? for\b|(?:explain|define|describe|definition)\b.{{0,100}}?{ROLE}|tell me about.{{0,100}}?{ROLE}|"
    rf"what\b.{{0,100}}?{ROLE}.{{0,100}}?\bstand for\b|{ROLE}.{{0,100}}?\bwhat\b.{{0,100}}?\b(?:responsible|in charge|that is|do|does|is (?:that|it|this))\b|"
    rf"what(?:['\u2019]?s| is| are)\s+(?:an?\s+|the\s+)?{ROLE}\s+for\b(?!\s+\w)|"
    rf"{ROLE}\s+role\b|role of\b.{{0,100}}?{ROLE}|"
    rf"(?:job|work|purpose|point|duty|duties|tasks?|responsibilit(?:y|ies))\s+of\s+(?:an?\s+|the\s+)?{ROLE}"
)
_ASKED_BY = tuple(
    (intent, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE | re.DOTALL))
    for intent, words in (
        (Intent.PITFALLS, _PITFALLS),
        (Intent.SKILLS, _SKILLS),
        (Intent.METRICS, _METRICS),
        (Intent.COMPARE, _COMPARE),
        (Intent.DEFINITION, _DEFINITION),
    )
)
# How the same is asked in looser words. They count only where no area is meant and nothing else is named.
_LOOSELY = tuple(
    (intent, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE))
    for intent, words in (
        (
            Intent.PITFALLS,
            (
                r"gets? wrong|mistak\w*|fight\w*|argu(?:e|es|ing)|blam(?:e|es|ing)|get along|anti-?\s?patterns?|failure modes?|"
                r"fails?|warning signs?|red flags?|not talk\w*|don['\u2019]?t talk|trouble|problems?|bad habits?"
            ),
        ),
        (
            Intent.SKILLS,
            r"(?:has|have|had) to (?:know|learn|be able)|traits?|abilit\w*|expertise|background|experience|look for|hir(?:e|ing)|"
            r"interview\w*|train(?:ed|ing)|certific\w*|capabilit\w*|(?:good|great|strong|excellent)\s+" + ROLE,
        ),
        (
            Intent.METRICS,
            r"perform\w*|numbers?|doing (?:a )?(?:good|great)|any good|graded?|targets?|goals?|appraisal|bonus|results?",
        ),
        (
            Intent.COMPARE,
            (
                r"distinguish|contrast|apart|boundary|line between|border|separat\w*|relat(?:e|ed|es|ion\w*)|interchangeable|"
                r"another word|what|how|who|why"
            ),
        ),
        (
            Intent.DEFINITION,
            r"what\w*|how|explain|meaning|means?|define|definition|describe|jobs?|role|purpose|point|new|meet|understand|idea|why",
        ),
    )
)
_BOTH = re.compile(
    r"\b(?:the two|two roles|both roles|between them)\b|\bproduct\b.{0,24}(?:and|or|vs|\+|&).{0,24}\bprogram",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"\b(?:who|whos|who['\u2019]s|who['\u2019]d|whod|whom|whose|which role|what role|which (?:of|one)|somebody|someone)\b",
    re.IGNORECASE,
)
_WHICH_ROLE = re.compile(r"\b(?:which|what)\s+role\b", re.IGNORECASE)
_PERSON_WANTED = re.compile(
    rf"\bwho(?:['\u2019]?s| is)?\s+(?:the\s+|our\s+)?{ROLE}|{ROLE}\s+(?:of|for|on)\s+\w(?!.{{0,100}}\bwhat\b)",
    re.IGNORECASE,
)


def intent_of(marked: str, roles: int) -> Intent:
    """The intent of a sentence with ROLE in the place of each role; `roles` different ones are named.

    OWNER when it rather asks for a person, or speaks of no role. What is asked stands near the beginning.
    """
    marked = marked[:FAR_ENOUGH]
    if not roles and _WHICH_ROLE.search(marked):
        return Intent.DECIDES
    two = roles > 1 or names_both(marked)
    if not roles and not two:
        return Intent.OWNER
    if two and _CHOICE.search(marked) and not _DIFFERENCE.search(marked):
        return Intent.DECIDES
    for intent, pattern in _ASKED_BY:
        if (intent is Intent.COMPARE and not two) or (intent in (Intent.METRICS, Intent.SKILLS) and not roles):
            continue
        if pattern.search(marked) and not (roles == 1 and _PERSON_WANTED.search(marked)):
            if intent is Intent.PITFALLS and two and _HOW_DIFFERENT.search(marked):
                return Intent.COMPARE
            return Intent.DECIDES if intent is Intent.COMPARE and _asks_which(marked) else intent
    return Intent.OWNER


def loosely(marked: str, roles: int) -> Intent:
    """The intent of a sentence that names roles, in looser words than `intent_of` trusts; OWNER when there is none."""
    if not roles or _PERSON_WANTED.search(marked):
        return Intent.OWNER
    for intent, pattern in _LOOSELY:
        if pattern.search(marked[:FAR_ENOUGH]) and not (intent is Intent.COMPARE and roles < 2):
            return intent
    return Intent.OWNER


def _asks_which(marked: str) -> bool:
    """ "Is it the PM or the TPM who …?", "who settles scope vs date": which of them does it, not how the two differ."""
    return bool(re.search(r"\bor\b|\bwho\b", marked, re.IGNORECASE)) and not _DIFFERENCE.search(marked)


def words_of(intent: Intent, surface: str) -> bool:
    """Whether a word is one by which `intent` is asked: "metrics" in "metrics of a PM" is no area called Metrics."""
    return any(asked is intent and pattern.fullmatch(surface) for asked, pattern in (*_ASKED_BY, *_LOOSELY))


def names_both(text: str) -> bool:
    """Whether the sentence speaks of the product and the program side without naming the roles."""
    return bool(_BOTH.search(text))


def asks_who(text: str) -> bool:
    """Whether somebody is asked for at all."""
    return bool(_WHO.search(text))
