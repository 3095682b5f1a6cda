"""Member files: kept as received, read before they are ordered, each row taken in once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from kumiai.coops.models import StaffAct
from kumiai.joining import actions, queries
from kumiai.joining.actions import working_off
from kumiai.joining.looking import Looked
from kumiai.joining.models import KeptMemberFile
from kumiai.ledger.models import Account
from kumiai.meals.models import MealCard, MealPlan
from kumiai.members.imports import NotAMemberFile
from kumiai.members.models import Member
from tests import cast
from tests.joining import files
from tests.joining.files import AT
from tests.members.files import HANAKO, HEADER, TARO, member_csv

pytestmark = pytest.mark.django_db
BOTH = member_csv(HANAKO, TARO).encode()
WITH_LEAVING = (*HEADER, "脱退日")


@pytest.fixture(autouse=True)
def coop() -> cast.Coop:
    return cast.coop_2101()


def looked(file_id: int) -> Looked:
    found = queries.preview(coop_id=2101, file_id=file_id).looked
    assert found is not None
    return found


class TestReceive:
    def test_keeps_the_bytes_and_who_brought_them(self) -> None:
        file = files.received(BOTH, name="四月.csv")
        assert (file.name, file.rows, file.state) == ("四月.csv", 2, "received")
        assert (file.by_kind, file.received_at) == ("operator", AT)
        assert queries.raw_of_file(coop_id=2101, file_id=file.id) == BOTH
        with pytest.raises(IntegrityError, match="kept as it was received"), transaction.atomic():
            KeptMemberFile.objects.update(raw=BOTH + b" ")

    def test_names_the_file_that_is_at_hand_already(self) -> None:
        first = files.received(BOTH, name="a.csv")
        with pytest.raises(actions.AtHandAlready) as refused:
            files.received(BOTH, name="b.csv")
        assert refused.value.earlier == first
        actions.discard(coop_id=2101, file_id=first.id, by=cast.OPERATOR, at=AT)
        assert files.received(BOTH).state == "received"

    @pytest.mark.parametrize(
        "raw",
        [
            b"",
            b"PK\x03\x04" + BOTH,
            BOTH + b"a\0b",
            BOTH[:-3],
            BOTH.split(b"\r\n")[0],
            member_csv().encode("cp932") + BOTH.split(b"\r\n", 1)[1],
            BOTH + b" " * 33 * 2**20,
        ],
    )
    def test_keeps_nothing_of_what_is_no_member_file(self, raw: bytes) -> None:
        with pytest.raises(NotAMemberFile) as refused:
            files.received(raw)
        assert refused.value.japanese
        assert refused.value.english
        assert not KeptMemberFile.objects.exists()


class TestRead:
    def test_counts_and_shows_who_joins_and_who_changes(self) -> None:
        files.taken_in(member_csv(HANAKO).encode())
        moved = HANAKO | {"学部": "医学部"}
        found = looked(files.received(member_csv(moved, TARO).encode()).id)
        assert (found.joined, found.changed, found.unchanged) == (1, 1, 0)
        assert [row.name for row in found.joins] == ["弘前 太郎"]
        (change,) = found.changes[0].changes
        assert (change.header, change.before, change.after) == ("学部", "理工学部", "医学部")
        assert Member.objects.count() == 1

    def test_counts_who_leaves_and_who_leaves_no_longer(self) -> None:
        left = HANAKO | {"脱退日": "2026-03-31"}
        leaving = files.received(member_csv(left, TARO, header=WITH_LEAVING).encode())
        assert looked(leaving.id).leaving == 1
        assert [row.name for row in looked(leaving.id).leavers] == ["青森 花子"]
        files.taken_in(member_csv(left, header=WITH_LEAVING).encode())
        back = looked(files.received(member_csv(HANAKO, header=WITH_LEAVING).encode()).id)
        assert (back.changed, back.leaving, back.returning) == (1, 0, 1)

    def test_counts_a_new_meal_card_and_hands_none_out(self) -> None:
        files.plan("朝夕")
        files.taken_in(member_csv(HANAKO).encode())
        file = files.received(member_csv(HANAKO | {"ミールカード": "朝夕"}).encode())
        assert looked(file.id).changed == 1
        assert not MealCard.objects.exists()

    def test_ends_with_a_file_that_changes_nothing(self) -> None:
        done = files.taken_in(BOTH)
        again = files.received(BOTH, name="again.csv", at=AT + timedelta(days=1))
        assert (again.state, looked(again.id).unchanged) == ("unchanged", 2)
        assert queries.taken_in_before(coop_id=2101, file=again) == done
        with pytest.raises(actions.CannotOrder):
            actions.order(coop_id=2101, file_id=again.id, by=cast.OPERATOR, at=AT)

    @pytest.mark.parametrize(
        ("column", "cell", "english"),
        [
            ("氏名", "=1+1", "formula"),
            ("生年月日", "2006-02-30", "not a day"),
            ("ミールカード", "食べ放題", "no such meal plan"),
        ],
    )
    def test_refuses_a_file_with_a_wrong_row(self, column: str, cell: str, english: str) -> None:
        file = files.received(member_csv(HANAKO, TARO | {column: cell}).encode())
        assert (file.state, file.bad) == ("refused", 1)
        (problem,) = queries.preview(coop_id=2101, file_id=file.id).problems
        assert (problem.line, problem.column) == (3, column)
        assert english in problem.english
        with pytest.raises(actions.CannotOrder):
            actions.order(coop_id=2101, file_id=file.id, by=cast.OPERATOR, at=AT)
        assert not Member.objects.exists()

    def test_refuses_a_file_that_was_cut_off_in_a_row(self) -> None:
        file = files.received(BOTH[:-5])
        assert (file.state, file.bad, Member.objects.count()) == ("refused", 1, 0)

    def test_is_done_once(self) -> None:
        file = files.received(BOTH)
        assert not actions.read(file_id=file.id, now=lambda: AT)


class TestWorkOff:
    def test_gives_each_member_all_that_belongs_to_one_step_by_step(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(working_off, "STEP_ROWS", 2)
        file = files.received(files.many(5))
        actions.order(coop_id=2101, file_id=file.id, by=cast.OPERATOR, at=AT)
        reached: list[tuple[int, int]] = []
        assert actions.work_off(
            file_id=file.id,
            now=lambda: AT,
            progress=lambda to: reached.append((to.worked, Member.objects.count())),
        )
        assert reached == [(2, 2), (4, 4), (5, 5)]
        assert Account.objects.filter(holder_id__isnull=False).count() == 25
        done = files.facts(file.id)
        assert (done.state, done.joined, done.changed, done.unchanged) == ("done", 5, 0, 0)
        assert not actions.work_off(file_id=file.id, now=lambda: AT)

    def test_writes_down_who_ordered_it(self) -> None:
        files.taken_in(BOTH)
        acts = StaffAct.objects.filter(subject__startswith="member_file:").order_by("id")
        assert list(acts.values_list("verb", flat=True)) == [
            "receive_member_file",
            "read_member_file",
            "order_member_file",
            "take_in_member_file",
        ]
        assert StaffAct.objects.get(verb="join_members").actor_kind == "operator"

    def test_stops_where_a_plan_has_gone_since(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(working_off, "STEP_ROWS", 1)
        files.plan("朝夕")
        file = files.received(member_csv(HANAKO, TARO | {"ミールカード": "朝夕"}).encode())
        MealPlan.objects.update(name="夕")
        actions.order(coop_id=2101, file_id=file.id, by=cast.OPERATOR, at=AT)
        assert not actions.work_off(file_id=file.id, now=lambda: AT)
        stopped = files.facts(file.id)
        assert (stopped.state, stopped.worked, Member.objects.count()) == ("stopped", 1, 1)
        (problem,) = queries.preview(coop_id=2101, file_id=file.id).problems
        assert (problem.line, problem.column) == (3, "ミールカード")

    def test_is_taken_up_again_where_nobody_goes_on(self) -> None:
        file_id = actions.receive(coop_id=2101, name="a", raw=BOTH, by=cast.OPERATOR, at=AT)
        assert actions.take_up_unfinished(before=AT) == 0
        assert actions.take_up_unfinished(before=AT + timedelta(seconds=1)) == 1
        assert actions.read(file_id=file_id, now=lambda: AT)
        assert actions.take_up_unfinished(before=AT + timedelta(hours=1)) == 0
