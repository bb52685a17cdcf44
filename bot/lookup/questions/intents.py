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
    r"points? at|nobody (?:is|feels|knows|seems)|conflicts?|step\w* on|tension|friction|clash\w*|each other['\u2019]?s way|quarrel\w*|"
    r"anti-?\s?patterns?|to avoid|failures?|trips? up|should an?\b.{0,40}\bnever|bad signs?|signs? of an? bad|done twice|made twice"
)
_SKILLS = (
    r"skills?|skillset|strengths?|good at|learn to become|become an?|qualif\w*|competenc\w*|know how to|job ad|candidates?|"
    rf"want(?:s|ed)? to (?:be|become|work as)|to (?:be|become) an? {ROLE}|should i probe|talents?|able to (?:do|handle)|needs? to (?:know|learn|be able)|what makes an? (?:good|great)"
)
_METRICS = (
    r"measur\w*|metrics?|kpis?|okrs?|judged?|evaluat\w*|perf(?:ormance)? review|good look like|in numbers|rated|scorecard|"
    r"success(?:ful)?|assess\w*|do(?:ing|es)? (?:well|a (?:good|great) job)|good job"
)
_COMPARE = (
    r"vs\.?|versus|differ\w*|compar\w*|split|need both|just an?|(?:the )?same(?: as| thing)?|(?:stops?|ends?)\b.{0,100}?\b(?:starts?|begins?)|side by side|"
    r"distinction|line between|boundar(?:y|ies)|borders?|works? together|which part|or the|have an?\b.{0,100}?\band (?:also )?an?"
)
# "Is that PM or TPM work?", "the PM's thing or the TPM's": which of them, not how they differ.
_CHOICE = re.compile(
    rf"{ROLE}(?:['\u2019]?s)?(?:\s+\w+)?\s+or\s+(?:rather\s+)?(?:for\s+|by\s+|with\s+)?(?:an?\s+|the\s+|is\s+it\s+(?:an?\s+|the\s+)?)?{ROLE}|"
    rf"\bproduct\b(?:\s+\w+)?\s+or\s+(?:the\s+)?program|{ROLE}\s*\?\s*(?:or\s+)?{ROLE}\s*\?|"
    rf"{ROLE}\s*(?:and|&|/|\+|,)\s*(?:the\s+)?{ROLE}\s*[,:\u2013\u2014-]+\s*(?:who|which)"
)
_DIFFERENCE = re.compile(
    rf"{ROLE}\s*(?:vs\.?|versus)|\bproduct\s+(?:vs\.?|versus)|differ|compar|distinction|same|just an?\b", re.IGNORECASE
)
_HOW_DIFFERENT = re.compile(r"\bdifferences?\b|\bdifferent\b|\bdiffers?\b", re.IGNORECASE)
_DEFINITION = (
    rf"what(?:['\u2019]?s| is| are| was|s)?\s+(?:an?\s+|the\s+|in\s+)?{ROLE}(?!\s+(?:of|for|on|in|at)\b)|"
    rf"what\s+(?:do|does|is|would)\s+.{{0,100}}?{ROLE}.{{0,100}}?\b(?:do|does|responsible|for|about)\b|{ROLE}\s*=|{ROLE}.{{0,100}}?\bmean(?:s|ing)?\b|"
    rf"meaning\b.{{0,100}}?{ROLE}|{ROLE}.{{0,100}}?\bstands? for\b|(?:explain|define|describe|definition)\b.{{0,100}}?{ROLE}|tell me about.{{0,100}}?{ROLE}|"
    rf"{ROLE}.{{0,60}}?\bwhat(?:['\u2019]?s| is| does| do| will| would)\s+(?:he|she|they|that person|this person|these people)\b|"
    rf"what\b.{{0,100}}?{ROLE}.{{0,100}}?\bstand for\b|{ROLE}.{{0,100}}?\bwhat\b.{{0,100}}?\b(?:responsible|in charge|that is|do|does|is (?:that|it|this))\b|"
    rf"what(?:['\u2019]?s| is| are)\s+(?:an?\s+|the\s+)?{ROLE}\s+for\b(?!\s+\w)|"
    rf"{ROLE}.{{0,60}}?\b(?:the|this|that)\s+(?:role|job|position)\b|{ROLE}(?:['\u2019]?s)?\s+(?:role|job|remit|duty|duties|mission|mandate|responsibilities)\b|what\b.{{0,100}}?\bexpect\b.{{0,60}}?\b(?:from|of)\b|role of\b.{{0,100}}?{ROLE}|"
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
                r"fails?|warning signs?|red flags?|not talk\w*|don['\u2019]?t talk|trouble|problems?|bad habits?|bad|worst|signs?"
            ),
        ),
        (
            Intent.SKILLS,
            r"(?:has|have|had) to (?:know|learn|be able)|traits?|abilit\w*|expertise|background|experience|look for|hir(?:e|ing)|"
            r"interview\w*|train(?:ed|ing)|certific\w*|technical|code|coding|position|requirements?|capabilit\w*|(?:good|great|strong|excellent)\s+"
            + ROLE,
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
            (
                r"what\w*|how|explain\w*|meaning|means?|define|definition|describe|jobs?|role|purpose|point|new|meet|understand|idea|why|"
                r"promoted|became|become"
            ),
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
# "A TPM", "every PM", not "a PM for checkout": the role itself is meant, not the one who holds it somewhere.
_IN_GENERAL = re.compile(
    rf"\b(?:an?|any|every|each|being|becom\w+)\s+(?:(?:new|good|great|bad|junior|senior|strong|real|typical)\s+)?{ROLE}"
    rf"(?!\s+(?:for|of|on|in|at|who|there|here)\b)",
    re.IGNORECASE,
)
# "I'm a PM and my build is red" asks about the build.
_OF_ONESELF = re.compile(
    rf"\b(?:i['\u2019]?m|i am|we['\u2019]?re|we are|as)\s+(?:an?\s+|the\s+)?(?:new\s+)?{ROLE}", re.IGNORECASE
)
_SENTENCE = re.compile(
    r"\b(?:what\w*|how|why|do|does|don['\u2019]?t|are|is|should|can|must|which|when)\b", re.IGNORECASE
)
_SOMEBODY_WANTED = re.compile(
    rf"\b(?:there|have|has|had|get|got|find|looking for|missing|lacks?|without|without an?|assign\w*)\s+(?:an?|any|our|the)?\s*{ROLE}",
    re.IGNORECASE,
)
# "Is it a PM's job to …?", "…, is that TPM stuff?": what is asked about may belong to another role.
_WHETHER = re.compile(
    rf"(?:^|[.,;:!?\u2013\u2014-]\s*|\b(?:so|hey|hi|and|ok|question)\s+)"
    rf"(?:is|are|isn['\u2019]?t|should|shouldn['\u2019]?t|can|may|does|do|must|could|would|will)\b.{{0,120}}?{ROLE}",
    re.IGNORECASE | re.DOTALL,
)
_WHY = re.compile(rf"\b(?:why|what\b.{{0,30}}?\bneed)\b.{{0,60}}?{ROLE}", re.IGNORECASE | re.DOTALL)
_OWNING = re.compile(r"\bown(?:s|ed|ers?|ing)?\b", re.IGNORECASE)
_WHERE = re.compile(r"\bwhere\b|\bto whom\b", re.IGNORECASE)
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


def in_general(marked: str, several: bool) -> bool:
    """Whether a sentence that names roles means the roles themselves; `several`: a plural was said, or more than one."""
    marked = marked[:FAR_ENOUGH]
    if _WHO.search(marked):
        return False
    if (_PERSON_WANTED.search(marked) or _SOMEBODY_WANTED.search(marked)) and not _WHY.search(marked):
        return False
    others = _OF_ONESELF.sub(" ", marked)
    return bool((several and ROLE in others and _SENTENCE.search(others)) or _IN_GENERAL.search(others))


def asks_whether(marked: str) -> bool:
    """Whether yes or no is asked of a role: "should a PM …?", "is it the TPM's job …?"."""
    return bool(_WHETHER.search(marked[:FAR_ENOUGH]))


def _asks_which(marked: str) -> bool:
    """ "Is it the PM or the TPM who …?", "who settles scope vs date": which of them does it, not how the two differ."""
    return bool(re.search(r"\bor\b|\bwho\b", marked, re.IGNORECASE)) and not _DIFFERENCE.search(marked)


def words_of(intent: Intent, surface: str) -> bool:
    """Whether a word is one by which `intent` is asked: "metrics" in "metrics of a PM" is no area called Metrics."""
    return any(asked is intent and pattern.fullmatch(surface) for asked, pattern in (*_ASKED_BY, *_LOOSELY))


def names_both(text: str) -> bool:
    """Whether the sentence speaks of the product and the program side without naming the roles."""
    return bool(_BOTH.search(text))


def asks_for_owner(text: str) -> bool:
    """Whether somebody is asked for, or an owner: "is anybody owning that"."""
    return bool(asks_who(text) or _OWNING.search(text))


def asks_who(text: str) -> bool:
    """Whether somebody is asked for at all."""
    return bool(_WHO.search(text) or _WHERE.search(text))
