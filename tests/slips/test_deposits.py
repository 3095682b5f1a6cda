"""What makes two lines of files the same money: who writes a number alone is still somebody."""

import pytest

from kumiai.ledger import queries as ledger
from kumiai.ledger.accounts import Kind
from tests import cast
from tests.cast import Person
from tests.slips import bank

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair() -> tuple[Person, Person]:
    coop = cast.coop_2101()
    return cast.hanako(coop), cast.taro(coop)


def uncollected(person: Person) -> int:
    purses = ledger.purses_now(coop_id=person.coop_id, holder_id=person.id)
    return purses[Kind.UNCOLLECTED].balance


class TestMembersWhoWriteTheirNumberAlone:
    """The same guide amount on the same day; banks may leave the inquiry number empty."""

    def test_are_two_whichever_file_brings_them(self, pair: tuple[Person, Person]) -> None:
        for person in pair:
            file = bank.notice(bank.transfer(person.member_number, inquiry=""))
            (row,) = bank.take_in(file)
            assert (row.state, row.member_id) == ("credited", person.id)
        assert [uncollected(person) for person in pair] == [20_000, 20_000]

    def test_lose_nothing_when_the_others_is_cancelled(self, pair: tuple[Person, Person]) -> None:
        paid = [bank.transfer(person.member_number, inquiry="") for person in pair]
        bank.take_in(bank.notice(*paid))
        assert [uncollected(person) for person in pair] == [20_000, 20_000]
        first = pair[0].member_number
        bank.take_in(bank.notice(bank.transfer(first, inquiry="", is_cancelled=True)))
        assert [uncollected(person) for person in pair] == [0, 20_000]
