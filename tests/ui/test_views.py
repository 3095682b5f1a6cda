"""The pages of trouble: in the co-op's look, in both languages, and never without words."""

from types import SimpleNamespace

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation

from kumiai.ui import views

HIROSAKI = SimpleNamespace(
    id=2101,
    name="弘前大学生活協同組合",
    short_name="弘前大学生協",
    phone="0172-34-4806",
    emoney_name="Pico",
    accent_colour="#0b6857",
    logo="",
)


@pytest.fixture
def request_there() -> HttpRequest:
    request = RequestFactory().get("/somewhere?page=2")
    request.coop = HIROSAKI  # type: ignore[attr-defined]
    return request


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def answered_while(trouble: Exception, request: HttpRequest) -> HttpResponse:
    """What handler500 answers, called as Django calls it: while the exception is handled."""
    try:
        raise trouble
    except type(trouble):
        return views.server_error(request)


class TestPagesOfTrouble:
    @pytest.mark.parametrize(
        ("trouble", "status"),
        [
            (views.BAD_REQUEST, 400),
            (views.FORBIDDEN, 403),
            (views.FORM_EXPIRED, 403),
            (views.NOT_FOUND, 404),
            (views.NOT_THIS_WAY, 405),
            (views.FAILED, 500),
            (views.UNAVAILABLE, 503),
        ],
    )
    @pytest.mark.parametrize("language", ["ja", "en"])
    def test_say_what_to_do_in_the_coops_look(
        self, request_there: HttpRequest, trouble: views.Trouble, status: int, language: str
    ) -> None:
        with translation.override(language):
            answer = views._page(request_there, trouble)
            page = text_of(answer)
            assert str(trouble.title) in page
            assert str(trouble.text) in page
        assert answer.status_code == status
        assert "0172-34-4806" in page
        assert "/theme/2101.css" in page
        assert f'<html lang="{language}">' in page

    def test_stand_without_a_coop(self) -> None:
        answer = views.page_not_found(RequestFactory().get("/"), ValueError())
        assert answer.status_code == 404
        assert "大学生協マイページ" in text_of(answer)

    def test_stand_even_if_the_look_is_what_fails(self, request_there: HttpRequest) -> None:
        request_there.coop = SimpleNamespace(accent_colour=None)  # type: ignore[attr-defined]
        answer = views.server_error(request_there)
        assert answer.status_code == 500
        assert "ただいま表示できません" in text_of(answer)

    def test_answer_an_unknown_address(self, client: Client, db: None) -> None:
        answer = client.get("/no-such-page")
        assert answer.status_code == 404
        assert "ページが見つかりません" in answer.content.decode()

    def test_answer_a_form_without_its_token(self, db: None) -> None:
        answer = Client(enforce_csrf_checks=True).post("/language", {"language": "en"})
        assert answer.status_code == 403
        assert "画面の有効期限が切れました" in answer.content.decode()


class TestServerError:
    def test_is_a_matter_of_waiting_when_the_database_is_away(
        self, request_there: HttpRequest
    ) -> None:
        answer = answered_while(OperationalError(), request_there)
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "30"

    def test_is_a_failure_otherwise(self, request_there: HttpRequest) -> None:
        answer = answered_while(KeyError(), request_there)
        assert answer.status_code == 500
        assert "Retry-After" not in answer.headers
