"""Taking in a co-op's legal texts. What was in force once stays as people consented to it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from itertools import pairwise

import msgspec
from django.db import transaction

from kumiai.coops import actions as coops
from kumiai.coops.imports import LegalTextPart
from kumiai.coops.legal import queries, rules
from kumiai.coops.legal.queries import TextFacts
from kumiai.coops.models import LegalText
from kumiai.coops.rules import Actor
from kumiai.kit import clock


class CannotRewrite(Exception):
    """A version that has begun is history; a change is a later version, from tomorrow on."""


@transaction.atomic
def take_in(
    *, coop_id: int, parts: Sequence[LegalTextPart], by: Actor, at: datetime, reason: str = ""
) -> tuple[str, ...]:
    """Add new versions and change those that have not begun; returns what changed.

    A co-op's first texts of a kind may have begun already. Raises CannotRewrite.
    """
    changes: list[str] = []
    for kind in rules.KINDS:
        known = {text.version: text for text in queries.texts(coop_id=coop_id, kind=kind)}
        named = {part.version: _facts(part) for part in parts if part.kind == kind}
        changed = [text for version, text in sorted(named.items()) if known.get(version) != text]
        _refuse_rewriting(changed, known, today=clock.tokyo_date(at))
        _put(coop_id, changed)
        changes += [_label(text) for text in changed]
    if changes:
        coops.record_act(
            coop_id=coop_id,
            by=by,
            verb="take_in_legal_texts",
            subject=f"coop:{coop_id}",
            at=at,
            reason=reason,
            details={"changes": changes},
        )
    return tuple(changes)


def _facts(part: LegalTextPart) -> TextFacts:
    return TextFacts(**msgspec.structs.asdict(part))


def _refuse_rewriting(
    changed: Sequence[TextFacts], known: Mapping[int, TextFacts], *, today: date
) -> None:
    """Neither a version in force nor the order of versions changes."""
    is_first = all(text.starts_on > today for text in known.values())
    for text in changed:
        was = known.get(text.version, text)
        if not is_first and min(text.starts_on, was.starts_on) <= today:
            raise CannotRewrite(_label(text))
    after = {**known, **{text.version: text for text in changed}}
    for earlier, later in pairwise(after[version] for version in sorted(after)):
        if later.starts_on <= earlier.starts_on:
            raise CannotRewrite(_label(later))


def _put(coop_id: int, changed: Sequence[TextFacts]) -> None:
    """Versions that change places go first, so that no two of them meet on one day."""
    for text in changed:
        LegalText.objects.filter(coop_id=coop_id, kind=text.kind, version=text.version).delete()
    LegalText.objects.bulk_create(LegalText(coop_id=coop_id, **asdict(text)) for text in changed)


def _label(text: TextFacts) -> str:
    return f"{text.kind} {text.version} ({text.starts_on.isoformat()})"
