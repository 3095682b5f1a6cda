"""Dishes in the office: looked at before they are taken in, row errors said, versions kept."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kumiai.coops.models import StaffAct
from kumiai.kit import clock
from kumiai.meals.models import Dish
from tests import cast, office
from tests.meals.dish_files import RICE, raw, row

LIST, FILE = "/office/dishes", "/office/dishes/file"


@pytest.fixture
def coop(db: None) -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def desk(coop: cast.Coop) -> Client:
    return office.client_of(office.desk(coop))


def look(client: Client, content: bytes, **more: str) -> object:
    file = SimpleUploadedFile("dishes.csv", content)
    return client.post(FILE, {"file": file, "step": "look"} | more)


def take_in(client: Client, content: bytes) -> None:
    page = look(client, content)
    form = page.context["form"]  # type: ignore[attr-defined]
    answer = client.post(FILE, {"kept": form.initial["kept"], "step": "take_in"})
    assert answer.status_code == 302


class TestTheFile:
    def test_is_looked_at_first(self, desk: Client) -> None:
        page = look(desk, raw(row(), row(RICE)))
        assert "<dt>新しい版</dt><dd>2</dd>" in "".join(page.text.split())  # type: ignore[attr-defined]
        assert not Dish.objects.exists()

    def test_is_taken_in_as_it_was_looked_at(self, desk: Client) -> None:
        take_in(desk, raw(row(), row(RICE)))
        assert Dish.objects.count() == 2
        assert StaffAct.objects.get(verb="take_in_dishes").actor_kind == "staff"
        assert "鶏の唐揚げ" in desk.get(LIST).text
        assert "21.4" in desk.get("/office/dishes/of/D1001").text

    def test_says_which_rows_are_wrong(self, desk: Client) -> None:
        answer = look(desk, raw(row(), row(RICE, protein_mg="x")))
        assert answer.status_code == 422  # type: ignore[attr-defined]
        assert "3行目 たんぱく質(g)：" in answer.text  # type: ignore[attr-defined]
        assert not Dish.objects.exists()

    @pytest.mark.parametrize(
        "content", [b"PK\x03\x04", b"\xff\xfe\x00", b"a,b\n1,2\n", b"x" * (1024 * 1024 + 1)]
    )
    def test_is_refused_where_it_is_none(self, desk: Client, content: bytes) -> None:
        assert look(desk, content).status_code == 422  # type: ignore[attr-defined]

    @pytest.mark.parametrize("kept", ["", "%%%", "QQ"])
    def test_has_to_be_there(self, desk: Client, kept: str) -> None:
        answer = desk.post(FILE, {"kept": kept, "step": "take_in"})
        assert answer.status_code == 422
        assert not Dish.objects.exists()

    def test_corrects_the_past_only_when_told_to(self, desk: Client) -> None:
        long_ago = (clock.tokyo_date(clock.now()) - timedelta(days=30)).isoformat()
        look_at = look(desk, raw(row()), starts_on=long_ago)
        kept = look_at.context["form"].initial["kept"]  # type: ignore[attr-defined]
        desk.post(FILE, {"kept": kept, "starts_on": long_ago, "step": "take_in"})
        changed = raw(row(energy_kcal="394"))
        assert look(desk, changed, starts_on=long_ago).status_code == 422  # type: ignore[attr-defined]
        right = look(desk, changed, starts_on=long_ago, is_correction="on")
        assert right.status_code == 200  # type: ignore[attr-defined]


class TestThePages:
    @pytest.mark.parametrize("page", [LIST, FILE])
    def test_are_not_for_clerks(self, coop: cast.Coop, page: str) -> None:
        assert office.client_of(office.clerk(coop)).get(page).status_code == 403

    def test_show_one_co_op_alone(self, desk: Client) -> None:
        take_in(desk, raw(row()))
        other = office.client_of(office.desk(cast.other_coop()))
        assert "鶏の唐揚げ" not in other.get(LIST).text
        assert other.get("/office/dishes/of/D1001").status_code == 404

    def test_name_the_nutrients_in_the_language_of_the_reader(self, desk: Client) -> None:
        take_in(desk, raw(row()))
        japanese = desk.get("/office/dishes/of/D1001").text
        assert "カルシウム（mg）" in japanese
        assert "赤（点）" in japanese
        desk.post("/language", {"language": "en"})
        english = desk.get("/office/dishes/of/D1001").text
        assert "Calcium (mg)" in english
        assert "Red (points)" in english
