"""Roles of the office, and who is meant by them."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody of the office may do; each page names the roles it is for."""

    CLERK = "clerk"
    DESK = "desk"
    ACCOUNTING = "accounts"
    MANAGER = "manager"
    OPERATOR = "operator"
