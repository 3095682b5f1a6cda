"""The desk's pages: the inbox, one inquiry with everything beside it, and what is done with it."""

from datetime import timedelta

import pytest
from django.test import Client

from kumiai.coops import queries as coops
from kumiai.inquiries.models import Inquiry
from kumiai.inquiries.queries import InquiryFacts
from kumiai.inquiries.rules import Kind, State
from kumiai.kit import clock
from kumiai.ledger.models import Entry
from kumiai.mail.models import Message
from tests import cast, money, office
from tests.inquiries.asking import ask, seen


@pytest.fixture
def coop(db: None) -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def madoka(coop: cast.Coop) -> office.Person:
    return office.desk(coop)


@pytest.fixture
def browser(madoka: office.Person) -> Client:
    return office.client_of(madoka)


def just_asked(**changes: object) -> InquiryFacts:
    return ask(at=clock.now() - timedelta(hours=2), **changes)  # type: ignore[arg-type]


def answered(browser: Client, inquiry: InquiryFacts, **given: str) -> int:
    form = {"text": "19時までです。", "replies_seen": "0"} | given
    return int(browser.post(f"/office/inquiries/{inquiry.id}/replies", form).status_code)


class TestInbox:
    def test_is_called_in_english_what_the_office_does(self, browser: Client) -> None:
        browser.cookies["kumiai-language"] = "en"
        page = browser.get("/office/inquiries").text
        assert "<h1>Inquiries</h1>" in page
        assert "Contact us" not in page.partition("<footer")[0]

    def test_shows_what_waits_and_narrows(self, browser: Client, madoka: office.Person) -> None:
        first = just_asked()
        second = just_asked(kind=Kind.LOST_CARD, name="岩木　太郎", mail="taro@mail.example")
        page = browser.get("/office/inquiries").text
        assert "対応待ち 2" in page
        for inquiry in (first, second):
            assert f'"/office/inquiries/{inquiry.id}"' in page
        page = browser.get("/office/inquiries?kind=lost_card&words=岩木").text
        assert f'"/office/inquiries/{first.id}"' not in page
        browser.post(f"/office/inquiries/{second.id}/assignment", {"to": str(madoka.id)})
        page = browser.get("/office/inquiries?assigned=mine&state=all").text
        assert f'"/office/inquiries/{second.id}"' in page
        assert f'"/office/inquiries/{first.id}"' not in page

    def test_is_given_only_to_who_may_answer(
        self, browser: Client, coop: cast.Coop, madoka: office.Person
    ) -> None:
        inquiry = just_asked()
        address = f"/office/inquiries/{inquiry.id}/assignment"
        for given in ({"to": str(madoka.id)}, {"to": str(office.clerk(coop).id)}, {}):
            browser.post(address, given)
            assert Inquiry.objects.get(pk=inquiry.id).assigned_to == str(madoka.id)

    def test_tells_the_median_time_to_answer(self, browser: Client) -> None:
        assert "今月の回答はまだありません" in browser.get("/office/inquiries").text
        answered(browser, just_asked())
        assert "中央値 2時間（1件）" in browser.get("/office/inquiries").text

    def test_keeps_spam_out_of_the_way(self, browser: Client) -> None:
        inquiry = just_asked()
        browser.post(f"/office/inquiries/{inquiry.id}/state", {"to": "spam"})
        link = f'"/office/inquiries/{inquiry.id}"'
        assert link not in browser.get("/office/inquiries?state=all").text
        assert link in browser.get("/office/inquiries?state=spam").text
        assert answered(browser, inquiry) == 409

    def test_takes_whatever_is_in_its_address(self, browser: Client) -> None:
        for query in (
            "state=x&kind=y&assigned=z&page=w",
            "words=%00",
            "page=999",
            "words=" + "9" * 90,
        ):
            assert browser.get(f"/office/inquiries?{query}").status_code == 200


class TestInquiry:
    def test_is_answered_from_a_canned_answer(self, browser: Client) -> None:
        inquiry = just_asked()
        page = browser.get(f"/office/inquiries/{inquiry.id}?canned=no-refund").text
        assert "卒業年の3月末まで" in page
        given = {"text": "返金できません。", "canned_key": "no-refund", "canned_version": "0"}
        assert answered(browser, inquiry, **given) == 302
        assert "返金できません。" in Message.objects.get(kind="inquiry_reply").body
        page = browser.get(f"/office/inquiries/{inquiry.id}").text
        assert "返金できません。" in page
        assert "送信待ち" in page
        acts = coops.acts(2101, subject=f"inquiry:{inquiry.id}")
        assert acts[0].details == {"state": "answered", "canned": "no-refund 0"}

    def test_is_not_answered_twice_at_once(self, browser: Client) -> None:
        inquiry = just_asked()
        assert answered(browser, inquiry) == 302
        assert answered(browser, inquiry) == 409
        assert answered(browser, inquiry, text=" ") == 422
        assert Message.objects.filter(kind="inquiry_reply").count() == 1

    def test_keeps_notes_and_what_arrived_another_way(self, browser: Client) -> None:
        inquiry = just_asked()
        path = f"/office/inquiries/{inquiry.id}"
        browser.post(f"{path}/notes", {"note-text": "電話済み"})
        further = {"further-way": "phone", "further-text": "折り返し希望"}
        assert browser.post(f"{path}/follow-ups", further).status_code == 302
        page = browser.get(path).text
        for text in ("電話済み", "折り返し希望", "弘前　まどか"):
            assert text in page
        assert browser.post(f"{path}/notes", {"note-text": ""}).status_code == 422
        assert browser.post(f"{path}/follow-ups", {"further-text": "a"}).status_code == 422

    def test_is_closed_and_taken_up_again(self, browser: Client) -> None:
        inquiry = just_asked()
        for to, state in (("closed", State.CLOSED), ("spam", State.CLOSED), ("open", State.OPEN)):
            browser.post(f"/office/inquiries/{inquiry.id}/state", {"to": to})
            assert seen(inquiry.id).state is state


class TestMember:
    def test_is_found_by_mail_attached_by_hand_and_logged(
        self, browser: Client, coop: cast.Coop, madoka: office.Person
    ) -> None:
        hanako = cast.hanako(coop)
        cast.full_login(hanako, login_id="hanako.t", mail="hanako@mail.example")
        inquiry = just_asked(mail="hanako@mail.example")
        path = f"/office/inquiries/{inquiry.id}"
        assert hanako.name in browser.get(path).text
        assert (
            browser.post(f"{path}/member", {"member_number": "2101 9999 9999"}).status_code == 422
        )
        browser.post(f"{path}/member", {"member_number": hanako.member_number})
        assert "人文社会科学部" in browser.get(path).text
        acts = coops.acts(2101, subject=f"member:{hanako.member_number}")
        assert ("look_up_member", str(madoka.id)) in {(act.verb, act.actor_id) for act in acts}
        desk = f"/office/members/{hanako.member_number}"
        assert f'"{desk}"' in browser.get(path).text
        assert f'"{path}"' in browser.get(desk).text
        assert f'"{path}"' not in office.client_of(office.clerk(coop)).get(desk).text
        browser.post(f"{path}/member", {"member_number": ""})
        assert seen(inquiry.id).member_id is None

    def test_of_another_coop_is_nobody(self, browser: Client, coop: cast.Coop) -> None:
        jiro = cast.jiro(cast.other_coop())
        inquiry = just_asked()
        theirs = just_asked(coop_id=1175)
        path = f"/office/inquiries/{inquiry.id}/member"
        assert browser.post(path, {"member_number": jiro.member_number}).status_code == 422
        assert browser.get(f"/office/inquiries/{theirs.id}").status_code == 404
        assert answered(browser, theirs) == 404


class TestPurchase:
    def test_shows_what_the_till_sent(self, browser: Client, coop: cast.Coop) -> None:
        hanako = cast.hanako(coop)
        at = clock.now() - timedelta(hours=3)
        money.top_up(hanako, till=coop.till, yen=2000, at=at)
        money.ring_up(hanako, money.line(yen=610), till=coop.till, at=at, receipt_number="R-77")
        entry_id = Entry.objects.get(kind="purchase").pk
        inquiry = just_asked(entry_id=entry_id, line=1, kind=Kind.PURCHASE)
        page = browser.get(f"/office/inquiries/{inquiry.id}").text
        for text in (
            "お問い合せの商品",
            "唐揚げ丼",
            "D1023",
            "R-77",
            coop.till.name,
            str(entry_id),
        ):
            assert text in page


class TestCannedAnswers:
    def test_are_worded_anew_in_versions(self, browser: Client) -> None:
        path = "/office/inquiries/answers/no-refund"
        assert "プリペイド残高の返金" in browser.get("/office/inquiries/answers").text
        given = {
            "title": "返金",
            "english_title": "Refunds",
            "japanese": "{coop}では返金しません。",
            "english": "No refunds.",
        }
        assert browser.post(path, given | {"version_seen": "0"}).status_code == 302
        assert browser.post(path, given | {"version_seen": "0"}).status_code == 409
        refused = browser.post(path, given | {"japanese": "{password}", "version_seen": "1"})
        assert refused.status_code == 422
        assert "{password}" in refused.text
        untitled = browser.post(path, given | {"english_title": "", "version_seen": "1"})
        assert "英語の質問を入力してください。" in untitled.text
        page = browser.get(path).text
        assert "第1版" in page
        assert "はじめの文面" in page
        inquiry = just_asked()
        page = browser.get(f"/office/inquiries/{inquiry.id}?canned=no-refund").text
        assert "弘前大学生活協同組合では返金しません。" in page
        assert browser.get("/office/inquiries/answers/no-such").status_code == 404

    def test_have_english_questions_in_the_english_office(self, browser: Client) -> None:
        inquiry = just_asked()
        browser.cookies["kumiai-language"] = "en"
        for path in ("answers", "answers/lost-card", str(inquiry.id)):
            page = browser.get(f"/office/inquiries/{path}").text
            assert "I have lost my member card" in page
        assert "組合員証を紛失した" not in browser.get("/office/inquiries/answers").text
