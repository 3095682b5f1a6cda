"""What an act of the office for a member is: what it is called, for whom, and what it does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from kumiai.backoffice.forms import member_acts as forms
from kumiai.coops.rules import Actor
from kumiai.coops.staff.rules import Role
from kumiai.members.queries import MemberFacts

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Text


class CannotDo(Exception):
    """The words say why, and nothing was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was filled in about whom, by whom and when."""

    member: MemberFacts
    by: Actor
    at: datetime
    form: dict[str, Any]

    @property
    def whom(self) -> dict[str, Any]:
        """As every action of a room takes it."""
        return {
            "coop_id": self.member.coop_id,
            "member_id": self.member.id,
            "reason": self.form["reason"],
            "by": self.by,
            "at": self.at,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberAct:
    """One thing to do; `explains` says before what will happen, `done` afterwards what has.

    `offers` is what the form can be filled in with for a member, as the form takes it.
    """

    name: str
    title: "Text"
    explains: "Text"
    form: type[forms.ReasonForm]
    roles: tuple[Role, ...]
    do: Callable[[Asked], None]
    done: "Text"
    is_danger: bool = False
    offers: Callable[[MemberFacts], Mapping[str, Any]] = lambda _member: {}
