"""Who is who in the demo's files; written last, so that it means that all of them are there."""

from datetime import date, datetime
from pathlib import Path

import msgspec

from kumiai.cli.demo import office_files, whole_files, world
from kumiai.cli.demo.people import Person
from kumiai.kit import clock, environment

FILE = "manifest.json"


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A member who plays a part, with what the registration form asks."""

    member_number: str
    kind: str
    kana: str
    birth_date: date
    joined_year: int
    phone: str


class CoopPart(msgspec.Struct, frozen=True, kw_only=True):
    """One co-op's parts by name, the years its members joined in, and cards with money."""

    coop_id: int
    joined_years: tuple[int, ...]
    history_lines: int
    member_numbers: tuple[str, ...]
    parts: dict[str, Part]
    cards: tuple[str, ...]


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """`until` is the moment at which the history ends: when the demo was first started."""

    until: datetime
    coops: tuple[CoopPart, ...]

    @property
    def first_day(self) -> date:
        return world.first_day(clock.tokyo_date(self.until))


def folder() -> Path:
    """Where the demo's files lie."""
    return environment.data_folder() / office_files.FOLDER


def read() -> Manifest | None:
    """The manifest of files that are complete; None where there are none."""
    try:
        return msgspec.json.decode((folder() / FILE).read_bytes(), type=Manifest)
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def make(until: datetime) -> Manifest:
    """Make up the demo until a moment and write all its files."""
    (folder() / FILE).unlink(missing_ok=True)
    coops = []
    for coop in world.make(until):
        lines = office_files.write(folder() / str(coop.coop_id), coop)
        coops.append(
            CoopPart(
                coop_id=coop.coop_id,
                joined_years=tuple(sorted({person.joined_year for person in coop.people})),
                history_lines=lines,
                member_numbers=tuple(person.member_number for person in coop.people),
                parts={name: _part(person) for name, person in coop.cast.parts.items()},
                cards=tuple(coop.cards()),
            )
        )
    made = Manifest(until=until, coops=tuple(coops))
    whole_files.write(folder() / FILE, msgspec.json.format(msgspec.json.encode(made)))
    return made


def _part(person: Person) -> Part:
    return Part(
        member_number=person.member_number,
        kind=person.kind,
        kana=person.kana,
        birth_date=person.birth_date,
        joined_year=person.joined_year,
        phone=person.home_phone,
    )
