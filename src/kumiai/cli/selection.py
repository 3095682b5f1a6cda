"""Which members a command is for: options, and the members behind them."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from kumiai.cli import coop_option, refusal
from kumiai.members import rules

if TYPE_CHECKING:
    from kumiai.members.selecting import Addressee

_OPTIONS = (
    click.option("--member", "numbers", multiple=True, help="A member number; again and again."),
    click.option("--faculty", default="", help="Members of this faculty."),
    click.option("--joined", "joined_year", type=int, help="Members who joined in this year."),
    click.option("--joined-since", type=int, help="Members who joined in this year or later."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What the options say; what is left out does not narrow."""

    numbers: tuple[str, ...]
    faculty: str
    joined_year: int | None
    joined_since: int | None

    @property
    def is_narrowed(self) -> bool:
        return bool(self.numbers or self.faculty or self.joined_year or self.joined_since)


def options(command: Callable[..., None]) -> Callable[..., None]:
    """The options by which members are selected, handed to the command as `chosen`."""

    @functools.wraps(command)
    def with_chosen(
        *,
        numbers: tuple[str, ...],
        faculty: str,
        joined_year: int | None,
        joined_since: int | None,
        **others: Any,
    ) -> None:
        chosen = Chosen(
            numbers=tuple(rules.member_number(number) or number for number in numbers),
            faculty=faculty.strip(),
            joined_year=joined_year,
            joined_since=joined_since,
        )
        command(chosen=chosen, **others)

    wrapped: Callable[..., None] = with_chosen
    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    return wrapped


def members(coop_id: int, chosen: Chosen, *, on: date) -> "tuple[Addressee, ...]":
    """The members who are meant. Refused where a number is nobody's."""
    from kumiai.members import selecting

    coop_option.chosen(coop_id)
    meant = selecting.Selection(
        member_numbers=chosen.numbers,
        faculty=chosen.faculty,
        joined_year=chosen.joined_year,
        joined_since=chosen.joined_since,
    )
    found = selecting.selected(coop_id=coop_id, selection=meant, on=on)
    known = {member.member_number for member in found}
    if missing := [number for number in chosen.numbers if number not in known]:
        raise refusal.Refused(
            f"組合員番号が見つかりません: {'、'.join(missing)}",
            f"No such member: {', '.join(missing)}",
        )
    return found
