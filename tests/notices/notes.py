"""Notices as tests write them, and who reads them."""

from datetime import datetime
from typing import Any

from kumiai.kit import clock
from kumiai.notices import actions
from kumiai.notices.queries import Reader
from kumiai.notices.rules import Draft
from tests import cast

NOON = datetime(2026, 4, 6, 12, tzinfo=clock.TOKYO)


def draft(**changes: Any) -> Draft:
    texts = {"title": "棚卸のお知らせ", "text": "4月10日は休業します。", "starts_at": NOON}
    return Draft(**{**texts, **changes})


def publish(
    coop: cast.Coop, *, has_copies: bool = False, at: datetime = NOON, **changes: Any
) -> int:
    return actions.publish(
        coop_id=coop.id, draft=draft(**changes), by=cast.OPERATOR, at=at, has_copies=has_copies
    )


def reader(person: cast.Person, kind: str = "member") -> Reader:
    return Reader(person.coop_id, person.id, kind)
