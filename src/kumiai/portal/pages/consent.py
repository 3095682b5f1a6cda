"""`/consent`: asked once after the login where the co-op has changed what needs consent."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kumiai.coops.legal import queries as legal
from kumiai.coops.legal.rules import LegalKind
from kumiai.identity import actions, consents
from kumiai.identity.consents import ConsentFacts
from kumiai.kit import clock
from kumiai.portal import access
from kumiai.portal.pages import login
from kumiai.portal.pages.legal_texts import TITLES
from kumiai.portal.viewer import Viewer, ViewersRequest
from kumiai.ui.context import Text


@dataclass(frozen=True, slots=True)
class Asked:
    """One text that needs consent, and what this login consented to before, if anything."""

    kind: LegalKind
    title: Text
    version: int
    starts_on: date
    href: str
    before: ConsentFacts | None


@require_http_methods(["GET", "HEAD", "POST"])
@access.with_viewer
def consent(request: ViewersRequest) -> HttpResponse:
    """What is new, where to read it, and the button; who does not agree logs out."""
    wanted = login.wanted(request)
    asked = _asked(request.viewer)
    if not asked:
        return redirect(wanted)
    if request.method == "POST" and all(
        request.POST.get(one.kind) == str(one.version) for one in asked
    ):
        versions = {one.kind: one.version for one in asked}
        actions.consent(login_pk=request.viewer.login.login_pk, versions=versions, at=clock.now())
        return redirect(wanted)
    return render(request, "portal/consent.html", {"asked": asked, "next": wanted})


def _asked(viewer: Viewer) -> list[Asked]:
    who, day = viewer.login, clock.tokyo_date(clock.now())
    kinds = consents.missing(login_pk=who.login_pk, coop_id=who.coop_id, day=day)
    given = consents.given(login_pk=who.login_pk) if kinds else ()
    texts = [legal.text_on(coop_id=who.coop_id, kind=kind, day=day) for kind in kinds]
    return [
        Asked(
            kind=text.kind,
            title=TITLES[text.kind],
            version=text.version,
            starts_on=text.starts_on,
            href=reverse(text.kind, kwargs={"version": text.version}),
            before=next((one for one in given if one.kind == text.kind and one.version), None),
        )
        for text in texts
        if text
    ]
