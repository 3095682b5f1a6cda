"""What the desk types about an inquiry: what to look for, replies, notes, whom it is about."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kumiai.backoffice import inquiring
from kumiai.inquiries import rules
from kumiai.inquiries.rules import Kind
from kumiai.members import rules as members

ANYBODY, NOBODY, MINE = "", "nobody", "mine"


class SoughtForm(forms.Form):
    """Which inquiries are shown; whatever cannot be read does not narrow."""

    use_required_attribute = False

    words = forms.CharField(label=_("検索"), max_length=100, required=False)
    kind = forms.ChoiceField(
        label=_("種類"),
        required=False,
        choices=[("", _("すべて")), *((kind.value, inquiring.KINDS[kind]) for kind in Kind)],
    )
    assigned = forms.ChoiceField(
        label=_("担当"),
        required=False,
        choices=[(ANYBODY, _("すべて")), (MINE, _("自分")), (NOBODY, _("未定"))],
    )


class ReplyForm(forms.Form):
    """The answer that goes out by mail."""

    use_required_attribute = False

    text = forms.CharField(
        label=_("回答"),
        help_text=_("宛名と署名は自動で付きます。パスワードは書かないでください"),
        max_length=rules.TEXT_LENGTH_MAX,
        error_messages={"required": _("回答を入力してください。")},
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    waits = forms.BooleanField(label=_("相手の返信を待つ（質問を返すとき）"), required=False)
    replies_seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    canned_key = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    canned_version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class NoteForm(forms.Form):
    """A note for the desk alone."""

    use_required_attribute = False

    text = forms.CharField(
        label=_("内部メモ"),
        help_text=_("お問い合せされた方には表示されません"),
        max_length=rules.TEXT_LENGTH_MAX,
        error_messages={"required": _("メモを入力してください。")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class FollowUpForm(forms.Form):
    """What arrived another way: an answer by mail, a call, somebody at the counter."""

    use_required_attribute = False

    way = forms.ChoiceField(
        label=_("届いた方法"),
        choices=[(way, inquiring.WAYS[way]) for way in ("mail", "phone", "counter")],
    )
    text = forms.CharField(
        label=_("届いた内容"),
        max_length=rules.TEXT_LENGTH_MAX,
        error_messages={"required": _("届いた内容を入力してください。")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class MemberForm(forms.Form):
    """Whom an inquiry is about; empty for nobody known."""

    use_required_attribute = False

    member_number = forms.CharField(
        label=_("組合員番号"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_member_number(self) -> str:
        typed = self.cleaned_data["member_number"]
        number = members.member_number(typed) if typed else ""
        if number is None:
            raise forms.ValidationError(_("組合員番号は、半角数字12桁で入力してください。"))
        return number


class CannedForm(forms.Form):
    """A canned answer in the co-op's own words."""

    WORDED = ("title", "english_title", "japanese", "english")
    use_required_attribute = False

    title = forms.CharField(
        label=_("質問"),
        max_length=rules.TITLE_LENGTH_MAX,
        error_messages={"required": _("質問を入力してください。")},
    )
    english_title = forms.CharField(
        label=_("英語の質問"),
        max_length=rules.TITLE_LENGTH_MAX,
        error_messages={"required": _("英語の質問を入力してください。")},
        widget=forms.TextInput(attrs={"lang": "en"}),
    )
    japanese = forms.CharField(
        label=_("日本語の回答"),
        max_length=rules.TEXT_LENGTH_MAX,
        error_messages={"required": _("日本語の回答を入力してください。")},
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    english = forms.CharField(
        label=_("英語の回答"),
        max_length=rules.TEXT_LENGTH_MAX,
        error_messages={"required": _("英語の回答を入力してください。")},
        widget=forms.Textarea(attrs={"rows": 8, "lang": "en"}),
    )
    version_seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        texts = " ".join(typed.get(name) or "" for name in self.WORDED)
        if unknown := rules.places_in(texts) - set(rules.PLACES):
            places = "、".join(f"{{{name}}}" for name in sorted(unknown))
            words = _("差し込める項目ではありません：%(places)s")
            raise forms.ValidationError(words % {"places": places})
        return typed
