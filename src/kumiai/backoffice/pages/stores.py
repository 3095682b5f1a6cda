"""`/office/settings/stores`: what is said of the co-op's stores, and new ones."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kumiai.backoffice import access
from kumiai.backoffice.forms.stores import NewStoreForm, StoreForm
from kumiai.backoffice.viewer import StaffRequest
from kumiai.coops import queries as coops
from kumiai.coops.stores import actions
from kumiai.coops.stores.actions import CannotAddStore, CannotChangeStore
from kumiai.kit import clock


@require_http_methods(["GET", "HEAD", "POST"])
@access.office(*access.MANAGER)
def stores(request: StaffRequest) -> HttpResponse:
    """All of them, and the form that adds one."""
    form = NewStoreForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            actions.add_store(
                coop_id=request.coop.id,
                part=form.part(),
                reason=form.cleaned_data["reason"],
                by=request.viewer.actor,
                at=clock.now(),
            )
        except CannotAddStore:
            form.add_error("code", _("この店舗コードは、もう使われています。"))
            status = 409
        else:
            return redirect("office-stores")
    shown = {"form": form, "stores": coops.stores(request.coop.id)}
    return render(request, "backoffice/stores.html", shown, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@access.office(*access.MANAGER)
def store(request: StaffRequest, code: str) -> HttpResponse:
    """One store, to be described anew."""
    known = {each.code: each for each in coops.stores(request.coop.id)}.get(code)
    if known is None:
        raise Http404
    form = StoreForm(request.POST if request.method == "POST" else None, store=known)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        status = _change(request, form)
        if status == 0:
            return redirect("office-stores")
    shown = {"form": form, "store": known}
    return render(request, "backoffice/store.html", shown, status=status)


def _change(request: StaffRequest, form: StoreForm) -> int:
    """The status of a refusal, which stands in the form then; 0 where it is changed."""
    try:
        actions.change_store(
            coop_id=request.coop.id,
            part=form.part(),
            reason=form.cleaned_data["reason"],
            by=request.viewer.actor,
            at=clock.now(),
        )
    except CannotChangeStore as refused:
        if refused.problem == "last":
            words = _(
                "未受取のお金を受け取れる店舗がなくなってしまいます。先にほかの店舗を設定してください。"
            )
            form.add_error("hands_over", words)
        else:
            form.add_error(None, _("いまの内容と同じです。何も変わりません。"))
        return 409
    return 0
