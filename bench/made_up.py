"""A made-up company of any size: the same seed gives the same areas, people and questions."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from bot.ids import SlackUserId
from bot.registry.rules import Area, AreaKind, Assignment, Person, RegistryContent

SEED = 20261123
_SUBJECTS = [
    "account",
    "address",
    "audit",
    "badge",
    "basket",
    "billing",
    "booking",
    "calendar",
    "campaign",
    "card",
    "cart",
    "catalog",
    "chargeback",
    "chat",
    "claims",
    "cluster",
    "consent",
    "contract",
    "coupon",
    "courier",
    "credit",
    "currency",
    "customs",
    "dataset",
    "delivery",
    "deposit",
    "device",
    "discount",
    "dispatch",
    "document",
    "driver",
    "email",
    "engine",
    "event",
    "export",
    "fare",
    "feed",
    "fleet",
    "forecast",
    "form",
    "fraud",
    "freight",
    "gateway",
    "gift",
    "grid",
    "guest",
    "habit",
    "hiring",
    "identity",
    "image",
    "import",
    "incident",
    "index",
    "insurance",
    "inventory",
    "invoice",
    "journal",
    "kiosk",
    "label",
    "ledger",
    "lesson",
    "license",
    "listing",
    "loan",
    "locker",
    "loyalty",
    "mailing",
    "map",
    "market",
    "meal",
    "media",
    "menu",
    "message",
    "meter",
    "mobile",
    "notice",
    "offer",
    "order",
    "parcel",
    "partner",
    "passport",
    "patient",
    "payment",
    "payroll",
    "permit",
    "photo",
    "pickup",
    "planning",
    "playlist",
    "policy",
    "pricing",
    "printer",
    "privacy",
    "profile",
    "quote",
    "receipt",
    "refund",
    "rental",
    "report",
    "return",
    "review",
    "reward",
    "route",
    "salary",
    "scanner",
    "schedule",
    "search",
    "seat",
    "sensor",
    "session",
    "shift",
    "shipment",
    "signal",
    "storage",
    "store",
    "stream",
    "student",
    "supplier",
    "survey",
    "tariff",
    "tax",
    "tenant",
    "ticket",
    "timetable",
    "translation",
    "traveller",
    "vehicle",
    "vendor",
    "video",
    "visa",
    "voice",
    "voucher",
    "wallet",
    "warehouse",
    "warranty",
    "weather",
    "webhook",
    "widget",
    "workflow",
]
_WORKS = [
    "access",
    "alerts",
    "analytics",
    "approval",
    "archive",
    "assistant",
    "automation",
    "backfill",
    "batch",
    "builder",
    "capture",
    "checks",
    "cleanup",
    "comparison",
    "composer",
    "console",
    "conversion",
    "dashboard",
    "deduplication",
    "detection",
    "directory",
    "discovery",
    "drafts",
    "editor",
    "encryption",
    "enrichment",
    "escalation",
    "estimates",
    "exchange",
    "experiments",
    "extraction",
    "filters",
    "fulfilment",
    "handover",
    "history",
    "insights",
    "intake",
    "integration",
    "limits",
    "lookup",
    "matching",
    "merging",
    "migration",
    "moderation",
    "monitoring",
    "onboarding",
    "optimiser",
    "orchestration",
    "parsing",
    "permissions",
    "personalisation",
    "platform",
    "portal",
    "preview",
    "processing",
    "provisioning",
    "quality",
    "queue",
    "ranking",
    "reconciliation",
    "recovery",
    "registry",
    "reminders",
    "renewal",
    "replication",
    "reservations",
    "retention",
    "rotation",
    "routing",
    "rules",
    "sandbox",
    "scoring",
    "security",
    "segmentation",
    "settlement",
    "sharing",
    "simulator",
    "splitting",
    "staging",
    "statements",
    "subscriptions",
    "summaries",
    "suggestions",
    "sync",
    "tagging",
    "templates",
    "throttling",
    "tracking",
    "training",
    "transfers",
    "upgrades",
    "uploads",
    "validation",
    "verification",
    "visibility",
]
_FILLER = [
    "for",
    "the",
    "and",
    "of",
    "a",
    "with",
    "in",
    "to",
    "from",
    "that",
    "by",
    "each",
    "every",
    "when",
    "before",
    "after",
    "across",
    "all",
    "new",
    "their",
    "it",
    "so",
]
_ROLES = ("pm", "tpm", "em", "design")


@dataclass(frozen=True)
class Company:
    """What a registry file holds, and questions about it, each with the name of the area meant."""

    content: RegistryContent
    questions: tuple[tuple[str, str], ...]


def company(areas: int, *, questions: int = 500, seed: int = SEED) -> Company:
    """`areas` areas in a tree three deep, a fifth as many people, and questions as people type them."""
    chance = random.Random(seed)
    coined = [_coined(chance) for _ in range(3000)]
    people = tuple(_person(number, chance) for number in range(max(areas // 5, 10)))
    made = list(_areas(areas, chance, coined))
    held = tuple(_assignments(made, people, chance))
    roles = {one.area: one.role for one in held}
    owned = [area for area in made if area.key in roles and area.parent is not None]
    asked = tuple(_question(area, roles[area.key], chance) for area in chance.choices(owned, k=questions))
    return Company(RegistryContent(people, (), tuple(made), held), asked)


def _coined(chance: random.Random) -> str:
    return "".join(chance.choice("bdfgklmnprstvz") + chance.choice("aeiou") for _ in range(chance.randint(2, 4)))


def _person(number: int, chance: random.Random) -> Person:
    name = f"{_coined(chance).title()} {_coined(chance).title()}"
    return Person(f"person{number}", name, f"person{number}@bench.example", SlackUserId(f"U{number:08d}"))


def _areas(count: int, chance: random.Random, coined: list[str]) -> Iterator[Area]:
    """A tenth are groups at most, twenty of them divisions; names do not repeat, words do."""
    pairs = list(product(_SUBJECTS, _WORKS))
    chance.shuffle(pairs)
    groups: list[str] = []
    for number in range(count):
        subject, work = pairs[number % len(pairs)]
        words = [subject, work] if number < len(pairs) else [coined[number // len(pairs) % len(coined)], subject, work]
        if number % 9 == 0:
            words[0] = chance.choice(coined)
        name = " ".join(word.title() for word in words)
        slug = "-".join((*words, str(number)))
        parent = chance.choice(groups[:20] if number < count // 10 else groups) if number >= 20 else None
        yield Area(
            slug, name, chance.choice(list(AreaKind)), parent,
            aliases=(f"{work} {chance.choice(coined)}",) if number % 4 == 0 else (),
            description=_sentence(chance, coined, words, chance.randint(6, 24)),
            goal=_sentence(chance, coined, words, 6) if number % 5 == 0 else "",
            channel="-".join(words),
            help_channel=f"ask-{subject}-{number}" if number % 3 == 0 else "",
            links=(f"https://wiki.bench.example/{subject}/{slug}",) if number % 3 == 0 else (),
            paths=(f"services/{subject}/{slug}/**",) if number % 5 == 0 else (),
        )  # fmt: skip
        if number < max(count // 10, 20):
            groups.append(slug)


def _sentence(chance: random.Random, coined: list[str], words: list[str], length: int) -> str:
    pools = (_FILLER, _SUBJECTS, _WORKS, coined)
    said = [chance.choice(chance.choices(pools, weights=(5, 2, 2, 1))[0]) for _ in range(length)]
    return " ".join((*words, *said)).capitalize() + "."


def _assignments(areas: list[Area], people: tuple[Person, ...], chance: random.Random) -> Iterator[Assignment]:
    """Nine areas of ten have people of their own; the rest inherit."""
    for area in areas:
        if chance.random() < 0.9:
            for role in chance.sample(_ROLES, chance.randint(1, 3)):
                for place in range(2 if chance.random() < 0.1 else 1):
                    yield Assignment(area.key, role, chance.choice(people).key, place)


def _question(area: Area, role: str, chance: random.Random) -> tuple[str, str]:
    """A question about an area as people type it: its name, with and without words around it, at times mistyped.

    Somebody holds `role` there: who is found is what is measured, and only a question without an answer is written down.
    """
    name = area.name.lower()
    if chance.random() < 0.1:
        at = chance.randrange(1, len(name) - 1)
        name = name[:at] + name[at + 1 :]
    around = ("{}", "{}", "who owns {}?", "who is the {role} for {}", "{role} of {}", "who do I talk to about {}")
    return chance.choice(around).format(name, role=role), area.name
