"""Writing down who consented to what, with the version and the moment."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from kumiai.coops.legal import queries as legal
from kumiai.coops.legal.rules import LegalKind
from kumiai.identity.models import Consent, Login
from kumiai.kit import clock


class CannotConsent(Exception):
    """The version that was shown is not the one in force (any more)."""


@transaction.atomic
def consent(*, login_pk: int, versions: Mapping[LegalKind, int], at: datetime) -> None:
    """Keep that a login consented to these versions; twice changes nothing.

    Raises CannotConsent.
    """
    login = Login.objects.get(pk=login_pk)
    in_force = legal.versions_on(coop_id=login.coop_id, day=clock.tokyo_date(at))
    if any(in_force[kind] != version for kind, version in versions.items()):
        raise CannotConsent
    Consent.objects.bulk_create(
        [
            Consent(coop_id=login.coop_id, login=login, kind=kind, version=version, at=at)
            for kind, version in versions.items()
        ],
        ignore_conflicts=True,
    )


def consent_to_all(*, login: Login, at: datetime) -> None:
    """Keep that a login consented to whatever was in force, as the registration form asks."""
    versions = legal.versions_on(coop_id=login.coop_id, day=clock.tokyo_date(at))
    consent(login_pk=login.pk, versions=versions, at=at)
