"""What a till asks of the wallet, as it stands in the till API, and the fields all calls share."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

YEN_MAX = 10_000_000

Text40 = Annotated[str, Meta(max_length=40)]
CardText = Annotated[str, Meta(min_length=1, max_length=40)]
Moment = Annotated[datetime, Meta(tz=True)]
PositiveYen = Annotated[int, Meta(ge=1, le=YEN_MAX)]
SequenceNumber = Annotated[int, Meta(ge=0, le=2**53)]


class TopUp(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Cash that becomes prepaid money."""

    id: UUID
    card: CardText
    occurred_at: Moment
    amount: PositiveYen
    cashier: Text40 = ""
    sequence: SequenceNumber | None = None
