"""What the office undoes of what guessing switched off."""

from datetime import datetime

from django.db import transaction

from kumiai.coops import actions as coops
from kumiai.coops.rules import Actor
from kumiai.identity import rules
from kumiai.identity.actions import throttles
from kumiai.identity.models import Login


class NoSuchLogin(Exception):
    """Nobody of the co-op has this login ID."""


@transaction.atomic
def lift_stop(*, coop_id: int, login_id: str, by: Actor, reason: str, at: datetime) -> None:
    """Let a login ID be tried again from zero, after the person was checked.

    Audited with the reason. Raises NoSuchLogin.
    """
    folded = rules.fold_login_id(login_id)
    login = Login.objects.select_for_update().filter(coop_id=coop_id, login_id=folded).first()
    if login is None:
        raise NoSuchLogin
    throttles.forget_failures(login=login)
    coops.record_act(
        coop_id=coop_id,
        by=by,
        verb="lift_login_stop",
        subject=f"login:{login.pk}",
        reason=reason,
        at=at,
    )
