"""A paper with a bit of everything in it."""

from datetime import date, datetime

from kumiai.kit.clock import TOKYO
from kumiai.reports import paper
from kumiai.reports.paper import Column, Paper, Row, Shape, Table

AT = datetime(2026, 11, 25, 9, 30, tzinfo=TOKYO)
COLUMNS = (
    paper.words("名前"),
    Column("日", Shape.DAY),
    Column("時刻", Shape.MOMENT),
    paper.count("件数"),
    paper.yen("金額"),
    paper.tenths("ポイント"),
)


def with_rows(*rows: Row, total: Row | None = None) -> Paper:
    """One table of these rows."""
    return Paper(
        name="day",
        title="日締め",
        coop_name="弘前大学生活協同組合",
        about="2026-11-24",
        as_of=AT,
        notes=("締め済みです。",),
        tables=(Table("表", COLUMNS, rows, total),),
    )


ROW: Row = ("花子", date(2026, 11, 24), AT, 3, -1200, -287)
