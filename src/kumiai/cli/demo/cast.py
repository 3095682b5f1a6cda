"""Who plays whom in the demo: the persons of demo.json, chosen by what they are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kumiai.cli.demo import academic_year, habits, people
from kumiai.cli.demo.life import Life
from kumiai.cli.demo.people import Person

WITH_MONEY = 25
ENDS_WITH_YEN = 6000
# The plan of the one with the meal card; in the second co-op that of three meals.
PLANS = {2101: 0, 9902: 2}


@dataclass(frozen=True, slots=True)
class Cast:
    """The parts by name, as in demo.json, and the life each member of the co-op leads."""

    parts: dict[str, Person]
    lives: tuple[Life, ...]

    def numbers(self) -> Iterator[str]:
        for person in self.parts.values():
            yield person.member_number


def choose(coop_id: int, members: Sequence[Person], *, today: date) -> Cast:
    """Give out the parts; the second co-op has two registered members and one who is to come."""
    year = academic_year.school_year(today)
    parts = _parts(members, year) if coop_id == 2101 else _other_parts(members, year)
    with_money = _with_money(members, parts, today)
    lives = tuple(
        _life(person, _part_of(person, parts), has_money=person in with_money) for person in members
    )
    return Cast(parts, lives)


def with_siblings(coop_id: int, members: Sequence[Person], *, today: date) -> tuple[Person, ...]:
    """The members of a co-op, of whom one is the other child of the registered guardian."""
    if coop_id != 2101:
        return tuple(members)
    parts = _parts(members, academic_year.school_year(today))
    sibling = people.as_sibling(parts["sibling"], of=parts["registered_guardian"])
    return tuple(sibling if each == parts["sibling"] else each for each in members)


def _parts(members: Sequence[Person], year: int) -> dict[str, Person]:
    in_second_year = _students(members, year - 1)
    in_third_year = _students(members, year - 2)
    return {
        "member": _students(members, year)[3],
        "guardian": in_second_year[7],
        "member_2014_2019": _joined(members, "graduate", 2014, 2019)[0],
        "older_member": _joined(members, "staff", 1900, 2013)[0],
        "registered_member": in_second_year[2],
        "registered_guardian": in_second_year[2],
        "sibling": _students(members, year)[6],
        "meal_card_member": in_second_year[11],
        "heavy_member": in_third_year[5],
    }


def _other_parts(members: Sequence[Person], year: int) -> dict[str, Person]:
    return {
        "member": _students(members, year)[3],
        "registered_member": _students(members, year - 1)[2],
        "meal_card_member": _students(members, year - 1)[4],
    }


def _students(members: Sequence[Person], joined_year: int) -> list[Person]:
    return _joined(members, "student", joined_year, joined_year)


def _joined(members: Sequence[Person], kind: str, first: int, last: int) -> list[Person]:
    return [each for each in members if each.kind == kind and first <= each.joined_year <= last]


def _part_of(person: Person, parts: dict[str, Person]) -> str:
    return next((part for part, each in parts.items() if each == person), "")


def _with_money(
    members: Sequence[Person], parts: dict[str, Person], today: date
) -> Sequence[Person]:
    """Some who are here all the year round, so that there are cards to pay with on every day."""
    year = academic_year.school_year(today)
    staying = [
        person
        for person in members
        if person.joined_year < year
        and person.graduation_year is not None
        and person.graduation_year > today.year
        and person not in parts.values()
    ]
    return staying[:: max(1, len(staying) // WITH_MONEY)]


def _life(person: Person, part: str, *, has_money: bool) -> Life:
    own = habits.habits_of(person)
    if part == "registered_member":
        return Life(person, habits.with_everything(own), keeps_waiting=True, ends_with_yen=3000)
    if part == "meal_card_member":
        return Life(person, habits.at_every_meal(own, PLANS[person.coop_id]), ends_with_yen=2000)
    if part == "heavy_member":
        return Life(person, habits.all_day_long(own), ends_with_yen=3000)
    if part == "member_2014_2019":
        return Life(person, habits.with_everything(own))
    return Life(person, own, ends_with_yen=ENDS_WITH_YEN if has_money else 0)
