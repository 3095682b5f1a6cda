"""`kumiai slips …`: payment slips the co-op sends out."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kumiai.cli import coop_option, operator, paper_file, refusal, schema, selection
from kumiai.kit import clock

if TYPE_CHECKING:
    from kumiai.slips.actions import SlipsAsked

WHY = {
    "nobody": ("該当する組合員がいません。", "There is no such member."),
    "amount": ("金額は1円以上300,000円以下です。", "The amount is from ¥1 to ¥300,000."),
    "purpose": ("用途は40文字までの1行です。", "The purpose is one line of up to 40 characters."),
    "just_now": (
        "同じ払込票を、いま作ったところです。--again で印刷できます。",
        "The very same slips were made just now: print them with --again.",
    ),
    "due_on": ("払込期限が過ぎています。", "The last day to pay is over."),
}


@click.group()
def slips() -> None:
    """Payment slips: print them for members."""


@slips.command("print")
@coop_option.required
@click.option("--amount", "guide_amount_yen", type=int, help="The suggested amount in yen.")
@click.option("--purpose", default="教科書代", help="What the money is for, as the slip says it.")
@click.option("--due", "due_on", type=click.DateTime(["%Y-%m-%d"]), help="The last day to pay.")
@selection.options
@click.option("--unregistered", is_flag=True, help="Only those who have still to register.")
@click.option("--all", "everybody", is_flag=True, help="All members of the co-op.")
@click.option("--again", "sending_id", type=int, help="Print a sending once more, by its number.")
@click.option(
    "--out",
    "path",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where the page goes, a new file; by default into the data folder.",
)
def print_slips(
    *,
    coop_id: int,
    guide_amount_yen: int | None,
    purpose: str,
    due_on: datetime | None,
    chosen: selection.Chosen,
    sending_id: int | None,
    path: Path | None,
    unregistered: bool,
    everybody: bool,
) -> None:
    """Make a payment slip for each member selected, and an HTML page that prints them on A4.

    Each slip has a reference of its own; what is paid with it is matched by that. A member can
    pay any amount. With --again the same slips are printed once more.
    """
    with schema.ready():
        from django.db import transaction

        from kumiai.slips.actions import SlipsAsked

        at = clock.now()
        # The file is written within the transaction: without it, no slip has been sent.
        with transaction.atomic():
            if sending_id is None:
                if not (chosen.is_narrowed or unregistered or everybody):
                    raise _nobody_chosen()
                member_ids = _member_ids(coop_id, chosen, at=at, unregistered=unregistered)
                asked = SlipsAsked(
                    purpose=purpose.strip(),
                    guide_amount_yen=guide_amount_yen or 0,
                    due_on=due_on.date() if due_on else None,
                )
                sending_id = _send(coop_id, member_ids, asked, at)
            count, page = _page(coop_id, sending_id)
            to = path or paper_file.usual_path("slips", coop_id, at)
            paper_file.write(to, page)
    click.echo(f"払込票 {count}枚 slips, 送付番号 sending {sending_id}: {to}")


def _nobody_chosen() -> refusal.Refused:
    return refusal.Refused(
        "対象を選んでください（--member、--faculty、--joined、--unregistered、--all など）。",
        "Say for whom: --member, --faculty, --joined, --unregistered, --all and the like.",
    )


def _member_ids(
    coop_id: int, chosen: selection.Chosen, *, at: datetime, unregistered: bool
) -> list[int]:
    from kumiai.identity import queries as identity

    found = selection.members(coop_id, chosen, on=clock.tokyo_date(at))
    to_register = set(identity.members_to_register(coop_id)) if unregistered else None
    return [each.id for each in found if to_register is None or each.id in to_register]


def _send(coop_id: int, member_ids: Sequence[int], asked: "SlipsAsked", at: datetime) -> int:
    from kumiai.slips import actions

    try:
        return actions.send_slips(
            coop_id=coop_id, member_ids=member_ids, asked=asked, by=operator.actor(), at=at
        )
    except actions.CannotSend as problem:
        raise refusal.Refused(*WHY[problem.problem]) from problem


def _page(coop_id: int, sending_id: int) -> tuple[int, str]:
    from kumiai.slips import printing, queries

    coop_option.chosen(coop_id)
    try:
        page = printing.page(coop_id=coop_id, sending_id=sending_id)
    except printing.NoSuchSending as problem:
        raise refusal.Refused(
            f"送付番号{sending_id}はありません。", f"There is no sending {sending_id}."
        ) from problem
    return len(queries.slips_of_sending(coop_id=coop_id, sending_id=sending_id)), page
