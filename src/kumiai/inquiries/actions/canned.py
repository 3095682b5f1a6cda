"""Canned answers in a co-op's own words: each change is a version more."""

from datetime import datetime

from django.db import transaction

from kumiai.coops import actions as log
from kumiai.coops.rules import Actor
from kumiai.inquiries import canned, rules
from kumiai.inquiries.canned import Wording
from kumiai.inquiries.models import CannedAnswer


class CannotSave(Exception):
    """A text is missing or too long, leaves unknown places to fill in, or is out of date.

    `problem` is `key`, `missing`, `long`, `places` or `meanwhile`.
    """

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


@transaction.atomic
def save_canned_answer(
    *, coop_id: int, key: str, wording: Wording, version_seen: int, by: Actor, at: datetime
) -> int:
    """Put a wording into use; the earlier ones stay. Returns its version.

    `version_seen` is the version the page showed: nobody overwrites what they have not read.
    Raises CannotSave.
    """
    current = {answer.key: answer for answer in canned.answers(coop_id)}.get(key)
    if current is None:
        raise CannotSave("key")
    if current.version != version_seen:
        raise CannotSave("meanwhile")
    _check(wording)
    CannedAnswer.objects.create(
        coop_id=coop_id,
        key=key,
        version=current.version + 1,
        title=wording.title.strip(),
        english_title=wording.english_title.strip(),
        japanese=_text(wording.japanese),
        english=_text(wording.english),
        made_at=at,
        by_kind=by.kind,
        by_id=by.id,
    )
    log.record_act(
        coop_id=coop_id,
        by=by,
        verb="save_canned_answer",
        subject=f"canned_answer:{key}",
        at=at,
        details={"version": current.version + 1},
    )
    return current.version + 1


def _check(wording: Wording) -> None:
    titles = (wording.title.strip(), wording.english_title.strip())
    texts = (_text(wording.japanese), _text(wording.english))
    if not all(titles + texts):
        raise CannotSave("missing")
    if _longest(titles) > rules.TITLE_LENGTH_MAX or _longest(texts) > rules.TEXT_LENGTH_MAX:
        raise CannotSave("long")
    if rules.places_in(" ".join(titles + texts)) - set(rules.PLACES):
        raise CannotSave("places")


def _longest(texts: tuple[str, ...]) -> int:
    return max(map(len, texts))


def _text(typed: str) -> str:
    return rules.plain_text(typed) or ""
