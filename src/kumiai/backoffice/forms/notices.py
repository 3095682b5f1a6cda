"""A notice as the office writes it, and why one is withdrawn."""

import re
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from kumiai.backoffice.forms import typed
from kumiai.kit import clock, japanese
from kumiai.meals import queries as meals
from kumiai.members import queries as members
from kumiai.notices import queries as notices
from kumiai.notices.rules import TEXT_LENGTH_MAX, TITLE_LENGTH_MAX, Audience, Draft, Readers

AUDIENCES = {
    Audience.EVERYONE: _("全員"),
    Audience.MEMBERS: _("組合員番号で選ぶ"),
    Audience.FACULTY: _("学部で選ぶ"),
    Audience.JOINED_YEAR: _("加入年で選ぶ"),
    Audience.MEAL_PLAN: _("ミールカードのプランで選ぶ"),
}
READERS = {
    Readers.BOTH: _("本人と保護者"),
    Readers.MEMBERS: _("本人だけ"),
    Readers.GUARDIANS: _("保護者だけ"),
}


def _text(label: Any, *, rows: int, hint: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": str(rows)})
    return forms.CharField(label=label, help_text=hint, required=False, widget=widget)


def _choice(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False)


class NoticeForm(forms.Form):
    """Everything about one notice. What is only typed is judged by the room's own rules."""

    use_required_attribute = False

    title = forms.CharField(
        label=_("題名"),
        max_length=TITLE_LENGTH_MAX,
        error_messages={
            "required": _("題名を入力してください。"),
            "max_length": _("題名は100文字以内で入力してください。"),
        },
    )
    text = forms.CharField(
        label=_("本文"),
        help_text=_("空行が段落を分けます"),
        max_length=TEXT_LENGTH_MAX,
        widget=forms.Textarea(attrs={"rows": "8"}),
        error_messages={
            "required": _("本文を入力してください。"),
            "max_length": _("本文は10,000文字以内で入力してください。"),
        },
    )
    title_english = forms.CharField(
        label=_("英語の題名"),
        help_text=_("空欄なら、英語の画面にも日本語を表示します"),
        required=False,
        max_length=TITLE_LENGTH_MAX,
    )
    text_english = _text(_("英語の本文"), rows=5)
    audience = forms.ChoiceField(
        label=_("あて先"),
        choices=[(key.value, words) for key, words in AUDIENCES.items()],
        initial=Audience.EVERYONE.value,
        error_messages={"required": _("あて先を選んでください。")},
        widget=forms.RadioSelect,
    )
    member_numbers = _text(
        _("組合員番号"),
        rows=3,
        hint=_("「組合員番号で選ぶ」のとき。1行に1つ、または空白で区切って"),
    )
    faculty = _choice(_("学部"))
    joined_year = _choice(_("加入年"))
    meal_plan = _choice(_("ミールカードのプラン"))
    readers = forms.ChoiceField(
        label=_("読む人"),
        choices=[(key.value, words) for key, words in READERS.items()],
        initial=Readers.BOTH.value,
        error_messages={"required": _("読む人を選んでください。")},
        widget=forms.RadioSelect,
    )
    starts_on = typed.TypedDate(
        label=_("掲載を始める日"),
        help_text=_("例：2026-04-10。空欄ならすぐに掲載します"),
        required=False,
    )
    ends_on = typed.TypedDate(
        label=_("掲載を終える日"), help_text=_("この日まで。空欄なら期限なし"), required=False
    )
    has_copies = forms.BooleanField(label=_("メールでも送る"), required=False)
    form_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, sent: Mapping[str, Any] | None = None, *, coop_id: int, at: datetime
    ) -> None:
        super().__init__(sent, initial={"form_id": uuid.uuid4()})
        self._coop_id, self._at = coop_id, at
        on = clock.tokyo_date(at)
        self._offer("faculty", notices.faculties(coop_id=coop_id))
        self._offer("joined_year", notices.joined_years(coop_id=coop_id))
        self._offer("meal_plan", sorted(meals.plan_names(coop_id=coop_id, on=on)))

    def clean(self) -> dict[str, Any]:
        """Refused where what the audience asks for is missing, or a number is unknown.

        English by half would put an English title above a Japanese text, and in no preview.
        """
        given = super().clean() or {}
        for half, other in (("title_english", "text_english"), ("text_english", "title_english")):
            if given.get(half) and other in given and not given[other].strip():
                self.add_error(other, _("英語は、題名と本文の両方を入力してください。"))
        audience = given.get("audience")
        if audience in ("faculty", "joined_year", "meal_plan") and not given.get(audience):
            self.add_error(audience, _("選んでください。"))
        if audience == Audience.MEMBERS:
            given["member_ids"] = self._member_ids(given.get("member_numbers", ""))
        return given

    def draft(self) -> Draft:
        """What was typed, once it is valid."""
        given = self.cleaned_data
        audience = Audience(given["audience"])
        member_ids = given.get("member_ids", frozenset())
        if audience is Audience.MEAL_PLAN:
            member_ids = meals.holders(
                coop_id=self._coop_id,
                plan_name=given["meal_plan"],
                on=clock.tokyo_date(self._at),
            )
        starts_on, ends_on = given["starts_on"], given["ends_on"]
        starts_at = clock.day_start(starts_on) if starts_on else self._at
        return Draft(
            title=given["title"],
            text=given["text"].replace("\r\n", "\n"),
            title_english=given["title_english"],
            text_english=given["text_english"].replace("\r\n", "\n"),
            starts_at=max(starts_at, self._at),
            ends_at=clock.day_start(ends_on + timedelta(days=1)) if ends_on else None,
            audience=audience,
            readers=Readers(given["readers"]),
            faculty=given["faculty"],
            joined_year=int(given["joined_year"]) if given["joined_year"] else None,
            meal_plan=given["meal_plan"],
            member_ids=member_ids,
        )

    def _offer(self, name: str, values: Any) -> None:
        choices = [("", "―"), *((str(value), str(value)) for value in values)]
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _member_ids(self, typed: str) -> frozenset[int]:
        numbers = [japanese.fold_digits(part) for part in re.split(r"[\s,、，]+", typed) if part]
        found = members.member_ids(coop_id=self._coop_id, member_numbers=numbers)
        unknown = [number for number in numbers if number not in found]
        if not numbers:
            self.add_error("member_numbers", _("組合員番号を入力してください。"))
        elif unknown:
            words = translation.gettext("この生協の組合員番号ではありません：%(numbers)s")
            self.add_error("member_numbers", words % {"numbers": "、".join(unknown[:10])})
        return frozenset(found.values())


class WithdrawalForm(forms.Form):
    """Why a notice is taken back."""

    use_required_attribute = False

    reason = forms.CharField(
        label=_("取り下げる理由"),
        help_text=_("操作記録に残ります"),
        max_length=200,
        error_messages={"required": _("理由を入力してください。")},
    )
