"""What a manager fills in about the people of the office."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kumiai.backoffice import wording
from kumiai.backoffice.forms.member_acts import ReasonForm
from kumiai.coops.staff.rules import NAME_LENGTH_MAX, Role, is_name
from kumiai.identity import queries, rules
from kumiai.mail import rules as mail

_ID_ATTRS = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


# An operator sees every co-op of the installation, which is no co-op's to give.
_ROLES = [(role.value, words) for role, words in wording.ROLES.items() if role is not Role.OPERATOR]


class RoleForm(ReasonForm):
    """One role for one person."""

    field_order: tuple[str, ...] = ("role", "reason")

    role = forms.ChoiceField(
        label=_("役割"),
        choices=_ROLES,
        error_messages={"required": _("役割を選んでください。")},
        widget=forms.RadioSelect(),
    )

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class NewPersonForm(RoleForm):
    """Somebody new: name, role, login ID, and where the link goes; without an address, on paper."""

    field_order = ("name", "role", "login_id", "mail", "reason")

    name = forms.CharField(
        label=_("氏名"),
        max_length=NAME_LENGTH_MAX,
        error_messages={"required": _("氏名を入力してください。")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    login_id = forms.CharField(
        label=_("ログインID"),
        help_text=_("6〜32文字の半角英数字と . _ - @。例：narita.kazuko"),
        max_length=200,
        error_messages={"required": _("ログインIDを入力してください。")},
        widget=forms.TextInput(attrs=_ID_ATTRS),
    )
    mail = forms.CharField(
        label=_("メールアドレス"),
        help_text=_("初回設定のリンクを送ります。空欄なら、承認した責任者が用紙を印刷します"),
        max_length=mail.ADDRESS_LENGTH_MAX,
        required=False,
        widget=forms.TextInput(attrs=_ID_ATTRS | {"inputmode": "email"}),
    )

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        if not is_name(name):
            raise forms.ValidationError(_("氏名は1行で入力してください。"))
        return name

    def clean_login_id(self) -> str:
        """Folded. Login IDs are once in the installation, whoever's they are."""
        folded = rules.fold_login_id(str(self.cleaned_data["login_id"]))
        if rules.problem_with_login_id(folded):
            raise forms.ValidationError(
                _("英字を含む、6〜32文字の半角英数字と . _ - @ にしてください。")
            )
        if queries.is_login_id_taken(folded):
            raise forms.ValidationError(_("このログインIDは使われています。別のIDにしてください。"))
        return folded

    def clean_mail(self) -> str:
        address = str(self.cleaned_data["mail"])
        if address and mail.problem_with_address(address):
            raise forms.ValidationError(_("メールアドレスを確かめて、入力し直してください。"))
        return address
