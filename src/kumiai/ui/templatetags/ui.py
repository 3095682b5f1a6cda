"""What page templates are written with: `{% load ui %}`.

Filters write money, points and time in the page's language. Tags draw the components; their
HTML is in templates/ui/, named as the tag is.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput
from django.forms.widgets import CheckboxSelectMultiple, RadioSelect
from django.template import loader
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from kumiai.ui import charts, context, paging, wording

register = template.Library()


def _language() -> str:
    return translation.get_language() or "ja"


# ── filters ──

# What is written the same in both languages.
register.filter("clock_time", wording.clock_time)
register.filter("point_figure", wording.point_figure)


@register.filter
def yen(amount: int) -> str:
    """`1,234円`."""
    return wording.yen(amount, _language())


@register.filter
def signed_yen(amount: int) -> str:
    """`+200円`, `−610円`."""
    return wording.signed_yen(amount, _language())


@register.filter
def thousands(amount: int) -> str:
    """`1,234`, without its unit."""
    return wording.thousands(amount)


@register.filter
def points(tenths: int) -> str:
    """Tenths of a point as `28.7ポイント`."""
    return wording.points(tenths, _language())


@register.filter
def signed_points(tenths: int) -> str:
    """`+4.6ポイント`, `−200ポイント`."""
    return wording.signed_points(tenths, _language())


@register.filter
def member_number(number: str) -> str:
    """`2101 2412 3456`."""
    return wording.member_number(number)


@register.filter
def long_date(moment: date | datetime) -> str:
    """`2026年11月23日（月）`."""
    return wording.long_date(moment, _language())


@register.filter
def short_date(moment: date | datetime) -> str:
    """`11月23日（月）`."""
    return wording.short_date(moment, _language())


@register.filter
def weekdays(days: Iterable[int]) -> str:
    """`月火水木金`, `Mon Tue`."""
    return wording.weekdays(days, _language())


@register.filter
def window(hours: Any) -> str:
    """`07:30〜10:00（250円まで）`, `07:30–10:00 (up to ¥250)`: hours of a meal plan."""
    return wording.window(hours.opens_at, hours.closes_at, hours.limit_yen, _language())


@register.filter
def date_beside(moment: date | datetime, now: date | datetime) -> str:
    """`11月23日（月）`, and `2025年11月23日（日）` where another year is meant."""
    return wording.date_beside(moment, now, _language())


@register.filter
def tiny_date(moment: date | datetime) -> str:
    """`11/23`."""
    return wording.tiny_date(moment, _language())


@register.filter
def month(moment: date | datetime) -> str:
    """`2026年11月`."""
    return wording.month(moment, _language())


@register.filter
def short_month(moment: date | datetime) -> str:
    """`11月`."""
    return wording.short_month(moment, _language())


@register.filter
def duration(length: timedelta) -> str:
    """`3時間20分`."""
    return wording.duration(length, _language())


# ── figures ──


@register.inclusion_tag("ui/figure.html")
def figure_yen(amount: int, size: str = "card") -> dict[str, Any]:
    """A sum as the point of a card; size `hero` for the one that leads the page."""
    before, after = ("¥", "") if _language() == "en" else ("", "円")
    return {"figure": wording.thousands(amount), "before": before, "after": after, "size": size}


@register.inclusion_tag("ui/figure.html")
def figure_points(tenths: int, size: str = "card") -> dict[str, Any]:
    """Tenths of a point as the point of a card."""
    after = translation.gettext("ポイント")
    return {"figure": wording.point_figure(tenths), "after": after, "size": size}


@register.inclusion_tag("ui/as_of.html")
def as_of(moment: date | datetime) -> dict[str, Any]:
    """Under every figure: the end of a day, or a minute."""
    return {"moment": moment, "is_minute": isinstance(moment, datetime)}


# ── forms ──


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField, beside: str = "") -> dict[str, Any]:
    """A field whole: label, 必須, hint, error, control. `beside` stands next to the control."""
    widget = bound.field.widget
    return {
        "field": bound,
        "beside": beside,
        "is_group": isinstance(widget, RadioSelect | CheckboxSelectMultiple),
        "is_choice": isinstance(widget, CheckboxInput),
        "control": _control(bound),
    }


def _control(bound: BoundField) -> SafeString:
    """The control, tied to its hint and error by name whatever the widget."""
    described = [f"{bound.auto_id}_hint"] if bound.help_text else []
    if bound.errors:
        described.append(f"{bound.auto_id}_error")
    attrs: dict[str, str | bool] = {}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    return bound.as_widget(attrs=attrs)


@register.simple_block_tag(end_name="endfield_with")
def field_with(content: SafeString, bound: BoundField) -> SafeString:
    """A field with something beside its control: `{% field_with form.mail %}<button …>`."""
    drawn = loader.render_to_string("ui/field.html", field(bound, beside=content))
    return mark_safe(drawn)  # noqa: S308 - a template has escaped it


@register.inclusion_tag("ui/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """All errors above a form, each a link to its field; nothing where there is none."""
    wrong = [bound for bound in form if bound.errors]
    general = form.non_field_errors()
    return {
        "wrong": wrong,
        "general": general,
        "count": len(general) + sum(len(bound.errors) for bound in wrong),
    }


# ── ways through pages ──


@register.inclusion_tag("ui/stepper.html")
def stepper(current: int, *names: str) -> dict[str, Any]:
    """Where one is: `{% stepper 2 _("仮ログイン") _("登録情報の入力") %}`, counted from one."""
    steps = [(name, at < current, at == current) for at, name in enumerate(names, start=1)]
    return {"steps": steps}


@register.inclusion_tag("ui/pages.html")
def pages(page: paging.Page[object], label: str) -> dict[str, Any]:
    """Under a list in pages, named as the list is: the ways to the pages beside this one."""
    return {
        "newer": page.link_to(page.newer),
        "older": page.link_to(page.older),
        "number": page.number,
        "label": label,
    }


@register.inclusion_tag("ui/tabs.html")
def tabs(label: str, items: Sequence[context.NavItem], current: str) -> dict[str, Any]:
    """Links between pages of one subject; `current` is the href of the page shown."""
    return {"label": label, "items": [(item, item.href == current) for item in items]}


@register.simple_block_tag(end_name="endnotice")
def notice(content: SafeString, kind: str = "info", head: str = "") -> SafeString:
    """A word to the reader: kind `info`, `warn` or `danger`."""
    given = {"content": content, "kind": kind, "head": head}
    return mark_safe(loader.render_to_string("ui/notice.html", given))  # noqa: S308


# ── charts ──


@register.inclusion_tag("ui/month_bars.html")
def month_bars(title: str, bars: Sequence[charts.Bar]) -> dict[str, Any]:
    """Yen per month, each bar with its figure, and the same as a table."""
    name = _named(title, short_month, bars)
    return {"title": title, "name": name, "chart": charts.bars(bars)}


@register.inclusion_tag("ui/day_bars.html")
def day_bars(
    title: str, bars: Sequence[charts.Bar], limit_yen: int | None = None
) -> dict[str, Any]:
    """Yen per day against a daily limit, and the same as a table."""
    limit = {"limit": yen(limit_yen)} if limit_yen is not None else {}
    return {
        "title": title,
        "name": _named(title, short_date, bars),
        "chart": charts.bars(bars, limit_yen=limit_yen),
        "limit": translation.gettext("上限 %(limit)s") % limit if limit else "",
        "first": tiny_date(bars[0].when) if bars else "",
        "last": _last_day(bars[-1]) if bars else "",
    }


def _last_day(bar: charts.Bar) -> str:
    return translation.gettext("今日") if bar.is_running else tiny_date(bar.when)


@register.inclusion_tag("ui/stacked_bars.html")
def stacked_bars(
    title: str, stacks: Sequence[charts.Stack], kinds: Sequence[str]
) -> dict[str, Any]:
    """Yen per month by kind (at most four, food first), with a legend and a table."""
    return {
        "title": title,
        "name": _named(title, short_month, stacks),
        "chart": charts.stacks(stacks),
        "kinds": kinds,
        "stacks": stacks,
    }


def _named(
    title: str,
    write: Callable[[date], str],
    shown: Sequence[charts.Bar] | Sequence[charts.Stack],
) -> str:
    """What a reader who does not see the drawing is told; the figures are in the table."""
    if not shown:
        return title
    span = {"title": title, "first": write(shown[0].when), "last": write(shown[-1].when)}
    return translation.gettext("%(title)s。%(first)sから%(last)sまで") % span


@register.inclusion_tag("ui/points_progress.html")
def points_progress(tenths: int, block_tenths: int) -> dict[str, Any]:
    """How far the points are on their way to the next block."""
    way = {"block": points(block_tenths), "missing": points(max(block_tenths - tenths, 0))}
    return {
        "name": translation.gettext("%(block)sまで、あと%(missing)s") % way,
        "share": charts.share(tenths, block_tenths),
        "block": block_tenths,
    }


@register.inclusion_tag("ui/measure_bars.svg")
def measure_bars(name: str, given: Sequence[charts.Measure]) -> dict[str, Any]:
    """Amounts beside their references; the caller puts the table beside it."""
    return {"name": name, "chart": charts.measures(given)}
