import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from kumiai.config import proxies


def seen_behind(settings: Settings, trusted: tuple[str, ...], **meta: str) -> HttpRequest:
    """The request as views see it."""
    settings.TRUSTED_PROXIES = trusted
    seen: list[HttpRequest] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request)
        return HttpResponse()

    proxies.believe_only_trusted(view)(RequestFactory().get("/", **meta))  # type: ignore[arg-type]
    return seen[0]


class TestBelieveOnlyTrusted:
    def test_forgets_what_a_stranger_claims(self, settings: Settings) -> None:
        request = seen_behind(
            settings,
            ("10.0.0.1",),
            REMOTE_ADDR="203.0.113.9",
            HTTP_X_FORWARDED_FOR="10.0.0.1",
            HTTP_X_FORWARDED_PROTO="https",
            HTTP_X_FORWARDED_HOST="evil.example",
        )
        assert request.META["REMOTE_ADDR"] == "203.0.113.9"
        assert not [name for name in request.META if "FORWARDED" in name]

    @pytest.mark.parametrize(
        ("claimed", "visitor"),
        [
            ("203.0.113.9", "203.0.113.9"),
            ("198.51.100.1, 203.0.113.9", "203.0.113.9"),
            ("203.0.113.9, 10.0.0.2", "203.0.113.9"),
            ("", "10.0.0.1"),
        ],
    )
    def test_takes_the_last_address_before_our_proxies(
        self, settings: Settings, claimed: str, visitor: str
    ) -> None:
        request = seen_behind(
            settings,
            ("10.0.0.1", "10.0.0.2"),
            REMOTE_ADDR="10.0.0.1",
            HTTP_X_FORWARDED_FOR=claimed,
        )
        assert request.META["REMOTE_ADDR"] == visitor
