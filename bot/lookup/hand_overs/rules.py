"""Whose a message is, and what is said when it is passed on."""

from dataclasses import dataclass, replace

from bot.ids import SlackUserId
from bot.lookup.answer_rules import HeldRole, Owned, Vacant
from bot.registry.rules import Area, Person
from bot.roles.rules import RoleDefinition


@dataclass(frozen=True, slots=True)
class Belongs:
    """A message belongs to `person` as `role` of `area`. `vacant`: nobody holds that, and `person` is asked meanwhile.

    `others` are the roles that it may be a matter of instead, the one chosen among them.
    """

    area: Area
    role: RoleDefinition | None
    person: Person | None
    vacant: bool = False
    others: tuple[HeldRole, ...] = ()
    start_here: str = ""

    @property
    def can_be_told(self) -> SlackUserId | None:
        """Whom a DM can be sent to."""
        if self.person is None or self.person.gone or self.person.group_id is not None:
            return None
        return self.person.slack_user_id


def belongs(answer: Owned | Vacant, role: str | None = None) -> Belongs:
    """Whose it is: who is accountable for `role`, else for the role asked for, else for the first one held."""
    start = next(
        (one.help_channel or one.channel for one in (answer.area, *answer.above) if one.help_channel or one.channel), ""
    )
    if isinstance(answer, Vacant):
        person = answer.cover.people[0] if answer.cover is not None and answer.cover.people else None
        return Belongs(answer.area, answer.role, person, vacant=True, start_here=start)
    held = next((one for one in answer.held if one.role.key == role), answer.held[0])
    person = held.people[0] if held.people else None
    return Belongs(answer.area, held.role, person, others=answer.held, start_here=start)


def draft(to: Belongs) -> str:
    """What the one who passes it on may say, in plain words."""
    name = to.person.name if to.person is not None else ""
    if to.vacant:
        missing = f"no {to.role.short}" if to.role is not None else "nobody"
        until = f" Until then please ask {name}." if name else ""
        said = f"This is about {to.area.name}, which has {missing} yet.{until}"
    else:
        short = f" ({to.role.short} of {to.area.name})" if to.role is not None else f" ({to.area.name})"
        about = f": {to.role.what_to_ask}" if to.role is not None and to.role.what_to_ask else ""
        said = f"This is {possessive(name or to.area.name)}{short}{about}."
    return f"{said} Start here: {to.start_here}" if to.start_here else said


def possessive(name: str) -> str:
    return f"{name}'" if name.endswith("s") else f"{name}'s"


@dataclass(frozen=True, slots=True)
class Passing:
    """A message on its way: where it stands, what it says, and what has been done about it already."""

    channel: str = ""
    ts: str = ""
    thread: str = ""
    text: str = ""
    area: str = ""
    role: str = ""
    told: bool = False
    said: bool = False

    def about(self, area: str, role: str) -> "Passing":
        return replace(self, area=area, role=role)
