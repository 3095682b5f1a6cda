"""Who finishes in a March with something left, one by one, and the letters that tell them so.

What a letter says is of the moment it states (guide rows G46, G47).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from kumiai.coops import queries as coops
from kumiai.coops.models import StaffAct
from kumiai.coops.policy import Policy
from kumiai.identity import addresses
from kumiai.identity.addresses import Addressed
from kumiai.kit import clock
from kumiai.kit.money import Yen
from kumiai.mail import letters as mails
from kumiai.members import rules as members
from kumiai.members import selecting
from kumiai.members.selecting import Addressee, Selection
from kumiai.reports import holdings, snapshot
from kumiai.reports.holdings import Holding
from kumiai.ui import paper
from kumiai.wallet import queries as wallets
from kumiai.wallet import rules, whereabouts
from kumiai.wallet.queries import PointBlock, WebPointBlocks

CALENDAR_DAYS = 60
# The acts of telling somebody, by which it is known later.
PRINTED, MAILED = "print_leaver_letter", "mail_leaver"


@dataclass(frozen=True, slots=True)
class Leaver:
    """Somebody with something left. `too_late_yen` of it no till hands over before the last day."""

    member: Addressee
    left: Holding
    too_late_yen: Yen
    way: PointBlock | None
    blocks: WebPointBlocks


@dataclass(frozen=True, slots=True)
class Leavers:
    """All who are meant, by number, and what holds for each of them.

    `last` is the last day of use; `claim_by` the last on which web points can be claimed so that
    a till hands them over by then.
    """

    coop_id: int
    graduating: int
    at: datetime
    last: date
    claim_by: date | None
    each: tuple[Leaver, ...]

    def part(self, number: int) -> "Leavers":
        """So many of them as print at once; counted from 1."""
        return self.only(paper.part(self.each, number))

    def but(self, member_ids: Collection[int]) -> "Leavers":
        """Without some of them."""
        return self.only(each for each in self.each if each.member.id not in member_ids)

    def only(self, some: Any) -> "Leavers":
        """Some of them."""
        return Leavers(
            self.coop_id, self.graduating, self.at, self.last, self.claim_by, tuple(some)
        )


@snapshot.taken()
def leavers(*, coop_id: int, graduating: int, selection: Selection, at: datetime) -> Leavers:
    """Those of a selection who finish in the March of a year, are members, and have something left.

    Something is prepaid or uncollected money, points or web points; who only owes is not told.
    """
    today, last = clock.tokyo_date(at), _last(graduating)
    meant = {
        one.member_number: one
        for one in selecting.selected(coop_id=coop_id, selection=selection, on=today)
    }
    left = [
        (meant[holding.member_number], holding)
        for holding in holdings.holdings(coop_id=coop_id, on=today, graduating=graduating)
        if holding.member_number in meant and _has_something(holding)
    ]
    too_late = whereabouts.collectable_after(
        coop_id=coop_id, member_ids=[member.id for member, _ in left], day=last
    )
    policy = coops.policy_on(coop_id, today)
    return Leavers(
        coop_id=coop_id,
        graduating=graduating,
        at=at,
        last=last,
        claim_by=_claim_by(coop_id, last, policy, today),
        each=tuple(
            _leaver(member, holding, too_late.get(member.id, Yen(0)), policy)
            for member, holding in left
        ),
    )


def reachable(found: Leavers) -> list[Addressed]:
    """The leavers' own logins with an address that was proven and is not dead."""
    ids = [each.member.id for each in found.each]
    return addresses.own_of(coop_id=found.coop_id, member_ids=ids)


def mailed_today(found: Leavers) -> frozenset[int]:
    """Who was sent this mail today already, by the ids of members."""
    acts = StaffAct.objects.filter(
        coop_id=found.coop_id,
        verb=MAILED,
        at__gte=clock.day_start(clock.tokyo_date(found.at)),
    )
    subjects = set(acts.values_list("subject", flat=True))
    return frozenset(
        each.member.id for each in found.each if f"member:{each.member.member_number}" in subjects
    )


def page(found: Leavers, *, note: str, stylesheet: str = "") -> str:
    """The letters as an HTML page; see `ui.paper` for `stylesheet`."""
    facts = _facts(found, note) | {"leavers": found.each, "date": clock.tokyo_date(found.at)}
    return paper.page("reports/paper/leavers.html", facts, stylesheet=stylesheet)


def mail(found: Leavers, leaver: Leaver, language: str, *, note: str) -> mails.Letter:
    """The same as a mail, in the language of its reader."""
    facts = _facts(found, note) | {"leaver": leaver, "at": found.at.astimezone(clock.TOKYO)}
    facts.pop("coop")
    return mails.write("reports/mail/leaver", language, coop_id=found.coop_id, **facts)


def _facts(found: Leavers, note: str) -> dict[str, Any]:
    return {
        "coop": coops.coop(found.coop_id),
        "at": found.at,
        "last": found.last,
        "claim_by": found.claim_by,
        "stores": "・".join(each.name for each in coops.stores_that_hand_over(found.coop_id)),
        "note": note,
    }


def _leaver(member: Addressee, left: Holding, too_late: Yen, policy: Policy) -> Leaver:
    return Leaver(
        member=member,
        left=left,
        too_late_yen=too_late,
        way=wallets.point_block(points_tenths=left.points_tenths, policy=policy),
        blocks=wallets.web_point_blocks(web_points_tenths=left.web_points_tenths, policy=policy),
    )


def _has_something(holding: Holding) -> bool:
    return bool(
        holding.prepaid_yen
        or holding.uncollected_yen
        or holding.points_tenths
        or holding.web_points_tenths
    )


def _last(graduating: int) -> date:
    last = members.prepaid_usable_until(graduating)
    assert last is not None  # noqa: S101 - the year is known
    return last


def _claim_by(coop_id: int, last: date, policy: Policy, today: date) -> date | None:
    """The last day of claiming, unless it is over."""
    calendar = coops.calendar_overrides(coop_id, last - timedelta(days=CALENDAR_DAYS), last)
    day = rules.last_claim_day(last, policy=policy, calendar=calendar)
    return day if day is not None and day >= today else None
