"""Which terms and which privacy statement a co-op had on a day."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from kumiai.coops.legal import rules
from kumiai.coops.legal.rules import LegalKind
from kumiai.coops.models import LegalText


@dataclass(frozen=True, slots=True)
class TextFacts:
    """One version; in force from `starts_on` until the next one starts."""

    kind: LegalKind
    version: int
    starts_on: date
    needs_consent: bool
    japanese: str
    english: str


def text_on(*, coop_id: int, kind: LegalKind, day: date) -> TextFacts | None:
    """The version in force on a day; None where the co-op has none and kumiai's own holds."""
    begun = LegalText.objects.filter(coop_id=coop_id, kind=kind, starts_on__lte=day)
    row = begun.order_by("-starts_on").first()
    return _facts(row) if row else None


def texts(*, coop_id: int, kind: LegalKind) -> tuple[TextFacts, ...]:
    """Every version, also those that are to come, the latest first."""
    rows = LegalText.objects.filter(coop_id=coop_id, kind=kind).order_by("-version")
    return tuple(_facts(row) for row in rows)


def versions_on(*, coop_id: int, day: date) -> dict[LegalKind, int]:
    """The version in force of each kind that is consented to; 0 is kumiai's own text."""
    standard = dict.fromkeys(rules.CONSENTED_KINDS, rules.STANDARD_VERSION)
    return standard | _latest(coop_id, starts_on__lte=day)


def versions_to_consent_to(*, coop_id: int, day: date) -> dict[LegalKind, int]:
    """The version of each kind that everybody must have consented to, where there is one."""
    return _latest(coop_id, starts_on__lte=day, needs_consent=True)


def _latest(coop_id: int, **conditions: object) -> dict[LegalKind, int]:
    rows = LegalText.objects.filter(coop_id=coop_id, kind__in=rules.CONSENTED_KINDS, **conditions)
    return dict(rows.values_list("kind").annotate(Max("version")).order_by("kind"))


def _facts(row: LegalText) -> TextFacts:
    return TextFacts(
        kind=row.kind,  # type: ignore[arg-type]
        version=row.version,
        starts_on=row.starts_on,
        needs_consent=row.needs_consent,
        japanese=row.japanese,
        english=row.english,
    )
