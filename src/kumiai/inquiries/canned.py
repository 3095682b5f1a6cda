"""Canned answers: one for every question of the guide, until a co-op words it its own way."""

import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from django.db.models import QuerySet

from kumiai.coops import queries as coops
from kumiai.coops.policy import Policy
from kumiai.inquiries import rules
from kumiai.inquiries.models import CannedAnswer

FILE = Path(__file__).parent / "files" / "answers.toml"


@dataclass(frozen=True, slots=True)
class Wording:
    """The question it answers, and the answer in both languages."""

    title: str
    english_title: str
    japanese: str
    english: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A canned answer in use; version 0 is the wording that comes with kumiai."""

    key: str
    version: int
    wording: Wording
    made_at: datetime | None = None
    by_id: str = ""

    def title(self, language: str) -> str:
        """The question; in Japanese where a version was worded before titles had an English."""
        english = self.wording.english_title if language == "en" else ""
        return english or self.wording.title

    def text(self, language: str) -> str:
        return self.wording.english if language == "en" else self.wording.japanese


def answers(coop_id: int) -> tuple[Answer, ...]:
    """One for each question, in the guide's order, each in its latest version."""
    latest = {row.key: row for row in _rows(coop_id).order_by("key", "version")}
    return tuple(
        _answer(latest[key]) if key in latest else Answer(key, 0, wording)
        for key, wording in built_in().items()
    )


def versions(*, coop_id: int, key: str) -> tuple[Answer, ...]:
    """Every version there has been, the latest first; empty for an unknown key."""
    if key not in built_in():
        return ()
    own = _rows(coop_id).filter(key=key).order_by("-version")
    return (*map(_answer, own), Answer(key, 0, built_in()[key]))


def filled(answer: Answer, *, coop_id: int, language: str, policy: Policy, **known: str) -> str:
    """The answer's text with the co-op's own facts put in, and what is `known` of the inquiry."""
    coop = coops.coop(coop_id)
    facts = {
        "coop": coop.name,
        "money": coop.emoney_name,
        "phone": coop.phone,
        "sender_domain": coop.sender_address.rpartition("@")[2],
        "stores": "・".join(store.name for store in coops.stores_that_hand_over(coop_id)),
        "days_min": str(policy.slip_days_min),
        "days_max": str(policy.slip_days_max),
        "fee": f"{policy.reissue_fee_yen:,}",
        **known,
    }
    return rules.fill(answer.text(language), facts)


@lru_cache(maxsize=1)
def built_in() -> dict[str, Wording]:
    """The wordings that come with kumiai, by key."""
    file = tomllib.loads(FILE.read_text("utf-8"))
    return {
        key: Wording(
            title=part["title"],
            english_title=part["english_title"],
            japanese=part["japanese"].strip(),
            english=part["english"].strip(),
        )
        for key, part in file.items()
    }


def _rows(coop_id: int) -> QuerySet[CannedAnswer]:
    return CannedAnswer.objects.filter(coop_id=coop_id)


def _answer(row: CannedAnswer) -> Answer:
    wording = Wording(row.title, row.english_title, row.japanese, row.english)
    return Answer(row.key, row.version, wording, row.made_at, row.by_id)
