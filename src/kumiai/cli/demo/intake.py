"""Taking the demo's files in, as an office would, one after the other."""

import contextlib
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import Path

from django.db import connection, transaction

from kumiai.cli import coop_file, operator
from kumiai.cli.demo import history, letter_codes, manifest, office_files, terminal_keys
from kumiai.cli.demo.history import Poster
from kumiai.cli.demo.manifest import CoopPart
from kumiai.cli.demo.office_files import HistoryLine
from kumiai.coops import imports as coop_imports
from kumiai.coops import queries as coops
from kumiai.joining import member_file
from kumiai.kit import clock
from kumiai.kit.clock import TOKYO
from kumiai.ledger import actions as ledger
from kumiai.meals import actions as meals
from kumiai.meals import imports as dish_imports
from kumiai.members import imports as member_imports
from kumiai.members import queries as members
from kumiai.reports import actions as reports
from kumiai.slips import actions as slips
from kumiai.slips import imports as slip_imports
from kumiai.slips import queries as slip_facts

Progress = Callable[[int], None]


class NotTakenIn(Exception):
    """A file of the demo has rows that are refused: its lists and the importers disagree."""


def take_in_coop(coop: CoopPart) -> None:
    """The co-op's own file; the keys of new terminals are kept."""
    file = coop_imports.read((_folder(coop) / "coop.toml").read_bytes())
    intake = coop_file.take_in(file, by=operator.actor(), at=_spring(coop.joined_years[0]))
    terminal_keys.keep(coop.coop_id, intake.enrolled)


def take_in_dishes(coop: CoopPart) -> None:
    """What the cafeterias cook, as it was before anybody ate there."""
    at = _spring(coop.joined_years[0])
    file = dish_imports.read(
        (_folder(coop) / office_files.DISHES).read_bytes(), starts_on=at.date()
    )
    meals.take_in_dishes(coop_id=coop.coop_id, file=file, by=operator.actor(), at=at)


def take_in_members(coop: CoopPart) -> None:
    """A file of members for each spring, at its time."""
    for year in coop.joined_years:
        at = _spring(year)
        raw = (_folder(coop) / office_files.member_file_name(year)).read_bytes()
        file = member_imports.read(raw, coop_id=coop.coop_id, today=at.date())
        file = member_file.against_stored(file, on=at.date())
        if file.problems:
            raise NotTakenIn(str(file.problems[0]))
        with transaction.atomic():
            report = member_file.take_in(file, by=operator.actor(), at=at)
            letter_codes.keep(coop.coop_id, report.codes)


def take_in_history(coop: CoopPart, progress: Progress) -> int:
    """Everything that happened, in the order of time; returns how much of it was declined."""
    poster = _poster(coop)
    declined = 0
    with _planning_for_few_rows():
        for kind, some in history.runs(history.lines(_folder(coop) / "history.jsonl")):
            match kind:
                case history.TILL:
                    declined += poster.post_till(some)
                case history.WALLET:
                    declined += poster.post_wallet(some)
                case history.SLIPS:
                    _take_in_slips(coop, some[0])
            progress(len(some))
    return declined


def close_days(coop_id: int, *, through: date) -> None:
    """Seal every day that is not sealed yet, and keep the sums of those that are."""
    with contextlib.suppress(ledger.CannotCloseDay):
        ledger.close_day(
            coop_id=coop_id, business_date=through, at=clock.now(), by=operator.actor()
        )
    reports.keep_closed_days(coop_id=coop_id, at=clock.now())


@contextlib.contextmanager
def _planning_for_few_rows() -> Iterator[None]:
    """New tables have no statistics: look up by key from the first line on, and count at the end.

    Without it the planner takes the growing tables for empty ones and reads them through.
    """
    settings = ("enable_seqscan", "enable_hashjoin", "enable_mergejoin")
    with connection.cursor() as cursor:
        for setting in settings:
            cursor.execute(f"SET {setting} = off")
        yield
        for setting in settings:
            cursor.execute(f"RESET {setting}")
        cursor.execute("ANALYZE")


def _poster(coop: CoopPart) -> Poster:
    today = clock.tokyo_date(clock.now())
    file = coop_imports.read((_folder(coop) / "coop.toml").read_bytes())
    return Poster(
        coop_id=coop.coop_id,
        callers=terminal_keys.callers(coop.coop_id),
        member_ids=members.member_ids(coop_id=coop.coop_id, member_numbers=coop.member_numbers),
        policy=coops.policy_on(coop.coop_id, today),
        calendar={day.date: day.is_business for day in file.calendar},
    )


def _take_in_slips(coop: CoopPart, line: HistoryLine) -> None:
    raw = (_folder(coop) / line.file).read_bytes()
    today = clock.tokyo_date(line.posted_at)
    file = slip_imports.read(raw, coop_id=coop.coop_id, today=today)
    file = slip_facts.against_stored(file)
    if file.problems:
        raise NotTakenIn(str(file.problems[0]))
    slips.take_in(file=file, by=operator.actor(), at=line.posted_at)


def _folder(coop: CoopPart) -> Path:
    return manifest.folder() / str(coop.coop_id)


def _spring(year: int) -> datetime:
    """When the office takes in those who begin in a year."""
    return datetime.combine(date(year, 3, 1), time(9), TOKYO)
