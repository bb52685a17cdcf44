"""What a sentence wants to know about roles: what one is, how it is measured, what it settles, how two differ."""

import re
from enum import StrEnum


class Intent(StrEnum):
    """What is asked. OWNER is what everything is that is nothing else."""

    OWNER = "owner"
    DEFINITION = "definition"
    COMPARE = "compare"
    METRICS = "metrics"
    SKILLS = "skills"
    PITFALLS = "pitfalls"
    DECIDES = "decides"


_ASKED_BY: tuple[tuple[Intent, str], ...] = (
    (Intent.PITFALLS, r"(?:go|goes|going|went) wrong|confus\w*|mix(?:ed|ing)? up|mistakes?|pitfalls?|overlap\w*|toes|watch out|"
                      r"traps?|points? at|nobody (?:is|feels) accountable|conflicts?|step\w* on|tension|friction"),
    (Intent.SKILLS, r"skills?|skillset|strengths?|good at|(?:learn|need|take)s? to become|become an?|qualif\w*|competenc\w*|"
                    r"know how to|job ad|candidates?|should i probe|talents?"),
    (Intent.METRICS, r"measur\w*|metrics?|kpis?|okrs?|judged|judge|evaluat\w*|perf(?:ormance)? review|good look like|"
                     r"in numbers|rated|scorecard|success(?:ful)?|assess\w*"),
    (Intent.COMPARE, r"vs\.?|versus|differ\w*|compar\w*|split|both|just an?|same as|stops?\b.*\bstarts?|side by side|distinction"),
    (Intent.DEFINITION, r"what(?:'?s| is| are| was|s)?\b|meaning|means?|stands? for|explain\w*|defin\w*|describe|tell me about|"
                        r"="),
)  # fmt: skip
_PATTERNS = tuple((intent, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)) for intent, words in _ASKED_BY)
_BOTH = re.compile(
    r"\b(?:the two|both|each|two roles|the two of them)\b|\bproducts?\b.{0,24}\b(?:and|or|vs|\+|&)\b.{0,24}\bprogram", re.IGNORECASE
)
_WHO = re.compile(r"\b(?:who(?:'?s|'?d|m|se)?|which role|whose|somebody to|someone to)\b", re.IGNORECASE)
_WHAT_OF_ROLE = re.compile(r"\bwhat\b|\bhow\b|=|\bmean|\bexplain|\bdefin|\bstands? for\b", re.IGNORECASE)
_PERSON_WANTED = re.compile(r"\bwho(?:'?s|se|m)?\b|\bowners?\b|\bcontact\b", re.IGNORECASE)


def intent_of(text: str, roles: int) -> Intent:
    """The intent of a sentence that names `roles` roles; OWNER when it rather asks for a person or names no role."""
    if not roles and not names_both(text):
        return Intent.OWNER
    # "who is the PM of the mistakes report" asks for a person, whatever else it holds.
    asks_person = bool(_PERSON_WANTED.search(text))
    for intent, pattern in _PATTERNS:
        if intent is Intent.COMPARE and roles < 2 and not names_both(text):
            continue
        if intent is Intent.DEFINITION and asks_person and not re.match(r"\W*what", text, re.IGNORECASE):
            continue
        if intent in (Intent.METRICS, Intent.SKILLS, Intent.DEFINITION) and roles == 0:
            continue
        if pattern.search(text) and not (asks_person and roles == 1 and intent is not Intent.PITFALLS):
            return intent
    return Intent.OWNER


def names_both(text: str) -> bool:
    """Whether the sentence speaks of the product and the program side without naming the roles."""
    return bool(_BOTH.search(text))


def asks_who(text: str) -> bool:
    """Whether somebody is asked for at all."""
    return bool(_WHO.search(text))
