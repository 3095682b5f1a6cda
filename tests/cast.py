"""The people, tills and co-ops of the tests. They come in through the doors real ones use.

Hanako studies at co-op 2101; her mother is her guardian; Taro is in her class and must never see
what is hers; Kenji joined when telephones were passwords, the older member before all that. Jiro
belongs to another co-op, with a till of its own. Nobody has money until a test says so, with the
module `money`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from kumiai.coops import actions as coops
from kumiai.coops import imports as coop_files
from kumiai.coops.actions import EnrolledTerminal
from kumiai.coops.rules import Actor
from kumiai.identity import actions as identity
from kumiai.identity import hashing
from kumiai.identity import queries as logins
from kumiai.joining import member_file
from kumiai.kit.clock import TOKYO
from kumiai.members import queries as members
from kumiai.members.imports import HEADER_OF, MemberFile, MemberRow

FILES = Path(__file__).parent / "files"
LONG_AGO = datetime(2025, 4, 1, 9, tzinfo=TOKYO)
OPERATOR = Actor("operator", "cast")
PASSWORD = "りんごと8番の自転車"


@dataclass(frozen=True, slots=True)
class Coop:
    """A co-op with the terminals of the tests, each with its key."""

    id: int
    terminals: Mapping[str, EnrolledTerminal]

    @property
    def till(self) -> EnrolledTerminal:
        """Till 3 at FERIO, which hands over; of the other co-op its only till."""
        return self.terminals["till 3"]

    @property
    def cafeteria_till(self) -> EnrolledTerminal:
        return self.terminals["cafeteria"]

    @property
    def top_up_machine(self) -> EnrolledTerminal:
        return self.terminals["machine"]

    @property
    def feed(self) -> EnrolledTerminal:
        return self.terminals["feed"]


@dataclass(frozen=True, slots=True)
class Person:
    """A member, and what is known of the guardian."""

    id: int
    coop_id: int
    row: MemberRow

    @property
    def member_number(self) -> str:
        return self.row.member_number

    @property
    def name(self) -> str:
        return self.row.name

    @property
    def card(self) -> str:
        """The code of the first card."""
        return self.row.member_number

    @property
    def guardian_login_id(self) -> str:
        """The guardian's provisional login ID; the member's own is the member number."""
        return f"{self.row.member_number}p"

    @property
    def provisional_password(self) -> str:
        """Of the member and the guardian alike, as the guide has it (guide row G02)."""
        if self.row.joined_year >= 2020:
            return f"{self.row.birth_date:%Y%m%d}"
        return self.row.home_phone[-6:]


HANAKO = MemberRow(
    line=2,
    member_number="210125000001",
    name="津軽　花子",
    kana="ツガル　ハナコ",
    birth_date=date(2006, 4, 2),
    joined_year=2025,
    graduation_year=2029,
    faculty="人文社会科学部",
    home_phone="0172361234",
    guardian_mobile="09012345678",
    guardian_name="津軽　洋子",
)
TARO = replace(
    HANAKO,
    member_number="210125000002",
    name="岩木　太郎",
    kana="イワキ　タロウ",
    birth_date=date(2006, 11, 23),
    home_phone="0173221111",
    guardian_mobile="09087654321",
    guardian_name="岩木　一郎",
)
KENJI = replace(
    HANAKO,
    member_number="210116000003",
    name="白神　健司",
    kana="シラカミ　ケンジ",
    birth_date=date(1997, 8, 14),
    joined_year=2016,
    graduation_year=2029,
    faculty="医学部",
    home_phone="0187654321",
    guardian_mobile="08011112222",
    guardian_name="白神　正",
)
OLDER = replace(
    HANAKO,
    member_number="210110000004",
    name="八甲田　さくら",
    kana="ハッコウダ　サクラ",
    birth_date=date(1971, 1, 31),
    joined_year=2010,
    graduation_year=None,
    faculty="",
    home_phone="0177001234",
    guardian_mobile="",
    guardian_name="",
)
JIRO = replace(HANAKO, member_number="117525000001", name="汐見　次郎", kana="シオミ　ジロウ")


def coop_2101(*, at: datetime = LONG_AGO, **policy: Any) -> Coop:
    """The co-op of the guide, with `policy` numbers changed from its preset."""
    return _take_in("2101.toml", policy, at)


def other_coop(*, at: datetime = LONG_AGO, **policy: Any) -> Coop:
    """Jiro's co-op 1175: points become yen by the hundred there."""
    policy = {"point_block_tenths": 1000, "point_block_yen": 100} | policy
    return _take_in("1175.toml", policy, at)


def hanako(coop: Coop, *, at: datetime = LONG_AGO, **changes: Any) -> Person:
    """A student of co-op 2101 who joined in 2025; her mother looks after her."""
    return join(coop, replace(HANAKO, **changes), at=at)


def taro(coop: Coop, *, at: datetime = LONG_AGO, **changes: Any) -> Person:
    """A classmate of hers."""
    return join(coop, replace(TARO, **changes), at=at)


def kenji(coop: Coop, *, at: datetime = LONG_AGO, **changes: Any) -> Person:
    """Joined in 2016: his provisional password is six digits of a telephone number."""
    return join(coop, replace(KENJI, **changes), at=at)


def older_member(coop: Coop, *, at: datetime = LONG_AGO, **changes: Any) -> Person:
    """Joined in 2010: not provisionally registered, nobody's child."""
    return join(coop, replace(OLDER, **changes), at=at)


def jiro(coop: Coop, *, at: datetime = LONG_AGO, **changes: Any) -> Person:
    """Somebody of another co-op."""
    return join(coop, replace(JIRO, **changes), at=at)


def join(coop: Coop, row: MemberRow, *, at: datetime = LONG_AGO) -> Person:
    """Take the row in as the office does: membership, card, purses, provisional logins."""
    file = MemberFile(coop.id, frozenset(HEADER_OF), (row,), ())
    member_file.take_in(file, by=OPERATOR, at=at, progress=lambda _: None)
    ids_by_number = members.member_ids(coop_id=coop.id, member_numbers=[row.member_number])
    return Person(ids_by_number[row.member_number], coop.id, row)


def full_login(
    person: Person,
    *,
    login_id: str,
    password: str = PASSWORD,
    mail: str = "",
    kind: str = "member",
    at: datetime = LONG_AGO,
) -> int:
    """Let the member, or with kind `guardian` the guardian, be fully registered."""
    login = logins.login_of(member_id=person.id, kind=kind)
    assert login is not None, f"{person.name} has no provisional login"
    identity.register_fully(
        login_pk=login,
        login_id=login_id,
        password_hash=hashing.hash_password(password),
        mail_address=mail or f"{login_id}@mail.example",
        language="ja",
        at=at,
    )
    return login


def _take_in(name: str, policy: Mapping[str, Any], at: datetime) -> Coop:
    changes = "\n".join(f"{key} = {json.dumps(value)}" for key, value in policy.items())
    version = '[[policy]]\nstarts_on = 2020-03-01\npreset = "guide-2020"\n[policy.changes]\n'
    text = (FILES / name).read_text("utf-8") + version + changes
    intake = coops.take_in(file=coop_files.read(text.encode()), by=OPERATOR, at=at)
    assert intake.enrolled, "the co-op is there already"
    return Coop(intake.coop_id, {terminal.name: terminal for terminal in intake.enrolled})
