"""What a till needs while it is offline: which cards may not be used, and how far it may go."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

import msgspec

from kumiai.coops.policy import Policy
from kumiai.kit import sql
from kumiai.kit.clock import TOKYO

_sql = sql.load(__package__)

OLDEST_WORK = _sql.oldest_work
STOPPED_CARDS = _sql.stopped_cards

# Who stops a card reads the clock before the transaction begins, maybe on another machine.
CLOCKS_APART = timedelta(minutes=1)


class StoppedCard(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A card that may not be used, since when, and why; `idm` where it is known."""

    code: str
    idm: str | None = None
    state: Literal["suspended", "replaced"]
    since: datetime


class LiftedCard(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A card that was stopped and works again, since when."""

    code: str
    idm: str | None = None
    since: datetime


class OfflineLimits(msgspec.Struct, frozen=True, kw_only=True):
    """How much the co-op would have a till sell on cards while offline, in yen."""

    per_card_yen: int
    per_till_yen: int


class OfflinePack(msgspec.Struct, frozen=True, kw_only=True):
    """Everything, or what has changed since a moment; `as_of` is the `since` of the next time.

    `as_of` lies a little in the past, so that nothing which was on its way is missed: what is told
    twice does no harm. `lifted` holds cards only where changes are asked for.
    """

    as_of: datetime
    cards: tuple[StoppedCard, ...]
    lifted: tuple[LiftedCard, ...]
    limits: OfflineLimits


def parameters(*, coop_id: int, since: datetime | None) -> dict[str, Any]:
    """The parameters of STOPPED_CARDS; without `since` for all cards that are stopped."""
    return {"coop": coop_id, "since": since}


def pack(
    rows: Iterable[Sequence[Any]], *, at: datetime, oldest_work: datetime, policy: Policy
) -> OfflinePack:
    """The pack of the rows of STOPPED_CARDS.

    `at` was read, and then OLDEST_WORK asked, before them: whatever they do not show yet was begun
    after `as_of`.
    """
    cards: list[StoppedCard] = []
    lifted: list[LiftedCard] = []
    for code, idm, state, since in rows:
        moment = since.astimezone(TOKYO)
        if state == "lifted":
            lifted.append(LiftedCard(code=code, idm=idm, since=moment))
        else:
            cards.append(StoppedCard(code=code, idm=idm, state=state, since=moment))
    return OfflinePack(
        as_of=(min(at, oldest_work) - CLOCKS_APART).astimezone(TOKYO),
        cards=tuple(cards),
        lifted=tuple(lifted),
        limits=OfflineLimits(
            per_card_yen=policy.offline_card_limit_yen, per_till_yen=policy.offline_till_limit_yen
        ),
    )
