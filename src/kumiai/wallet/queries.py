"""Everything the pages say of a member's money; answers are frozen facts."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec

from kumiai.coops import queries as coops
from kumiai.coops.policy import Policy
from kumiai.kit import clock
from kumiai.kit.money import TenthPoints, Yen
from kumiai.ledger import queries as ledger
from kumiai.ledger.accounts import Kind
from kumiai.ledger.queries import Movement, PurseSince
from kumiai.wallet import changes, rules
from kumiai.wallet.changes import Change, Moved, Reason
from kumiai.wallet.models import Uncollected


@dataclass(frozen=True, slots=True)
class PurseFigures:
    """A purse at the end of the previous day and live, in its unit; `changes` lead from the one
    to the other, always exactly.
    """

    previous: int
    live: int
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class WaitingMoney:
    """A slip or a claim that is not handed over yet, and from when a till does."""

    source: str
    amount_yen: Yen
    remaining_yen: Yen
    asked_on: date
    available_on: date
    is_collectable: bool


@dataclass(frozen=True, slots=True)
class Wallet:
    """What a member holds: yen, and points in tenths.

    `previous_day` is the day whose end the previous figures show, `at` the moment of the live ones.
    """

    previous_day: date
    at: datetime
    prepaid: PurseFigures
    points: PurseFigures
    web_points: PurseFigures
    uncollected: PurseFigures
    debt: PurseFigures
    waiting: tuple[WaitingMoney, ...]

    @property
    def collectable_yen(self) -> Yen:
        """What a till may hand over today (guide row G25)."""
        return Yen(sum(money.remaining_yen for money in self.waiting if money.is_collectable))


@dataclass(frozen=True, slots=True)
class PointBlock:
    """How far points are on their way to the next block (guide row G22), in tenths and yen.

    `is_reached` where a block is full already and waits for the next sale.
    """

    points_tenths: TenthPoints
    missing_tenths: TenthPoints
    block_tenths: TenthPoints
    block_yen: Yen
    is_reached: bool


@dataclass(frozen=True, slots=True)
class WebPointBlocks:
    """How many blocks of web points could be claimed (guide row G24), in tenths and yen.

    `missing_tenths` is what the next block lacks.
    """

    count: int
    points_tenths: TenthPoints
    missing_tenths: TenthPoints
    block_tenths: TenthPoints
    block_yen: Yen


@dataclass(frozen=True, slots=True)
class Step:
    """One movement of prepaid money or of a debt, in yen, with the balance of that purse after it.

    `place` is the store, empty where the money moved without a till.
    """

    entry_id: UUID
    posted_at: datetime
    reason: Reason
    is_debt: bool
    change_yen: int
    after_yen: Yen
    place: str
    is_machine: bool

    @property
    def size_yen(self) -> Yen:
        """The change without its direction."""
        return Yen(abs(self.change_yen))


@dataclass(frozen=True, slots=True)
class WebPointStep:
    """One movement of web points, in tenths, with the balance after it (guide row G23).

    `description` are the app's words; of a claim, `yen` is what it became and `available_on` the
    day from which a till hands it over.
    """

    entry_id: UUID
    posted_at: datetime
    reason: Reason
    change_tenths: int
    after_tenths: TenthPoints
    description: str
    yen: Yen
    available_on: date | None


@dataclass(frozen=True, slots=True)
class PrepaidStory:
    """The prepaid purse from one moment to another: what it held, each step, what it holds."""

    opening_yen: Yen
    closing_yen: Yen
    steps: tuple[Step, ...]


class _Credited(msgspec.Struct):
    """What an answer says of web points; the rest of it is not looked at."""

    amount: int = 0
    description: str = ""
    available_on: date | None = None


_credited = msgspec.json.Decoder(_Credited).decode


def wallet(*, coop_id: int, member_id: int, at: datetime) -> Wallet:
    """What a member holds at a moment, beside what it was when the day began (rows G27, B1)."""
    today = clock.tokyo_date(at)
    purses = ledger.purses_since(
        coop_id=coop_id, holder_id=member_id, since=clock.day_start(today), until=at
    )
    uncollected = _figures(purses, Kind.UNCOLLECTED)
    return Wallet(
        previous_day=today - timedelta(days=1),
        at=at,
        prepaid=_figures(purses, Kind.PREPAID),
        points=_figures(purses, Kind.POINTS),
        web_points=_figures(purses, Kind.WEB_POINTS),
        uncollected=uncollected,
        debt=_figures(purses, Kind.DEBT),
        waiting=_waiting(coop_id, member_id, today) if uncollected.live else (),
    )


def point_block(*, points_tenths: int, policy: Policy) -> PointBlock | None:
    """The way to the next automatic top-up; None where the co-op has none."""
    if not policy.auto_top_up:
        return None
    missing = max(policy.point_block_tenths - points_tenths, 0)
    return PointBlock(
        points_tenths=TenthPoints(points_tenths),
        missing_tenths=TenthPoints(missing),
        block_tenths=TenthPoints(policy.point_block_tenths),
        block_yen=Yen(policy.point_block_yen),
        is_reached=missing == 0,
    )


def web_point_blocks(*, web_points_tenths: int, policy: Policy) -> WebPointBlocks:
    """The whole blocks among a member's web points."""
    count = rules.claimable_blocks(web_points_tenths=web_points_tenths, policy=policy)
    return WebPointBlocks(
        count=count,
        points_tenths=TenthPoints(count * policy.web_claim_block_tenths),
        missing_tenths=TenthPoints((count + 1) * policy.web_claim_block_tenths - web_points_tenths),
        block_tenths=TenthPoints(policy.web_claim_block_tenths),
        block_yen=Yen(policy.web_claim_block_yen),
    )


def web_points_now(*, coop_id: int, member_id: int) -> TenthPoints:
    """The web points a member holds now, in tenths (guide row G23)."""
    purses = ledger.purses_now(coop_id=coop_id, holder_id=member_id)
    return TenthPoints(purses[Kind.WEB_POINTS].balance)


def web_point_story(
    *, coop_id: int, member_id: int, since: datetime, before: datetime
) -> tuple[WebPointStep, ...]:
    """How web points were earned and claimed in a time; the latest first (guide row G23)."""
    moved = ledger.movements(
        coop_id=coop_id, holder_id=member_id, kinds=[Kind.WEB_POINTS], since=since, before=before
    )
    told = ledger.receipts(coop_id=coop_id, entry_ids={each.entry_id for each in moved})
    return tuple(_web_point_step(each, _credited(told[each.entry_id])) for each in reversed(moved))


def prepaid_story(
    *, coop_id: int, member_id: int, since: datetime, before: datetime
) -> PrepaidStory:
    """How prepaid money, and a debt if there is one, moved in a time; oldest first."""
    moved = ledger.movements(
        coop_id=coop_id,
        holder_id=member_id,
        kinds=[Kind.PREPAID, Kind.DEBT],
        since=since,
        before=before,
    )
    places = coops.places(coop_id, {each.terminal_id for each in moved if each.terminal_id})
    steps = tuple(_step(each, places) for each in moved)
    prepaid = [each for each in moved if each.purse is Kind.PREPAID]
    if prepaid:
        opening, closing = prepaid[0].balance_after - prepaid[0].change, prepaid[-1].balance_after
    else:
        purses = ledger.purses_before(coop_id=coop_id, holder_id=member_id, before=before)
        opening = closing = purses[Kind.PREPAID].balance
    return PrepaidStory(Yen(opening), Yen(closing), steps)


def _figures(purses: dict[Kind, PurseSince], kind: Kind) -> PurseFigures:
    purse = purses[kind]
    moved = (
        Moved(each.entry_id, each.entry_kind, each.other, each.change) for each in purse.movements
    )
    return PurseFigures(purse.before.balance, purse.balance, changes.summed(kind, moved))


def _waiting(coop_id: int, member_id: int, today: date) -> tuple[WaitingMoney, ...]:
    rows = Uncollected.objects.filter(coop_id=coop_id, member_id=member_id, remaining_yen__gt=0)
    return tuple(
        WaitingMoney(
            source=row.source,
            amount_yen=Yen(row.amount_yen),
            remaining_yen=Yen(row.remaining_yen),
            asked_on=row.asked_on,
            available_on=row.available_on,
            is_collectable=row.available_on <= today,
        )
        for row in rows.order_by("available_on", "entry_id")
    )


def _web_point_step(moved: Movement, told: _Credited) -> WebPointStep:
    reason = _reason(moved)
    is_claim = reason is Reason.CLAIMED
    return WebPointStep(
        entry_id=moved.entry_id,
        posted_at=moved.posted_at,
        reason=reason,
        change_tenths=moved.change,
        after_tenths=TenthPoints(moved.balance_after),
        description=told.description,
        yen=Yen(told.amount if is_claim else 0),
        available_on=told.available_on if is_claim else None,
    )


def _step(moved: Movement, places: dict[int, coops.Place]) -> Step:
    place = places.get(moved.terminal_id or 0)
    return Step(
        entry_id=moved.entry_id,
        posted_at=moved.posted_at,
        reason=_reason(moved),
        is_debt=moved.purse is Kind.DEBT,
        change_yen=moved.change,
        after_yen=Yen(moved.balance_after),
        place=place.store_name if place else "",
        is_machine=place.kind == "top_up_machine" if place else False,
    )


def _reason(moved: Movement) -> Reason:
    return changes.reason(moved.purse, moved.other, moved.change, entry_kind=moved.entry_kind)
