"""What a sentence says it is not about: "not X", "I asked X already", "instead of X"."""

import re

_STOP = r"(?=\s*(?:[,.;:?!()]|\bbut\b|\band\b|\bso\b|\bwho\b|\banyone\b|\u2013|\u2014|\s-\s|$))"
# Each word with its space, or a pattern of several would try every way of cutting a long word in pieces.
_FEW_WORDS = r"[^\s,.;:?!()]+(?:\s+[^\s,.;:?!()]+){0,5}?"
# "is not loading" describes what is asked about; "not the loader" does not. What follows the "not" tells them apart.
_DESCRIBES = (
    r"(?:\w+ing|\w+ed|sure|able|work|there|here|available|possible|yet|even|really|only|too|to|so|just|enough|right|know|"
    r"known|clear|find|found|sent|get|got|have|has|been|be|a?like|allowed|responding|showing|true|on|up|down|happy|in|"
    r"one|any|anymore|all|every|again|knowing|let|load|open|show|arrive|see)\b"
)
# "it's not us", "they said it isn't theirs": a whole clause that carries nothing.
_NOT_THEIRS = (
    r"\b(?:they|she|he|who)\s+(?:say|said|says|told me|tell me|pointed|sent me)\b[^,.;?!]*?"
    r"\b(?:not|isn'?t|ain'?t)\s+(?:them|theirs|him|her|his|hers|their\s\w+|us|it)\b"
)
_SPOKE_TO = (
    r"(?:(?:asked|pinged|messaged|bugged|(?:spoke|talked)\s+(?:to|with)|checked\s+with|wrote\s+to)\s+(?!to\b)"
    r"|tried\s+(?!to\b|\w+ing\b))"
)
# "I asked billing", "asked billing already", "tried #support"; but not "a user tried to pay" or "they asked me if".
_ASKED_ALREADY = (
    rf"(?:(?:^|[.,;!?])\s*|\b(?:i|we|i'?ve|we'?ve|i\u2019ve|we\u2019ve|have|had)\s+)(?:already\s+|just\s+|also\s+)?{_SPOKE_TO}"
    rf"{_FEW_WORDS}(?:\s+already\b|{_STOP})|\b{_SPOKE_TO}{_FEW_WORDS}\s+already\b|\balready\s+{_SPOKE_TO}{_FEW_WORDS}{_STOP}"
)
# "I get that respond has incidents, but …": what is conceded is not what is asked.
_CONCEDED = r"\b(?:i|we)\s+(?:get|know|see|understand|realise|realize)(?:\s+that)?\b[^,.;?!]*,?\s+but\b"
_INSTEAD = (
    r"\b(?:instead\s+of|rather\s+than|as\s+opposed\s+to|other\s+than|except(?:\s+for)?|nothing\s+to\s+do\s+with)\s+"
    rf"{_FEW_WORDS}{_STOP}"
)
_NOT = (
    rf"(?<![\w'\u2019])not\s+(?!{_DESCRIBES})(?:(?:the|a|an|about|for|from|in|talking\s+about)\s+)?{_FEW_WORDS}{_STOP}"
)
_DENIED = (_NOT_THEIRS, _CONCEDED, _ASKED_ALREADY, _INSTEAD, _NOT)
_PATTERNS = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _DENIED)


def without_denied(text: str) -> str:
    """`text` without the clauses that say what it is not about; all of it when nothing else would be left."""
    left = text
    for pattern in _PATTERNS:
        left = pattern.sub(" ", left)
    return left if re.search(r"[^\W_]{2,}", left) else text
