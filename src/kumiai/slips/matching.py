"""Whose a deposit is: by the reference of a slip or by a member number, never by a name alone.

Pure; what these functions need to know is looked up for them. What cannot be told stays on the
co-op's suspense until somebody in the office decides.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kumiai.kit.zengin import names
from kumiai.members import rules as members
from kumiai.slips import rules

MEMBER_NUMBER_DIGITS = 12
_DIGITS = re.compile(r"[0-9](?:[0-9]|-(?=[0-9]))*")
# How many signs of a folded name must agree before a part of it says anything.
_PART_SIGNS_MIN = 2


class Why(StrEnum):
    """Why a deposit is on the suspense."""

    UNKNOWN = "unknown"
    NAME_MISMATCH = "name_mismatch"
    LEFT = "left"
    DUPLICATE = "duplicate"
    TOO_LARGE = "too_large"
    CONTRADICTION = "contradiction"
    CANCELLED = "cancelled"
    RECALLED = "recalled"


@dataclass(frozen=True, slots=True)
class Hints:
    """What the texts of a deposit may name: references of slips, and member numbers."""

    references: tuple[str, ...]
    member_numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """A member as matching looks at one."""

    id: int
    member_number: str
    kana: str
    left_on: date | None


@dataclass(frozen=True, slots=True)
class Match:
    """Whose it is, and the reference of the slip by which that is known, if any."""

    member_id: int
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Hold:
    """It is not known whose, or should not be credited: why, and who it may be for."""

    why: Why
    member_id: int | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What was found for the hints of one deposit; `is_seen` where like money came in before."""

    by_reference: Sequence[tuple[str, Person]] = ()
    by_number: Sequence[Person] = ()
    paid_references: frozenset[str] = frozenset()
    is_seen: bool = False


def hints(*texts: str, coop_id: int) -> Hints:
    """The references and member numbers that can be read out of texts, in their order."""
    references, numbers = [], []
    for run in _runs(texts):
        if reference := rules.read_sent_reference(_tail(run, rules.SENT_REFERENCE_DIGITS, run)):
            references.append(reference)
        number = _tail(run, MEMBER_NUMBER_DIGITS, "")
        if len(number) == MEMBER_NUMBER_DIGITS and members.coop_of(number) == coop_id:
            numbers.append(number)
    return Hints(tuple(dict.fromkeys(references)), tuple(dict.fromkeys(numbers)))


def decide(*, payer: str, amount_yen: int, known: Known, today: date) -> Match | Hold:
    """Whose a deposit is, or why that is not to be said without a person.

    A slip's reference names its member whoever pays; a member number does so only where the
    payer's name does not speak against it.
    """
    people = {person.id: person for _, person in known.by_reference}
    people |= {person.id: person for person in known.by_number}
    reference = known.by_reference[0][0] if known.by_reference else ""
    if not people:
        return Hold(Why.DUPLICATE if known.is_seen else Why.UNKNOWN)
    if len(people) > 1:
        return Hold(Why.CONTRADICTION, reference=reference)
    (person,) = people.values()
    why = _why_not(
        person,
        reference=reference,
        payer=payer,
        amount_yen=amount_yen,
        is_paid=known.is_seen or (reference != "" and reference in known.paid_references),
        today=today,
    )
    return Hold(why, person.id, reference) if why else Match(person.id, reference)


def _why_not(
    person: Person, *, reference: str, payer: str, amount_yen: int, is_paid: bool, today: date
) -> Why | None:
    if amount_yen > rules.AMOUNT_YEN_MAX:
        return Why.TOO_LARGE
    if members.membership_ended(person.left_on, today):
        return Why.LEFT
    if is_paid:
        return Why.DUPLICATE
    if not reference and not is_name_possible(payer, person.kana):
        return Why.NAME_MISMATCH
    return None


def is_name_possible(payer: str, kana: str) -> bool:
    """Whether a payer's name may be the member's or a relative's: it shares a part of the name.

    Nothing but digits and blanks says nothing, so it does not speak against the member.
    """
    said = names.comparable(payer)
    if not said:
        return True
    if said in names.comparable(kana) or names.comparable(kana) in said:
        return True
    parts = [part for part in names.parts(kana) if len(part) >= _PART_SIGNS_MIN]
    return any(part in said for part in parts)


def is_over_cap(*, held_yen: int, amount_yen: int, cap_yen: int) -> bool:
    """Whether not all of it could be collected at once: the rest then stays uncollected."""
    return held_yen + amount_yen > cap_yen


def _runs(texts: Sequence[str]) -> list[str]:
    folded = (unicodedata.normalize("NFKC", text) for text in texts)
    return [run.replace("-", "") for text in folded for run in _DIGITS.findall(text)]


def _tail(run: str, length: int, otherwise: str) -> str:
    """The last so many digits where all before them are zeros, as in a field filled up."""
    return run[-length:] if len(run) >= length and not run[:-length].strip("0") else otherwise
