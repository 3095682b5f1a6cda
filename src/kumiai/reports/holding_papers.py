"""The reports of what members use, hold and owe as papers, and that of the law."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils.translation import gettext as _

from kumiai.coops.queries import CoopFacts
from kumiai.ledger.accounts import Kind
from kumiai.reports import holdings, paper, papers, rules
from kumiai.reports.holdings import Outstanding
from kumiai.reports.paper import Column, Paper, Row, Shape, Table
from kumiai.reports.unused import Unused


def of_uses(*, coop: CoopFacts, first: date, last: date, at: datetime) -> Paper:
    """What each member bought by genre: streamed, to be read once."""
    names = papers.genre_names()
    return Paper(
        name="members",
        title=_("組合員ごとの年間利用"),
        coop_name=coop.name,
        about=f"{first.isoformat()} – {last.isoformat()}",
        as_of=at,
        notes=(
            _("すべての支払方法の利用額（税込）です。返品・取消は取り消した日の分から引きます。"),
            _("番号のない行は、停止・再発行後のカードによる売上（仮勘定）です。"),
        ),
        tables=(
            Table(
                title=_("利用額"),
                columns=(
                    paper.words(_("組合員番号")),
                    paper.words(_("お名前")),
                    Column(_("脱退日"), Shape.DAY),
                    *(paper.yen(names[genre]) for genre in papers.GENRES),
                    paper.yen(_("合計")),
                ),
                rows=_uses(coop.id, first, last),
            ),
        ),
    )


def of_outstanding(report: Outstanding, *, coop: CoopFacts) -> Paper:
    """What all members held and owed at the end of a day."""
    held = report.held
    return Paper(
        name="outstanding",
        title=_("残高一覧"),
        coop_name=coop.name,
        about=report.on.isoformat(),
        as_of=report.as_of,
        notes=(
            _closed(report.on, report.closed_through),
            _("古いものから先に受け取られ、返されたものとして数えています。"),
        ),
        tables=(
            Table(
                title=_("組合員の残高"),
                columns=(
                    paper.words(_("種類")),
                    paper.yen(_("金額")),
                    paper.tenths(_("ポイント")),
                    paper.count(_("人数")),
                ),
                rows=[
                    _held(_("プリペイド"), held[Kind.PREPAID]),
                    _held(_("未受取プリペイド"), held[Kind.UNCOLLECTED]),
                    _held(_("不足（組合員の借り）"), held[Kind.DEBT]),
                    _held(_("ポイント"), held[Kind.POINTS], is_points=True),
                    _held(_("Webポイント"), held[Kind.WEB_POINTS], is_points=True),
                ],
            ),
            Table(
                title=_("日数ごとの内訳"),
                columns=(paper.words(_("種類")), *(paper.yen(each) for each in _ages())),
                rows=[
                    (_("未受取プリペイド"), *report.uncollected_ages),
                    (_("不足（組合員の借り）"), *report.debt_ages),
                ],
            ),
        ),
    )


def of_leavers(*, coop: CoopFacts, graduating: int, on: date, at: datetime) -> Paper:
    """Who finishes in a March with something left, and where: streamed, to be read once."""
    return Paper(
        name="leavers",
        title=_("卒業予定者の残高"),
        coop_name=coop.name,
        about=_("%(year)s年3月卒業、%(on)s現在") % {"year": graduating, "on": on.isoformat()},
        as_of=at,
        notes=(_("何も残っていない組合員は載せていません。"),),
        tables=(
            Table(
                title=_("残高"),
                columns=(
                    paper.words(_("組合員番号")),
                    paper.words(_("お名前")),
                    paper.words(_("学部")),
                    Column(_("脱退日"), Shape.DAY),
                    paper.yen(_("プリペイド")),
                    paper.yen(_("未受取プリペイド")),
                    paper.tenths(_("ポイント")),
                    paper.tenths(_("Webポイント")),
                    paper.yen(_("不足（組合員の借り）")),
                ),
                rows=_leavers(coop.id, graduating, on),
            ),
        ),
    )


def of_unused(report: Unused, *, coop: CoopFacts) -> Paper:
    """The unused balance of a base date, or of the day on which it is watched."""
    is_base = rules.is_base_date(report.on)
    duty = _duty(report, is_base=is_base)
    is_pressing = report.percent >= rules.WATCH_FROM_PERCENT
    return Paper(
        name="unused",
        title=_("基準日未使用残高") if is_base else _("未使用残高の見張り"),
        coop_name=coop.name,
        about=report.on.isoformat(),
        as_of=report.as_of,
        notes=_of_law(report) if is_pressing else (duty, *_of_law(report)),
        warnings=(duty,) if is_pressing else (),
        tables=(
            Table(
                title=_("未使用残高の内訳"),
                columns=(paper.words(_("内容")), paper.yen(_("金額"))),
                rows=_steps(report),
                total=(_("未使用残高"), report.unused_yen),
            ),
            Table(
                title=_("未使用残高のある場所"),
                columns=(paper.words(_("内容")), paper.yen(_("金額"))),
                rows=[
                    (_("プリペイド"), report.prepaid_yen),
                    (_("未受取プリペイド"), report.uncollected_yen),
                ],
                total=(_("未使用残高"), report.unused_yen),
            ),
            Table(
                title=_("法律による義務"),
                columns=(paper.words(_("内容")), paper.yen(_("金額"))),
                rows=[
                    (_("基準額"), rules.UNUSED_LIMIT_YEN),
                    (
                        _("供託などで保全する額（2分の1以上）")
                        if is_base
                        else _("次の基準日にこの額なら保全する額"),
                        report.deposit.deposit_yen,
                    ),
                ],
            ),
        ),
    )


def _steps(report: Unused) -> list[Row]:
    return [
        (_("%(day)sの始めの未使用残高") % {"day": report.first.isoformat()}, report.opening_yen),
        (_("発行：現金のチャージ"), report.issued_cash_yen),
        (_("発行：払込票の入金"), report.issued_slips_yen),
        (_("発行：円に替わったポイント"), report.issued_points_yen),
        (_("使用：お買い物（返品・取消を差し引いた額）"), -report.used_yen),
        (_("使用：不足の返済"), -report.paid_debts_yen),
        (_("事務による訂正"), report.corrected_yen),
    ]


def _duty(report: Unused, *, is_base: bool) -> str:
    """What follows from the balance."""
    if report.deposit.is_due and is_base:
        words = _("1,000万円を超えました（%(percent)s%%）。%(due)sまでに届出と保全が必要です。")
    elif report.deposit.is_due:
        words = _("1,000万円を超えています（%(percent)s%%）。次の基準日の残高にご注意ください。")
    elif report.percent >= rules.WATCH_FROM_PERCENT:
        words = _("1,000万円に近づいています（%(percent)s%%）。次の基準日にご注意ください。")
    else:
        words = _("1,000万円を超えていません（%(percent)s%%）。届出と保全は要りません。")
    return words % {"due": report.deposit.due_on.isoformat(), "percent": report.percent}


def _of_law(report: Unused) -> tuple[str, ...]:
    return (
        _("円に替わったポイントは発行額に含めています。ポイントとWebポイントは含めていません。"),
        _("未受取プリペイドは、お預かりした金額として未使用残高に含めています。"),
        _closed(report.on, report.on if report.is_closed else None),
    )


def _closed(on: date, closed_through: date | None) -> str:
    if closed_through is not None and on <= closed_through:
        return _("この日まで締め済みです。")
    return _("この日はまだ締められていません。これからの取引で金額は変わります。")


def _ages() -> list[str]:
    limits = [_("%(days)s日以内") % {"days": limit} for limit in rules.AGES]
    return [*limits, _("%(days)s日を超えるもの") % {"days": rules.AGES[-1]}]


def _held(name: str, held: holdings.Held, *, is_points: bool = False) -> Row:
    amounts = (None, held.amount) if is_points else (held.amount, None)
    return (name, *amounts, held.holders)


def _uses(coop_id: int, first: date, last: date) -> Iterator[Row]:
    for use in holdings.uses(coop_id=coop_id, first=first, last=last):
        yield (
            *(use.member_number or "", use.name, use.left_on),
            *(use.food_yen, use.books_yen, use.learning_goods_yen, use.other_yen, use.total_yen),
        )


def _leavers(coop_id: int, graduating: int, on: date) -> Iterator[Row]:
    for each in holdings.holdings(coop_id=coop_id, on=on, graduating=graduating):
        yield (
            *(each.member_number, each.name, each.faculty, each.left_on),
            *(each.prepaid_yen, each.uncollected_yen, each.points_tenths),
            *(each.web_points_tenths, each.debt_yen),
        )
