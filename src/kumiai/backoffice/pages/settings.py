"""`/office/settings`: everything a manager sets for the co-op, in one place."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kumiai.backoffice import access
from kumiai.backoffice.viewer import StaffRequest

# Name of the page, what it is called, and what is set there.
PAGES = (
    ("office-profile", _("生協の名前と色"), _("名前、電話番号、所在地、窓口のメール、ページの色")),
    ("office-logo", _("ロゴ"), _("すべてのページの左上に表示する画像")),
    ("office-stores", _("店舗と営業時間"), _("名前、電話番号、営業時間、未受取のお金を渡す店舗")),
    ("office-calendar", _("営業日カレンダー"), _("臨時の休業と営業、組合員への説明")),
    ("office-terminals", _("端末"), _("レジやチャージ機の登録、鍵の更新と失効")),
    (
        "office-policy",
        _("ポイント・限度額などの数字"),
        _("付与率、チャージの上限、受け取りまでの日数など"),
    ),
    (
        "office-texts",
        _("規約などの文章"),
        _("利用規約、個人情報の取り扱い、電子マネーについての表示"),
    ),
    ("office-dishes", _("料理と栄養価"), _("食の履歴に表示する料理の栄養価")),
    ("office-meal-plans", _("ミールプラン"), _("年度ごとのプランと一日の上限")),
    ("office-canned-answers", _("定型の回答"), _("お問い合せへの回答の文例")),
    ("office-staff", _("職員"), _("事務室に入れる人の追加、役割、再設定、停止")),
)


@require_safe
@access.office(*access.MANAGER)
def settings(request: StaffRequest) -> HttpResponse:
    """The list of all settings."""
    shown = [(reverse(name), title, about) for name, title, about in PAGES]
    return render(request, "backoffice/settings.html", {"settings": shown})
