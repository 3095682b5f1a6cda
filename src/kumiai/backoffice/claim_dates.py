"""When claims can be collected if days are marked anew: what a manager looks at before."""

from dataclasses import dataclass
from datetime import date, timedelta

from kumiai.coops import queries as coops
from kumiai.coops.business_days import rules as days
from kumiai.coops.business_days.rules import DayState
from kumiai.coops.policies import queries as policies
from kumiai.wallet import rules

# Claims of earlier days are collected before a day that is still to come.
BEFORE = timedelta(days=rules.CLAIM_DAYS_MAX)
# As far as a wait reaches beyond the days that are marked.
AFTER = timedelta(days=2 * rules.CLAIM_DAYS_MAX)


@dataclass(frozen=True, slots=True)
class Moved:
    """Claims of a day, when they can be collected as things stand, and when then."""

    claimed_on: date
    was: date
    becomes: date


def moved(*, coop_id: int, first: date, last: date, state: DayState, today: date) -> list[Moved]:
    """The days whose claims can be collected on another day than now, from today on."""
    begin = max(today, first - BEFORE)
    before = coops.calendar_overrides(coop_id, begin, last + AFTER)
    after = days.marked(before, first=first, last=last, state=state)
    versions = policies.versions(coop_id)
    found = []
    for day in days.days(begin, last):
        version = next((each for each in versions if each.starts_on <= day), versions[-1])
        was = rules.claim_available_on(day, policy=version.policy, calendar=before)
        becomes = rules.claim_available_on(day, policy=version.policy, calendar=after)
        found += [Moved(day, was, becomes)] if was != becomes else []
    return found
