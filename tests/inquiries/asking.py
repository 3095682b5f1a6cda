"""An inquiry for the desk's tests, and what the desk does with it."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

from kumiai.coops.rules import Actor
from kumiai.inquiries import actions, queries
from kumiai.inquiries.actions import Asked, Written
from kumiai.inquiries.models import Inquiry
from kumiai.inquiries.queries import InquiryFacts
from kumiai.inquiries.rules import Kind
from kumiai.kit.clock import TOKYO

NOON = datetime(2026, 4, 6, 12, tzinfo=TOKYO)
LATER = NOON + timedelta(hours=3)
DESK = Actor("staff", "7")
OTHER_DESK = Actor("staff", "8")
ASKED = Asked(
    kind=Kind.OTHER,
    name="津軽　花子",
    member_number="",
    mail="hanako@mail.example",
    text="食堂は何時までですか。",
)
_forms = count(1)


def ask(
    *,
    asked: Asked = ASKED,
    coop_id: int = 2101,
    at: datetime = NOON,
    language: str = "ja",
    **changes: object,
) -> InquiryFacts:
    """Somebody asks; the facts of it."""
    actions.send_inquiry(
        coop_id=coop_id,
        asked=replace(ASKED, **changes),  # type: ignore[arg-type]
        form_id=f"form {next(_forms)}",
        language=language,
        network="192.0.2.7",
        at=at,
    )
    return seen(Inquiry.objects.order_by("-id")[0].pk, coop_id=coop_id)


def seen(inquiry_id: int, *, coop_id: int = 2101) -> InquiryFacts:
    found = queries.inquiry(coop_id=coop_id, inquiry_id=inquiry_id)
    assert found is not None
    return found


def answer(
    inquiry: InquiryFacts,
    text: str = "19時までです。",
    *,
    by: Actor = DESK,
    at: datetime = LATER,
    waits: bool = False,
    replies_seen: int = 0,
) -> InquiryFacts:
    """The desk answers; the facts of it afterwards."""
    actions.reply(
        coop_id=inquiry.coop_id,
        inquiry_id=inquiry.id,
        written=Written(text=text, waits=waits, replies_seen=replies_seen),
        by=by,
        at=at,
    )
    return seen(inquiry.id, coop_id=inquiry.coop_id)
