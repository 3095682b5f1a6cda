"""`/office/inquiries/answers`: canned answers, worded by the co-op in versions."""

import dataclasses

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kumiai.backoffice import access, inquiring
from kumiai.backoffice.forms.inquiries import CannedForm
from kumiai.backoffice.viewer import StaffRequest
from kumiai.coops.staff import queries as staff
from kumiai.inquiries import actions, canned, rules
from kumiai.inquiries.actions import CannotSave
from kumiai.inquiries.canned import Answer, Wording
from kumiai.kit import clock


@require_safe
@access.office(*access.DESK)
def answers(request: StaffRequest) -> HttpResponse:
    """One for each question of the guide."""
    shown = {"answers": inquiring.titled_answers(request.coop.id)}
    return render(request, "backoffice/canned_answers.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@access.office(*access.DESK)
def answer(request: StaffRequest, key: str) -> HttpResponse:
    """One of them, to be worded anew; the earlier versions stand below."""
    versions = canned.versions(coop_id=request.coop.id, key=key)
    if not versions:
        raise Http404
    if request.method != "POST":
        return _page(request, versions, _form_of(versions))
    form = CannedForm(request.POST)
    status = _save(request, key, form) if form.is_valid() else 422
    if status:
        return _page(request, versions, form, status=status)
    return redirect("office-canned-answers")


def _save(request: StaffRequest, key: str, form: CannedForm) -> int:
    """The status of a refusal, which stands in the form then; 0 where it is saved."""
    typed = form.cleaned_data
    try:
        actions.save_canned_answer(
            coop_id=request.coop.id,
            key=key,
            wording=Wording(**{name: typed[name] for name in CannedForm.WORDED}),
            version_seen=typed["version_seen"],
            by=request.viewer.actor,
            at=clock.now(),
        )
    except CannotSave as refused:
        if refused.problem == "meanwhile":
            words = _("ほかの職員が先に変更しました。下の新しい版をご確認ください。")
        else:
            words = _("使えない文字があるか、文章が空です。入力し直してください。")
        form.add_error(None, words)
        return 409
    return 0


def _form_of(versions: tuple[Answer, ...]) -> CannedForm:
    current, built_in = versions[0], versions[-1]
    worded = dataclasses.asdict(current.wording)
    # A version from before titles had an English is offered the one that comes with kumiai.
    worded["english_title"] = worded["english_title"] or built_in.wording.english_title
    return CannedForm(initial={**worded, "version_seen": current.version})


def _page(
    request: StaffRequest, versions: tuple[Answer, ...], form: CannedForm, status: int = 200
) -> HttpResponse:
    ids = {int(each.by_id) for each in versions if each.by_id.isdecimal()}
    names = staff.names(coop_id=request.coop.id, staff_ids=ids)
    named = [
        (each, names.get(int(each.by_id), "") if each.by_id.isdecimal() else "")
        for each in versions
    ]
    shown = {
        "form": form,
        "current": versions[0],
        "title": versions[0].title(get_language() or "ja"),
        "versions": named,
        "places": [f"{{{name}}}" for name in rules.PLACES],
    }
    return render(request, "backoffice/canned_answer.html", shown, status=status)
