"""Acts of the office that ask for a fresh proof, all of them, and the page that asks for it.

Whoever has shown who they are within ten minutes is not asked. The others get a page with the
password's field, which carries everything that was typed and sends it on to where it was going:
nothing is kept on the server, nothing is lost, and there is nowhere else it could lead to.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kumiai.backoffice import cookies, refusals
from kumiai.backoffice.forms.step_up import FIELD, StepUpForm
from kumiai.backoffice.viewer import StaffRequest
from kumiai.identity import browsers, hashing, throttling
from kumiai.identity.actions import CannotLogIn, step_up
from kumiai.identity.actions.step_up import SessionIsOver
from kumiai.kit import clock

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Text

_TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What is done by sending a page's form, and `when`: always, or only with some buttons.

    `back` is the page to give it up to, where the address itself cannot be opened.
    """

    title: "Text"
    when: Callable[[QueryDict], bool] = lambda _sent: True
    back: str = ""


def _saves(sent: QueryDict) -> bool:
    return "save" in sent


# By the name of the address. What moves money or changes who gets it, opens somebody's door or
# weakens one, changes the numbers money is counted with, or speaks in the co-op's name to all.
ACTS: dict[str, Act] = {
    "office-approval": Act(
        title=_("依頼を承認して実行する"), when=lambda sent: sent.get("decision") == "approve"
    ),
    "office-deposit": Act(title=_("入金を組合員に割り当てる")),
    "office-deposit-back": Act(title=_("入金の返金を依頼する"), back="office-deposit"),
    "office-deposit-recall": Act(title=_("入金の取り戻しを依頼する"), back="office-deposit"),
    "office-file-order": Act(title=_("入金ファイルを取り込む"), back="office-file"),
    "office-leaver-letters": Act(
        title=_("卒業予定者にメールを送る"), when=lambda sent: "mail" in sent
    ),
    "office-letters": Act(title=_("登録の手紙を印刷する"), when=lambda sent: "count" not in sent),
    "office-logo": Act(title=_("ロゴを変更する")),
    "office-lunch-compensation": Act(
        title=_("ミールカードの補償を依頼する"), when=lambda sent: sent.get("step") == "ask"
    ),
    "office-meal-plan-change": Act(title=_("ミールプランを変更する"), when=_saves),
    "office-meal-plan-last-day": Act(title=_("ミールプランの最終日を変える"), when=_saves),
    "office-meal-plan-new": Act(title=_("ミールプランを追加する"), when=_saves),
    "office-meal-plan-withdrawal": Act(title=_("ミールプランを取りやめる")),
    "office-member-card-reissue": Act(title=_("カードを再発行する")),
    "office-member-correction": Act(title=_("残高の訂正を依頼する")),
    "office-member-file-order": Act(title=_("組合員ファイルを取り込む"), back="office-member-file"),
    "office-member-login-lock": Act(title=_("ログインの停止を解除する")),
    "office-member-mail-address": Act(title=_("メールアドレスを変更する")),
    "office-member-meal-card": Act(title=_("ミールカードを渡す")),
    "office-member-meal-card-end": Act(title=_("ミールカードを終わらせる")),
    "office-member-membership-end": Act(title=_("脱退を記録する")),
    "office-member-payout": Act(title=_("未受取の払い出しを依頼する")),
    "office-member-registration": Act(title=_("本登録をやり直してもらう")),
    "office-member-suspension-lift": Act(title=_("利用停止を解除する")),
    "office-notice-new": Act(title=_("お知らせを公開する"), when=lambda sent: "publish" in sent),
    "office-policy": Act(title=_("数字の変更を登録する"), when=_saves),
    "office-policy-withdrawal": Act(title=_("数字の変更を取りやめる")),
    # Where members' questions are copied to is among what it holds.
    "office-profile": Act(title=_("生協の名前・連絡先・色を変更する")),
    "office-staff-ending": Act(title=_("職員を停止する")),
    "office-staff-new": Act(title=_("職員を追加する")),
    "office-staff-role": Act(title=_("職員の役割を変える")),
    "office-staff-second-factor": Act(title=_("2つ目の確認の再設定を依頼する")),
    "office-staff-sheet": Act(title=_("初回設定の用紙を印刷する"), back="office-person"),
    "office-terminal-revocation": Act(title=_("端末を失効する")),
    "office-terminal-rotation": Act(title=_("鍵を更新する")),
    "office-terminals": Act(title=_("端末を登録する")),
    "office-text": Act(title=_("新しい版を保存する"), when=_saves),
}


def asked_first(request: StaffRequest) -> HttpResponse | None:
    """The page that asks for the password; None where the act may go on."""
    match = request.resolver_match
    act = ACTS.get(match.url_name or "") if match else None
    if request.method != "POST" or act is None or not act.when(request.POST):
        return None
    given = request.POST.get(FIELD)
    request.POST = _without_password(request.POST)  # type: ignore[assignment]
    if throttling.is_fresh(request.viewer.staff.proven_at, at=clock.now()):
        return None
    if given is None:
        return _page(request, act, StepUpForm(files=request.FILES), status=403)
    form = StepUpForm({FIELD: given}, files=request.FILES)
    try:
        refused = _prove(request, form) if form.is_valid() else 422
    except SessionIsOver:
        return redirect("office-login")
    return _page(request, act, form, status=refused) if refused else None


def _prove(request: StaffRequest, form: StepUpForm) -> int | None:
    """The status of a refusal, which stands in the form then. Raises SessionIsOver."""
    try:
        request.renewed_key = step_up.prove_again(
            viewer=request.viewer.staff,
            session_key=cookies.session_key(request),
            password=form.cleaned_data[FIELD],
            page=request.path,
            browser=browsers.of(request),
            at=clock.now(),
        )
    except (CannotLogIn, hashing.HashingBusy) as refused:
        return refusals.say(form, refused, field=FIELD)
    return None


def _without_password(sent: QueryDict) -> QueryDict:
    """What the act's own page is to read."""
    rest = sent.copy()
    rest.pop(FIELD, None)
    return rest


def _page(request: StaffRequest, act: Act, form: StepUpForm, *, status: int) -> HttpResponse:
    carried = [
        (name, value) for name, values in request.POST.lists() for value in values if name != _TOKEN
    ]
    shown: dict[str, Any] = {
        "act": act,
        "form": form,
        "carried": carried,
        "has_files": bool(request.FILES),
        "address": request.get_full_path(),
        "back": _back(request, act),
    }
    return render(request, "backoffice/step_up.html", shown, status=status)


def _back(request: StaffRequest, act: Act) -> str:
    """Where nothing has happened."""
    match = request.resolver_match
    if act.back and match:
        return reverse(act.back, args=match.args, kwargs=match.kwargs)
    return request.get_full_path()
