"""A member's months at the co-op, day by day, as events in the order of time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from kumiai.cli.demo import academic_year, baskets, chance
from kumiai.cli.demo.academic_year import DayKind
from kumiai.cli.demo.customer import Customer, Event
from kumiai.cli.demo.habits import Habits
from kumiai.cli.demo.people import Person
from kumiai.cli.demo.places import Places
from kumiai.cli.demo.pockets import Pocket
from kumiai.cli.demo.visits import Visit, visits
from kumiai.coops.policy import Policy
from kumiai.kit.clock import TOKYO
from kumiai.meals.at_till import Held

FULL_DAYS = (DayKind.CLASSES, DayKind.EXAMS)
SLIP_DAYS_UNTIL_FILE = 3
WEDNESDAY = 2
WEB_POINTS = (
    ("アプリ 来店スタンプ", 100),
    ("アプリ アンケート回答", 500),
    ("アプリ レシート抽選", 300),
    ("アプリ 食生活チャレンジ", 400),
    ("アプリ 読書マラソン コメント", 200),
)


@dataclass(frozen=True, slots=True)
class Setting:
    """What the lives of a co-op's members share. `until` is the moment the history ends."""

    places: Places
    policy: Policy
    calendar: Mapping[date, bool]
    first_day: date
    until: datetime

    @property
    def last_day(self) -> date:
        return self.until.astimezone(TOKYO).date()

    @property
    def settling_day(self) -> date:
        """The last open day before the last one: by its evening everybody has what they should."""
        return _last_open_day_before(self.last_day)


@dataclass(frozen=True, slots=True)
class Life:
    """A member with habits; `keeps_waiting` leaves money uncollected, `ends_with_yen` tops up."""

    person: Person
    habits: Habits
    keeps_waiting: bool = False
    ends_with_yen: int = 0


@dataclass(frozen=True, slots=True)
class Past:
    """What a life left behind: its events, and what the member holds at the end."""

    life: Life
    events: tuple[Event, ...]
    prepaid_yen: int
    web_points_tenths: int
    uncollected_yen: int


def live(life: Life, setting: Setting) -> Past:
    """Live through the history: the same events every time for the same setting."""
    random = chance.of("life", life.person.member_number)
    customer = Customer(
        person=life.person,
        habits=life.habits,
        places=setting.places,
        pocket=Pocket(setting.policy, setting.calendar),
        random=random,
    )
    if life.keeps_waiting:
        customer.leaves_waiting_from = setting.last_day - timedelta(days=14)
    _before_the_history(customer, setting)
    slips = _slips(customer, life, setting)
    settling_day = setting.settling_day
    for day in _days(max(setting.first_day, _first_day(life.person)), setting.last_day):
        if not _is_over(life.person, day):
            _live_through(customer, setting, day, slips)
            if day == settling_day:
                _top_up_at_last(customer, life, day)
            _use_app(customer, setting, day)
            if day == settling_day and life.keeps_waiting:
                _leave_points_to_claim(customer, day)
    events = tuple(event for event in customer.events if event.at <= setting.until)
    pocket = customer.pocket
    return Past(
        life=life,
        events=events,
        prepaid_yen=pocket.prepaid_yen,
        web_points_tenths=pocket.web_points_tenths,
        uncollected_yen=sum(each.remaining_yen for each in pocket.waiting),
    )


def _before_the_history(customer: Customer, setting: Setting) -> None:
    """Books and the support centre since enrolment: learning is shown from there (guide G28)."""
    person, random = customer.person, customer.random
    if person.kind not in ("student", "left"):
        return
    starts = _on(date(person.joined_year, 3, 8 + random.randrange(24)), random, (10, 15))
    if starts <= setting.until and (lines := baskets.starting_goods(random)):
        customer.buy(starts, setting.places.support_till, lines, how="other")
    for year in range(person.joined_year, setting.first_day.year + 1):
        for term, month in (("spring", 4), ("autumn", 10)):
            at = _on(date(year, month, 9 + random.randrange(5)), random, (10, 16))
            if at.date() < setting.first_day:
                lines = baskets.textbooks(random, person, term=term, year=year)
                if lines:
                    till = random.choice(setting.places.shop_tills)
                    customer.buy(at, till, lines, how="cash")


def _live_through(customer: Customer, setting: Setting, day: date, slips: dict[date, int]) -> None:
    _take_slip(customer, day, slips, setting)
    person, random = customer.person, customer.random
    kind = academic_year.kind_of(day)
    customer.pocket.meal = _meal(customer, day)
    term = _textbook_term(day)
    for visit in visits(random, customer.habits, day, is_staff=person.kind == "staff"):
        if visit.at > setting.until:
            return
        _visit(customer, visit, day)
    if term and kind is DayKind.CLASSES and random.random() < 0.3:
        _buy_textbooks(customer, day, term, setting)


def _visit(customer: Customer, visit: Visit, day: date) -> None:
    random, places = customer.random, customer.places
    if visit.what == "shop":
        till = random.choice(places.shop_tills)
        lines = baskets.shop_basket(random, customer.habits, day, at_lunch=visit.at_lunch)
    else:
        till = random.choice(places.cafeteria_tills)
        is_breakfast = visit.what == "breakfast"
        lines = (
            baskets.breakfast(random, day)
            if is_breakfast
            else baskets.tray(random, customer.habits, day)
        )
    customer.buy(visit.at, till, lines)


def _buy_textbooks(customer: Customer, day: date, term: str, setting: Setting) -> None:
    """Once a term, in a shop, after the visits of the day."""
    random, year = customer.random, academic_year.school_year(day)
    if f"{term} {year}" in customer.terms_with_books:
        return
    at = _on(day, random, (13, 17))
    if customer.events:
        at = max(at, customer.events[-1].at + timedelta(minutes=random.randint(12, 20)))
    if at > setting.until:
        return
    customer.terms_with_books.add(f"{term} {year}")
    lines = baskets.textbooks(random, customer.person, term=term, year=year)
    if lines:
        customer.buy(at, random.choice(setting.places.shop_tills), lines)


def _use_app(customer: Customer, setting: Setting, day: date) -> None:
    """Points now and then in the evening, and a claim when there are enough."""
    random = customer.random
    if not customer.habits.uses_app or academic_year.kind_of(day) not in FULL_DAYS:
        return
    if random.random() < 0.06:
        description, tenths = random.choice(WEB_POINTS)
        at = _on(day, random, (20, 21))
        if at <= setting.until:
            customer.earn_web_points(at, tenths, description)
    block_tenths = setting.policy.web_claim_block_tenths
    if customer.pocket.web_points_tenths >= block_tenths and random.random() < 0.12:
        at = _on(day, random, (22, 22))
        if at <= setting.until:
            customer.claim(at)


def _slips(customer: Customer, life: Life, setting: Setting) -> dict[date, int]:
    """Slips by the day they are paid: before each term, and now and then."""
    random = customer.random
    is_small = setting.policy.prepaid_cap_yen < 50_000
    found: dict[date, int] = {}
    if life.habits.pays_slips and life.person.kind != "left":
        for year in range(setting.first_day.year, setting.last_day.year + 1):
            for month, day in ((3, 24), (9, 18)):
                paid_on = date(year, month, day) + timedelta(days=random.randrange(10))
                found[paid_on] = random.choice((5000, 10_000) if is_small else (20_000, 30_000))
            for _ in range(random.choice((0, 1, 1, 2))):
                paid_on = date(year, 1, 1) + timedelta(days=random.randrange(365))
                found[paid_on] = random.choice((5000, 8000) if is_small else (10_000, 15_000))
    if life.keeps_waiting:
        found[setting.last_day - timedelta(days=13)] = 5000 if is_small else 20_000
    first_day = max(setting.first_day, _first_day(life.person))
    return {day: yen for day, yen in found.items() if day >= first_day}


def _take_slip(customer: Customer, day: date, slips: dict[date, int], setting: Setting) -> None:
    """On the day a file of slips is taken in: those of this member that are in it."""
    for paid_on in sorted(slips):
        taken_at = slip_file_moment(paid_on)
        if taken_at.date() == day and taken_at <= setting.until:
            customer.pay_slip(paid_on, taken_at, slips.pop(paid_on))


def slip_file_moment(paid_on: date) -> datetime:
    """When a slip comes into the co-op's books: on a Wednesday, or the next open day after it."""
    day = paid_on + timedelta(days=SLIP_DAYS_UNTIL_FILE)
    day += timedelta(days=(WEDNESDAY - day.weekday()) % 7)
    while academic_year.kind_of(day) is DayKind.CLOSED:
        day += timedelta(days=1)
    return datetime.combine(day, time(7, 40), TOKYO)


def _top_up_at_last(customer: Customer, life: Life, day: date) -> None:
    """After the last visits of the last open day: who is to have money tops up."""
    missing_yen = life.ends_with_yen - customer.pocket.prepaid_yen
    if missing_yen <= 0:
        return
    random = customer.random
    at = _on(day, random, (17, 18))
    if customer.events:
        at = max(at, customer.events[-1].at + timedelta(minutes=random.randint(2, 15)))
    thousands = -(-missing_yen // 1000) * 1000
    customer.top_up(at, customer.places.machines[0], thousands)


def _leave_points_to_claim(customer: Customer, day: date) -> None:
    """A claim that waits for its business days, and as much again that can be claimed."""
    random = customer.random
    description, _ = WEB_POINTS[1]
    customer.earn_web_points(_on(day, random, (23, 23), (10, 19)), 3000, description)
    customer.claim(_on(day, random, (23, 23), (20, 29)))
    customer.earn_web_points(_on(day, random, (23, 23), (30, 39)), 3000, description)


def _last_open_day_before(day: date) -> date:
    day -= timedelta(days=1)
    while academic_year.kind_of(day) is DayKind.CLOSED:
        day -= timedelta(days=1)
    return day


def _meal(customer: Customer, day: date) -> Held | None:
    """What a meal card gives on a day of which nothing is used."""
    plan = customer.habits.plan
    if plan is None:
        return None
    year = academic_year.school_year(day)
    return Held(customer.places.plans[plan].of_year(year), 0)


def _textbook_term(day: date) -> str:
    if day.month == 4 and 8 <= day.day <= 25:
        return "spring"
    return "autumn" if day.month == 10 and day.day <= 18 else ""


def _first_day(person: Person) -> date:
    return date(person.joined_year, 4, 6)


def _is_over(person: Person, day: date) -> bool:
    return person.graduation_year is not None and day > date(person.graduation_year, 3, 20)


def _days(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


def _on(
    day: date, random: Random, hours: tuple[int, int], minutes: tuple[int, int] = (0, 59)
) -> datetime:
    moment = time(random.randint(*hours), random.randint(*minutes), random.randrange(60))
    return datetime.combine(day, moment, TOKYO)
