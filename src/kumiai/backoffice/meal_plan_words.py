"""Meal plans as people read them: their numbers, what changes, and why something cannot be."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from kumiai.backoffice.policy_numbers import Change
from kumiai.meals.plan_rules import Numbers, PlanProblem
from kumiai.meals.rules import Window
from kumiai.ui import wording
from kumiai.ui.templatetags import ui

if TYPE_CHECKING:
    from datetime import date

    from django.utils.functional import _StrPromise as Text

PROBLEMS: "dict[PlanProblem, tuple[str | None, Text]]" = {
    PlanProblem.NAME: ("name", gettext_lazy("プランの名前は40文字までで入力してください。")),
    PlanProblem.LIMIT: (
        "daily_limit_yen",
        gettext_lazy("1日の上限は、1円以上100,000円以下の数字で入力してください。"),
    ),
    PlanProblem.WEEKDAYS: ("weekdays", gettext_lazy("使える曜日を選んでください。")),
    PlanProblem.HOURS: ("closes_at", gettext_lazy("終わりの時刻は、始まりより後にしてください。")),
    PlanProblem.DAY_LIMIT: (
        "saturday_yen",
        gettext_lazy("その日の上限は、0円以上100,000円以下の数字で入力してください。"),
    ),
    PlanProblem.OVERLAP: (
        "opens_at",
        gettext_lazy("前の時間帯が終わる前に始まっています。重ならない時刻にしてください。"),
    ),
    PlanProblem.WINDOWS: (None, gettext_lazy("時間帯は4つまでにしてください。")),
    PlanProblem.WINDOW_LIMIT: (
        "window_yen",
        gettext_lazy(
            "時間帯の上限は、時刻と一緒に、1円以上100,000円以下の数字で入力してください。"
        ),
    ),
    PlanProblem.PAST: (
        "starts_on",
        gettext_lazy("明日以降の日付にしてください。過去の分は変えられません。"),
    ),
    PlanProblem.TERM: (
        "ends_on",
        gettext_lazy("最終日は、初日から2年以内の日付にしてください。"),
    ),
    PlanProblem.TAKEN: (
        "name",
        gettext_lazy("同じ名前のプランが、同じ時期にあります。別の名前か期間にしてください。"),
    ),
    PlanProblem.OUTSIDE: (
        "starts_on",
        gettext_lazy("このプランの期間の中の日付にしてください。"),
    ),
    PlanProblem.SAME: (None, gettext_lazy("いまの内容と同じです。何も変わりません。")),
    PlanProblem.IN_USE: (
        None,
        gettext_lazy(
            "このプランのミールカードを持つ方がいます。最終日を変えて終わらせてください。"
        ),
    ),
    PlanProblem.BEGUN: (
        None,
        gettext_lazy("もう始まっています。最終日を変えて終わらせてください。"),
    ),
    PlanProblem.CHANGES_AFTER: (
        None,
        gettext_lazy("この日より後の変更が登録されています。先にその変更を取りやめてください。"),
    ),
}
# What stands where a plan has ended, or would end before today.
ENDED = gettext_lazy("今日以降の日付にしてください。終わったプランは変えられません。")


def numbers(given: Numbers) -> list[tuple[str, str]]:
    """What a plan gives, item by item."""
    return [
        (_("プランの名前"), given.name),
        (_("1日の上限"), ui.yen(given.daily_limit_yen)),
        (_("土曜日の上限"), _limit(given.saturday_yen)),
        (_("短縮営業の日の上限"), _limit(given.short_day_yen)),
        (_("休業日の上限"), _limit(given.closed_day_yen, usual=_("曜日のとおり"))),
        (_("曜日"), ui.weekdays(given.weekdays)),
        (_("時間"), _hours(given.hours)),
    ]


def limits(given: Numbers) -> list[tuple[str, str]]:
    """What it gives on kinds of days of which something is said, in few words."""
    kinds = (_("土曜"), _("短縮営業"), _("休業日"))
    return [
        (kind, _limit(yen))
        for kind, yen in zip(kinds, given.day_limits, strict=True)
        if yen is not None
    ]


def _limit(yen: int | None, *, usual: str = "") -> str:
    if yen is None:
        return usual or _("1日の上限と同じ")
    return ui.yen(yen) if yen else _("使えません")


def _hours(windows: Sequence[Window]) -> str:
    """`11:00〜14:00`, one after the other; at any time where nothing is said of it."""
    if not windows:
        return _("営業時間中")
    return _("、").join(ui.window(each) for each in windows)


def changes(was: Numbers, becomes: Numbers) -> list[Change]:
    """What differs."""
    pairs = zip(numbers(was), numbers(becomes), strict=True)
    return [
        Change(label, before, after)  # type: ignore[arg-type]
        for (label, before), (_label, after) in pairs
        if before != after
    ]


def beginnings(becomes: Numbers) -> list[Change]:
    """What a new plan gives, where there was nothing; kinds of days only where they differ."""
    usual = {_limit(None), _limit(None, usual=_("曜日のとおり"))}
    return [
        Change(label, "–", after)  # type: ignore[arg-type]
        for label, after in numbers(becomes)
        if after not in usual
    ]


def reach(holders: int, last: "date") -> str:
    """For how many holders the new numbers hold, and until when."""
    given = {"count": holders, "last": wording.long_date(last, get_language() or "ja")}
    return (
        ngettext(
            "%(last)sまで、ミールカードを持つ%(count)s人に適用されます。これまでのご利用は変わりません。",
            "%(last)sまで、ミールカードを持つ%(count)s人に適用されます。これまでのご利用は変わりません。",
            holders,
        )
        % given
    )


def lost(holders: int) -> str:
    """How many would not have what they were given for an outage; nothing where it is nobody."""
    if not holders:
        return ""
    return ngettext(
        "レジの障害の補償を受けた方のうち%(count)s人は、その日に使えなくなります。先に窓口でご相談ください。",
        "レジの障害の補償を受けた方のうち%(count)s人は、その日に使えなくなります。先に窓口でご相談ください。",
        holders,
    ) % {"count": holders}


def moved(holders: int) -> str:
    """How many cards end on another day than now."""
    return ngettext(
        "%(count)s人のミールカードの最終日が変わります。これまでのご利用は変わりません。",
        "%(count)s人のミールカードの最終日が変わります。これまでのご利用は変わりません。",
        holders,
    ) % {"count": holders}
