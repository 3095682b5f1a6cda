"""How the office's pages call roles, and what was done."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kumiai.coops.staff.rules import Role
from kumiai.identity.actions.staff import StaffProblem
from kumiai.identity.rules import PasswordProblem
from kumiai.wallet.changes import Reason

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Text

ROLES: "dict[Role, Text]" = {
    Role.CLERK: _("レジ担当"),
    Role.DESK: _("組合員窓口"),
    Role.ACCOUNTING: _("経理"),
    Role.MANAGER: _("責任者"),
    Role.OPERATOR: _("運用担当"),
}
STAFF_PROBLEMS: "dict[StaffProblem, Text]" = {
    StaffProblem.ONESELF: _("ご自分のことは変えられません。ほかの責任者に頼んでください。"),
    StaffProblem.LAST_MANAGER: _(
        "最後の責任者です。先に、ほかの責任者がログインできるようにしてください。"
    ),
    StaffProblem.NOT_A_MANAGER: _("いまは責任者ではないため、できません。"),
    StaffProblem.OPERATOR: _("運用担当は、システムの運用担当だけが登録できます。"),
}
MOVES: "dict[Reason, Text]" = {
    Reason.PURCHASE: _("お買い物"),
    Reason.TAKEN_BACK: _("返品・取消"),
    Reason.TOP_UP: _("チャージ"),
    Reason.COLLECTED: _("受け取り"),
    Reason.EARNED: _("獲得"),
    Reason.AUTO_TOP_UP: _("オートチャージ"),
    Reason.CLAIMED: _("受取申請"),
    Reason.PAID_IN: _("払込票のご入金"),
    Reason.SHORTFALL: _("残高の不足"),
    Reason.REPAID: _("不足分のお支払い"),
    Reason.PAID_OUT: _("口座への払い出し"),
    Reason.CORRECTED: _("生協による訂正"),
}
PASSWORD_PROBLEMS: "dict[PasswordProblem, Text]" = {
    PasswordProblem.TOO_SHORT: _("パスワードは8文字以上で決めてください。"),
    PasswordProblem.TOO_LONG: _("パスワードは128文字以内で決めてください。"),
    PasswordProblem.COMMON: _(
        "よく使われていて、破られやすいパスワードです。別のものにしてください。"
    ),
    PasswordProblem.OWN_DATA: _("生年月日・電話番号・組合員番号を含むパスワードは使えません。"),
    PasswordProblem.LOGIN_ID: _("ログインIDを含むパスワードは使えません。"),
}
