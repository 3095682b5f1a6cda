"""For whom letters and payment slips are printed, and what stands on a slip."""

import re
from collections.abc import Collection
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kumiai.backoffice.forms import typed as fields
from kumiai.kit import japanese
from kumiai.members import rules as members
from kumiai.members.selecting import Selection
from kumiai.reports import rules as reports
from kumiai.slips import rules as slips
from kumiai.ui import wording

NUMBERS_MAX = 5_000
NOTE_LINES_MAX = 6


class YearField(forms.CharField):
    """A year as a person writes it; None where nothing is typed."""

    def __init__(self, label: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off"}
        widget = forms.TextInput(attrs=attrs)
        super().__init__(label=label, max_length=20, required=False, widget=widget)

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        year = japanese.read_year(typed) if typed else None
        if typed and year is None:
            raise forms.ValidationError(_("年は、西暦4桁などで入力してください。"))
        return year


class SelectionForm(forms.Form):
    """Members by number, faculty or year; something has to be chosen, everybody too."""

    use_required_attribute = False

    numbers = forms.CharField(
        label=_("組合員番号"),
        help_text=_("1行に1つ。ほかの条件と合わせると、両方にあてはまる人になります"),
        max_length=NUMBERS_MAX * 20,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )
    faculty = forms.ChoiceField(label=_("学部"), required=False)
    joined_year = YearField(label=_("加入した年"))
    joined_since = YearField(label=_("加入した年（この年から後）"))
    unregistered = forms.BooleanField(label=_("本登録がまだの方だけ"), required=False)
    everybody = forms.BooleanField(label=_("組合員全員"), required=False)

    def __init__(self, *args: Any, faculties: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("すべて")), *((name, name) for name in faculties)]
        self.fields["faculty"].choices = choices  # type: ignore[attr-defined]

    def clean_numbers(self) -> tuple[str, ...]:
        typed = [
            part for part in re.split(r"[\n,、，]+", self.cleaned_data["numbers"]) if part.strip()
        ]
        numbers = [members.member_number(part) for part in typed]
        wrong = [part.strip() for part, number in zip(typed, numbers, strict=True) if not number]
        if wrong:
            words = _("12桁の組合員番号ではありません：%(wrong)s")
            raise forms.ValidationError(words % {"wrong": "、".join(wrong[:5])})
        return tuple(number for number in numbers if number)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if not self.errors and not any(typed.get(name) for name in _NARROWING):
            raise forms.ValidationError(
                _("対象を選んでください。全員に印刷するときは「組合員全員」を選びます。")
            )
        return typed

    def refuse_unknown(self, current: Collection[str]) -> bool:
        """Whether a number that was typed is of nobody who is a member now; says which."""
        unknown = [each for each in self.cleaned_data["numbers"] if each not in current]
        if unknown:
            words = _("組合員がいないか、脱退した番号です：%(wrong)s")
            said = "、".join(wording.member_number(each) for each in unknown[:5])
            self.add_error("numbers", words % {"wrong": said})
        return bool(unknown)

    @property
    def selection(self) -> Selection:
        """What is chosen, once the form is valid."""
        typed = self.cleaned_data
        return Selection(
            member_numbers=typed["numbers"],
            faculty=typed["faculty"],
            joined_year=typed["joined_year"],
            joined_since=typed["joined_since"],
        )


class SlipsForm(SelectionForm):
    """The same, and what stands on each slip."""

    purpose = forms.CharField(
        label=_("用途"),
        initial="教科書代",
        max_length=slips.PURPOSE_CHARACTERS_MAX,
        error_messages={"required": _("用途を入力してください。")},
    )
    amount = fields.TypedYen(
        label=_("目安の金額（円）"),
        error_messages={"required": _("目安の金額を入力してください。")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    due_on = fields.day(_("払込期限"), _("例：2027年3月31日"))


class LeaversForm(SelectionForm):
    """Who finishes in a March, how they are told, and a word of the co-op on top."""

    field_order = ("graduating", "faculty", "numbers", "way", "note")

    # These do not choose among leavers.
    joined_year = joined_since = unregistered = everybody = None  # type: ignore[assignment]

    graduating = YearField(label=_("卒業年（3月）"))
    way = forms.ChoiceField(
        label=_("知らせ方"),
        choices=[
            ("paper", _("全員に手紙")),
            ("mail", _("メールが届く方にはメール、ほかの方に手紙")),
        ],
        initial="paper",
        widget=forms.RadioSelect(),
    )
    note = forms.CharField(
        label=_("生協からのひとこと"),
        help_text=_("手紙とメールの初めに入ります。空欄でもかまいません"),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        self.fields["graduating"].initial = reports.next_graduation(today)

    def clean_graduating(self) -> int:
        """The next one where nothing is typed; one whose March is over has nothing to use up."""
        year: int = self.cleaned_data["graduating"] or reports.next_graduation(self._today)
        last = members.prepaid_usable_until(year)
        if last is None or last < self._today:
            raise forms.ValidationError(_("その年の3月31日は過ぎています。"))
        return year

    def clean_note(self) -> str:
        """So few lines that a letter stays on its sheet."""
        note: str = self.cleaned_data["note"]
        if len(note.splitlines()) > NOTE_LINES_MAX:
            raise forms.ValidationError(_("ひとことは6行までで入力してください。"))
        return note

    def clean(self) -> dict[str, Any]:
        """Nothing more has to be chosen: the year does."""
        return self.cleaned_data

    @property
    def selection(self) -> Selection:
        """What is chosen, once the form is valid."""
        typed = self.cleaned_data
        return Selection(
            member_numbers=typed["numbers"],
            faculty=typed["faculty"],
            graduation_year=typed["graduating"],
        )


_NARROWING = ("numbers", "faculty", "joined_year", "joined_since", "unregistered", "everybody")
