"""`kumiai letters`: how to come in for the first time, on paper, with codes where there are any."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kumiai.cli import coop_option, letters_file, operator, paper_file, refusal, schema, selection
from kumiai.kit import clock

if TYPE_CHECKING:
    from kumiai.identity.printing import ProvisionalLetter


@click.command("letters")
@coop_option.required
@selection.options
@click.option(
    "--letters",
    "path",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where the codes go, a new file; by default into the data folder.",
)
@click.option(
    "--print",
    "print_path",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where the letters go as an HTML page that prints one on each A4 sheet, a new file.",
)
def letters(
    *, coop_id: int, chosen: selection.Chosen, path: Path | None, print_path: Path | None
) -> None:
    """Write letters to everybody selected who is not registered yet, by default to all of them.

    Where the policy lets people in with codes, those who have none get one, and the codes go into
    a file; with --member they are made anew, for the guardian too, and those of the lost letter
    open nothing. With --print the letters are a page for the printer, in every co-op.
    """
    with schema.ready():
        from kumiai.identity import queries as identity

        at = clock.now()
        found = selection.members(coop_id, chosen, on=clock.tokyo_date(at))
        to_register = set(identity.members_to_register(coop_id))
        member_ids = [member.id for member in found if member.id in to_register]
        if identity.scheme_on(coop_id, clock.tokyo_date(at)).kind == "code":
            is_anew = bool(chosen.numbers)
            _with_codes(coop_id, member_ids, path, print_path, even_with_code=is_anew, at=at)
        elif print_path is None:
            raise refusal.Refused(
                f"生協{coop_id}のポリシーは登録コードを使いません（provisional_scheme）。"
                "手紙を印刷するには --print を付けます。",
                f"The policy of co-op {coop_id} uses no codes (provisional_scheme). "
                "--print makes letters to print.",
            )
        else:
            _without_codes(coop_id, member_ids, print_path, at=at)


def _with_codes(
    coop_id: int,
    member_ids: Sequence[int],
    path: Path | None,
    print_path: Path | None,
    *,
    even_with_code: bool,
    at: datetime,
) -> None:
    from kumiai.identity import actions as identity
    from kumiai.identity import printing

    to = path or letters_file.usual_path(coop_id, at.astimezone(clock.TOKYO))
    with letters_file.together_with(to) as file:
        issued = identity.issue_codes(
            coop_id=coop_id,
            member_ids=member_ids,
            even_with_code=even_with_code,
            by=operator.actor(),
            at=at,
        )
        file.write(issued)
        if print_path and issued:
            _print(coop_id, printing.with_codes(issued), print_path, at=at)
    where = f": {to}" if issued else ""
    click.echo(f"手紙 {len(issued)}通 letters{where}")


def _without_codes(
    coop_id: int, member_ids: Sequence[int], print_path: Path, *, at: datetime
) -> None:
    from kumiai.identity import printing

    written = printing.letters(coop_id=coop_id, member_ids=member_ids, on=clock.tokyo_date(at))
    if written:
        _print(coop_id, written, print_path, at=at)
    click.echo(f"手紙 {len(written)}通 letters{f': {print_path}' if written else ''}")


def _print(
    coop_id: int, written: Sequence["ProvisionalLetter"], path: Path, *, at: datetime
) -> None:
    from kumiai.identity import printing

    page = printing.page(coop_id=coop_id, letters=written, on=clock.tokyo_date(at))
    paper_file.write(path, page)
