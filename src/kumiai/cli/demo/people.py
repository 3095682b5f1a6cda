"""The people of a demo co-op: members with believable names, readings, numbers and guardians.

A person is a function of the member number, and so stays the same from year to year.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from kumiai.cli.demo import academic_year, chance, content
from kumiai.cli.demo.content import Cohort, Faculty, FamilyName, GivenName

NORTHERN_COOP = 2101
SERIAL_MAX = 1_950
STAFF_SERIAL_MIN = 5_000
COHORT_MAX = 80
STUDY_YEARS_MAX = 9


@dataclass(frozen=True, slots=True)
class Person:
    """A member as the membership file has one; `kind` is student, graduate, staff or left."""

    coop_id: int
    member_number: str
    kind: str
    sex: str
    name: str
    kana: str
    birth_date: date
    joined_year: int
    graduation_year: int | None
    faculty: str
    field: str
    home_phone: str
    guardian_mobile: str
    guardian_name: str

    def school_year_in(self, year: int) -> int:
        """1 for the first academic year after joining, and so on."""
        return year - self.joined_year + 1


def people(coop_id: int, *, today: date) -> tuple[Person, ...]:
    """All members of a demo co-op as they are in the academic year of `today`."""
    year = academic_year.school_year(today)
    return tuple(
        person
        for cohort in content.cohorts()[coop_id]
        for person in _cohort(coop_id, cohort, year=year)
    )


def as_sibling(person: Person, *, of: Person) -> Person:
    """The same member as a child of the other's family."""
    return replace(
        person,
        name=_of_family(person.name, of.name),
        kana=_of_family(person.kana, of.kana),
        home_phone=of.home_phone,
        guardian_mobile=of.guardian_mobile,
        guardian_name=of.guardian_name,
    )


def _of_family(own: str, other: str) -> str:
    return "\u3000".join((other.split("\u3000", maxsplit=1)[0], own.split("\u3000")[1]))


def _cohort(coop_id: int, cohort: Cohort, *, year: int) -> Iterator[Person]:
    joined_year = _joined_year(cohort, year)
    random = chance.of("numbers", coop_id, joined_year, cohort.kind)
    serial_min = STAFF_SERIAL_MIN if cohort.kind == "staff" else 1
    serials = random.sample(range(serial_min, serial_min + SERIAL_MAX), COHORT_MAX)
    for serial in sorted(serials[: cohort.count]):
        number = f"{coop_id}{joined_year % 100:02d}{serial:06d}"
        yield _person(coop_id, number, cohort, year)


def _joined_year(cohort: Cohort, year: int) -> int:
    return cohort.joined_year or year - (cohort.years_ago or 0)


def _graduation(cohort: Cohort, year: int) -> int | None:
    if cohort.kind == "staff":
        return None
    if cohort.years is not None and cohort.years_ago is not None:
        return year - cohort.years_ago + cohort.years
    years = year + 1 - _joined_year(cohort, year)
    return year + 1 if years <= STUDY_YEARS_MAX else None


def _person(coop_id: int, number: str, cohort: Cohort, year: int) -> Person:
    random = chance.of("person", number)
    joined_year = _joined_year(cohort, year)
    sex = random.choice(("male", "female"))
    family = _family(random, coop_id)
    given = _given(random, family, sex, "parent" if cohort.kind == "staff" else "student")
    faculties = content.faculties(coop_id)
    faculty = random.choices(faculties, [each.weight for each in faculties])[0]
    is_staff = cohort.kind == "staff"
    guardian = _given(random, family, random.choice(("male", "female", "female")), "parent")
    return Person(
        coop_id=coop_id,
        member_number=number,
        kind=cohort.kind,
        sex=sex,
        name=f"{family.name}\u3000{given.name}",
        kana=f"{family.kana}\u3000{given.kana}",
        birth_date=_birth_date(random, joined_year, is_staff=is_staff),
        joined_year=joined_year,
        graduation_year=_graduation(cohort, year),
        faculty=_school(faculty, cohort),
        field=faculty.field,
        home_phone=_home_phone(random, coop_id),
        guardian_mobile="" if is_staff else _mobile(random),
        guardian_name="" if is_staff else f"{family.name}\u3000{guardian.name}",
    )


def _family(random: Random, coop_id: int) -> FamilyName:
    families = content.family_names()
    if coop_id == NORTHERN_COOP:
        weights = [each.weight_north + each.weight // 6 for each in families]
    else:
        weights = [each.weight for each in families]
    return random.choices(families, weights)[0]


def _given(random: Random, family: FamilyName, sex: str, generation: str) -> GivenName:
    names = [
        each
        for each in content.given_names()
        if each.sex == sex and each.generation == generation and family.name not in each.never_after
    ]
    return random.choices(names, [each.weight for each in names])[0]


def _birth_date(random: Random, joined_year: int, *, is_staff: bool) -> date:
    """Students join in the school year in which they turn 19, some a year or two later."""
    older = random.randint(9, 32) if is_staff else random.choices((0, 1, 2), (78, 18, 4))[0]
    return date(joined_year - 19 - older, 4, 2) + timedelta(days=random.randrange(365))


def _school(faculty: Faculty, cohort: Cohort) -> str:
    if cohort.kind == "staff":
        return "教職員"
    return faculty.graduate_school if cohort.kind == "graduate" else faculty.name


def _home_phone(random: Random, coop_id: int) -> str:
    """A number that looks like one and reaches nobody: no exchange begins with 0."""
    areas = ("0172", "0173", "0178", "0176") if coop_id == NORTHERN_COOP else ("0463",)
    area = random.choice(areas)
    return f"{area}-0{random.randrange(10)}-{random.randrange(10_000):04d}"


def _mobile(random: Random) -> str:
    """A number that looks like one and reaches nobody: none begins with 0 after the prefix."""
    prefix = random.choice(("090", "080", "070"))
    return f"{prefix}-0{random.randrange(1_000):03d}-{random.randrange(10_000):04d}"
