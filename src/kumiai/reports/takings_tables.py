"""Takings as tables: sales by tender, by tax rate, and what else moved."""

from collections.abc import Callable, Iterable, Sequence

from django.utils.translation import gettext as _

from kumiai.reports import paper, takings
from kumiai.reports.paper import Column, Row, Table
from kumiai.reports.takings import RateSum, Takings

Labelled = Sequence[tuple[Row, Takings]]


def sales(labels: tuple[Column, ...], labelled: Labelled, *, title: str = "") -> Table:
    """Sales less what was taken back, and by tender what is left."""
    return Table(
        title=title or _("売上（支払方法別）"),
        columns=(
            *labels,
            paper.count(_("売上件数")),
            paper.yen(_("売上")),
            paper.count(_("取消件数")),
            paper.yen(_("返品・取消")),
            paper.yen(_("差引売上")),
            paper.yen(_("ミールカード")),
            paper.yen(_("プリペイド")),
            paper.yen(_("現金")),
            paper.yen(_("その他の支払い")),
            paper.yen(_("不足（組合員の借り）")),
            paper.yen(_("仮勘定")),
        ),
        rows=[(*label, *_sales(each)) for label, each in labelled],
        total=_total(labels, labelled, _sales),
    )


def other_moves(labels: tuple[Column, ...], labelled: Labelled, *, title: str = "") -> Table:
    """Top-ups, collections and points."""
    return Table(
        title=title or _("チャージ・受け取り・ポイント"),
        columns=(
            *labels,
            paper.count(_("チャージ件数")),
            paper.yen(_("チャージ（現金）")),
            paper.yen(_("チャージの取消")),
            paper.yen(_("未受取の受け取り")),
            paper.yen(_("オートチャージ")),
            paper.yen(_("オートチャージの取消")),
            paper.tenths(_("付与ポイント")),
            paper.tenths(_("付与の取消")),
            paper.tenths(_("円に替わったポイント")),
            paper.count(_("成立しなかった件数")),
        ),
        rows=[(*label, *_other_moves(each)) for label, each in labelled],
        total=_total(labels, labelled, _other_moves),
    )


def rates(labels: tuple[Column, ...], labelled: Iterable[tuple[Row, RateSum]]) -> Table:
    """Sales by tax rate, less what was taken back."""
    found = list(labelled)
    return Table(
        title=_("売上（税率別、返品・取消を差し引いた額）"),
        columns=(
            *labels,
            paper.count(_("税率（%）")),
            paper.yen(_("金額（税込）")),
            paper.yen(_("うち消費税")),
        ),
        rows=[(*label, each.rate, each.amount_yen, each.tax_yen) for label, each in found],
        total=(
            *_label(labels),
            None,
            sum(each.amount_yen for _unused, each in found),
            sum(each.tax_yen for _unused, each in found),
        ),
    )


def elsewhere(moved: Takings) -> Table:
    """What came without a store."""
    return Table(
        title=_("店舗を通らない動き"),
        columns=(paper.words(_("内容")), paper.yen(_("金額")), paper.tenths(_("ポイント"))),
        rows=[
            (_("払込票の入金（未受取へ）"), moved.slip_yen, None),
            (_("払込票の入金（持ち主が未定）"), moved.slip_suspended_yen, None),
            (_("持ち主が決まった払込票（未受取へ）"), moved.slip_assigned_yen, None),
            (_("振込元へ返した払込票"), -moved.slip_sent_back_yen, None),
            (_("銀行が取り消した払込票"), -moved.slip_cancelled_yen, None),
            (_("まちがえた組合員から取り戻した払込票"), -moved.slip_recalled_yen, None),
            (_("組合員の口座へ払い出した払込票"), -moved.slip_paid_out_yen, None),
            (_("Webポイントの受取申請（未受取へ）"), moved.claimed_yen, moved.claimed_tenths),
            (_("Webポイントの付与"), None, moved.web_granted_tenths),
            (_("事務による訂正（増）"), moved.corrected_up_yen, moved.corrected_up_tenths),
            (_("事務による訂正（減）"), -moved.corrected_down_yen, -moved.corrected_down_tenths),
            (_("その他の動き"), moved.elsewhere_yen, None),
        ],
    )


def agreement(total: Takings, by_rate: Sequence[RateSum]) -> Table:
    """That the lines of the receipts and the books come to the same."""
    lines_yen = sum(each.amount_yen for each in by_rate)
    return Table(
        title=_("帳簿と明細の照合"),
        columns=(paper.words(_("内容")), paper.yen(_("金額"))),
        rows=[
            (_("帳簿の差引売上"), total.net_yen()),
            (_("明細の差引売上"), lines_yen),
            (_("期限切れで戻らないミールカードの取消"), total.lapsed_yen),
            (_("差（0円であること）"), total.net_yen() - lines_yen - total.lapsed_yen),
        ],
    )


def _sales(each: Takings) -> Row:
    return (
        each.sale_count,
        each.sold_yen(),
        each.reversal_count,
        each.back_yen(),
        each.net_yen(),
        each.meal_yen - each.meal_back_yen,
        each.prepaid_yen - each.prepaid_back_yen,
        each.cash_yen - each.cash_back_yen,
        each.other_yen - each.other_back_yen,
        each.owed_yen - each.owed_back_yen,
        each.suspense_yen - each.suspense_back_yen,
    )


def _other_moves(each: Takings) -> Row:
    return (
        each.top_up_count,
        each.top_up_yen,
        each.top_up_back_yen,
        each.collected_yen,
        each.auto_top_up_yen,
        each.auto_top_up_back_yen,
        each.granted_tenths,
        each.granted_back_tenths,
        each.redeemed_tenths - each.redeemed_back_tenths,
        each.declined_count,
    )


def _total(labels: tuple[Column, ...], labelled: Labelled, row: Callable[[Takings], Row]) -> Row:
    return (*_label(labels), *row(takings.together(each for _unused, each in labelled)))


def _label(labels: tuple[Column, ...]) -> Row:
    return (_("合計"), *([None] * (len(labels) - 1))) if labels else ()
