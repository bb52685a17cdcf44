"""An answer as JSON: what `rolecall ask --json` promises to programs."""

from collections.abc import Iterable
from typing import Any

from bot.lookup.answer_rules import Ambiguous, Answer, Decides, Definition, HeldRole, Holds, Owned, Unknown, Vacant
from bot.lookup.questions.intents import Intent

NOTHING: dict[str, Any] = {
    "kind": "unknown",
    "area": None,
    "candidates": [],
    "role": None,
    "roles": [],
    "people": [],
    "vacant": False,
}


def as_json(answer: Answer) -> dict[str, Any]:
    """The answer as plain values; every key is always there.

    kind: owner, ambiguous, unknown, person, or what is asked about roles (definition, compare, metrics, skills,
    pitfalls, decides). area and candidates: keys, best first; of what is unknown, the nearest. role: the role asked for. roles: the roles the answer
    names. people: who holds what, with the area it comes from. confidence: 0 to 1.
    """
    found: dict[str, Any] = {**NOTHING}
    found.update(_facts(answer))
    found["confidence"] = round(answer.confidence, 3)
    return found


def _facts(answer: Answer) -> dict[str, Any]:
    match answer:
        case Owned():
            return {**_area(answer), "role": answer.role, "inherited_from": _inherited_from(answer)}
        case Vacant():
            return {**_area(answer), "role": answer.role.key if answer.role else None, "vacant": True}
        case Ambiguous():
            keys = [area.key for area in answer.candidates]
            return {"kind": "ambiguous", "candidates": keys, "role": answer.role}
        case Unknown():
            return {"kind": "unknown", "candidates": [area.key for area in answer.nearest], "role": answer.role}
        case Holds():
            return {
                "kind": "person",
                "people": [{"key": answer.person.key, "name": answer.person.name}],
                "candidates": list(dict.fromkeys(area.key for area, _ in answer.held))[:3],
                "roles": list(dict.fromkeys(role.key for _, role in answer.held)),
                "held": [{"area": area.key, "role": role.key} for area, role in answer.held],
            }
        case Decides():
            deciding = [role.key for role in answer.roles]
            held = [one for one in answer.held if one.role.key in deciding]
            area = answer.area.key if answer.area else None
            return {
                "kind": "decides",
                "area": area,
                "candidates": [area] if area else [],
                "roles": [*deciding, *([answer.perhaps.key] if answer.perhaps is not None else [])],
                "people": list(_people(held)),
            }
        case Definition():
            area = answer.area.key if answer.area else None
            return {
                "kind": answer.aspect.value,
                "area": area,
                "candidates": [area] if area else [],
                "roles": [role.key for role in answer.roles],
                "people": list(_people(answer.held)),
            }


def _area(answer: Owned | Vacant) -> dict[str, Any]:
    return {
        "kind": Intent.OWNER.value,
        "area": answer.area.key,
        "candidates": list(answer.candidates),
        "roles": [held.role.key for held in answer.held],
        "people": list(_people(answer.held)),
    }


def _people(held: Iterable[HeldRole]) -> Iterable[dict[str, Any]]:
    for one in held:
        for place, person in enumerate(one.people):
            yield {
                "key": person.key,
                "name": person.name,
                "role": one.role.key,
                "accountable": place == 0,
                "area": one.from_area.key,
                "inherited": one.levels_up > 0,
            }


def _inherited_from(answer: Owned) -> str | None:
    return answer.inherited_from.key if answer.inherited_from else None
