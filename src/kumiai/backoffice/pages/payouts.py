"""`/office/members/<number>/payout`: asking for uncollected money to go to a bank account."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kumiai.backoffice import access, member_acts, payouts, whose
from kumiai.backoffice.forms.payouts import PayoutForm
from kumiai.backoffice.viewer import StaffRequest
from kumiai.coops.approvals import actions as approvals
from kumiai.kit import clock
from kumiai.kit.money import Yen
from kumiai.members.queries import MemberFacts
from kumiai.ui import wording
from kumiai.wallet import whereabouts


@require_http_methods(["GET", "HEAD", "POST"])
@access.office(*access.MONEY)
def payout(request: StaffRequest, number: str) -> HttpResponse:
    """Ask for it; somebody else approves it before anything moves."""
    member = whose.member(request, number)
    payable_yen = whereabouts.payable_yen(coop_id=member.coop_id, member_id=member.id)
    if request.method != "POST":
        return _page(request, member, PayoutForm(payable_yen=payable_yen), payable_yen)
    form = PayoutForm(request.POST, payable_yen=payable_yen)
    if not form.is_valid():
        return _page(request, member, form, payable_yen, status=422)
    details = dict(form.cleaned_data)
    approval_id = approvals.ask(
        coop_id=member.coop_id,
        kind=payouts.KIND,
        subject=f"member:{member.member_number}",
        reason=details.pop("reason"),
        details=details,
        staff_id=request.viewer.staff.staff_id,
        at=clock.now(),
    )
    return redirect("office-approval", approval_id)


def _page(
    request: StaffRequest,
    member: MemberFacts,
    form: PayoutForm,
    payable_yen: Yen,
    status: int = 200,
) -> HttpResponse:
    explains = _(
        "払込票で入金され、まだ受け取られていない%(most)sまでを、ご本人または保護者の銀行口座に払い出せます。"
        "ほかの職員が承認すると未受取から差し引かれ、組合員にメールが届きます。"
        "そのあと、承認の画面にある口座へ生協の銀行から振り込んでください。"
    )
    nothing = _(
        "払い出せる未受取の入金はありません。Webポイントの申請分とチャージ済みのプリペイドは"
        "払い出せず、不足金のある方はその分を残します。"
    )
    most = {"most": wording.yen(payable_yen, "ja")}
    act = {
        "title": member_acts.PAYING_OUT,
        "explains": explains % most if payable_yen else nothing,
        "is_danger": False,
    }
    shown = {"act": act, "member": member, "form": form}
    return render(request, "backoffice/member_act.html", shown, status=status)
