"""What a till asks of the wallet, as it stands in the till API, and the fields all calls share."""

from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

YEN_MAX = 10_000_000
TENTHS_MAX = 10_000_000
AGE_MAX = timedelta(days=35)
AHEAD_MAX = timedelta(minutes=10)

Reason = Annotated[str, Meta(min_length=1, max_length=200)]
Text40 = Annotated[str, Meta(max_length=40)]
CardText = Annotated[str, Meta(min_length=1, max_length=40)]
Moment = Annotated[datetime, Meta(tz=True)]
PositiveYen = Annotated[int, Meta(ge=1, le=YEN_MAX)]
PositiveTenths = Annotated[int, Meta(ge=1, le=TENTHS_MAX)]
SequenceNumber = Annotated[int, Meta(ge=0, le=2**53)]


class TopUp(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Cash that becomes prepaid money."""

    id: UUID
    card: CardText
    occurred_at: Moment
    amount: PositiveYen
    cashier: Text40 = ""
    sequence: SequenceNumber | None = None


class Collection(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that is collectable becomes prepaid money."""

    id: UUID
    card: CardText
    occurred_at: Moment
    cashier: Text40 = ""
    sequence: SequenceNumber | None = None


class WebPoints(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Points a member earned in the co-op's app, told by the app's feed."""

    id: UUID
    member_number: CardText
    occurred_at: Moment
    points_tenths: PositiveTenths
    description: Annotated[str, Meta(min_length=1, max_length=100)]
    sequence: SequenceNumber | None = None


def is_timely(occurred_at: datetime, *, now: datetime) -> bool:
    """Whether a terminal's clock is believable: neither long ago nor from the future."""
    return now - AGE_MAX <= occurred_at <= now + AHEAD_MAX
