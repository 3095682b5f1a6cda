"""`kumiai prove-books`: re-derive every figure from the transfers, and name the row that lies."""

import click

from kumiai.cli import schema


@click.command("prove-books")
@click.pass_context
def prove_books(context: click.Context) -> None:
    """Prove every balance, receipt and seal; exit status 1 where a row lies."""
    with schema.ready():
        from kumiai.cli import proof

        lies = list(proof.lies())
        for lie in lies:
            click.echo(f"✗ {lie.row}\n  {lie.wrong_ja}\n  {lie.wrong_en}", err=True)
        if lies:
            context.exit(1)
        counts = proof.counts()
        click.echo(
            f"✓ 帳簿は正しく、すべての残高が振替と一致します。{counts.entries:,}件の取引、"
            f"{counts.transfers:,}件の振替、{counts.purses:,}個の残高、{counts.seals:,}日分の封印。\n"
            f"  The books are right: {counts.entries:,} entries, {counts.transfers:,} transfers, "
            f"{counts.purses:,} purses, {counts.seals:,} sealed days."
        )
