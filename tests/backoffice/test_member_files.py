"""`/office/files/members`: received, seen, ordered, worked off; and a history of them."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from kumiai.coops.models import StaffAct
from kumiai.joining import actions
from kumiai.joining.models import KeptMemberFile
from kumiai.kit import clock
from kumiai.members.models import Member
from tests import cast, office
from tests.members import files

pytestmark = pytest.mark.django_db
RAW = files.member_csv(files.HANAKO).encode()


@pytest.fixture
def coop() -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def client(coop: cast.Coop) -> Client:
    return office.client_of(office.desk(coop))


def upload(
    client: Client, raw: bytes, *, name: str = "members.csv", language: str = "ja"
) -> HttpResponse:
    client.cookies["kumiai-language"] = language
    body = {"file": SimpleUploadedFile(name, raw)}
    response: HttpResponse = client.post("/office/files/members", body)
    return response


def work() -> None:
    """What the worker does next, for all files."""
    for file_id in KeptMemberFile.objects.values_list("id", flat=True):
        actions.read(file_id=file_id, now=clock.now)
        actions.work_off(file_id=file_id, now=clock.now)


def words(client: Client, address: str) -> str:
    return re.sub(r"[ \n]+", " ", client.get(address).content.decode())


class TestMemberFiles:
    def test_go_from_reading_to_done_and_change_nobody_before_they_are_ordered(
        self, client: Client
    ) -> None:
        address = upload(client, RAW)["Location"]
        reading = client.get(address)
        assert '<progress class="progress" max="2" value="0">' in reading.content.decode()
        assert reading["Refresh"]
        work()
        seen = client.get(address)
        assert "Refresh" not in seen
        assert "加入する人" in seen.content.decode()
        assert not Member.objects.exists()
        client.post(f"{address}/order")
        assert "取り込み中です（0／1）" in words(client, address)
        work()
        assert "加入1人、変更0人、変更なし0人" in words(client, address)
        assert client.get(f"{address}/original").content == RAW
        assert Member.objects.count() == 1

    def test_stand_in_the_history_and_every_act_in_the_log(self, client: Client) -> None:
        address = upload(client, RAW, name="四月.csv")["Location"]
        work()
        client.get(address)
        client.get(f"{address}/original")
        client.post(f"{address}/discard")
        page = words(client, "/office/files/members")
        digest = bytes(KeptMemberFile.objects.get().digest).hex()
        assert re.search(rf"四月.csv.*{digest[:12]}.*取りやめ", page)
        acts = StaffAct.objects.filter(subject__startswith="member_file:").order_by("id")
        assert [act.verb.removesuffix("_member_file") for act in acts] == [
            "receive",
            "read",
            "look_at",
            "download",
            "discard",
        ]

    def test_list_bad_rows_and_cannot_be_ordered_then(self, client: Client) -> None:
        address = upload(client, RAW.replace(b"2006", b"2999"))["Location"]
        work()
        page = words(client, address)
        assert "直していただく行" in page
        assert "生年月日としてありえません" in page
        assert f"{address}/order" not in page
        client.post(f"{address}/order")
        assert KeptMemberFile.objects.get().state == "refused"
        client.cookies["kumiai-language"] = "en"
        assert "nobody here was born on that day" in words(client, address)

    def test_of_the_same_content_say_who_brought_it_first(
        self, client: Client, coop: cast.Coop
    ) -> None:
        address = upload(client, RAW, name="first.csv")["Location"]
        manager = office.client_of(office.manager(coop))
        refused = upload(manager, RAW, name="second.csv")
        assert refused.status_code == 422
        who = client.get("/office/").context["request"].viewer.staff.name
        assert f"{who}さんが「first.csv」として" in refused.content.decode()
        work()
        client.post(f"{address}/order")
        work()
        again = upload(manager, RAW, name="second.csv")["Location"]
        work()
        page = words(manager, again)
        assert f"{who}さんが「first.csv」として受け取り、取り込みました" in page
        assert "変わることはありません" in page
        assert Member.objects.count() == 1

    @pytest.mark.parametrize(
        ("language", "said"),
        [("ja", "何も取り込んでいません"), ("en", "Nothing was taken in")],
    )
    @pytest.mark.parametrize("raw", [b"PK\x03\x04", b"\xff\xfe", b"a,b\n1,2\n", b"\x00" * 30])
    def test_refuse_what_is_no_member_file(
        self, client: Client, raw: bytes, language: str, said: str
    ) -> None:
        response = upload(client, raw, language=language)
        assert response.status_code == 422
        assert said in response.content.decode()
        assert not KeptMemberFile.objects.exists()

    def test_are_refused_by_their_size_before_they_are_read(self, client: Client) -> None:
        response = upload(client, b"1" * (33 * 2**20))
        assert response.status_code == 422
        assert "上限32MB" in response.content.decode()

    def test_are_for_the_member_desk(self, coop: cast.Coop) -> None:
        for person in (office.clerk(coop), office.accounting(coop), office.operator(coop)):
            assert upload(office.client_of(person), RAW).status_code == 403

    def test_of_another_coop_do_not_exist(self, client: Client) -> None:
        address = upload(client, RAW)["Location"]
        work()
        stranger = office.client_of(office.manager(cast.other_coop()))
        for way in ("", "/original"):
            assert stranger.get(address + way).status_code == 404
        for way in ("/order", "/discard"):
            assert stranger.post(address + way).status_code == 404
        assert KeptMemberFile.objects.get().state == "received"
