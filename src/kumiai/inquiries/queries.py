"""Questions about inquiries."""

from datetime import datetime

from django.db.models import QuerySet

from kumiai.inquiries import rules
from kumiai.inquiries.models import Inquiry


def again_at(*, network: str, mail: str, at: datetime) -> datetime | None:
    """When one more inquiry is taken from this network and for this address; None: now."""
    return rules.again_at(
        of_network=_latest(Inquiry.objects.filter(network=network), rules.NETWORK_PER_HOUR_MAX),
        of_address=_latest(Inquiry.objects.filter(mail=mail), rules.ADDRESS_PER_DAY_MAX),
        at=at,
    )


def _latest(inquiries: QuerySet[Inquiry], count: int) -> list[datetime]:
    return list(inquiries.order_by("-sent_at").values_list("sent_at", flat=True)[:count])
