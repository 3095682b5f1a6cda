"""`GET /openapi.json` and `GET /docs`: the API in its own words. No key is needed to read them."""

from dataclasses import dataclass

from starlette.responses import Response

from kumiai.till_api.call import Call

# Nothing but text and its own style sheet, whatever might ever get into the page.
_POLICY = (
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'"
)


@dataclass(frozen=True, slots=True)
class Described:
    """The description as it is sent, made once when the process starts."""

    openapi: bytes
    page: bytes
    style: bytes


async def show_openapi(call: Call) -> Response:
    """For programs: OpenAPI 3.1."""
    return Response(_of(call).openapi, media_type="application/json")


async def show_page(call: Call) -> Response:
    """For people."""
    return Response(
        _of(call).page,
        media_type="text/html; charset=utf-8",
        headers={"Content-Security-Policy": _POLICY, "X-Content-Type-Options": "nosniff"},
    )


async def show_style(call: Call) -> Response:
    """The page's style sheet."""
    return Response(_of(call).style, media_type="text/css; charset=utf-8")


def _of(call: Call) -> Described:
    described: Described = call.app.state.described
    return described
