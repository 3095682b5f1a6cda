"""Lives of members, made up by chance but the same every time, for pages to be checked against."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.db import connection

from kumiai.coops import at_till as keys
from kumiai.kit import clock, ids
from kumiai.purchases import actions as purchases
from kumiai.purchases.actions import Past
from kumiai.purchases.asked import Purchase, Tender
from tests import cast, money

GOODS = (("唐揚げ丼", "food", 480, 10), ("緑茶", "food", 130, 8), ("統計学入門", "books", 3080, 10),
         ("ノート", "learning_goods", 220, 10), ("傘", "other", 990, 10))  # fmt: skip


def midnight() -> datetime:
    """When today began in Tokyo."""
    return clock.day_start(clock.tokyo_date(clock.now()))


@dataclass
class Life:
    """What somebody does at tills, from some weeks ago until a moment ago."""

    person: cast.Person
    coop: cast.Coop
    chance: Random

    def live(self) -> None:
        for at in self._moments():
            self._do_something(at)

    def _moments(self) -> Iterator[datetime]:
        """Thirty before today, six of today, in order; whatever the time is now."""
        past = sorted(self.chance.uniform(1, 80 * 24 * 60) for _ in range(30))
        yield from (midnight() - timedelta(minutes=minutes) for minutes in reversed(past))
        now = clock.now()
        today = sorted(self.chance.random() for _ in range(6))
        yield from (midnight() + share * (now - midnight()) for share in today)

    def _do_something(self, at: datetime) -> None:
        till, chance = self.coop.till, self.chance
        match chance.randrange(6):
            case 0:
                money.top_up(self.person, till=till, yen=chance.randrange(1, 9) * 1000, at=at)
            case 1:
                day = at.astimezone(clock.TOKYO).date()
                due = day + timedelta(days=chance.randrange(12))
                yen = chance.randrange(1, 30_000)
                money.pay_slip(self.person, yen=yen, paid_on=day, available_on=due, at=at)
            case 2:
                money.earn_web_points(self.person, tenths=chance.randrange(1, 5000), at=at)
            case _:
                goods = chance.choices(GOODS, k=chance.randrange(1, 4))
                lines = [money.line(n, yen=y, genre=g, tax_rate=t) for n, g, y, t in goods]
                tender = chance.choice(["prepaid", "cash", "other"])
                money.ring_up(
                    self.person,
                    *lines,
                    till=till,
                    at=at,
                    tenders=(tender,),
                    collect=chance.random() < 0.3,
                    offline=chance.random() < 0.2,
                )


def buy_often(person: cast.Person, coop: cast.Coop, count: int, *, last: datetime) -> None:
    """So many purchases in cash, an hour apart, the last at a moment."""
    with connection.cursor() as cursor:
        cursor.execute(keys.FIND_TERMINAL, keys.parameters(key=coop.till.key, at=last))
        caller = keys.caller(cursor.fetchone())
    moments = [last - timedelta(hours=hours) for hours in reversed(range(count))]
    sales = [
        Purchase(
            id=ids.uuid7(at),
            card=person.card,
            occurred_at=at,
            lines=(money.line(yen=480), money.line("緑茶", yen=130, tax_rate=8)),
            tenders=(Tender(kind="cash"),),
        )
        for at in moments
    ]
    past = [Past(caller, sale, at) for sale, at in zip(sales, moments, strict=True)]
    for _ in purchases.load_history(past=past):
        pass
