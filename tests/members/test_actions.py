"""Joining and changing by file, and stopping cards."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from kumiai.coops import actions as coops
from kumiai.coops import imports as coop_files
from kumiai.coops import queries as coop_queries
from kumiai.coops.models import StaffAct
from kumiai.coops.rules import Actor
from kumiai.kit import steps
from kumiai.members import actions, imports, queries
from kumiai.members.models import Guardian, Member, MemberCard, Suspension
from kumiai.members.rules import CardState
from tests.coops.files import HIROSAKI, OTHER
from tests.members import cards
from tests.members.files import HANAKO, HEADER, TARO, member_csv

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
MORI = Actor(kind="operator", id="mori")
HERSELF = Actor(kind="member", id="1")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def two_coops(db: None) -> None:
    for text in (HIROSAKI, OTHER):
        coops.take_in(file=coop_files.read(text.encode()), by=MORI, at=NOW)


def take_in(*rows: dict[str, str], header: tuple[str, ...] = HEADER) -> actions.Intake:
    file = imports.read(member_csv(*rows, header=header).encode(), coop_id=2101, today=NOW.date())
    return actions.take_in_members(
        coop_id=2101, rows=file.rows, columns=file.fields, by=MORI, at=NOW
    )


def hanako_id() -> int:
    return take_in(HANAKO).joined["210100001234"]


def state(key: str, coop_id: int = 2101) -> CardState | None:
    with transaction.atomic():
        found = steps.run(connection.connection, cards.lock_cards([(coop_id, key)]))
        return found.get((coop_id, key))


class TestTakeInMembers:
    def test_joins_with_a_guardian_and_a_card(self) -> None:
        intake = take_in(HANAKO, TARO)
        assert set(intake.joined) == {"210100001234", "210100001235"}
        hanako = queries.member_by_number("210100001234")
        assert (hanako.name, hanako.kana) == ("青森 花子", "アオモリ ハナコ")
        assert (hanako.guardian_name, hanako.card_code) == ("青森 光子", "210100001234")
        assert hanako.prepaid_usable_until == date(2029, 3, 31)
        assert queries.member(coop_id=2101, member_id=hanako.id) == hanako
        assert Member.objects.count() == 2

    def test_changes_nothing_the_second_time(self) -> None:
        first = take_in(HANAKO, TARO)
        acts = StaffAct.objects.count()
        again = take_in(HANAKO, TARO)
        assert (again.joined, again.changed, again.unchanged) == ({}, {}, first.joined)
        assert StaffAct.objects.count() == acts
        assert Guardian.objects.count() == MemberCard.objects.count() == 2

    def test_changes_what_is_new_and_writes_down_what_was_before(self) -> None:
        take_in(HANAKO, TARO)
        married = HANAKO | {"氏名": "岩木 花子", "保護者氏名": "", "帰省先電話番号": ""}
        intake = take_in(married, TARO)
        assert set(intake.changed) == {"210100001234"}
        hanako = queries.member_by_number("210100001234")
        assert (hanako.name, hanako.guardian_name, hanako.home_phone) == ("岩木 花子", "", "")
        act = coop_queries.acts(2101, subject="member:210100001234")[0]
        assert act.verb == "change_member"
        assert act.details["before"] == {
            "name": "青森 花子", "guardian_name": "青森 光子", "home_phone": "0172344806",
        }  # fmt: skip

    def test_leaves_alone_what_the_file_has_no_column_for(self) -> None:
        take_in(HANAKO)
        intake = take_in(HANAKO, header=HEADER[:5])
        assert intake.changed == {}
        assert queries.member_by_number("210100001234").faculty == "理工学部"

    def test_refuses_numbers_of_another_co_op_and_doubles(self) -> None:
        file = imports.read(member_csv(HANAKO, TARO).encode(), coop_id=2101, today=NOW.date())
        for coop_id, rows in ((2102, file.rows), (2101, file.rows + file.rows)):
            with pytest.raises(actions.CannotTakeIn):
                actions.take_in_members(
                    coop_id=coop_id, rows=rows, columns=file.fields, by=MORI, at=NOW
                )
        assert Member.objects.count() == 0

    @pytest.mark.parametrize(
        ("statement", "constraint"),
        [
            ("UPDATE members_member SET member_number = '21010000123x'", "member_number"),
            ("UPDATE members_member SET coop_id = 2102", "member_number_of_coop"),
            ("UPDATE members_guardian SET coop_id = 2102", "guardian_member_of_coop"),
            ("UPDATE members_membercard SET coop_id = 2102", "member_card_member_of_coop"),
            ("UPDATE members_membercard SET idm = '0123456789abcdef'", "member_card_idm"),
        ],
    )
    def test_leaves_rows_that_the_database_guards(self, statement: str, constraint: str) -> None:
        take_in(HANAKO)
        with (
            pytest.raises(IntegrityError, match=constraint),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


class TestSuspend:
    def test_stops_the_card_and_says_who_did_it(self) -> None:
        member_id = hanako_id()
        actions.suspend(coop_id=2101, member_id=member_id, reason="紛失", by=HERSELF, at=NOW)
        assert queries.member(coop_id=2101, member_id=member_id).suspended_at == NOW
        found = state("210100001234")
        assert found is not None
        assert found.suspended_at == NOW
        act = coop_queries.acts(2101, subject="member:210100001234")[0]
        assert (act.verb, act.actor_kind, act.reason) == ("suspend", "member", "紛失")

    def test_is_not_done_twice_nor_from_another_co_op(self) -> None:
        member_id = hanako_id()
        for coop_id in (2102, 2101, 2101):
            try:
                actions.suspend(coop_id=coop_id, member_id=member_id, reason="", by=MORI, at=NOW)
            except actions.CannotSuspend:
                continue
        assert Suspension.objects.count() == 1
        with pytest.raises(actions.CannotSuspend):
            actions.suspend(coop_id=2102, member_id=member_id, reason="", by=MORI, at=NOW)


class TestLiftSuspension:
    def test_lets_the_card_pay_again(self) -> None:
        member_id = hanako_id()
        actions.suspend(coop_id=2101, member_id=member_id, reason="紛失", by=HERSELF, at=NOW)
        actions.lift_suspension(
            coop_id=2101, member_id=member_id, reason="見つかった", by=MORI, at=LATER
        )
        found = state("210100001234")
        assert found is not None
        assert found.suspended_at is None
        assert Suspension.objects.get().lifted_at == LATER

    def test_is_never_before_what_it_lifts(self) -> None:
        """The clock of the server that stopped the card was ahead."""
        member_id = hanako_id()
        actions.suspend(coop_id=2101, member_id=member_id, reason="紛失", by=HERSELF, at=LATER)
        actions.lift_suspension(coop_id=2101, member_id=member_id, reason="", by=MORI, at=NOW)
        assert Suspension.objects.get().lifted_at == LATER

    @pytest.mark.parametrize("kind", ["member", "guardian", "system"])
    def test_is_for_stores_only(self, kind: str) -> None:
        member_id = hanako_id()
        actions.suspend(coop_id=2101, member_id=member_id, reason="紛失", by=HERSELF, at=NOW)
        with pytest.raises(actions.CannotLift):
            actions.lift_suspension(
                coop_id=2101,
                member_id=member_id,
                reason="",
                by=Actor(kind=kind),
                at=LATER,  # type: ignore[arg-type]
            )

    def test_needs_something_to_lift(self) -> None:
        with pytest.raises(actions.CannotLift):
            actions.lift_suspension(
                coop_id=2101, member_id=hanako_id(), reason="", by=MORI, at=LATER
            )


class TestLockCards:
    def test_finds_cards_by_code_and_idm_within_the_co_op(self) -> None:
        member_id = hanako_id()
        MemberCard.objects.filter(member_id=member_id).update(idm="0123456789ABCDEF")
        by_code, by_idm = state("210100001234"), state("0123456789ABCDEF")
        assert by_code == by_idm
        assert by_code is not None
        assert (by_code.member_id, by_code.graduation_year) == (member_id, 2029)
        assert state("210100001234", coop_id=2102) is None
        assert state("210100001234-2") is None

    def test_asks_nothing_for_no_cards(self) -> None:
        assert list(cards.lock_cards([])) == []
