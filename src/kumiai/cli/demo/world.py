"""The whole demo as one value: two co-ops, their people and what happened, from one moment."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kumiai.cli.demo import academic_year, cast, content, life, people
from kumiai.cli.demo.cast import Cast
from kumiai.cli.demo.customer import Event
from kumiai.cli.demo.life import Past, Setting
from kumiai.cli.demo.people import Person
from kumiai.cli.demo.places import COOP_IDS, PLACES, Plan
from kumiai.coops import imports
from kumiai.coops.imports import CoopFile
from kumiai.coops.policy import Policy
from kumiai.kit import clock

HISTORY_MONTHS = 13
CARDS = 20
CARD_YEN_MIN = 3000


@dataclass(frozen=True, slots=True)
class CoopWorld:
    """One co-op: its file as text, its members, their pasts, and who is who in the demo."""

    coop_id: int
    file_text: str
    people: tuple[Person, ...]
    cast: Cast
    pasts: tuple[Past, ...]

    @property
    def events(self) -> list[Event]:
        """Everything that happened, in the order of time."""
        found = [event for past in self.pasts for event in past.events]
        return sorted(found, key=lambda event: (event.at, event.id))

    def cards(self) -> list[str]:
        """Codes of twenty cards with at least ¥3,000 on them, of members nobody else plays."""
        played = set(self.cast.numbers())
        return [
            past.life.person.member_number
            for past in self.pasts
            if past.prepaid_yen >= CARD_YEN_MIN
            and past.life.person.kind in ("student", "graduate")
            and past.life.person.member_number not in played
        ][:CARDS]


def make(until: datetime) -> tuple[CoopWorld, ...]:
    """Both co-ops with their history until a moment: the same for the same moment."""
    return tuple(_coop_world(coop_id, until) for coop_id in COOP_IDS)


def first_day(today: date) -> date:
    """The first day of the history: the first of a month, thirteen months ago."""
    months = today.year * 12 + today.month - 1 - HISTORY_MONTHS
    return date(months // 12, months % 12 + 1, 1)


def _coop_world(coop_id: int, until: datetime) -> CoopWorld:
    today = clock.tokyo_date(until)
    members = cast.with_siblings(coop_id, people.people(coop_id, today=today), today=today)
    file_text = coop_file_text(coop_id, today)
    file = imports.read(file_text.encode())
    setting = Setting(
        places=PLACES[coop_id],
        policy=_policy(file),
        calendar={day.date: day.is_business for day in file.calendar},
        first_day=first_day(today),
        until=until,
    )
    chosen = cast.choose(coop_id, members, today=today)
    pasts = tuple(life.live(each, setting) for each in chosen.lives)
    return CoopWorld(coop_id, file_text, members, chosen, pasts)


def coop_file_text(coop_id: int, today: date) -> str:
    """The co-op's file with its calendar (closed at Obon and New Year) and its meal plans."""
    first = first_day(today)
    last = date(today.year + 1, 12, calendar.monthrange(today.year + 1, 12)[1])
    days = []
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        if academic_year.is_recess(day):
            note = "夏期休業" if day.month == 8 else "年末年始休業"
            days.append(_calendar_entry(day, note))
    years = range(academic_year.school_year(first), academic_year.school_year(today) + 1)
    plans = [_meal_plan(plan, year) for year in years for plan in PLACES[coop_id].plans]
    return content.coop_file(coop_id) + "".join(days + plans)


def _calendar_entry(day: date, note: str) -> str:
    return f'\n[[calendar]]\ndate = {day.isoformat()}\nis_business = false\nnote = "{note}"\n'


def _meal_plan(plan: Plan, year: int) -> str:
    of_year = plan.of_year(year)
    saturday = f"saturday_yen = {plan.saturday_yen}\n" if plan.saturday_yen else ""
    windows = [
        f"\n[[meal_plans.windows]]\nopens_at = {window.opens_at}\ncloses_at = {window.closes_at}\n"
        f"limit_yen = {window.limit_yen}\n"
        for window in plan.windows
    ]
    return (
        f'\n[[meal_plans]]\nname = "{plan.name}"\ndaily_limit_yen = {plan.daily_limit_yen}\n'
        f"{saturday}starts_on = {of_year.starts_on}\nends_on = {of_year.ends_on}\n"
        + "".join(windows)
    )


def _policy(file: CoopFile) -> Policy:
    return file.policies[min(file.policies)]
