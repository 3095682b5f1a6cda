"""`/office/files`: received, looked at, ordered; refused whole with a reason in both languages."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from kumiai.kit import clock
from kumiai.slips import actions
from kumiai.slips.models import BankFile, Deposit
from tests import cast, office
from tests.cast import Person
from tests.slips import bank

pytestmark = pytest.mark.django_db
PAID_ON = clock.tokyo_date(clock.now()) - timedelta(days=8)


@pytest.fixture
def coop() -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def hanako(coop: cast.Coop) -> Person:
    return cast.hanako(coop)


@pytest.fixture
def client(coop: cast.Coop) -> Client:
    return office.client_of(office.accounting(coop))


def paid(person: Person, yen: int = 20_000) -> bytes:
    return bank.notice(bank.transfer(bank.numbered(person), yen, posted_on=PAID_ON))


def upload(
    client: Client, raw: bytes, *, name: str = "april.txt", language: str = "ja"
) -> HttpResponse:
    client.cookies["kumiai-language"] = language
    body = {"file": SimpleUploadedFile(name, raw), "kind": ""}
    response: HttpResponse = client.post("/office/files", body)
    return response


def work_off() -> None:
    (file_id,) = BankFile.objects.filter(state="working").values_list("id", flat=True)
    assert actions.work_off(file_id=file_id, now=clock.now)


class TestFiles:
    def test_moves_nothing_before_it_is_ordered(self, client: Client, hanako: Person) -> None:
        response = upload(client, paid(hanako))
        assert response.status_code == 302
        page = client.get(response["Location"]).content.decode()
        assert "取り込み前" in page
        assert bank.numbered(hanako) in page
        assert Deposit.objects.count() == 0

    def test_shows_progress_and_then_what_became_of_it(
        self, client: Client, hanako: Person
    ) -> None:
        address = upload(client, paid(hanako))["Location"]
        client.post(f"{address}/order")
        working = client.get(address)
        assert '<progress class="progress" max="1" value="0">' in working.content.decode()
        assert working["Refresh"]
        work_off()
        done = client.get(address)
        assert "組合員へ入金" in done.content.decode()
        assert "Refresh" not in done
        assert client.get(f"{address}/original").content == paid(hanako)

    @pytest.mark.parametrize(
        ("language", "words"),
        [("ja", "何も取り込んでいません"), ("en", "Nothing was taken in")],
    )
    @pytest.mark.parametrize("spoil", ["half", "zip", "trailer", "formula"])
    def test_says_why_a_file_is_refused(
        self, client: Client, hanako: Person, language: str, words: str, spoil: str
    ) -> None:
        row = f"{PAID_ON},1,{hanako.member_number}"
        raw = {
            "half": paid(hanako)[:500],
            "zip": b"PK\x03\x04" + paid(hanako),
            "trailer": paid(hanako).replace(b"8000001000000020000", b"8000001000000020001"),
            "formula": f"払込日,金額,組合員番号,払込人\n{row},=1+1".encode(),
        }[spoil]
        response = upload(client, raw, language=language)
        assert response.status_code == 422
        assert words in response.content.decode()
        assert BankFile.objects.count() == 0

    def test_refuses_what_is_too_large_by_its_size(self, client: Client) -> None:
        response = upload(client, b"1" * (33 * 2**20))
        assert response.status_code == 422
        assert "上限32MB" in response.content.decode()

    def test_refuses_the_same_content_under_another_name_and_says_who_brought_it(
        self, coop: cast.Coop, client: Client, hanako: Person
    ) -> None:
        colleague = office.accounting(coop)
        first = upload(office.client_of(colleague), paid(hanako))["Location"]
        response = upload(client, paid(hanako), name="copy.txt")
        assert response.status_code == 422
        page = response.content.decode()
        assert f"{colleague.name}さんが「april.txt」として受け取っています" in page
        assert f'<a href="{first}">そのファイルを見る</a>' in page

    def test_lets_a_file_be_given_up(self, client: Client, hanako: Person) -> None:
        address = upload(client, paid(hanako))["Location"]
        assert client.post(f"{address}/discard")["Location"] == "/office/files"
        assert upload(client, paid(hanako)).status_code == 302

    def test_is_for_those_who_keep_the_books(self, coop: cast.Coop, hanako: Person) -> None:
        for person in (office.clerk(coop), office.desk(coop), office.operator(coop)):
            assert upload(office.client_of(person), paid(hanako)).status_code == 403
        assert BankFile.objects.count() == 0

    def test_shows_another_coops_files_to_nobody(self, client: Client, hanako: Person) -> None:
        address = upload(client, paid(hanako))["Location"]
        stranger = office.client_of(office.manager(cast.other_coop()))
        for way in ("", "/original"):
            assert stranger.get(address + way).status_code == 404
        for way in ("/order", "/discard"):
            assert stranger.post(address + way).status_code == 404
        assert BankFile.objects.get().state == "received"


class TestPile:
    def test_is_accepted_when_count_and_total_agree(self, client: Client, hanako: Person) -> None:
        response = client.post("/office/files/pile", self.body(hanako, count=2, total_yen=25_000))
        assert response.status_code == 302
        client.post(f"{response['Location']}/order")
        work_off()
        assert set(Deposit.objects.values_list("state", flat=True)) == {"credited"}

    @pytest.mark.parametrize(("count", "total_yen"), [(3, 25_000), (2, 25_001)])
    def test_is_refused_when_they_do_not(
        self, client: Client, hanako: Person, count: int, total_yen: int
    ) -> None:
        body = self.body(hanako, count=count, total_yen=total_yen)
        response = client.post("/office/files/pile", body)
        assert response.status_code == 422
        words = response.content.decode()
        assert "合いません" in words
        assert re.search(r'name="amount_yen_2"\s+value="5000"', words)
        assert BankFile.objects.count() == 0

    def test_typed_before_names_who_brought_it(
        self, coop: cast.Coop, client: Client, hanako: Person
    ) -> None:
        colleague = office.accounting(coop)
        body = self.body(hanako, count=2, total_yen=25_000)
        first = office.client_of(colleague).post("/office/files/pile", body)["Location"]
        again = client.post("/office/files/pile", body)
        assert (again.status_code, BankFile.objects.count()) == (422, 1)
        assert "同じ内容の束を、すでに受け取っています" in again.text
        assert f"{colleague.name}さんが「4月8日 1束目」として受け取っています" in again.text
        assert f'<a href="{first}">そのファイルを見る</a>' in again.text
        assert re.search(r'name="amount_yen_2"\s+value="5000"', again.text)

    def test_of_the_same_totals_is_taken_with_a_warning_that_names_who_brought_the_first(
        self, coop: cast.Coop, client: Client, hanako: Person
    ) -> None:
        colleague = office.accounting(coop)
        body = self.body(hanako, count=2, total_yen=25_000)
        first = office.client_of(colleague).post("/office/files/pile", body)["Location"]
        warned = "同じ束を2度入力していないか"
        assert warned not in client.get(first).text
        second = client.post("/office/files/pile", body | {"label": "2束目"})["Location"]
        page = client.get(second).text
        assert warned in page
        assert f"{colleague.name}さんが「4月8日 1束目」として" in page
        client.post(f"{first}/discard")
        assert warned not in client.get(second).text

    @staticmethod
    def body(person: Person, *, count: int, total_yen: int) -> dict[str, str]:
        slips = {"label": "4月8日 1束目", "count": str(count), "total_yen": f"{total_yen:,}"}
        for number, yen in ((1, "20,000"), (2, "5000")):
            slips |= {
                f"paid_on_{number}": PAID_ON.isoformat(),
                f"amount_yen_{number}": yen,
                f"member_number_{number}": person.member_number,
            }
        return slips
