"""`kumiai offline-sales`: what tills sold offline and the office should look at or resolve."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click
import msgspec

from kumiai.cli import coop_option, missing_numbers, operator, schema
from kumiai.kit import clock
from kumiai.ledger.rules import Run
from kumiai.purchases import offline

if TYPE_CHECKING:
    from kumiai.coops.queries import CoopFacts, TerminalFacts
    from kumiai.purchases.offline_queries import FlaggedSale

DAYS_SHOWN = 35
WORDS = {
    offline.CARD_UNKNOWN: ("登録のないカード（未解決）", "unknown card (unresolved)"),
    offline.ON_SUSPENSE: ("停止・再発行後のカード（仮勘定）", "dead card (on suspense)"),
    offline.OVER_CARD_LIMIT: ("カード1枚の上限超過", "over the limit of a card"),
    offline.OVER_TILL_LIMIT: ("レジ1台の上限超過", "over the limit of a till"),
    offline.ODD_CLOCK: ("時計のずれ", "odd clock"),
    offline.MEMBERSHIP_ENDED: ("脱退後", "membership ended"),
    offline.PREPAID_EXPIRED: ("利用期限後", "prepaid money expired"),
}


@dataclass(frozen=True)
class _Told:
    """What there is to show of one co-op; `numbers` are missing as of its last day close."""

    coop: "CoopFacts"
    terminals: Mapping[int, "TerminalFacts"]
    sales: Sequence["FlaggedSale"]
    numbers: Mapping[int, Sequence[Run]]


@click.command("offline-sales")
@click.option("--coop", "coop_id", type=int, help="Code of the co-op; all of them without it.")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    help=f"From this day on, as told by tills; the last {DAYS_SHOWN} days without it.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def offline_sales(coop_id: int | None, since: datetime | None, *, as_json: bool) -> None:
    """List what tills sold offline and the office should look at.

    Sales that are flagged, sales with a card nobody knows, and the numbers that terminals have
    counted up and that no entry has.
    """
    now = clock.now()
    day = since.date() if since else clock.tokyo_date(now - timedelta(days=DAYS_SHOWN))
    with schema.ready():
        told = [_told(coop, day, at=now) for coop in coop_option.chosen(coop_id)]
    sales = [sale for each in told for sale in each.sales]
    if as_json:
        click.echo(msgspec.json.encode(_document(told)))
        return
    for each in told:
        if each.sales or each.numbers:
            _show(each)
    unresolved = sum(sale.is_unresolved for sale in sales)
    click.echo(
        f"{day}から: 確認が必要なオフラインの売上{len(sales):,}件、うち未解決{unresolved:,}件。\n"
        f"Since {day}: {len(sales):,} offline sales to look at, {unresolved:,} of them unresolved."
    )


def _told(coop: "CoopFacts", day: date, *, at: datetime) -> _Told:
    """Ask the rooms, and write down who has looked."""
    from kumiai.coops import actions, queries
    from kumiai.ledger import queries as ledger
    from kumiai.purchases import offline_queries

    sales = offline_queries.flagged_sales(coop_id=coop.id, since=clock.day_start(day))
    known = ledger.latest_numbers(coop_id=coop.id)
    actions.record_act(
        coop_id=coop.id,
        by=operator.actor(),
        verb="list_offline_sales",
        subject=f"coop:{coop.id}",
        at=at,
        details={"since": day.isoformat(), "count": len(sales)},
    )
    return _Told(
        coop,
        {terminal.id: terminal for terminal in queries.terminals(coop.id)},
        sales,
        {terminal_id: each.open for terminal_id, each in known.items() if each.open},
    )


def _document(told: Sequence[_Told]) -> dict[str, Any]:
    return {
        "sales": [asdict(sale) for each in told for sale in each.sales],
        "missing_numbers": [
            {"coop_id": each.coop.id, "terminal_id": terminal_id, "runs": runs}
            for each in told
            for terminal_id, runs in each.numbers.items()
        ],
    }


def _show(told: _Told) -> None:
    click.echo(f"{told.coop.id} {told.coop.name}")
    for sale in told.sales:
        _show_sale(sale, told.terminals[sale.terminal_id])
    for terminal_id, runs in told.numbers.items():
        click.echo(missing_numbers.words(terminal_id, told.terminals[terminal_id].name, runs))


def _show_sale(sale: "FlaggedSale", terminal: "TerminalFacts") -> None:
    words = [WORDS[flag] for flag in sale.flags]
    facts = (
        f"{sale.occurred_at.astimezone(clock.TOKYO):%Y-%m-%d %H:%M}",
        f"{sale.total_yen:,}円（カード card {sale.on_card_yen:,}円）",
        f"{terminal.store_code} {terminal.name}",
        f"レシート receipt {sale.receipt_number}" if sale.receipt_number else "",
        f"カード card {sale.card}" if sale.card else "",
        f"組合員 member {sale.member_number}" if sale.member_number else "",
    )
    click.echo(
        f"  {'  '.join(filter(None, facts))}\n"
        f"    {sale.entry_id}\n"
        f"    {'、'.join(japanese for japanese, _ in words)}\n"
        f"    {', '.join(english for _, english in words)}"
    )
    if sale.is_unresolved:
        for line in sale.lines:
            click.echo(f"    · {line.name} ×{line.quantity}  {line.amount_yen:,}円")
