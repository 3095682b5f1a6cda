"""`/office/settings/logo`: the picture that stands for the co-op at the head of every page."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kumiai.backoffice import access
from kumiai.backoffice.forms.logo import LogoForm
from kumiai.backoffice.viewer import StaffRequest
from kumiai.coops.profile import actions
from kumiai.coops.profile.actions import CannotChangeCoop
from kumiai.kit import clock


@require_http_methods(["GET", "HEAD", "POST"])
@access.office(*access.MANAGER)
def logo(request: StaffRequest) -> HttpResponse:
    """The one there is, and another or none instead; it is seen at once."""
    form = LogoForm(request.POST, request.FILES) if request.method == "POST" else LogoForm()
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            actions.change_logo(
                coop_id=request.coop.id,
                picture=form.cleaned_data["file"],
                reason=form.cleaned_data["reason"],
                by=request.viewer.actor,
                at=clock.now(),
            )
        except CannotChangeCoop:
            form.add_error("file", _("いまのロゴと同じです。何も変わりません。"))
            status = 409
        else:
            return redirect("office-logo")
    return render(request, "backoffice/logo.html", {"form": form}, status=status)
