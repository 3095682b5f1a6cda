"""`kumiai letters`: codes for letters, for those who have none and for letters that got lost."""

from collections.abc import Sequence
from pathlib import Path

import click

from kumiai.cli import coop_option, letters_file, operator, refusal, schema
from kumiai.kit import clock


@click.command("letters")
@coop_option.required
@click.option(
    "--member",
    "numbers",
    multiple=True,
    help="A member number whose letter got lost; may be given again and again.",
)
@click.option(
    "--letters",
    "path",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where the codes go, a new file; by default into the data folder.",
)
def letters(coop_id: int, numbers: Sequence[str], path: Path | None) -> None:
    """Write codes for letters to everybody who is not registered yet and has none.

    For co-ops whose policy lets people in with codes. With --member for these members only, and
    for the guardian too: their codes are made anew, and those of the lost letter open nothing.
    """
    with schema.ready():
        from kumiai.identity import actions as identity

        at = clock.now()
        member_ids = _members(coop_id, numbers)
        to = path or letters_file.usual_path(coop_id, at.astimezone(clock.TOKYO))
        try:
            with letters_file.together_with(to) as file:
                issued = identity.issue_codes(
                    coop_id=coop_id,
                    member_ids=member_ids,
                    even_with_code=bool(numbers),
                    by=operator.actor(),
                    at=at,
                )
                file.write(issued)
        except identity.NoCodes as problem:
            raise refusal.Refused(
                f"生協{coop_id}のポリシーは登録コードを使いません（provisional_scheme）。",
                f"The policy of co-op {coop_id} uses no codes (provisional_scheme).",
            ) from problem
    where = f": {to}" if issued else ""
    click.echo(f"手紙 {len(issued)}通 letters{where}")


def _members(coop_id: int, numbers: Sequence[str]) -> Sequence[int]:
    """Those named, or all who have still to register."""
    from kumiai.identity import queries as identity
    from kumiai.members import queries as members
    from kumiai.members import rules

    coop_option.chosen(coop_id)
    if not numbers:
        return identity.members_to_register(coop_id)
    wanted = [rules.member_number(number) or number for number in numbers]
    found = members.member_ids(coop_id=coop_id, member_numbers=wanted)
    if missing := [number for number in wanted if number not in found]:
        raise refusal.Refused(
            f"組合員番号が見つかりません: {'、'.join(missing)}",
            f"No such member: {', '.join(missing)}",
        )
    return list(found.values())
