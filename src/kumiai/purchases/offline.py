"""Sales made offline: what a till has sold on cards since its last contact, and what the office
is told of it.

The policy says how much a till may sell between two contacts, to one card and in all. Nothing is
refused afterwards: more is accepted, and flagged for the office to look at. A contact, as far as
the server can know, is a till telling of earlier sales made offline.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from kumiai.kit import sql
from kumiai.kit.steps import Steps, ask, tell
from kumiai.ledger import marks
from kumiai.ledger.posting import Decision, Request
from kumiai.wallet.asked import AHEAD_MAX, is_timely

CARD_UNKNOWN = "card_unknown"
ON_SUSPENSE = "on_suspense"
OVER_CARD_LIMIT = "over_card_limit"
OVER_TILL_LIMIT = "over_till_limit"
ODD_CLOCK = "odd_clock"
MEMBERSHIP_ENDED = "membership_ended"
PREPAID_EXPIRED = "prepaid_expired"

_Moment = tuple[int, datetime]  # Of a terminal.

_sql = sql.load("kumiai.purchases")


class Made(NamedTuple):
    """A sale to a member: when, its till's last contact before, and what the card paid, in yen."""

    occurred_at: datetime
    contact_at: datetime
    on_card_yen: int


class Noted(msgspec.Struct, frozen=True):
    """What the office is told of one sale, in yen.

    `on_card_yen` is what the card should have paid from prepaid money, debt and suspense included,
    `till_yen` that of all sales of the till since its contact at `contact_at`, this one included.
    `body` is the sale as it was sent, where it is not in the books: nobody knows its card.
    """

    card: str
    member_id: int | None
    contact_at: datetime
    total_yen: int
    on_card_yen: int
    till_yen: int
    flags: str
    body: str | None = None


@dataclass(slots=True)
class Outages:
    """What tills have sold on cards since their last contacts; sales decided add to it.

    `contacts` are the last ones before a moment of a terminal, `of_tills` sums by terminal and
    contact, `of_members` the sales made to members.
    """

    contacts: dict[_Moment, datetime] = field(default_factory=dict)
    of_tills: dict[_Moment, int] = field(default_factory=dict)
    of_members: dict[int, list[Made]] = field(default_factory=dict)

    def note(
        self,
        request: Request,
        *,
        posted_at: datetime,
        on_card_yen: int,
        member_id: int | None = None,
        why: Sequence[str] = (),
    ) -> Noted:
        """Count one more sale; `why` has flags that are known of it already."""
        message, policy = request.body.message, request.body.caller.policy
        terminal_id, occurred_at = moment = _moment(request)
        contact_at = self.contacts[moment]
        made = Made(occurred_at, contact_at, on_card_yen)
        till = (terminal_id, contact_at)
        self.of_tills[till] = till_yen = self.of_tills.get(till, 0) + on_card_yen
        flags = [*why]
        if self._is_over(policy.offline_card_limit_yen, member_id, made):
            flags.append(OVER_CARD_LIMIT)
        if on_card_yen and till_yen > policy.offline_till_limit_yen:
            flags.append(OVER_TILL_LIMIT)
        if not is_timely(occurred_at, now=posted_at):
            flags.append(ODD_CLOCK)
        return Noted(
            card=message.card,
            member_id=member_id,
            contact_at=contact_at,
            total_yen=message.total_yen,
            on_card_yen=on_card_yen,
            till_yen=till_yen,
            flags=" ".join(flags),
            body=msgspec.json.encode(message).decode() if CARD_UNKNOWN in why else None,
        )

    def _is_over(self, limit_yen: int, member_id: int | None, made: Made) -> bool:
        """Whether a member's cards have paid more, at any tills, in outages that overlap."""
        if member_id is None or not made.on_card_yen:
            return False
        known = self.of_members.setdefault(member_id, [])
        known.append(made)
        sum_yen = 0
        for other in reversed(known):
            if other.occurred_at > made.contact_at and other.contact_at < made.occurred_at:
                sum_yen += other.on_card_yen
                if sum_yen > limit_yen:
                    return True
        return False


def read(requests: Sequence[Request], member_ids: Sequence[int]) -> Steps[Outages]:
    """What was sold before these sales, at their tills and to these members, who are locked.

    Two servers that post for one till at the same moment may each miss the other's last sale: the
    flag is for people to look, no money hangs on it.
    """
    asked = sorted({_moment(request) for request in requests})
    rows = yield from ask(
        _sql.read_contacts,
        {
            "terminals": [terminal_id for terminal_id, _ in asked],
            # A till's clock and the server's may be so far apart: a contact is before a sale for
            # certain only where more time lies between them.
            "sold": [occurred_at - AHEAD_MAX for _, occurred_at in asked],
        },
    )
    outages = Outages()
    for moment, (contact_at, till_yen) in zip(asked, rows, strict=True):
        outages.contacts[moment] = contact_at
        outages.of_tills[moment[0], contact_at] = till_yen
    if member_ids:
        since = min(outages.contacts.values())
        wanted = {"members": [*member_ids], "since": [since] * len(member_ids)}
        rows = yield from ask(_sql.read_offline, wanted)
        for member_id, *made in rows:
            outages.of_members.setdefault(member_id, []).append(Made(*made))
    return outages


def write(noted: Sequence[tuple[Request, Decision, Noted]]) -> Steps[None]:
    """Write down what the office is told."""
    if not noted:
        return
    columns: dict[str, list[Any]] = {
        "entries": [request.id for request, _, _ in noted],
        "coops": [request.coop_id for request, _, _ in noted],
        "terminals": [request.terminal_id for request, _, _ in noted],
        "members": [each.member_id for _, _, each in noted],
        "cards": [each.card for _, _, each in noted],
        "occurred": [request.occurred_at for request, _, _ in noted],
        "posted": [decision.draft.posted_at for _, decision, _ in noted],
        "contacts": [each.contact_at for _, _, each in noted],
        "totals": [each.total_yen for _, _, each in noted],
        "on_card": [each.on_card_yen for _, _, each in noted],
        "of_tills": [each.till_yen for _, _, each in noted],
        "flags": [each.flags for _, _, each in noted],
        "bodies": [each.body for _, _, each in noted],
    }
    texts = marks.texts(columns.values())
    yield from tell(_sql.insert_offline, columns | {"marks": [*map(marks.mark, texts)]})


def _moment(request: Request) -> _Moment:
    """Where and when a sale was made; every sale has a terminal."""
    return request.terminal_id or 0, request.occurred_at
