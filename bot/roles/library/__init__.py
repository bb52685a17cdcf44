"""The roles that Rolecall knows without being told. A workspace may override every line of them."""

from bot.roles.library.agreement import AGREEMENT
from bot.roles.library.boundaries import BOUNDARIES
from bot.roles.library.designer import DESIGNER
from bot.roles.library.em import ENGINEERING_MANAGER
from bot.roles.library.pm import PRODUCT_MANAGER
from bot.roles.library.sponsor import PROGRAM_SPONSOR
from bot.roles.library.tech_lead import TECH_LEAD
from bot.roles.library.tpm import TECHNICAL_PROGRAM_MANAGER
from bot.roles.rules import Library, RoleBook

LIBRARY = Library(
    (PRODUCT_MANAGER, TECHNICAL_PROGRAM_MANAGER, ENGINEERING_MANAGER, TECH_LEAD, DESIGNER, PROGRAM_SPONSOR),
    BOUNDARIES,
    AGREEMENT,
)


def library_book() -> RoleBook:
    """The library alone, for a workspace that has said nothing of its own."""
    return RoleBook(LIBRARY)
