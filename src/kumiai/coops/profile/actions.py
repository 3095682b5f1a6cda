"""Changing what a co-op says of itself. Its code, hosts and tax number stay the operator's."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from kumiai.coops import actions as coops
from kumiai.coops.models import Coop
from kumiai.coops.rules import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """`accent_colour` is #rrggbb, and readable on white: whoever draws it has checked."""

    name: str
    short_name: str
    emoney_name: str
    phone: str
    address: str
    desk_address: str
    accent_colour: str


class CannotChangeCoop(Exception):
    """Nothing would change, or there is no such co-op."""


@transaction.atomic
def change_coop(*, coop_id: int, profile: Profile, reason: str, by: Actor, at: datetime) -> None:
    """Say something else of the co-op, at once and everywhere. Raises CannotChangeCoop.

    Receipts keep the issuer as it was when they were made.
    """
    row = Coop.objects.select_for_update().filter(id=coop_id).first()
    if row is None:
        raise CannotChangeCoop
    changed = {
        name: {"was": was, "becomes": value}
        for name, value in asdict(profile).items()
        if (was := getattr(row, name)) != value
    }
    if not changed:
        raise CannotChangeCoop
    for name, change in changed.items():
        setattr(row, name, change["becomes"])
    row.save(update_fields=list(changed))
    coops.record_act(
        coop_id=coop_id,
        by=by,
        verb="change_coop",
        subject=f"coop:{coop_id}",
        at=at,
        reason=reason,
        details=changed,
    )
