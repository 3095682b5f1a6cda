"""What an inquiry is about where that is a purchase, and how its states are called."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from kumiai.inquiries.rules import State
from kumiai.portal import whose
from kumiai.portal.viewer import PortalRequest, ViewersRequest
from kumiai.purchases.till_record import SentLine, TillRecord, till_record

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Text

STATE_WORDS: "dict[State, Text]" = {
    State.OPEN: _("確認中"),
    State.WAITING: _("お返事をお待ちしています"),
    State.ANSWERED: _("回答済み"),
    State.CLOSED: _("終了"),
    State.SPAM: _("終了"),
}


@dataclass(frozen=True, slots=True)
class About:
    """A purchase, and the line of it that was asked about, if one was."""

    purchase: TillRecord
    line: SentLine | None


def about(coop_id: int, entry_id: UUID | None, line: int | None) -> About | None:
    """What an inquiry that was sent is about; None where it is about no purchase."""
    record = till_record(coop_id=coop_id, entry_id=entry_id) if entry_id else None
    return About(record, record.line(line)) if record else None


def own_purchase(request: PortalRequest) -> TillRecord | None:
    """The purchase named by `?purchase=`, where whoever is logged in may see it; else None.

    What is unknown and what is somebody else's look alike: the form is about nothing then.
    """
    named = request.POST.get("purchase") or request.GET.get("purchase") or ""
    if request.viewer is None or not named:
        return None
    try:
        entry_id = UUID(named)
    except ValueError:
        return None
    viewers: ViewersRequest = request  # type: ignore[assignment]
    shown = whose.shown(viewers)
    record = till_record(coop_id=shown.coop_id, entry_id=entry_id) if shown.has_details else None
    return record if record and record.member_id == shown.member_id else None
