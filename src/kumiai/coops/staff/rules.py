"""Roles of the office, and who is meant by them."""

import unicodedata
from enum import StrEnum

NAME_LENGTH_MAX = 60


class Role(StrEnum):
    """What somebody of the office may do; each page names the roles it is for."""

    CLERK = "clerk"
    DESK = "desk"
    ACCOUNTING = "accounts"
    MANAGER = "manager"
    OPERATOR = "operator"


# Who may ask for what takes two people, or approve it.
WITH_A_VOICE = frozenset({Role.DESK, Role.ACCOUNTING, Role.MANAGER})


def takes_two(*, after: Role, before: Role | None = None) -> bool:
    """Whether a second manager has to agree before somebody gets a role.

    Whoever could make the other person alone would be both of two people. A manager can do all
    that the others do, so that giving that up takes nobody else; `before` is None for a newcomer.
    """
    return after in WITH_A_VOICE and before is not Role.MANAGER


def is_name(name: str) -> bool:
    """One line without signs that cannot be seen; an ideographic space is seen."""
    is_seen = all(unicodedata.category(sign)[0] != "C" for sign in name)
    return is_seen and 0 < len(name) <= NAME_LENGTH_MAX
