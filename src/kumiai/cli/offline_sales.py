"""`kumiai offline-sales`: what tills sold offline and the office should look at or resolve."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import click
import msgspec

from kumiai.cli import operator, refusal, schema
from kumiai.kit import clock
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


@click.command("offline-sales")
@click.option("--coop", "coop_id", type=int, help="Code of the co-op; all of them without it.")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    help=f"From this day on, as told by tills; the last {DAYS_SHOWN} days without it.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def offline_sales(coop_id: int | None, since: datetime | None, *, as_json: bool) -> None:
    """List the sales made offline that are flagged, and those with a card nobody knows."""
    now = clock.now()
    day = since.date() if since else clock.tokyo_date(now - timedelta(days=DAYS_SHOWN))
    with schema.ready():
        from kumiai.coops import actions, queries
        from kumiai.purchases import offline_queries

        coops = [each for each in queries.coops() if coop_id in (None, each.id)]
        if not coops and coop_id is not None:
            raise refusal.Refused(f"生協{coop_id}はありません。", f"There is no co-op {coop_id}.")
        sales: list[offline_queries.FlaggedSale] = []
        for coop in coops:
            found = offline_queries.flagged_sales(coop_id=coop.id, since=clock.day_start(day))
            sales += found
            actions.record_act(
                coop_id=coop.id,
                by=operator.actor(),
                verb="list_offline_sales",
                subject=f"coop:{coop.id}",
                at=now,
                details={"since": day.isoformat(), "count": len(found)},
            )
            if found and not as_json:
                _show(coop, {each.id: each for each in queries.terminals(coop.id)}, found)
    if as_json:
        click.echo(msgspec.json.encode({"sales": [asdict(sale) for sale in sales]}))
        return
    unresolved = sum(sale.is_unresolved for sale in sales)
    click.echo(
        f"{day}から: 確認が必要なオフラインの売上{len(sales):,}件、うち未解決{unresolved:,}件。\n"
        f"Since {day}: {len(sales):,} offline sales to look at, {unresolved:,} of them unresolved."
    )


def _show(
    coop: "CoopFacts", terminals: Mapping[int, "TerminalFacts"], sales: Sequence["FlaggedSale"]
) -> None:
    click.echo(f"{coop.id} {coop.name}")
    for sale in sales:
        terminal = terminals[sale.terminal_id]
        whose = f"組合員 member {sale.member_number}" if sale.member_number else "–"
        words = [WORDS[flag] for flag in sale.flags]
        click.echo(
            f"  {sale.occurred_at.astimezone(clock.TOKYO):%Y-%m-%d %H:%M}"
            f"  {sale.total_yen:,}円（カード card {sale.on_card_yen:,}円）"
            f"  {terminal.store_code} {terminal.name}"
            f"  レシート receipt {sale.receipt_number or '–'}"
            f"  カード card {sale.card or '–'}  {whose}\n"
            f"    {sale.entry_id}\n"
            f"    {'、'.join(japanese for japanese, _ in words)}\n"
            f"    {', '.join(english for _, english in words)}"
        )
        if sale.is_unresolved:
            for line in sale.lines:
                click.echo(f"    · {line.name} ×{line.quantity}  {line.amount_yen:,}円")
