"""Which reports the office has, what each is asked with, and how its paper is made."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from kumiai.backoffice.forms.reports import LeaversForm, OnForm, SpanForm
from kumiai.coops.queries import CoopFacts
from kumiai.kit import clock
from kumiai.reports import days, holding_papers, holdings, papers, rules, unused
from kumiai.reports.paper import Paper

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Text

Asked = dict[str, Any]
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Kind:
    """One report; `made` reads it with what the form was given.

    `usual` is what is asked for a day when nobody says more, `after` the first day of what follows.
    """

    title: "Text"
    about: "Text"
    form: type[forms.Form]
    usual: Callable[[date], Asked]
    after: Callable[[Asked], date]
    made: Callable[[CoopFacts, Asked, datetime], Paper]


def _month(coop: CoopFacts, asked: Asked, at: datetime) -> Paper:
    report = days.month(coop_id=coop.id, first=asked["first"], last=asked["last"], at=at)
    return papers.of_month(report, coop=coop)


def _members(coop: CoopFacts, asked: Asked, at: datetime) -> Paper:
    return holding_papers.of_uses(coop=coop, first=asked["first"], last=asked["last"], at=at)


def _outstanding(coop: CoopFacts, asked: Asked, at: datetime) -> Paper:
    report = holdings.outstanding(coop_id=coop.id, on=asked["on"], at=at)
    return holding_papers.of_outstanding(report, coop=coop)


def _unused(coop: CoopFacts, asked: Asked, at: datetime) -> Paper:
    return holding_papers.of_unused(
        unused.unused(coop_id=coop.id, on=asked["on"], at=at), coop=coop
    )


def _leavers(coop: CoopFacts, asked: Asked, at: datetime) -> Paper:
    return holding_papers.of_leavers(
        coop=coop, graduating=asked["graduating"], on=asked["on"], at=at
    )


def _span(first: date, last: date) -> Asked:
    return {"first": first, "last": last}


KINDS = {
    "month": Kind(
        _("月報"),
        _("日・店舗・税率・ジャンルごとの売上と、チャージやポイントの動き"),
        SpanForm,
        lambda today: _span(*rules.month_of(today)),
        lambda asked: asked["last"] + DAY,
        _month,
    ),
    "members": Kind(
        _("組合員ごとの年間利用"),
        _("利用割戻しのもとになる、ジャンルごとの利用額"),
        SpanForm,
        lambda today: _span(*rules.business_year(today)),
        lambda asked: asked["last"] + DAY,
        _members,
    ),
    "outstanding": Kind(
        _("残高一覧"),
        _("過去の任意の日の残高と、未受取・不足の日数ごとの内訳"),
        OnForm,
        lambda today: {"on": today},
        lambda asked: asked["on"] + DAY,
        _outstanding,
    ),
    "unused": Kind(
        _("基準日未使用残高"),
        _("資金決済法の未使用残高と、届出・保全の要否"),
        OnForm,
        lambda today: {"on": rules.base_date_until(today)},
        lambda asked: rules.base_date_from(asked["on"] + DAY),
        _unused,
    ),
    "leavers": Kind(
        _("卒業予定者の残高"),
        _("次の3月に卒業する組合員に残っている金額とポイント"),
        LeaversForm,
        lambda today: {"on": today, "graduating": rules.next_graduation(today)},
        lambda asked: asked["on"] + DAY,
        _leavers,
    ),
}


def asked(kind: Kind, form: forms.Form, at: datetime) -> Asked:
    """What a valid form asks for, the usual where it is silent."""
    given = {name: value for name, value in form.cleaned_data.items() if value}
    usual = kind.usual(clock.tokyo_date(at))
    if "first" in usual and ("first" in given) != ("last" in given):
        usual = kind.usual(given.get("first") or given["last"])
    return usual | given


def around(kind: Kind, asked: Asked) -> tuple[Asked, Asked]:
    """What the same report is asked with for the time before and the time after."""
    first: date = asked.get("first") or asked["on"]
    return kind.usual(first - DAY), kind.usual(kind.after(asked))


def period(asked: Asked) -> str:
    """The days a report holds, in signs that every system takes in the name of a file."""
    if "first" in asked:
        return f"{asked['first']}_{asked['last']}"
    graduating = asked.get("graduating")
    return f"{graduating}-03_{asked['on']}" if graduating else str(asked["on"])


def query(asked: Asked) -> str:
    """What is asked for, as an address carries it."""
    return urlencode({key: str(value) for key, value in asked.items()})
