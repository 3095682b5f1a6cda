"""Taking in slips: uncollected money for the right member, once, whatever file it comes in."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from kumiai.coops import queries as coops
from kumiai.kit.clock import TOKYO
from kumiai.ledger import queries as ledger
from kumiai.ledger.accounts import Kind
from kumiai.slips import actions, imports, queries
from kumiai.slips.actions import Intake
from kumiai.slips.imports import SlipFile
from tests import cast
from tests.cast import Person

pytestmark = pytest.mark.django_db

AT = datetime(2026, 4, 8, 10, tzinfo=TOKYO)
HEADER = "払込日,金額,組合員番号,払込票番号,払込人"


def slips(*lines: str) -> SlipFile:
    raw = "\n".join([HEADER, *lines]).encode()
    return queries.against_stored(imports.read(raw, coop_id=None, today=AT.date()))


def paid(person: Person, yen: int, *, on: str = "2026-04-03", reference: str = "A1") -> str:
    return f"{on},{yen},{person.member_number},{reference},"


def take_in(*lines: str) -> Intake:
    return actions.take_in(file=slips(*lines), by=cast.OPERATOR, at=AT)


def uncollected_yen(person: Person) -> int:
    purses = ledger.purses_now(coop_id=person.coop_id, holder_id=person.id)
    return purses[Kind.UNCOLLECTED].balance


class TestTakeIn:
    def test_adds_the_money_to_what_the_member_can_collect(self) -> None:
        coop = cast.coop_2101()
        hanako, taro = cast.hanako(coop), cast.taro(coop)
        intake = take_in(paid(hanako, 20_000), paid(taro, 5_000))
        assert (intake.new, intake.new_yen, intake.known) == (2, 25_000, 0)
        assert uncollected_yen(hanako) == 20_000
        assert uncollected_yen(taro) == 5_000

    def test_says_from_when_a_till_hands_it_over(self) -> None:
        hanako = cast.hanako(cast.coop_2101())
        take_in(paid(hanako, 20_000))
        (payment,) = queries.payments(coop_id=hanako.coop_id, member_id=hanako.id)
        assert payment.paid_on == date(2026, 4, 3)
        assert payment.available_on == date(2026, 4, 10)
        assert payment.taken_in_at == AT

    def test_takes_the_same_file_in_once(self) -> None:
        hanako = cast.hanako(cast.coop_2101())
        line = paid(hanako, 20_000)
        take_in(line)
        again = take_in(line)
        assert (again.new, again.known) == (0, 1)
        assert uncollected_yen(hanako) == 20_000

    def test_takes_only_what_is_new_from_a_file_that_overlaps(self) -> None:
        hanako = cast.hanako(cast.coop_2101())
        take_in(paid(hanako, 20_000))
        overlap = take_in(paid(hanako, 3_000, reference="A2"), paid(hanako, 20_000))
        assert (overlap.new, overlap.new_yen, overlap.known) == (1, 3_000, 1)
        assert uncollected_yen(hanako) == 23_000

    def test_keeps_two_like_payments_of_one_file_apart(self) -> None:
        hanako = cast.hanako(cast.coop_2101())
        line = paid(hanako, 20_000)
        assert take_in(line, line).new == 2
        assert take_in(line, line).new == 0
        assert uncollected_yen(hanako) == 40_000

    def test_turns_the_payment_of_nobody_into_a_problem(self) -> None:
        hanako = cast.hanako(cast.coop_2101())
        file = slips(paid(hanako, 20_000), "2026-04-03,5000,210199999999,A9,")
        assert [problem.line for problem in file.problems] == [3]
        assert len(file.rows) == 1

    def test_takes_nothing_in_when_a_row_is_of_nobody(self) -> None:
        hanako = cast.hanako(cast.coop_2101())
        file = slips(paid(hanako, 20_000))
        stranger = replace(file.rows[0], member_number="210199999999", fingerprint=b"x" * 32)
        with pytest.raises(actions.CannotTakeIn):
            actions.take_in(
                file=replace(file, rows=(*file.rows, stranger)), by=cast.OPERATOR, at=AT
            )
        assert uncollected_yen(hanako) == 0

    def test_writes_down_who_did_it(self) -> None:
        hanako = cast.hanako(cast.coop_2101())
        take_in(paid(hanako, 20_000))
        verbs = [act.verb for act in coops.acts(2101, subject="coop:2101")]
        assert "take_in_slips" in verbs
