"""The desk's work: answering in a thread, whose turn it is, to whom it belongs, and the log."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from kumiai.coops import queries as coops
from kumiai.inquiries import actions, queries, thread
from kumiai.inquiries.actions import Asker, CannotAnswer, CannotChange, NoSuchInquiry
from kumiai.inquiries.models import Inquiry, Reply
from kumiai.inquiries.queries import InquiryFacts, Sought
from kumiai.inquiries.rules import Kind, State
from kumiai.mail.models import Message
from tests import cast
from tests.inquiries.asking import DESK, LATER, NOON, OTHER_DESK, answer, ask, seen


@pytest.fixture
def coop(db: None) -> cast.Coop:
    return cast.coop_2101()


def found(**sought: object) -> list[int]:
    rows = queries.inbox(coop_id=2101, sought=Sought(**sought))  # type: ignore[arg-type]
    return [inquiry.id for inquiry in queries.facts_of(rows)]


def change(inquiry: InquiryFacts, to: State) -> None:
    actions.change_state(coop_id=2101, inquiry_id=inquiry.id, to=to, by=DESK, at=LATER)


class TestReply:
    def test_goes_out_in_the_thread_of_the_confirmation(self, coop: cast.Coop) -> None:
        inquiry = ask()
        answer(inquiry, "19時までです。")
        answer(inquiry, "土曜は14時までです。", replies_seen=1)
        confirmation = Message.objects.get(kind="inquiry_confirmation")
        first, second = Message.objects.filter(kind="inquiry_reply").order_by("id")
        assert first.in_reply_to == confirmation.message_id
        assert second.references.split() == [confirmation.message_id, first.message_id]
        assert first.reply_to == "desk@klas.seikyou.jp"
        assert first.subject == f"Re: {confirmation.subject}"
        assert f"受付番号 {inquiry.id}" in first.subject
        assert "19時までです。" in first.body
        assert first.to_address == inquiry.mail

    def test_speaks_the_askers_language(self, coop: cast.Coop) -> None:
        answer(ask(language="en"), "Until seven.")
        message = Message.objects.get(kind="inquiry_reply")
        assert message.subject.startswith("Re: Your inquiry has arrived")
        assert "Dear 津軽　花子" in message.body

    def test_says_whose_turn_it_is_and_who_has_taken_it(self, coop: cast.Coop) -> None:
        inquiry = answer(ask(), waits=True)
        assert (inquiry.state, inquiry.assigned_to) == (State.WAITING, DESK.id)
        assert inquiry.first_answered_at == LATER
        inquiry = answer(inquiry, by=OTHER_DESK, at=LATER + timedelta(hours=1), replies_seen=1)
        assert (inquiry.state, inquiry.assigned_to) == (State.ANSWERED, DESK.id)
        assert inquiry.first_answered_at == LATER

    def test_is_sent_once_however_often_the_button_is_pressed(self, coop: cast.Coop) -> None:
        inquiry = ask()
        answer(inquiry)
        with pytest.raises(CannotAnswer, match="meanwhile"):
            answer(inquiry, by=OTHER_DESK)
        assert Message.objects.filter(kind="inquiry_reply").count() == 1

    @pytest.mark.parametrize("text", ["", " \n ", "x" * 4001, "\x00"])
    def test_has_a_text(self, coop: cast.Coop, text: str) -> None:
        with pytest.raises(CannotAnswer, match="text"):
            answer(ask(), text)
        assert not Reply.objects.exists()

    def test_is_the_own_coops_alone(self, coop: cast.Coop) -> None:
        inquiry = ask()
        cast.other_coop()
        with pytest.raises(NoSuchInquiry):
            actions.note(coop_id=1175, inquiry_id=inquiry.id, text="a", by=DESK, at=LATER)
        assert queries.inquiry(coop_id=1175, inquiry_id=inquiry.id) is None

    def test_stays_as_it_was_sent(self, coop: cast.Coop) -> None:
        answer(ask())
        with pytest.raises(IntegrityError), transaction.atomic():
            Reply.objects.update(text="別の返事")
        with pytest.raises(IntegrityError), transaction.atomic():
            Inquiry.objects.update(text="別の質問")


class TestThread:
    def test_has_everything_in_the_order_of_time_and_notes_for_the_desk_alone(
        self, coop: cast.Coop
    ) -> None:
        inquiry = ask()
        actions.note(coop_id=2101, inquiry_id=inquiry.id, text="要確認", by=DESK, at=NOON)
        answer(inquiry)
        actions.follow_up(
            coop_id=2101, inquiry_id=inquiry.id, text="土曜は?", way="mail", by=DESK,
            at=LATER + timedelta(hours=1),
        )  # fmt: skip
        posts = thread.posts(inquiry_id=inquiry.id, with_notes=True)
        assert [post.kind for post in posts] == ["note", "reply", "follow_up"]
        shown = thread.posts(inquiry_id=inquiry.id, with_notes=False)
        assert [post.text for post in shown] == ["19時までです。", "土曜は?"]
        assert seen(inquiry.id).state is State.OPEN


class TestChangeState:
    def test_closes_takes_up_again_and_is_in_the_log(self, coop: cast.Coop) -> None:
        inquiry = ask()
        change(inquiry, State.CLOSED)
        change(inquiry, State.CLOSED)
        change(inquiry, State.OPEN)
        acts = coops.acts(2101, subject=f"inquiry:{inquiry.id}")
        assert [act.details["to"] for act in acts] == ["open", "closed"]
        assert {act.actor_id for act in acts} == {DESK.id}

    @pytest.mark.parametrize("to", [State.WAITING, State.ANSWERED])
    def test_calls_nothing_answered_that_is_not(self, coop: cast.Coop, to: State) -> None:
        inquiry = ask()
        with pytest.raises(CannotChange):
            change(inquiry, to)
        with pytest.raises(IntegrityError), transaction.atomic():
            Inquiry.objects.filter(id=inquiry.id).update(state="answered")

    def test_puts_spam_out_of_the_way_and_what_follows_it(self, coop: cast.Coop) -> None:
        inquiry = ask()
        change(inquiry, State.SPAM)
        mails = Message.objects.count()
        again = ask(at=LATER)
        assert again.state is State.SPAM
        assert Message.objects.count() == mails
        assert found() == found(state=None) == []
        assert found(state=State.SPAM) == [again.id, inquiry.id]
        with pytest.raises(CannotAnswer, match="spam"):
            answer(again)


class TestAttachMember:
    def test_begins_with_the_number_that_was_typed(self, coop: cast.Coop) -> None:
        hanako = cast.hanako(coop)
        assert ask(member_number=hanako.member_number).attached_number == hanako.member_number
        assert ask(member_number="210199999999", mail="b@mail.example").member_id is None

    def test_can_be_changed_by_hand_within_the_coop(self, coop: cast.Coop) -> None:
        hanako, jiro = cast.hanako(coop), cast.jiro(cast.other_coop())
        inquiry = ask()
        for member_id, number in ((hanako.id, hanako.member_number), (None, "")):
            actions.attach_member(
                coop_id=2101, inquiry_id=inquiry.id, member_id=member_id, by=DESK, at=LATER
            )
            assert seen(inquiry.id).attached_number == number
        with pytest.raises(LookupError):
            actions.attach_member(
                coop_id=2101, inquiry_id=inquiry.id, member_id=jiro.id, by=DESK, at=LATER
            )


class TestInbox:
    def test_is_searched_and_narrowed(self, coop: cast.Coop) -> None:
        hanako = cast.hanako(coop)
        first = ask(member_number=hanako.member_number)
        second = ask(kind=Kind.LOST_CARD, mail="taro@mail.example", name="岩木　太郎", at=LATER)
        actions.assign(coop_id=2101, inquiry_id=second.id, to=DESK.id, by=DESK, at=LATER)
        assert found() == [first.id, second.id]
        assert found(state=None) == [second.id, first.id]
        assert found(kind=Kind.LOST_CARD) == found(assigned_to=DESK.id) == [second.id]
        assert found(assigned_to="") == [first.id]
        assert found(words="岩木 taro@") == [second.id]
        # A short number may be a part of a member's, too.
        assert second.id in found(words=str(second.id))
        assert found(words=hanako.member_number[-6:]) == [first.id]
        assert found(words="どこにもない") == []
        assert queries.counts(2101)[State.OPEN] == 2


class TestAskedBy:
    def test_is_what_was_sent_with_the_own_login(self, coop: cast.Coop) -> None:
        hanako = cast.hanako(coop)
        own = ask(asker=Asker(hanako.id, "member"))
        ask(asker=Asker(hanako.id, "guardian"), mail="yoko@mail.example")
        ask(member_number=hanako.member_number, mail="stranger@mail.example")
        mine = queries.asked_by(coop_id=2101, member_id=hanako.id, kind="member")
        assert [inquiry.id for inquiry in mine] == [own.id]
        assert len(queries.about(coop_id=2101, member_id=hanako.id)) == 3


class TestTimeToAnswer:
    def test_is_the_median_of_what_was_answered_in_the_time(self, coop: cast.Coop) -> None:
        for hours in (1, 2, 30):
            answer(ask(mail=f"h{hours}@mail.example"), at=NOON + timedelta(hours=hours))
        ask(mail="open@mail.example")
        day = timedelta(days=1)
        told = queries.time_to_answer(coop_id=2101, since=NOON - day, before=NOON + 2 * day)
        assert (told.count, told.median) == (3, timedelta(hours=2))
        none = queries.time_to_answer(coop_id=2101, since=NOON - day, before=NOON)
        assert (none.count, none.median) == (0, None)
