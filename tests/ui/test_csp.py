"""What a browser is told it may load."""

from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from kumiai.ui import csp


def answered(response: HttpResponse) -> str:
    def view(_request: HttpRequest) -> HttpResponse:
        return response

    middleware = csp.ContentSecurityPolicyMiddleware(view)
    return str(middleware(RequestFactory().get("/")).headers["Content-Security-Policy"])


class TestContentSecurityPolicy:
    def test_allows_nothing_inline_and_nothing_from_elsewhere(self) -> None:
        policy = answered(HttpResponse())
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert "frame-ancestors 'none'" in policy

    def test_leaves_an_answer_its_own(self) -> None:
        own = HttpResponse(headers={"Content-Security-Policy": "default-src 'none'"})
        assert answered(own) == "default-src 'none'"
