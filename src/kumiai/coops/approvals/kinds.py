"""What an approval of a kind means: its name in words, what it says, and what it does."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kumiai.coops.approvals.queries import ApprovalFacts
from kumiai.coops.rules import Actor
from kumiai.coops.staff.rules import Role

# A text as it is, or one that is translated when it is shown.
Words = Any


class CannotExecute(Exception):
    """What was asked can no longer be done; the words say why, and nothing was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalKind:
    """One kind of two-person act.

    `describe` answers with pairs of a heading and what is asked, to be read by whoever decides.
    `execute` does it, called with the approval, the person who approves, and the moment, inside
    the transaction that writes the decision down; it raises CannotExecute where it cannot.
    `roles` may decide.
    """

    name: str
    title: Words
    describe: Callable[[ApprovalFacts], Sequence[tuple[Words, Words]]]
    execute: Callable[[ApprovalFacts, Actor, datetime], None]
    roles: frozenset[Role] = frozenset({Role.MANAGER})
