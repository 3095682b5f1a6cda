"""What a login changed about itself, for its own history."""

from collections.abc import Sequence
from datetime import datetime

from kumiai.identity import devices
from kumiai.identity.devices import Browser
from kumiai.identity.models import Login, LoginChange


def note_change(*, login: Login, items: Sequence[str], browser: Browser, at: datetime) -> int:
    """Write down which items were changed, when and from where; the id of the record."""
    change = LoginChange.objects.create(
        coop_id=login.coop_id,
        login=login,
        at=at,
        items=list(items),
        network=browser.network,
        device=devices.device(browser.user_agent),
    )
    return change.pk
