"""Changing what a co-op says of itself. Its code, hosts and tax number stay the operator's."""

from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from kumiai.coops import actions as coops
from kumiai.coops.models import Coop, Logo
from kumiai.coops.rules import Actor

_VERSION_SIGNS = 16


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


@transaction.atomic
def change_logo(
    *, coop_id: int, picture: bytes | None, reason: str, by: Actor, at: datetime
) -> None:
    """Show another PNG for the co-op, or None for none, at once and everywhere.

    Pictures stay under their versions, so that a page that names one finds it. Raises
    CannotChangeCoop.
    """
    row = Coop.objects.select_for_update().filter(id=coop_id).first()
    version = sha256(picture).hexdigest()[:_VERSION_SIGNS] if picture else ""
    if row is None or row.logo == version:
        raise CannotChangeCoop
    if picture:
        Logo.objects.get_or_create(coop=row, version=version, defaults={"picture": picture})
    changed = {"logo": {"was": row.logo, "becomes": version}}
    row.logo = version
    row.save(update_fields=["logo"])
    coops.record_act(
        coop_id=coop_id,
        by=by,
        verb="change_logo",
        subject=f"coop:{coop_id}",
        at=at,
        reason=reason,
        details=changed,
    )
