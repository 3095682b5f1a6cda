"""`/office/files/members`: looked at first, taken in when chosen once more."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

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


def upload(client: Client, raw: bytes, *, digest: str = "") -> HttpResponse:
    body = {"file": SimpleUploadedFile("members.csv", raw), "digest": digest}
    response: HttpResponse = client.post("/office/files/members", body)
    return response


class TestMemberFiles:
    def test_only_looks_first_and_takes_the_same_file_in_then(self, client: Client) -> None:
        looked = upload(client, RAW)
        assert looked.status_code == 200
        assert looked.context["looked"].report.joined == 1
        assert Member.objects.count() == 0
        digest = looked.context["looked"].digest
        assert upload(client, RAW + b"\r\n", digest=digest).status_code == 422
        assert Member.objects.count() == 0
        taken = upload(client, RAW, digest=digest)
        assert taken.context["looked"].is_taken_in
        assert Member.objects.count() == 1

    def test_lists_bad_rows_and_takes_nothing_in(self, client: Client) -> None:
        bad = RAW.replace(b"2006", b"2999")
        assert bad != RAW
        response = upload(client, bad)
        assert response.status_code == 422
        assert "直していただく行" in response.content.decode()

    @pytest.mark.parametrize("raw", [b"PK\x03\x04", b"\xff\xfe", b"a,b\n1,2\n", b"\x00" * 30])
    def test_refuses_what_is_no_member_file(self, client: Client, raw: bytes) -> None:
        assert upload(client, raw).status_code == 422

    def test_is_for_the_member_desk(self, coop: cast.Coop) -> None:
        for person in (office.clerk(coop), office.accounting(coop), office.operator(coop)):
            assert upload(office.client_of(person), RAW).status_code == 403
