"""`/terms`, `/privacy` and `/legal`: the co-op's texts, in today's version and the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kumiai.coops import queries as coops
from kumiai.coops.legal import queries as legal
from kumiai.coops.legal import rules
from kumiai.coops.legal.queries import TextFacts
from kumiai.coops.legal.rules import LegalKind
from kumiai.coops.queries import CoopFacts
from kumiai.identity import queries as identity
from kumiai.kit import clock
from kumiai.portal import cookies
from kumiai.portal.viewer import PortalRequest
from kumiai.ui.context import Text

TITLES: dict[LegalKind, Text] = {
    "terms": _("マイページ利用規約"),
    "privacy": _("個人情報の取り扱い"),
    "emoney": _("電子マネーについての表示"),
}
NAMES: dict[LegalKind, str] = {"terms": "terms", "privacy": "privacy", "emoney": "legal"}
State = Literal["current", "earlier", "coming"]


@dataclass(frozen=True, slots=True)
class Version:
    """One version in the list below the text."""

    version: int
    starts_on: date
    state: State
    href: str


@require_safe
def terms(request: PortalRequest, version: int | None = None) -> HttpResponse:
    """The terms the registration form asks consent to."""
    return _page(request, "terms", version)


@require_safe
def privacy(request: PortalRequest, version: int | None = None) -> HttpResponse:
    """What the co-op does with what it knows of people."""
    return _page(request, "privacy", version)


@require_safe
def emoney(request: PortalRequest, version: int | None = None) -> HttpResponse:
    """What the Payment Services Act wants said of the co-op's money."""
    return _page(request, "emoney", version)


def _page(request: PortalRequest, kind: LegalKind, version: int | None) -> HttpResponse:
    """Today's version, or the one asked for; kumiai's own where the co-op wrote none."""
    coop = request.coop = _coop_of(request)
    today = clock.tokyo_date(clock.now())
    texts = legal.texts(coop_id=coop.id, kind=kind) if coop else ()
    current = next((text for text in texts if text.starts_on <= today), None)
    shown = current
    if version is not None:
        shown = next((text for text in texts if text.version == version), None)
        if shown is None:
            raise Http404
    facts = _money(coop, today) if coop and kind == "emoney" else {}
    if shown is None:
        return render(request, f"portal/{kind}.html", facts)
    versions = _versions(texts, today)
    page = {
        "title": TITLES[kind],
        "parts": rules.parts(_words(shown)),
        "shown": next(one for one in versions if one.version == shown.version),
        "others": [one for one in versions if one.version != shown.version],
        "current_href": reverse(NAMES[kind]),
        **facts,
    }
    return render(request, "portal/legal_text.html", page)


def _money(coop: CoopFacts, today: date) -> dict[str, Any]:
    """What holds of the money today, whatever the text beside it says."""
    return {
        "policy": coops.policy_on(coop.id, today),
        "places": "・".join(store.name for store in coops.stores(coop.id)),
    }


def _coop_of(request: PortalRequest) -> CoopFacts | None:
    """Somebody at the registration form reads the texts of the membership's own co-op."""
    ticket = identity.ticket(token=cookies.ticket_token(request), at=clock.now())
    if request.viewer is None and ticket:
        return coops.coop(ticket.coop_id)
    return request.coop


def _versions(texts: Sequence[TextFacts], today: date) -> list[Version]:
    """The latest first, as they came: of those that have begun the first is today's."""
    versions: list[Version] = []
    state: State = "current"
    for text in texts:
        mine: State = "coming" if text.starts_on > today else state
        if mine == "current":
            state = "earlier"
        href = reverse(NAMES[text.kind], kwargs={"version": text.version})
        versions.append(Version(text.version, text.starts_on, mine, href))
    return versions


def _words(text: TextFacts) -> str:
    return text.english if translation.get_language() == "en" else text.japanese
