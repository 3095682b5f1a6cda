"""What the office may do for a member, one entry each: what it is, for whom, and what it does."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kumiai.backoffice import access, meal_card_acts
from kumiai.backoffice.acting import Asked, CannotDo, MemberAct
from kumiai.backoffice.forms import member_acts as forms
from kumiai.coops import actions as coops
from kumiai.identity.actions import desk
from kumiai.mail.actions import CannotWriteTo
from kumiai.members import actions as members


def _note(asked: Asked) -> None:
    coops.record_act(
        coop_id=asked.member.coop_id,
        by=asked.by,
        verb="note",
        subject=f"member:{asked.member.member_number}",
        at=asked.at,
        reason=asked.form["reason"],
    )


def _suspend(asked: Asked) -> None:
    try:
        members.suspend(**asked.whom)
    except members.CannotSuspend as problem:
        raise CannotDo(_("カードはすでに停止しています。")) from problem


def _lift(asked: Asked) -> None:
    try:
        members.lift_suspension(**asked.whom)
    except members.CannotLift as problem:
        raise CannotDo(_("カードは停止していません。")) from problem


def _reissue(asked: Asked) -> None:
    try:
        members.reissue_card(**asked.whom, idm=asked.form["idm"] or None)
    except members.CannotReissue as problem:
        raise CannotDo(
            _("新しいカードを発行できません。脱退した方か、ほかの方のカードのICチップです。")
        ) from problem


def _end_membership(asked: Asked) -> None:
    try:
        members.end_membership(**asked.whom, on=asked.form["left_on"])
    except members.CannotEndMembership as problem:
        raise CannotDo(_("すでに脱退しているか、脱退日が先の日付です。")) from problem


def _change_mail(asked: Asked) -> None:
    try:
        desk.change_mail_at_desk(
            **asked.whom, kind=asked.form["login"], address=asked.form["address"]
        )
    except (desk.CannotHelp, CannotWriteTo) as problem:
        raise CannotDo(
            _("本登録が済んでいないか、同じアドレスです。メールアドレスは変わっていません。")
        ) from problem


def _send_login_id(asked: Asked) -> None:
    try:
        desk.send_login_id(**asked.whom, kind=asked.form["login"])
    except desk.CannotHelp as problem:
        raise CannotDo(
            _("本登録が済んでいないか、メールアドレスがありません。何も送っていません。")
        ) from problem


def _lift_lock(asked: Asked) -> None:
    try:
        desk.lift_lock(**asked.whom, kind=asked.form["login"])
    except desk.CannotHelp as problem:
        raise CannotDo(_("このログインはありません。")) from problem


def _restart(asked: Asked) -> None:
    try:
        desk.restart_registration(**asked.whom, kind=asked.form["login"])
    except desk.CannotHelp as problem:
        raise CannotDo(
            _("本登録は済んでいるか、仮登録がありません。本登録は一度だけです。")
        ) from problem


ALL = (
    MemberAct(
        name="note",
        title=gettext_lazy("メモを残す"),
        explains=gettext_lazy(
            "この組合員について、ほかの職員に伝えることを書きます。あとから消せません。"
        ),
        form=forms.NoteForm,
        roles=access.LOOKING,
        do=_note,
        done=gettext_lazy("メモを残しました。"),
    ),
    MemberAct(
        name="suspension",
        title=gettext_lazy("カードの利用を停止する"),
        explains=gettext_lazy(
            "すべてのカードが、どの店舗でもすぐに使えなくなります。残高とポイントは残ります。"
        ),
        form=forms.ReasonForm,
        roles=access.COUNTER,
        do=_suspend,
        done=gettext_lazy("カードの利用を停止しました。どの店舗でもすぐに使えなくなります。"),
        is_danger=True,
    ),
    MemberAct(
        name="suspension-lift",
        title=gettext_lazy("利用停止を解除する"),
        explains=gettext_lazy("ご本人とカードを確かめてから、利用を再開します。"),
        form=forms.ReasonForm,
        roles=access.COUNTER,
        do=_lift,
        done=gettext_lazy("カードの利用を再開しました。"),
    ),
    MemberAct(
        name="card-reissue",
        title=gettext_lazy("カードを再発行する"),
        explains=gettext_lazy(
            "新しいカードを発行し、古いカードはすぐに使えなくなります。手数料はレジでいただいてください。"
        ),
        form=forms.ReissueForm,
        roles=access.DESK,
        do=_reissue,
        done=gettext_lazy(
            "新しいカードを発行しました。古いカードはもう使えません。手数料をレジでいただいてください。"
        ),
        is_danger=True,
    ),
    *meal_card_acts.ALL,
    MemberAct(
        name="mail-address",
        title=gettext_lazy("メールアドレスを変更する"),
        explains=gettext_lazy(
            "ご本人であることを確かめてから変更します。新旧のアドレスにお知らせが届き、ほかの端末はログアウトします。"
        ),
        form=forms.MailForm,
        roles=access.DESK,
        do=_change_mail,
        done=gettext_lazy("メールアドレスを変更し、新旧のアドレスにお知らせしました。"),
    ),
    MemberAct(
        name="login-id",
        title=gettext_lazy("ログインIDをメールで知らせる"),
        explains=gettext_lazy(
            "登録されているメールアドレスにだけ送ります。口頭では伝えないでください。"
        ),
        form=forms.LoginForm,
        roles=access.DESK,
        do=_send_login_id,
        done=gettext_lazy("登録されているメールアドレスにログインIDを送りました。"),
    ),
    MemberAct(
        name="login-lock",
        title=gettext_lazy("ログインの停止を解除する"),
        explains=gettext_lazy("間違いが続いて止まっているログインを、もう一度試せるようにします。"),
        form=forms.LoginForm,
        roles=access.DESK,
        do=_lift_lock,
        done=gettext_lazy("間違いの回数を消しました。すぐにもう一度ログインできます。"),
    ),
    MemberAct(
        name="registration",
        title=gettext_lazy("本登録をやり直してもらう"),
        explains=gettext_lazy(
            "途中まで入力された内容を消し、仮登録からやり直せるようにします。本登録が済んだ方には使えません。"
        ),
        form=forms.LoginForm,
        roles=access.DESK,
        do=_restart,
        done=gettext_lazy(
            "途中の入力を消しました。仮登録のIDとパスワードで、はじめからやり直せます。"
        ),
    ),
    MemberAct(
        name="membership-end",
        title=gettext_lazy("脱退を記録する"),
        explains=gettext_lazy("脱退日の翌日から、カードは使えなくなります。"),
        form=forms.EndForm,
        roles=access.DESK,
        do=_end_membership,
        done=gettext_lazy(
            "脱退を記録しました。残高は残っています。返金は経理の手続きで行ってください。"
        ),
        is_danger=True,
    ),
)
BY_NAME = {act.name: act for act in ALL}

# Asked for here, done on the page of approvals: see `pages/member_acts.correction` and `payouts`.
CORRECTION = gettext_lazy("残高の訂正を依頼する")
PAYING_OUT = gettext_lazy("未受取の払い出しを依頼する")
CORRECTING = {
    "title": CORRECTION,
    "explains": gettext_lazy(
        "ほかの職員が承認すると、帳簿に訂正の記帳が加わります。もとの記録は変わりません。"
    ),
    "is_danger": False,
}
