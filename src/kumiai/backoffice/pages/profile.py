"""`/office/settings/coop`: the co-op's names, phone, addresses and colour."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kumiai.backoffice import access
from kumiai.backoffice.forms.profile import ProfileForm
from kumiai.backoffice.viewer import StaffRequest
from kumiai.coops.profile import actions
from kumiai.coops.profile.actions import CannotChangeCoop
from kumiai.kit import clock


@require_http_methods(["GET", "HEAD", "POST"])
@access.office(*access.MANAGER)
def profile(request: StaffRequest) -> HttpResponse:
    """What the co-op says of itself; what is saved is seen at once, on this page, too."""
    form = ProfileForm(request.POST if request.method == "POST" else None, coop=request.coop)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            actions.change_coop(
                coop_id=request.coop.id,
                profile=form.profile(),
                reason=form.cleaned_data["reason"],
                by=request.viewer.actor,
                at=clock.now(),
            )
        except CannotChangeCoop:
            form.add_error(None, _("いまの内容と同じです。何も変わりません。"))
            status = 409
        else:
            return redirect("office-settings")
    return render(request, "backoffice/profile.html", {"form": form}, status=status)
