"""The reports of days and months as papers."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from kumiai.coops.queries import CoopFacts
from kumiai.ledger.rules import Run
from kumiai.reports import paper, takings_tables
from kumiai.reports.days import DayReport, MonthReport, StoreDay, TillDay
from kumiai.reports.paper import Column, Paper, Row, Shape, Table
from kumiai.reports.seals import Seal

GENRES = ("food", "books", "learning_goods", "other")


def of_day(report: DayReport, *, coop: CoopFacts) -> Paper:
    """The day close, store by store and till by till."""
    labels = (paper.words(_("店舗")), paper.words(_("端末")))
    labelled = [(_label(store, till), till.takings) for store, till in _tills(report)]
    return Paper(
        name="day",
        title=_("日締め"),
        coop_name=coop.name,
        about=report.business_date.isoformat(),
        as_of=report.as_of,
        notes=(*_agreed(report), *_of_seal(report.seal), *_of_days(), *_of_drawers()),
        tables=(
            _drawers(labels, report),
            takings_tables.sales(labels, labelled),
            takings_tables.rates(
                labels[:1],
                [((each.store.name,), rate) for each in report.stores for rate in each.rates],
            ),
            takings_tables.other_moves(labels, labelled),
            _offline(labels, report),
            _missing(labels, report),
            takings_tables.elsewhere(report.elsewhere),
            takings_tables.agreement(report.takings, report.rates),
        ),
        warnings=tuple(_to_look_at(report)),
    )


def of_month(report: MonthReport, *, coop: CoopFacts) -> Paper:
    """A month or any other time, by day and by store."""
    days = (Column(_("営業日"), Shape.DAY),)
    stores = (paper.words(_("店舗")),)
    by_day = [((on,), each) for on, each in report.days]
    by_store = [((store.name,), each) for store, each in report.stores]
    closed = report.closed_through
    is_closed = closed is not None and report.last <= closed
    return Paper(
        name="month",
        title=_("月報"),
        coop_name=coop.name,
        about=f"{report.first.isoformat()} – {report.last.isoformat()}",
        as_of=report.as_of,
        notes=(_("この期間はすべて締め済みです。") if is_closed else _open_days(), *_of_days()),
        tables=(
            takings_tables.sales(days, by_day, title=_("日ごとの売上")),
            takings_tables.sales(stores, by_store, title=_("店舗ごとの売上")),
            takings_tables.rates((), (((), each) for each in report.rates)),
            _genres(report),
            takings_tables.other_moves(days, by_day, title=_("日ごとのチャージ・ポイント")),
            takings_tables.other_moves(stores, by_store, title=_("店舗ごとのチャージ・ポイント")),
            takings_tables.elsewhere(report.elsewhere),
            takings_tables.agreement(report.total, report.rates),
        ),
    )


def genre_names() -> dict[str, str]:
    """What a report calls the genres."""
    return {
        "food": _("食"),
        "books": _("書籍"),
        "learning_goods": _("学用品"),
        "other": _("その他"),
    }


def _genres(report: MonthReport) -> Table:
    names = genre_names()
    return Table(
        title=_("売上（ジャンル別、返品・取消を差し引いた額）"),
        columns=(paper.words(_("ジャンル")), paper.yen(_("金額（税込）"))),
        rows=[(names[genre], report.genres.get(genre, 0)) for genre in GENRES],
        total=(_("合計"), sum(report.genres.values())),
    )


def _drawers(labels: tuple[Column, ...], report: DayReport) -> Table:
    return Table(
        title=_("引き出しの現金"),
        columns=(
            *labels,
            paper.yen(_("帳簿の現金")),
            paper.yen(_("うち前の日までの売上")),
            paper.yen(_("あとから届いた当日の売上")),
            paper.yen(_("当日入るはずの現金")),
            paper.yen(_("釣銭準備金")),
            paper.yen(_("数えた現金")),
            paper.yen(_("差額")),
            paper.words(_("数えた人")),
            Column(_("数えた日時"), Shape.MOMENT),
            paper.words(_("メモ")),
        ),
        rows=[
            (*_label(store, till), *_drawer(till))
            for store, till in _tills(report)
            if till.drawer.has_cash
        ],
    )


def _drawer(till: TillDay) -> Row:
    drawer, count = till.drawer, till.drawer.count
    due = (
        drawer.booked_yen,
        -drawer.offline.earlier_cash_yen,
        drawer.offline.later_cash_yen,
        drawer.due_yen,
    )
    if count is None:
        return (*due, None, None, None, _("未入力"), None, "")
    counted = (count.float_yen, count.counted_yen, drawer.difference_yen)
    return (*due, *counted, count.by_name, count.at, count.note)


def _offline(labels: tuple[Column, ...], report: DayReport) -> Table:
    return Table(
        title=_("オフラインの売上"),
        columns=(
            *labels,
            paper.count(_("当日の帳簿の件数")),
            paper.yen(_("当日の帳簿の金額")),
            paper.count(_("うち前の日までの件数")),
            paper.yen(_("うち前の日までの金額")),
            paper.count(_("あとから届いた件数")),
            paper.yen(_("あとから届いた金額")),
            paper.count(_("未解決の件数")),
            paper.yen(_("未解決の金額")),
        ),
        rows=[
            (
                *_label(store, till),
                *(told.booked_count, told.booked_yen, told.earlier_count, told.earlier_yen),
                *(told.later_count, told.later_yen, told.kept_count, told.kept_yen),
            )
            for store, till in _tills(report)
            if (told := till.drawer.offline)
            and (told.booked_count or told.later_count or told.kept_count)
        ],
    )


def _missing(labels: tuple[Column, ...], report: DayReport) -> Table:
    return Table(
        title=_("番号の抜け"),
        columns=(*labels, paper.words(_("届いていない番号"))),
        rows=[
            (*_label(store, till), _runs(till.missing))
            for store, till in _tills(report)
            if till.missing
        ],
    )


def _runs(runs: Sequence[Run]) -> str:
    return "、".join(str(a) if a == b else f"{a}–{b}" for a, b in runs)


def _tills(report: DayReport) -> list[tuple[StoreDay, TillDay]]:
    return [(store, till) for store in report.stores for till in store.tills]


def _label(store: StoreDay, till: TillDay) -> Row:
    return (store.store.name, till.terminal.name)


def _to_look_at(report: DayReport) -> Iterator[str]:
    """Drawers that differ, drawers not counted yet, and numbers that never came."""
    for _store, till in _tills(report):
        if difference_yen := till.drawer.difference_yen:
            said = {"till": till.terminal.name, "yen": f"{abs(difference_yen):,}"}
            if difference_yen < 0:
                yield _("%(till)sの現金が%(yen)s円足りません。") % said
            else:
                yield _("%(till)sの現金が%(yen)s円多くあります。") % said
    waiting = [till.terminal.name for _store, till in _tills(report) if till.drawer.is_waiting]
    if waiting:
        yield _("まだ数えていない引き出し：%(tills)s") % {"tills": "、".join(waiting)}
    missing = [till.terminal.name for _store, till in _tills(report) if till.missing]
    if missing:
        yield _("届いていない番号がある端末：%(tills)s") % {"tills": "、".join(missing)}


def _agreed(report: DayReport) -> tuple[str, ...]:
    drawers = [till.drawer for _store, till in _tills(report) if till.drawer.has_cash]
    if drawers and all(drawer.difference_yen == 0 for drawer in drawers):
        return (_("数えた現金は、すべての引き出しで帳簿と合っています。"),)
    return ()


def _of_seal(seal: Seal | None) -> tuple[str, ...]:
    if seal is None:
        return (_("この日はまだ締められていません。これからの取引で金額は変わります。"),)
    return (_("この日は締め済みです。封印 %(seal)s") % {"seal": seal.seal},)


def _open_days() -> str:
    return _("締められていない日があります。これからの取引で金額は変わります。")


def _of_days() -> tuple[str, ...]:
    return (
        _(
            "金額は営業日付（帳簿の日）で集計しています。返品・取消は、取り消した日の金額から引きます。"
        ),
    )


def _of_drawers() -> tuple[str, ...]:
    return (
        _(
            "オフラインの売上は、届いた日の帳簿に入ります。現金は売った日の引き出しにあるため、"
            "引き出しの欄では売った日に移しています。"
        ),
    )
