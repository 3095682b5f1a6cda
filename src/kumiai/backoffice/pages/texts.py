"""`/office/settings/texts`: terms, privacy and the statement on money, in versions."""

from datetime import date, datetime

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kumiai.backoffice import access
from kumiai.backoffice.forms.texts import TextForm
from kumiai.backoffice.viewer import StaffRequest
from kumiai.coops.legal import actions, queries, rules
from kumiai.coops.legal.actions import CannotRewrite
from kumiai.coops.legal.queries import TextFacts
from kumiai.coops.legal.rules import LegalKind
from kumiai.kit import clock

NAMES = {
    "terms": gettext_lazy("利用規約"),
    "privacy": gettext_lazy("個人情報の取り扱い"),
    "emoney": gettext_lazy("電子マネーについての表示"),
}


@require_safe
@access.office(*access.MANAGER)
def texts(request: StaffRequest) -> HttpResponse:
    """Each text with its versions; without any, kumiai's own holds."""
    coop_id = request.coop.id
    today = clock.tokyo_date(clock.now())
    shown = [
        (
            kind,
            NAMES[kind],
            queries.text_on(coop_id=coop_id, kind=kind, day=today),
            _coming(queries.texts(coop_id=coop_id, kind=kind), today),
        )
        for kind in rules.KINDS
    ]
    return render(request, "backoffice/texts.html", {"texts": shown})


@require_http_methods(["GET", "HEAD", "POST"])
@access.office(*access.MANAGER)
def text(request: StaffRequest, kind: str) -> HttpResponse:
    """The next version: written, looked at as members will read it, saved."""
    known = next((each for each in rules.KINDS if each == kind), None)
    if known is None:
        raise Http404
    at = clock.now()
    today = clock.tokyo_date(at)
    versions = queries.texts(coop_id=request.coop.id, kind=known)
    before = versions[0] if versions else None
    form = TextForm(
        request.POST if request.method == "POST" else None,
        kind=known,
        before=before,
        is_coming=_coming(versions, today) is not None,
    )
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        status = 200
        if form.cleaned_data["starts_on"] <= today:
            _refuse(form)
            status = 409
        elif "save" in request.POST:
            status = _save(request, form, at)
            if status == 0:
                return redirect("office-texts")
    return _page(request, form, known, before, status)


def _save(request: StaffRequest, form: TextForm, at: datetime) -> int:
    """The status of a refusal, which stands in the form then; 0 where it is saved."""
    try:
        changes = actions.take_in(
            coop_id=request.coop.id,
            parts=[form.part()],
            reason=form.cleaned_data["reason"],
            by=request.viewer.actor,
            at=at,
        )
    except CannotRewrite:
        _refuse(form)
        return 409
    if not changes:
        form.add_error(None, _("いまの内容と同じです。何も変わりません。"))
        return 409
    return 0


def _refuse(form: TextForm) -> None:
    words = _("明日以降で、前の版より後の日付にしてください。始まった版は変えられません。")
    form.add_error("starts_on", words)


def _coming(versions: tuple[TextFacts, ...], today: date) -> TextFacts | None:
    """The latest version, where it has not begun."""
    return versions[0] if versions and versions[0].starts_on > today else None


def _page(
    request: StaffRequest, form: TextForm, kind: LegalKind, before: TextFacts | None, status: int
) -> HttpResponse:
    looked_at = form.part() if form.is_bound and not form.errors else None
    shown = {
        "form": form,
        "title": NAMES[kind],
        "before": before,
        "looked_at": looked_at,
        "previews": [
            (language, rules.parts(words))
            for language, words in (
                ("ja", looked_at.japanese),
                ("en", looked_at.english),
            )
        ]
        if looked_at
        else [],
    }
    return render(request, "backoffice/text.html", shown, status=status)
