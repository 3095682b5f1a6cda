"""Taking inquiries in: kept, copied, confirmed, each form once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import connection

from kumiai.coops.models import Coop
from kumiai.inquiries import actions, rules
from kumiai.inquiries.actions import Asked
from kumiai.inquiries.models import Inquiry
from kumiai.inquiries.rules import Kind
from kumiai.kit.clock import TOKYO
from kumiai.mail.models import Message
from tests import cast, databases

NOON = datetime(2026, 4, 6, 12, tzinfo=TOKYO)
ASKED = Asked(
    kind=Kind.MAIL_ADDRESS,
    name="津軽　花子",
    member_number="210125000001",
    mail="new@mail.example",
    text="機種変更しました。\nよろしくお願いします。",
)


@pytest.fixture
def coop(db: None) -> cast.Coop:
    return cast.coop_2101()


def send(
    *, form_id: str = "1", asked: Asked = ASKED, language: str = "ja", at: datetime = NOON
) -> None:
    actions.send_inquiry(
        coop_id=2101, asked=asked, form_id=form_id, language=language, network="192.0.2.7", at=at
    )


class TestSendInquiry:
    def test_keeps_what_was_asked(self, coop: cast.Coop) -> None:
        send()
        row = Inquiry.objects.get()
        assert (row.kind, row.name, row.member_number) == (ASKED.kind, ASKED.name, "210125000001")
        assert (row.mail, row.text, row.sent_at) == (ASKED.mail, ASKED.text, NOON)

    def test_copies_it_to_the_desk(self, coop: cast.Coop) -> None:
        send()
        copy = Message.objects.get(kind="inquiry_copy")
        assert copy.to_address == "desk@klas.seikyou.jp"
        for part in (ASKED.name, ASKED.member_number, ASKED.mail, ASKED.text, "メールアドレス変更"):
            assert part in copy.body
        assert "花子" not in copy.subject

    def test_needs_no_desk(self, coop: cast.Coop) -> None:
        Coop.objects.update(desk_address="")
        send()
        assert [message.kind for message in Message.objects.all()] == ["inquiry_confirmation"]

    def test_confirms_it_without_repeating_what_anybody_may_have_typed(
        self, coop: cast.Coop
    ) -> None:
        send()
        row = Inquiry.objects.get()
        confirmation = Message.objects.get(kind="inquiry_confirmation")
        assert confirmation.pk == row.confirmation_id
        assert confirmation.to_address == ASKED.mail
        assert f"受付番号：{row.pk}" in confirmation.body
        assert "メールアドレス変更" in confirmation.body
        for typed in (ASKED.name, ASKED.member_number, ASKED.text.splitlines()[0]):
            assert typed not in confirmation.subject + confirmation.body

    @pytest.mark.parametrize("kind", list(Kind))
    def test_speaks_the_senders_language(self, coop: cast.Coop, kind: Kind) -> None:
        send(language="en", asked=replace(ASKED, kind=kind))
        assert (
            "Your inquiry has arrived" in Message.objects.get(kind="inquiry_confirmation").subject
        )
        assert "受付番号" in Message.objects.get(kind="inquiry_copy").subject

    def test_takes_a_form_once_however_often_it_is_sent(self, coop: cast.Coop) -> None:
        send()
        send(asked=replace(ASKED, text="もう一度"))
        assert Inquiry.objects.get().text == ASKED.text
        assert Message.objects.count() == 2

    def test_takes_three_an_hour_for_one_address(self, coop: cast.Coop) -> None:
        for number in range(rules.ADDRESS_PER_HOUR_MAX):
            send(form_id=str(number))
        with pytest.raises(actions.TooManyInquiries) as refused:
            send(form_id="x")
        assert refused.value.retry_at == NOON + timedelta(hours=1)
        send(form_id="y", asked=replace(ASKED, mail="other@mail.example"))
        send(form_id="z", at=NOON + timedelta(hours=1))

    def test_takes_thirty_an_hour_from_one_network(self, coop: cast.Coop) -> None:
        for number in range(rules.NETWORK_PER_HOUR_MAX):
            send(form_id=str(number), asked=replace(ASKED, mail=f"a{number}@mail.example"))
        with pytest.raises(actions.TooManyInquiries):
            send(form_id="x", asked=replace(ASKED, mail="x@mail.example"))
        assert Inquiry.objects.count() == rules.NETWORK_PER_HOUR_MAX


class TestSendInquiryTogether:
    def test_takes_a_form_once_when_it_comes_twice_at_the_same_moment(
        self, fresh_database: databases.FreshDatabase
    ) -> None:
        cast.coop_2101()

        def press(_: int) -> None:
            try:
                send()
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(press, range(4)))
        assert Inquiry.objects.count() == 1
        assert Message.objects.count() == 2
