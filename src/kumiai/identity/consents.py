"""Who has consented to which version of the co-op's terms and privacy statement."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max

from kumiai.coops.legal import queries as legal
from kumiai.coops.legal.rules import LegalKind
from kumiai.identity.models import Consent


@dataclass(frozen=True, slots=True)
class ConsentFacts:
    """One consent; version 0 is kumiai's own text."""

    kind: LegalKind
    version: int
    at: datetime


def missing(*, login_pk: int, coop_id: int, day: date) -> tuple[LegalKind, ...]:
    """The kinds whose newer version this login must consent to before it goes on."""
    wanted = legal.versions_to_consent_to(coop_id=coop_id, day=day)
    if not wanted:
        return ()
    latest = Consent.objects.filter(login_id=login_pk).values_list("kind")
    given = dict(latest.annotate(Max("version")).order_by("kind"))
    return tuple(kind for kind, version in wanted.items() if given.get(kind, 0) < version)


def given(*, login_pk: int) -> tuple[ConsentFacts, ...]:
    """Every consent of a login, the latest first."""
    rows = Consent.objects.filter(login_id=login_pk).order_by("-at", "kind", "-version")
    return tuple(
        ConsentFacts(kind=row.kind, version=row.version, at=row.at)  # type: ignore[arg-type]
        for row in rows
    )
