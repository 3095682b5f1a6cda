"""The close of a day per store and till, and the days of a month."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from kumiai.coops import queries as coops
from kumiai.coops.queries import StoreFacts, TerminalFacts
from kumiai.ledger.rules import Run
from kumiai.reports import drawers, kept, seals, snapshot, takings
from kumiai.reports.drawers import Drawer, Offline
from kumiai.reports.kept import Time
from kumiai.reports.seals import Seal
from kumiai.reports.takings import RateSum, Takings

_NOTHING = Offline()


class NoSuchStore(LookupError):
    """The co-op has no store with this code."""


@dataclass(frozen=True, slots=True)
class TillDay:
    """One till or top-up machine on one day; `missing` are numbers it has passed over."""

    terminal: TerminalFacts
    takings: Takings
    rates: tuple[RateSum, ...]
    missing: tuple[Run, ...]
    drawer: Drawer

    @property
    def has_anything(self) -> bool:
        """Whether there is something to tell of it."""
        return bool(
            self.takings != Takings()
            or self.missing
            or self.drawer.counts
            or self.drawer.offline != _NOTHING
        )


@dataclass(frozen=True, slots=True)
class StoreDay:
    """One store on one day, with its tills."""

    store: StoreFacts
    tills: tuple[TillDay, ...]

    @property
    def takings(self) -> Takings:
        """The sum of its tills."""
        return takings.together(till.takings for till in self.tills)

    @property
    def rates(self) -> tuple[RateSum, ...]:
        """The sums of its tills by tax rate."""
        return takings.rates_together(rate for till in self.tills for rate in till.rates)

    @property
    def difference_yen(self) -> int | None:
        """What all its drawers differ by; None until each with cash has been counted."""
        found = [till.drawer.difference_yen for till in self.tills if till.drawer.has_cash]
        known = [each for each in found if each is not None]
        return sum(known) if found and len(known) == len(found) else None


@dataclass(frozen=True, slots=True)
class DayReport:
    """A business date of a co-op as the books have it at `as_of`; `seal` once it is closed.

    `elsewhere` is what came without a store: slips, claims, web points.
    """

    coop_id: int
    business_date: date
    as_of: datetime
    seal: Seal | None
    stores: tuple[StoreDay, ...]
    elsewhere: Takings

    @property
    def takings(self) -> Takings:
        """The sum of the stores shown."""
        return takings.together(store.takings for store in self.stores)

    @property
    def rates(self) -> tuple[RateSum, ...]:
        """The sums by tax rate of the stores shown."""
        return takings.rates_together(rate for store in self.stores for rate in store.rates)


@dataclass(frozen=True, slots=True)
class MonthReport:
    """The business dates from `first` to `last`, by day and by store; genres in yen."""

    coop_id: int
    first: date
    last: date
    as_of: datetime
    closed_through: date | None
    days: tuple[tuple[date, Takings], ...]
    stores: tuple[tuple[StoreFacts, Takings], ...]
    elsewhere: Takings
    total: Takings
    rates: tuple[RateSum, ...]
    genres: Mapping[str, int]


@snapshot.taken()
def day(*, coop_id: int, business_date: date, at: datetime, store: str = "") -> DayReport:
    """The close of a day: of one store by its code, or of all. Raises NoSuchStore."""
    time = kept.time(coop_id=coop_id, first=business_date, last=business_date)
    found = takings.by_day_and_terminal(of=time)
    tills = _till_days(time, found)
    shown = [each for each in coops.stores(coop_id) if store in ("", each.code)]
    if not shown:
        raise NoSuchStore(store)
    stores = tuple(
        StoreDay(each, tuple(till for till in tills if till.terminal.store_code == each.code))
        for each in shown
    )
    in_stores = {till.terminal.id for till in tills if till.terminal.store_code}
    return DayReport(
        coop_id=coop_id,
        business_date=business_date,
        as_of=at,
        seal=seals.seal_of(coop_id=coop_id, business_date=business_date),
        stores=stores,
        elsewhere=takings.together(
            each for (_, terminal_id), each in found.items() if terminal_id not in in_stores
        ),
    )


@snapshot.taken()
def month(*, coop_id: int, first: date, last: date, at: datetime) -> MonthReport:
    """What the days from `first` to `last` brought, a month or any other time."""
    time = kept.time(coop_id=coop_id, first=first, last=last)
    found = takings.by_day_and_terminal(of=time)
    store_of = {each.id: each.store_code for each in coops.terminals(coop_id)}
    by_rate = takings.rates(of=time)
    dates = sorted({on for on, _ in found})
    return MonthReport(
        coop_id=coop_id,
        first=first,
        last=last,
        as_of=at,
        closed_through=seals.closed_through(coop_id),
        days=tuple(
            (on, takings.together(each for key, each in found.items() if key[0] == on))
            for on in dates
        ),
        stores=tuple(
            (
                store,
                takings.together(e for k, e in found.items() if store_of.get(k[1]) == store.code),
            )
            for store in coops.stores(coop_id)
        ),
        elsewhere=takings.together(e for k, e in found.items() if store_of.get(k[1]) is None),
        total=takings.together(found.values()),
        rates=takings.rates_together(rate for some in by_rate.values() for rate in some),
        genres=takings.genres(of=time),
    )


def _till_days(time: Time, found: Mapping[tuple[date, int], Takings]) -> list[TillDay]:
    """The terminals of a time of one day."""
    coop_id, on = time.coop_id, time.first
    by_rate = takings.rates(of=time)
    missing = seals.missing_numbers(coop_id=coop_id, business_date=on)
    counted = drawers.counts(coop_id=coop_id, business_date=on)
    offline = drawers.offline(coop_id=coop_id, first=on, last=on)
    tills = []
    for terminal in coops.terminals(coop_id):
        key = (on, terminal.id)
        sums = found.get(key, Takings())
        till = TillDay(
            terminal=terminal,
            takings=sums,
            rates=tuple(by_rate.get(key, ())),
            missing=missing.get(terminal.id, ()),
            drawer=Drawer(
                sums.drawer_yen, offline.get(key, _NOTHING), counted.get(terminal.id, ())
            ),
        )
        if terminal.store_code and till.has_anything:
            tills.append(till)
    return tills
