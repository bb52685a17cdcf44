"""What a sentence wants to know about roles: what one is, how it is measured, what it settles, how two differ."""

import re
from enum import StrEnum

# Stands for each role named, so that a pattern can say where.
ROLE = "\N{SECTION SIGN}"


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
    r"points? at|nobody (?:is|feels) accountable|conflicts?|step\w* on|tension|friction"
)
_SKILLS = (
    r"skills?|skillset|strengths?|good at|learn to become|become an?|qualif\w*|competenc\w*|know how to|job ad|candidates?|"
    r"should i probe|talents?"
)
_METRICS = (
    r"measur\w*|metrics?|kpis?|okrs?|judged?|evaluat\w*|perf(?:ormance)? review|good look like|in numbers|rated|scorecard|"
    r"success(?:ful)?|assess\w*"
)
_COMPARE = r"vs\.?|versus|differ\w*|compar\w*|split|need both|just an?|same as|stops?\b.*\bstarts?|side by side|distinction|or the"
_DEFINITION = (
    rf"what(?:['\u2019]?s| is| are| was|s)?\s+(?:an?\s+|the\s+|in\s+)?{ROLE}(?!\s+(?:of|for|on|in|at)\b)|"
    rf"what\s+(?:do|does|is|would)\s+.*{ROLE}.*\b(?:do|does|responsible|for|about)\b|{ROLE}\s*=|{ROLE}.*\bmean(?:s|ing)?\b|"
    rf"meaning\b.*{ROLE}|{ROLE}.*\bstands? for\b|(?:explain|define|describe|definition)\b.*{ROLE}|tell me about.*{ROLE}|"
    rf"what\b.*{ROLE}.*\bstand for\b|{ROLE}.*\bwhat\b.*\b(?:responsible|that is|do|does|is (?:that|it|this))\b|"
    rf"{ROLE}\s+role\b|role of\b.*{ROLE}"
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
_BOTH = re.compile(
    r"\b(?:the two|two roles|both roles|between them)\b|\bproduct\b.{0,24}(?:and|or|vs|\+|&).{0,24}\bprogram",
    re.IGNORECASE,
)
_WHO = re.compile(r"\b(?:who|whos|who['\u2019]s|who['\u2019]d|whom|whose|which role|somebody|someone)\b", re.IGNORECASE)
_PERSON_WANTED = re.compile(
    rf"\bwho(?:['\u2019]?s| is)?\s+(?:the\s+|our\s+)?{ROLE}|{ROLE}\s+(?:of|for|on)\b", re.IGNORECASE
)


def intent_of(marked: str, roles: int) -> Intent:
    """The intent of a sentence with ROLE in the place of each role; `roles` different ones are named.

    OWNER when it rather asks for a person, or speaks of no role.
    """
    two = roles > 1 or names_both(marked)
    if not roles and not two:
        return Intent.OWNER
    for intent, pattern in _ASKED_BY:
        if (intent is Intent.COMPARE and not two) or (intent in (Intent.METRICS, Intent.SKILLS) and not roles):
            continue
        if pattern.search(marked) and not (roles == 1 and _PERSON_WANTED.search(marked)):
            return _who_or_compare(intent, marked)
    return Intent.OWNER


def _who_or_compare(intent: Intent, marked: str) -> Intent:
    """ "Is it the PM or the TPM who …?" asks who does it, not how the two differ."""
    is_choice = intent is Intent.COMPARE and re.search(r"\bor\b", marked, re.IGNORECASE)
    return (
        Intent.DECIDES if is_choice and not re.search(r"\bvs|versus|differ|compar", marked, re.IGNORECASE) else intent
    )


def names_both(text: str) -> bool:
    """Whether the sentence speaks of the product and the program side without naming the roles."""
    return bool(_BOTH.search(text))


def asks_who(text: str) -> bool:
    """Whether somebody is asked for at all."""
    return bool(_WHO.search(text))
