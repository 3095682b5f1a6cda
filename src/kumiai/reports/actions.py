"""Writing down what lay in a drawer."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from kumiai.coops import actions as coops
from kumiai.coops import queries
from kumiai.coops.rules import Actor
from kumiai.kit import clock
from kumiai.reports.models import DrawerCount

YEN_MAX = 100_000_000
NOTE_CHARACTERS_MAX = 200


class CannotCountDrawer(Exception):
    """The count is not of a drawer, a day or an amount there can be; said in both languages."""

    def __init__(self, japanese: str, english: str) -> None:
        super().__init__(english)
        self.japanese = japanese
        self.english = english


@transaction.atomic
def count_drawer(
    *,
    coop_id: int,
    terminal_id: int,
    business_date: date,
    counted_yen: int,
    float_yen: int,
    note: str = "",
    at: datetime,
    by: Actor,
) -> int:
    """Keep what was counted in a terminal's drawer, in yen, with the change it began with.

    Counting again adds a row; the latest holds. Returns its id. Raises CannotCountDrawer.
    """
    if business_date > clock.tokyo_date(at):
        raise CannotCountDrawer(
            f"{business_date}はまだ来ていません。", f"{business_date} has not come yet."
        )
    _check_drawer(coop_id, terminal_id)
    _check_typed((counted_yen, float_yen), note)
    count = DrawerCount.objects.create(
        coop_id=coop_id,
        terminal_id=terminal_id,
        business_date=business_date,
        counted_yen=counted_yen,
        float_yen=float_yen,
        note=note,
        counted_at=at,
        by_kind=by.kind,
        by_id=by.id,
    )
    coops.record_act(
        coop_id=coop_id,
        by=by,
        verb="count_drawer",
        subject=f"terminal:{terminal_id}",
        at=at,
        reason=note,
        details={
            "business_date": business_date.isoformat(),
            "counted_yen": counted_yen,
            "float_yen": float_yen,
        },
    )
    return count.pk


def _check_drawer(coop_id: int, terminal_id: int) -> None:
    with_drawer = {each.id for each in queries.terminals(coop_id) if each.kind != "feed"}
    if terminal_id not in with_drawer:
        raise CannotCountDrawer(
            f"生協{coop_id}に、引き出しのある端末{terminal_id}はありません。",
            f"Co-op {coop_id} has no terminal {terminal_id} with a drawer.",
        )


def _check_typed(amounts_yen: Sequence[int], note: str) -> None:
    if not all(0 <= yen <= YEN_MAX for yen in amounts_yen):
        raise CannotCountDrawer(
            f"金額は0円から{YEN_MAX:,}円までの整数で入力してください。",
            f"An amount is a whole number of yen from 0 to {YEN_MAX:,}.",
        )
    if len(note) > NOTE_CHARACTERS_MAX:
        raise CannotCountDrawer(
            f"メモは{NOTE_CHARACTERS_MAX}文字までにしてください。",
            f"A note has at most {NOTE_CHARACTERS_MAX} characters.",
        )
