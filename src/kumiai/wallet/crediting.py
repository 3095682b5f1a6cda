"""Deciding what comes into a member's purses other than at a till: slips, web points, claims."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

from kumiai.coops.policy import Policy
from kumiai.kit import clock, sql
from kumiai.kit.steps import Steps, tell, together
from kumiai.ledger import posting
from kumiai.ledger.accounts import Kind
from kumiai.ledger.posting import Decision, Request, State
from kumiai.ledger.purses import Desk, Draft, Purses
from kumiai.members import at_till as members
from kumiai.members import rules as member_rules
from kumiai.wallet import answers, at_till, rules, taking_back
from kumiai.wallet.answers import Balances, PurseVersions
from kumiai.wallet.asked import WebPoints
from kumiai.wallet.at_till import Collected, Holder, Payer

_sql = sql.load("kumiai.wallet")


@dataclass(frozen=True, slots=True)
class SlipCredit:
    """A payment slip's money for a member: uncollected, handed over from `available_on` on."""

    member_id: int
    amount_yen: int
    paid_on: date
    available_on: date


@dataclass(frozen=True, slots=True)
class SuspenseCredit:
    """Money of a slip that was on the co-op's suspense until it was known for whom it is."""

    member_id: int
    amount_yen: int
    paid_on: date
    available_on: date


@dataclass(frozen=True, slots=True)
class SlipTakenBack:
    """A slip the bank has taken back: what it gave a member is taken from the member again."""

    member_id: int
    amount_yen: int
    original: UUID


@dataclass(frozen=True, slots=True)
class SlipRecalled(SlipTakenBack):
    """The same by two people of the office, where the member was the wrong one."""


@dataclass(frozen=True, slots=True)
class WebPointsCredit:
    """Points a member earned in the co-op's app, in tenths."""

    member_id: int
    points_tenths: int
    description: str


@dataclass(frozen=True, slots=True)
class Claim:
    """Blocks of web points a member claims as money to collect (guide rows G24, G31)."""

    member_id: int
    blocks: int
    policy: Policy
    calendar: Mapping[date, bool]


Credit = SlipCredit | SuspenseCredit | SlipTakenBack | WebPointsCredit | Claim


class Credited(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The stored answer of a credit: yen and tenths of a point."""

    id: UUID
    state: Literal["settled"]
    posted_at: datetime
    balances: Balances
    purse_versions: PurseVersions
    amount: int = 0
    points_tenths: int = 0
    debt_added: int = 0
    available_on: date | None = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class _Waits:
    """A row of what waits, to be written."""

    member_id: int
    source: str
    amount_yen: int
    available_on: date
    asked_on: date


class Crediting:
    """What `posting.post` needs to credit members: see `posting.Room`."""

    def lock(self, requests: Sequence[Request]) -> Steps[dict[tuple[int, int], Holder]]:
        """The members, then their purses, and what waits for whom something is taken back."""
        keys = sorted({(request.coop_id, request.body.member_id) for request in requests})
        taken_from = sorted(
            {(r.coop_id, r.body.member_id) for r in requests if isinstance(r.body, SlipTakenBack)}
        )
        _, purses, waiting = yield from together(
            members.lock_members(ids=[member_id for _, member_id in keys]),
            posting.read_purses(keys),
            at_till.read_waiting(taken_from),
        )
        return {key: Holder(purses[key], waiting.get(key[1], [])) for key in purses}

    def decide(
        self, request: Request, state: Mapping[tuple[int, int], Holder], desk: Desk
    ) -> Decision:
        """Credit, or decline a claim of more than there is. KeyError for no member of the co-op."""
        credit: Credit = request.body
        holder = state[request.coop_id, credit.member_id]
        purses = holder.purses
        draft = desk.open(
            coop_id=request.coop_id, terminal_id=None, purses=purses, at=request.posted_at
        )
        match credit:
            case SlipCredit():
                return _credit_slip(request, draft, purses, credit, Kind.SLIP_BANK)
            case SuspenseCredit():
                return _credit_slip(request, draft, purses, credit, Kind.SUSPENSE)
            case SlipTakenBack():
                return _take_back(request, draft, holder, credit)
            case WebPointsCredit():
                return _credit_web_points(request, draft, purses, credit)
            case Claim():
                return _claim(request, draft, purses, credit)

    def write(self, decisions: Sequence[tuple[Request, Decision]]) -> Steps[None]:
        """Write what waits, and what no longer does."""
        yield from at_till.write_collected(
            [decision.record for _, decision in decisions if isinstance(decision.record, Collected)]
        )
        waits: list[tuple[Request, _Waits]] = [
            (request, decision.record)
            for request, decision in decisions
            if isinstance(decision.record, _Waits)
        ]
        if not waits:
            return
        yield from tell(
            _sql.insert_uncollected,
            {
                "entries": [request.id for request, _ in waits],
                "coops": [request.coop_id for request, _ in waits],
                "members": [wait.member_id for _, wait in waits],
                "sources": [wait.source for _, wait in waits],
                "amounts": [wait.amount_yen for _, wait in waits],
                "available": [wait.available_on for _, wait in waits],
                "asked": [wait.asked_on for _, wait in waits],
            },
        )


def decide_web_points(
    request: Request, draft: Draft, *, payer: Payer, asked: WebPoints
) -> Decision:
    """Grant what the app's feed tells of (row G23); the state of the card does not matter."""
    today = clock.tokyo_date(draft.posted_at)
    if member_rules.membership_ended(payer.card.left_on, today):
        return at_till.decline(request, draft, reason="membership_ended", payer=payer)
    credit = WebPointsCredit(payer.card.member_id, asked.points_tenths, asked.description)
    collectable_yen = payer.collectable_yen(today)
    return _credit_web_points(request, draft, payer.purses, credit, collectable_yen=collectable_yen)


def _credit_slip(
    request: Request,
    draft: Draft,
    purses: Purses,
    slip: SlipCredit | SuspenseCredit,
    source: Kind,
) -> Decision:
    draft.pay_in(purses.uncollected, slip.amount_yen, source)
    waits = _Waits(slip.member_id, "slip", slip.amount_yen, slip.available_on, slip.paid_on)
    return _credited(
        request, draft, purses, waits, amount=slip.amount_yen, available_on=slip.available_on
    )


def _take_back(request: Request, draft: Draft, holder: Holder, back: SlipTakenBack) -> Decision:
    parts, debt_yen = taking_back.move(
        draft, holder, amount_yen=back.amount_yen, original=back.original
    )
    record = Collected(request.id, request.coop_id, parts) if parts else None
    return _credited(
        request,
        draft,
        holder.purses,
        record,
        reverses=back.original,
        amount=back.amount_yen,
        debt_added=debt_yen,
    )


def _credit_web_points(
    request: Request,
    draft: Draft,
    purses: Purses,
    credit: WebPointsCredit,
    *,
    collectable_yen: int = 0,
) -> Decision:
    draft.pay_in(purses.web_points, credit.points_tenths, Kind.POINTS_GRANTED)
    return _credited(
        request,
        draft,
        purses,
        None,
        collectable_yen=collectable_yen,
        points_tenths=credit.points_tenths,
        description=credit.description,
    )


def _claim(request: Request, draft: Draft, purses: Purses, claim: Claim) -> Decision:
    conversion = rules.claim(
        web_points_tenths=purses.web_points.balance, blocks=claim.blocks, policy=claim.policy
    )
    if conversion is None:
        return _declined(request, draft, purses)
    today = clock.tokyo_date(draft.posted_at)
    available_on = rules.claim_available_on(today, policy=claim.policy, calendar=claim.calendar)
    draft.pay_out(purses.web_points, conversion.points_tenths, Kind.POINTS_REDEEMED)
    draft.pay_in(purses.uncollected, conversion.yen, Kind.POINTS_REDEEMED_YEN)
    return _credited(
        request,
        draft,
        purses,
        _Waits(claim.member_id, "claim", conversion.yen, available_on, today),
        amount=conversion.yen,
        points_tenths=conversion.points_tenths,
        available_on=available_on,
    )


def _credited(
    request: Request,
    draft: Draft,
    purses: Purses,
    record: _Waits | Collected | None,
    *,
    collectable_yen: int = 0,
    reverses: UUID | None = None,
    **said: object,
) -> Decision:
    answer = Credited(
        id=request.id,
        state="settled",
        posted_at=answers.in_tokyo(draft.posted_at),
        balances=answers.balances(purses, collectable_yen=collectable_yen),
        purse_versions=answers.purse_versions(purses),
        **said,  # type: ignore[arg-type]
    )
    return Decision(
        State.SETTLED,
        answers.encode(answer),
        draft,
        purses.holder_id,
        reverses=reverses,
        record=record,
    )


def _declined(request: Request, draft: Draft, purses: Purses) -> Decision:
    answer = answers.Declined(
        id=request.id,
        state="declined",
        posted_at=answers.in_tokyo(draft.posted_at),
        reason="insufficient_web_points",
        text=answers.decline_text("insufficient_web_points"),
        remedies=(),
        balances=answers.balances(purses, collectable_yen=0),
        purse_versions=answers.purse_versions(purses),
    )
    return Decision(State.DECLINED, answers.encode(answer), draft, purses.holder_id)
