"""A mail at each step of a deposit, for those who want it and for nobody else."""

from datetime import timedelta

import pytest
from django.test import Client

from kumiai.coops import queries as coops
from kumiai.mail.models import Message
from kumiai.slips import actions, queries
from kumiai.slips.actions import wishes
from tests import cast
from tests.cast import Person
from tests.slips import bank
from tests.slips.bank import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def hanako() -> Person:
    person = cast.hanako(cast.coop_2101())
    cast.full_login(person, login_id="hanako")
    return person


def told() -> list[str]:
    kinds = Message.objects.filter(kind__startswith="slip_").order_by("id")
    return list(kinds.values_list("kind", flat=True))


class TestMails:
    def test_come_at_each_step_for_who_wants_them(self, hanako: Person) -> None:
        actions.wish_for_mails(coop_id=2101, member_id=hanako.id, at=AT)
        actions.wish_for_mails(coop_id=2101, member_id=hanako.id, at=AT)
        paid = bank.transfer(bank.numbered(hanako))
        bank.take_in(bank.notice(paid))
        assert told() == ["slip_taken_in"]
        stores = "・".join(store.name for store in coops.stores_that_hand_over(2101))
        arrived = Message.objects.get(kind="slip_taken_in").body
        assert "金額：20,000円\n" in arrived
        assert f"受け取れる店舗：{stores}\n" in arrived
        assert wishes.tell_collectable(at=AT + timedelta(days=1)) == 0
        assert wishes.tell_collectable(at=AT + timedelta(days=2)) == 1
        bank.take_in(bank.notice(bank.transfer(bank.numbered(hanako), is_cancelled=True)))
        assert told() == ["slip_taken_in", "slip_collectable", "slip_taken_back"]

    def test_call_nobody_to_a_till_for_what_the_bank_took_back(self, hanako: Person) -> None:
        actions.wish_for_mails(coop_id=2101, member_id=hanako.id, at=AT)
        bank.take_in(bank.notice(bank.transfer(bank.numbered(hanako))))
        bank.take_in(bank.notice(bank.transfer(bank.numbered(hanako), is_cancelled=True)))
        assert wishes.tell_collectable(at=AT + timedelta(days=2)) == 0
        assert told() == ["slip_taken_in", "slip_taken_back"]

    def test_go_to_nobody_else(self, hanako: Person) -> None:
        bank.take_in(bank.notice(bank.transfer(bank.numbered(hanako))))
        actions.wish_for_mails(coop_id=2101, member_id=hanako.id, at=AT)
        actions.stop_mails(coop_id=2101, member_id=hanako.id)
        assert wishes.tell_collectable(at=AT + timedelta(days=2)) == 0
        assert told() == []
        assert not queries.wants_mails(coop_id=2101, member_id=hanako.id)

    def test_can_be_asked_for_only_by_who_is_logged_in(self, client: Client) -> None:
        assert client.post("/uncollected/mails", {"mails": "on"}).status_code in {302, 403}
