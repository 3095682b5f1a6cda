"""The co-op's logo: uploaded, seen at once at the head of every page, and taken away."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kumiai.coops import queries as coops
from kumiai.coops.models import StaffAct
from tests import cast, office, pictures

pytestmark = pytest.mark.django_db

PAGE = "/office/settings/logo"


@pytest.fixture
def coop() -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def manager(coop: cast.Coop) -> Client:
    return office.client_of(office.manager(coop))


def send(client: Client, raw: bytes | None, **more: str) -> int:
    given: dict[str, object] = {"reason": "新しいロゴ"} | more
    if raw is not None:
        given["file"] = SimpleUploadedFile("logo.png", raw, "image/png")
    return client.post(PAGE, given).status_code


class TestLogo:
    def test_is_seen_at_the_head_of_every_page(self, coop: cast.Coop, manager: Client) -> None:
        raw = pictures.png(128, 96)
        assert send(manager, raw) == 302
        address = f"/theme/{coop.id}/{coops.coop(coop.id).logo}.png"
        for page in (manager.get("/office/"), Client().get("/login")):
            assert f'src="{address}"' in page.content.decode()
        shown = Client().get(address)
        assert (shown.content, shown["Content-Type"]) == (raw, "image/png")
        assert "immutable" in shown["Cache-Control"]
        assert shown["X-Content-Type-Options"] == "nosniff"

    def test_is_changed_and_taken_away_again(self, coop: cast.Coop, manager: Client) -> None:
        first = pictures.png(128, 128)
        assert send(manager, first) == 302
        earlier = coops.coop(coop.id).logo
        assert send(manager, first) == 409
        assert send(manager, pictures.png(64, 64, colour=b"\xff\0\0")) == 302
        assert send(manager, first) == 302
        assert coops.coop(coop.id).logo == earlier
        assert send(manager, None, is_removed="on") == 302
        assert coops.coop(coop.id).logo == ""
        assert "brand__mark" in manager.get("/office/").content.decode()
        acts = StaffAct.objects.filter(verb="change_logo", subject=f"coop:{coop.id}")
        assert acts.count() == 4

    @pytest.mark.parametrize(
        ("raw", "words"),
        [
            (pictures.png(63, 64), "63×64ピクセル"),
            (pictures.png(1025, 64), "1025×64ピクセル"),
            (b"<svg onload='alert(1)'/>", "PNGの画像ではないか"),
            (pictures.png(64, 64)[:-1], "PNGの画像ではないか"),
            (pictures.png(64, 64) + b"\0" * 262_144, "画像が大きすぎます"),
            (b"", "ファイルが空です。"),
        ],
    )
    def test_is_refused_plainly(
        self, coop: cast.Coop, manager: Client, raw: bytes, words: str
    ) -> None:
        file = SimpleUploadedFile("logo.png", raw, "image/png")
        response = manager.post(PAGE, {"reason": "新しいロゴ", "file": file})
        assert response.status_code == 422
        assert words in response.content.decode()
        assert coops.coop(coop.id).logo == ""

    def test_is_a_picture_or_none_and_has_a_reason(self, manager: Client) -> None:
        raw = pictures.png(64, 64)
        assert send(manager, None) == 422
        assert send(manager, raw, is_removed="on") == 422
        assert send(manager, raw, reason=" ") == 422

    def test_is_found_under_the_own_coop_alone(self, coop: cast.Coop, manager: Client) -> None:
        other = cast.other_coop()
        send(manager, pictures.png(64, 64))
        version = coops.coop(coop.id).logo
        assert Client().get(f"/theme/{other.id}/{version}.png").status_code == 404
        assert Client().get(f"/theme/{coop.id}/{'0' * 16}.png").status_code == 404
        assert coops.coop(other.id).logo == ""
