"""From an empty database to the demo, or from wherever an earlier start was broken off."""

import sys
from datetime import timedelta

import click

from kumiai.cli import refusal
from kumiai.cli.demo import deposits, drawers, handout, inquiries, intake, manifest, notices
from kumiai.cli.demo.manifest import CoopPart, Manifest
from kumiai.cli.demo.places import COOP_IDS
from kumiai.coops import queries as coops
from kumiai.kit import clock


def ensure() -> None:
    """Have the demo whole in the database, its days closed through yesterday, demo.json written.

    The drawers of the last day are counted, one of them a hundred yen short. Every step can be
    done again: what is there stays as it is. Refused where the database holds
    these co-ops from elsewhere.
    """
    found = handout.read()
    if found is None or not handout.is_of_this_database(found):
        found = _load(_manifest())
    _close_days()
    handout.write(found)


def _manifest() -> Manifest:
    """The files of an earlier start where the database has begun to hold them, else new ones."""
    made = manifest.read()
    is_begun = {coop.id for coop in coops.coops()} & set(COOP_IDS)
    if made is not None and is_begun:
        return made
    if is_begun:
        raise refusal.Refused(
            "このデータベースには2101または9902の生協がすでにあります。デモには別のデータベースか、"
            "空のKUMIAI_DATAを使ってください。",
            "This database holds co-op 2101 or 9902 already: give the demo another database, or an"
            " empty KUMIAI_DATA.",
        )
    handout.file().unlink(missing_ok=True)
    click.echo("デモの生協を用意しています。 Making up the demo co-ops.", err=True)
    return manifest.make(clock.now())


def _load(made: Manifest) -> dict[str, object]:
    for coop in made.coops:
        _take_in(coop)
        notices.publish(coop, until=made.until)
    content = handout.content(made)
    for coop in made.coops:
        inquiries.ask(coop, until=made.until)
        deposits.take_in(coop, until=made.until)
    return content


def _take_in(coop: CoopPart) -> None:
    intake.take_in_coop(coop)
    intake.take_in_dishes(coop)
    intake.take_in_members(coop)
    name = coops.coop(coop.coop_id).short_name
    with click.progressbar(
        length=coop.history_lines,
        label=f"{name} 13か月分の履歴 13 months of history",
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
    ) as bar:
        declined = intake.take_in_history(coop, bar.update)
    if declined:
        click.echo(f"{name}: {declined}件が成立しませんでした。 {declined} declined.", err=True)


def _close_days() -> None:
    """Through yesterday; the days on which the demo stood still were empty."""
    yesterday = clock.tokyo_date(clock.now()) - timedelta(days=1)
    for coop_id in COOP_IDS:
        intake.close_days(coop_id, through=yesterday)
        drawers.count(coop_id, through=yesterday, at=clock.now())
