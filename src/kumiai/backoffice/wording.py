"""How the office's pages call roles, and what was done."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kumiai.coops.staff.rules import Role
from kumiai.identity.rules import PasswordProblem

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Text

ROLES: "dict[Role, Text]" = {
    Role.CLERK: _("レジ担当"),
    Role.DESK: _("組合員窓口"),
    Role.ACCOUNTING: _("経理"),
    Role.MANAGER: _("責任者"),
    Role.OPERATOR: _("運用担当"),
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
