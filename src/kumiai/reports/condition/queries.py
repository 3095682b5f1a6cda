"""The condition of the installation, in two statements however many co-ops there are."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from kumiai.kit import clock, sql
from kumiai.mail.actions import ONE_OF_MANY
from kumiai.reports import snapshot
from kumiai.reports.condition import rules
from kumiai.reports.condition.rules import Concern, CoopCondition, WorkCondition

_sql = sql.load("kumiai.reports")
_DAY = timedelta(days=1)
# How far back a last sale is looked for: a summer's holidays.
DAYS_BACK = 62


@dataclass(frozen=True, slots=True)
class Condition:
    """All of it at a moment: each co-op with its concerns, and what they share."""

    at: datetime
    coops: tuple[tuple[CoopCondition, tuple[Concern, ...]], ...]
    work: WorkCondition
    work_concerns: tuple[Concern, ...]

    @property
    def is_fine(self) -> bool:
        """Whether there is nothing to look at."""
        return not self.work_concerns and not any(concerns for _, concerns in self.coops)


@snapshot.taken()
def condition(*, at: datetime) -> Condition:
    """Whether each co-op works: nobody's name, nobody's money."""
    coops = _coops(at)
    work = _work(at)
    return Condition(
        at=at,
        coops=tuple((coop, rules.concerns_of_coop(coop, at=at)) for coop in coops),
        work=work,
        work_concerns=rules.concerns_of_work(work, at=at),
    )


def _coops(at: datetime) -> list[CoopCondition]:
    today = clock.tokyo_date(at)
    parameters: dict[str, Any] = {
        "today": today,
        "first": today - DAYS_BACK * _DAY,
        "a_day_ago": at - _DAY,
        "a_week_ago": at - 7 * _DAY,
        "late_before": at - rules.MAIL_LATE,
        "many": ONE_OF_MANY,
    }
    with connection.cursor() as cursor:
        cursor.execute(_sql.condition_of_coops, parameters)
        return [CoopCondition(*row) for row in cursor.fetchall()]


def _work(at: datetime) -> WorkCondition:
    with connection.cursor() as cursor:
        cursor.execute(_sql.condition_of_work, {"at": at, "a_day_ago": at - _DAY})
        row = cursor.fetchone()
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    facts = [*row, len(waiting)]
    return WorkCondition(*facts)
