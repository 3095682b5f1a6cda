"""The demo's drawers at the end of its last day: all but one agree with the books."""

from datetime import date, datetime, timedelta

from kumiai.cli.demo import office
from kumiai.coops.rules import Actor
from kumiai.coops.staff import queries as staff
from kumiai.coops.staff.rules import Role
from kumiai.reports import actions, days

DAYS_LOOKED_AT = 14
FLOAT_YEN = 30_000
MISSING_YEN = 100
NOTE = "釣銭の渡しまちがいの可能性"


def count(coop_id: int, *, through: date, at: datetime) -> None:
    """Count the drawers of the last day with cash, once; in one a hundred yen are missing."""
    for ago in range(DAYS_LOOKED_AT):
        day = through - timedelta(days=ago)
        report = days.day(coop_id=coop_id, business_date=day, at=at)
        tills = [till for store in report.stores for till in store.tills if till.drawer.has_cash]
        if tills:
            break
    if any(till.drawer.counts for till in tills):
        return
    by = _clerk(coop_id)
    for place, till in enumerate(tills):
        missing_yen = MISSING_YEN if place == 0 else 0
        actions.count_drawer(
            coop_id=coop_id,
            terminal_id=till.terminal.id,
            business_date=day,
            counted_yen=FLOAT_YEN + till.drawer.due_yen - missing_yen,
            float_yen=FLOAT_YEN,
            note=NOTE if missing_yen else "",
            at=at,
            by=by,
        )


def _clerk(coop_id: int) -> Actor:
    for person in staff.staff(coop_id):
        if person.role is Role.CLERK:
            return Actor("staff", str(person.id))
    return office.BY
