"""Whom `kumiai notice publish` writes to, as its options say it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kumiai.cli import refusal
from kumiai.kit import clock, japanese

if TYPE_CHECKING:
    from kumiai.notices.queries import Written

Command = TypeVar("Command", bound=Callable[..., Any])
READERS = {
    "both": "本人と保護者 both",
    "members": "本人 members",
    "guardians": "保護者 guardians",
}


def options(command: Command) -> Command:
    """Everybody without any of them; they do not go together."""
    for add in (
        click.option("--member", "members", multiple=True, help="A member number; again for more."),
        click.option(
            "--members-file",
            type=click.Path(exists=True, dir_okay=False, path_type=Path),
            help="A file with a member number on each line.",
        ),
        click.option("--faculty", help="The members of a faculty."),
        click.option("--joined", "joined_year", type=int, help="The members who joined in a year."),
        click.option("--meal-plan", help="Today's holders of a meal plan, by its name."),
        click.option(
            "--readers",
            type=click.Choice(list(READERS)),
            help="Members, guardians or both. Without it both, of --member only the members.",
        ),
    ):
        command = add(command)
    return command


def of(coop_id: int, chosen: Mapping[str, Any], *, at: datetime) -> dict[str, Any]:
    """The draft's audience and its readers; refused where a number is unknown."""
    from kumiai.notices.rules import Audience, Readers

    numbers = [*chosen["members"], *_lines(chosen["members_file"])]
    named = {
        Audience.MEMBERS: numbers,
        Audience.FACULTY: chosen["faculty"],
        Audience.JOINED_YEAR: chosen["joined_year"],
        Audience.MEAL_PLAN: chosen["meal_plan"],
    }
    asked = [audience for audience, value in named.items() if value]
    if len(asked) > 1:
        raise refusal.Refused("あて先は1つだけ選んでください。", "Choose one audience only.")
    audience = asked[0] if asked else Audience.EVERYONE
    readers = chosen["readers"] or ("members" if numbers else "both")
    return {
        "audience": audience,
        "readers": Readers(readers),
        "faculty": chosen["faculty"] or "",
        "joined_year": chosen["joined_year"],
        "meal_plan": chosen["meal_plan"] or "",
        "member_ids": _member_ids(coop_id, numbers, chosen["meal_plan"], at),
    }


def shown(found: "Written") -> str:
    """Whom a notice is for, in one piece of a line."""
    return f"[{' '.join([found.audience, found.chosen]).strip()}, {READERS[found.readers]}]"


def _member_ids(
    coop_id: int, numbers: list[str], plan_name: str | None, at: datetime
) -> frozenset[int]:
    from kumiai.meals import queries as meals
    from kumiai.members import queries as members

    if plan_name:
        return meals.holders(coop_id=coop_id, plan_name=plan_name, on=clock.tokyo_date(at))
    folded = [japanese.fold_digits(number) for number in numbers]
    found = members.member_ids(coop_id=coop_id, member_numbers=folded)
    if unknown := sorted(set(folded) - set(found)):
        raise refusal.Refused(
            f"この生協の組合員番号ではありません：{'、'.join(unknown)}",
            f"No member numbers of this co-op: {', '.join(unknown)}",
        )
    return frozenset(found.values())


def _lines(file: Path | None) -> list[str]:
    if file is None:
        return []
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise refusal.Refused(
            f"{file}はUTF-8のファイルではありません。", f"{file} is not UTF-8."
        ) from error
    return [line.strip() for line in lines if line.strip()]
