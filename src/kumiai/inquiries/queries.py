"""Questions about inquiries."""

from datetime import datetime

from kumiai.inquiries import rules
from kumiai.inquiries.models import Inquiry


def may_send(*, network: str, mail: str, at: datetime) -> bool:
    """Whether one more inquiry is taken from this network and for this address."""
    of_address = Inquiry.objects.filter(mail=mail)
    return rules.may_send(
        of_network=Inquiry.objects.filter(network=network, sent_at__gt=at - rules.HOUR).count(),
        of_address_in_hour=of_address.filter(sent_at__gt=at - rules.HOUR).count(),
        of_address_in_day=of_address.filter(sent_at__gt=at - rules.DAY).count(),
    )
