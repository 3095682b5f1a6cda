"""Who reads what: everybody's notices, one's own, and never a neighbour's."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kumiai.notices import actions, queries
from kumiai.notices.models import Notice
from kumiai.notices.rules import Audience, Readers
from tests import cast
from tests.notices.notes import NOON, publish, reader

ONE_DAY = timedelta(days=1)


@pytest.fixture
def coop(db: None) -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def hanako(coop: cast.Coop) -> cast.Person:
    return cast.hanako(coop)


def titles(person: cast.Person, kind: str = "member", *, days: int = 0) -> list[str]:
    at = NOON + days * ONE_DAY
    board = queries.board(reader=reader(person, kind), at=at, count=10)
    return [notice.title for notice in board.notices]


class TestBoard:
    def test_has_what_is_for_everyone_also_for_the_guardian(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        publish(coop, title="全員へ")
        assert titles(hanako) == titles(hanako, "guardian") == ["全員へ"]

    def test_has_nothing_of_another_co_op(self, coop: cast.Coop, hanako: cast.Person) -> None:
        jiro = cast.jiro(cast.other_coop())
        publish(coop, title="全員へ")
        assert titles(jiro) == []

    def test_shows_a_members_own_to_nobody_else(self, coop: cast.Coop, hanako: cast.Person) -> None:
        taro = cast.taro(coop)
        publish(
            coop,
            title="花子さんへ",
            audience=Audience.MEMBERS,
            readers=Readers.MEMBERS,
            member_ids=frozenset({hanako.id}),
        )
        assert titles(hanako) == ["花子さんへ"]
        assert titles(hanako, "guardian") == titles(taro) == []

    def test_shows_it_to_the_guardian_where_it_is_for_both(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        for_her = {"audience": Audience.MEMBERS, "member_ids": frozenset({hanako.id})}
        publish(coop, title="お二人へ", readers=Readers.BOTH, **for_her)
        publish(coop, title="保護者へ", readers=Readers.GUARDIANS, **for_her)
        assert set(titles(hanako, "guardian")) == {"お二人へ", "保護者へ"}
        assert titles(hanako) == ["お二人へ"]

    def test_goes_by_faculty_and_year_of_joining(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        kenji = cast.kenji(coop)
        publish(coop, title="医学部へ", audience=Audience.FACULTY, faculty="医学部")
        publish(coop, title="2025年へ", audience=Audience.JOINED_YEAR, joined_year=2025)
        assert titles(kenji) == ["医学部へ"]
        assert titles(hanako) == ["2025年へ"]

    def test_begins_and_ends_on_time(self, coop: cast.Coop, hanako: cast.Person) -> None:
        publish(coop, title="一日だけ", starts_at=NOON + ONE_DAY, ends_at=NOON + 2 * ONE_DAY)
        assert titles(hanako) == []
        assert titles(hanako, days=1) == ["一日だけ"]
        assert titles(hanako, days=2) == []

    def test_puts_the_unread_first_and_the_latest_of_these(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        for days, title in enumerate(["一番前", "真ん中", "最新"]):
            publish(coop, title=title, starts_at=NOON - (3 - days) * ONE_DAY)
        latest = Notice.objects.get(title="最新")
        actions.read(reader=reader(hanako), notice_id=latest.pk, at=NOON)
        assert titles(hanako) == ["真ん中", "一番前", "最新"]
        assert titles(hanako, "guardian") == ["最新", "真ん中", "一番前"]

    def test_counts_in_the_one_statement(self, coop: cast.Coop, hanako: cast.Person) -> None:
        for number in range(5):
            publish(coop, title=f"{number}")
        read_id = Notice.objects.get(title="0").pk
        actions.read(reader=reader(hanako), notice_id=read_id, at=NOON)
        with CaptureQueriesContext(connection) as asked:
            board = queries.board(reader=reader(hanako), at=NOON, count=2)
        assert (len(board.notices), board.total, board.unread, len(asked)) == (2, 5, 4, 1)


class TestDelivery:
    def test_counts_readers_and_addressees(self, coop: cast.Coop, hanako: cast.Person) -> None:
        cast.taro(coop)
        notice_id = publish(coop)
        for kind in ("member", "guardian"):
            actions.read(reader=reader(hanako, kind), notice_id=notice_id, at=NOON)
        seen = queries.delivery(coop_id=coop.id, notice_id=notice_id, at=NOON)
        assert (seen.addressees, seen.read_by_members, seen.read_by_guardians) == (2, 1, 1)
        assert seen.ordered_at is None

    def test_is_not_told_to_another_co_op(self, coop: cast.Coop, hanako: cast.Person) -> None:
        notice_id = publish(coop)
        with pytest.raises(Notice.DoesNotExist):
            queries.delivery(coop_id=cast.other_coop().id, notice_id=notice_id, at=NOON)
