"""How the pages call what moves money and points, what pays, and what is bought."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kumiai.coops.rules import SATURDAY
from kumiai.identity.actions import AddingProblem
from kumiai.identity.sections import Section, SharingProblem
from kumiai.mail.rules import Cause
from kumiai.meals.rules import Plan
from kumiai.ui.templatetags import ui
from kumiai.wallet.changes import Reason
from kumiai.wallet.queries import Step

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Text

PREPAID_MOVES: "dict[Reason, Text]" = {
    Reason.PURCHASE: _("お買い物"),
    Reason.TAKEN_BACK: _("返品・取消"),
    Reason.TOP_UP: _("チャージ"),
    Reason.COLLECTED: _("受け取り"),
    Reason.AUTO_TOP_UP: _("オートチャージ"),
    Reason.CORRECTED: _("生協による訂正"),
}
POINT_MOVES: "dict[Reason, Text]" = {
    Reason.EARNED: _("獲得"),
    Reason.TAKEN_BACK: _("返品・取消"),
    Reason.AUTO_TOP_UP: _("オートチャージ"),
    Reason.CORRECTED: _("生協による訂正"),
}
WEB_POINT_MOVES: "dict[Reason, Text]" = {
    Reason.EARNED: _("獲得"),
    Reason.TAKEN_BACK: _("取消"),
    Reason.CLAIMED: _("受取申請"),
    Reason.CORRECTED: _("生協による訂正"),
}
UNCOLLECTED_MOVES: "dict[Reason, Text]" = {
    Reason.PAID_IN: _("払込票のご入金"),
    Reason.CLAIMED: _("Webポイントの受取申請"),
    Reason.COLLECTED: _("レジでの受け取り"),
    Reason.TAKEN_BACK: _("ご入金の取消"),
    Reason.PAID_OUT: _("口座への払い出し"),
    Reason.CORRECTED: _("生協による訂正"),
}
DEBT_MOVES: "dict[Reason, Text]" = {
    Reason.SHORTFALL: _("残高の不足"),
    Reason.TAKEN_BACK: _("返品・取消"),
    Reason.REPAID: _("不足分のお支払い"),
    Reason.CORRECTED: _("生協による訂正"),
}
WAITING_SOURCES: "dict[str, Text]" = {
    "slip": _("払込票"),
    "claim": _("Webポイント"),
}
GENRES: "dict[str, Text]" = {
    "food": _("食"),
    "books": _("書籍・雑誌"),
    "learning_goods": _("学用品"),
    "other": _("その他"),
}
TENDERS: "dict[str, Text]" = {
    "meal_card": _("ミールカード"),
    "cash": _("現金"),
    "other": _("その他"),
}
DETAILS: "dict[str, Text]" = {
    "login_id": _("ログインID"),
    "password": _("パスワード"),
    "mail": _("メールアドレス"),
    "language": _("画面とメールの言語"),
    "passkey": _("パスキー"),
    "children": _("お子さまの切り替え"),
}
ADDING_PROBLEMS: "dict[AddingProblem, Text]" = {
    AddingProblem.ALREADY: _("このお子さまは、もう追加されています。"),
    AddingProblem.TOO_MANY: _("1つのログインに追加できるお子さまは、10人までです。"),
    AddingProblem.CHANGED: _("どちらかの登録内容が変わりました。もう一度入力してください。"),
}
HAPPENINGS: "dict[str, Text]" = {
    "let_in": _("ログインしました"),
    "refused": _("パスワードが違うため、お断りしました"),
    "throttled": _("間違いが続いたため、お待ちいただきました"),
    "off": _("間違いが続いたため、止めました"),
    "spray": _("安全のため、止めました"),
    "changed": _("登録情報を変更しました"),
}
SECTIONS: "dict[Section, Text]" = {
    Section.BALANCES: _("残高（プリペイド・ポイント・未受取）"),
    Section.TOTALS: _("お買い物の合計（累計・月ごと）"),
    Section.LINES: _("お買い物の明細（いつ・どこで・何を）"),
    Section.MEALS: _("ミールカードのご利用と栄養価"),
}
SHARING_PROBLEMS: "dict[SharingProblem, Text]" = {
    SharingProblem.LINES_WITHOUT_TOTALS: _(
        "明細をお見せすると、合計もわかります。合計にもチェックするか、明細のチェックを外してください。"
    ),
    SharingProblem.NOTHING_NEW: _("いまの設定と同じです。変えたいところを選び直してください。"),
}
MAIL_CAUSES: "dict[Cause, Text]" = {
    Cause.NO_SUCH_ADDRESS: _(
        "この宛先は見つからないと、相手のメールサーバーが答えました。アドレスをお確かめください。"
    ),
    Cause.MAILBOX_FULL: _(
        "相手のメールボックスがいっぱいです。不要なメールを削除してからお試しください。"
    ),
    Cause.NOT_WANTED: _(
        "相手のメールサーバーが受け取りを断りました。生協からのメールを受信できるように設定してください。"
    ),
    Cause.BUSY: _("相手のメールサーバーが、いまは受け取れないと答えています。"),
    Cause.NO_ANSWER: _("いま、メールサーバーにつながりません。"),
    Cause.OTHER: _("相手のメールサーバーに受け取りを断られました。"),
}


def of_step(step: Step) -> "Text":
    """What moved the prepaid purse, or a debt, in words."""
    return (DEBT_MOVES if step.is_debt else PREPAID_MOVES)[step.reason]


def day_limits(plan: Plan) -> "list[tuple[Text, str | Text]]":
    """Kinds of days on which a meal plan gives something else than on others, and how much."""
    kinds = (_("土曜日の上限"), _("短縮営業の日の上限"), _("日曜・祝日・休業日の上限"))
    said = [
        (kind, yen)
        for kind, yen in zip(kinds, plan.day_limits, strict=True)
        if yen is not None and yen != plan.daily_limit_yen
    ]
    if said and said[0][0] is kinds[0] and SATURDAY not in plan.weekdays:
        del said[0]
    return [(kind, ui.yen(yen) if yen else _("使えません")) for kind, yen in said]
