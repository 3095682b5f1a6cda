"""Whom a pile of paper goes to: members by number, faculty or year of joining."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from kumiai.members.models import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Who is meant; what is left out does not narrow. `joined_since` counts its year in."""

    member_numbers: tuple[str, ...] = ()
    faculty: str = ""
    joined_year: int | None = None
    joined_since: int | None = None
    graduation_year: int | None = None


@dataclass(frozen=True, slots=True)
class Addressee:
    """What stands on an envelope; the guardian's name is empty where none is known."""

    id: int
    member_number: str
    name: str
    guardian_name: str
    faculty: str


def selected(*, coop_id: int, selection: Selection, on: date) -> tuple[Addressee, ...]:
    """The co-op's members who are meant and have not left by a day, by number."""
    meant = Q(coop_id=coop_id) & (Q(left_on=None) | Q(left_on__gte=on))
    if selection.member_numbers:
        meant &= Q(member_number__in=selection.member_numbers)
    if selection.faculty:
        meant &= Q(faculty=selection.faculty)
    if selection.joined_year is not None:
        meant &= Q(joined_year=selection.joined_year)
    if selection.joined_since is not None:
        meant &= Q(joined_year__gte=selection.joined_since)
    if selection.graduation_year is not None:
        meant &= Q(graduation_year=selection.graduation_year)
    return _addressees(meant)


def current_numbers(*, coop_id: int, member_numbers: Collection[str], on: date) -> frozenset[str]:
    """Those of these numbers whose members have not left by a day."""
    if not member_numbers:
        return frozenset()
    meant = Selection(member_numbers=tuple(member_numbers))
    found = selected(coop_id=coop_id, selection=meant, on=on)
    return frozenset(each.member_number for each in found)


def addressees(*, coop_id: int, member_ids: Collection[int]) -> dict[int, Addressee]:
    """The same of members known by their ids, by id."""
    found = _addressees(Q(coop_id=coop_id, id__in=list(member_ids)))
    return {each.id: each for each in found}


def faculties(coop_id: int) -> tuple[str, ...]:
    """The faculties a co-op's members belong to, in the order of their names."""
    named = Member.objects.filter(coop_id=coop_id).exclude(faculty="")
    return tuple(named.order_by("faculty").values_list("faculty", flat=True).distinct())


def _addressees(meant: Q) -> tuple[Addressee, ...]:
    rows = Member.objects.filter(meant).order_by("member_number")
    columns = ("id", "member_number", "name", "guardian__name", "faculty")
    return tuple(
        Addressee(row_id, number, name, guardian_name or "", faculty)
        for row_id, number, name, guardian_name, faculty in rows.values_list(*columns)
    )
