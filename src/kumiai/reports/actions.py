"""Writing down what lay in a drawer, the sums of closed days, and telling leavers what is left."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from kumiai.coops import actions as coops
from kumiai.coops import locking, queries
from kumiai.coops.actions import Act
from kumiai.coops.rules import Actor
from kumiai.kit import clock
from kumiai.mail import actions as mail
from kumiai.mail.actions import Outgoing
from kumiai.reports import kept, kept_months, leaving
from kumiai.reports.leaving import Leavers
from kumiai.reports.models import BOUGHT, HELD, ClosedDay, DrawerCount, MemberMonth

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


@transaction.atomic
def keep_closed_days(*, coop_id: int, at: datetime) -> int:
    """Keep the sums of every closed day of a co-op that has none yet; returns how many.

    Of a month whose days are closed by then, what each member bought and held is kept as well.
    """
    # Two who keep at once would write a day twice.
    locking.hold(coop_id=coop_id)
    days = [
        ClosedDay(coop_id=coop_id, business_date=day.business_date, facts=day.facts, kept_at=at)
        for day in kept.derived(coop_id=coop_id, after=kept.kept_through(coop_id))
    ]
    ClosedDay.objects.bulk_create(days, batch_size=100)
    _keep_closed_months(coop_id)
    return len(days)


def _keep_closed_months(coop_id: int) -> None:
    after = kept_months.kept_through(coop_id)
    for facts in kept_months.derived(coop_id=coop_id, after=after):
        rows = [
            MemberMonth(
                coop_id=coop_id,
                month=facts.month,
                closed_by=facts.closed_by,
                member_id=member_id,
                **dict(zip(BOUGHT, bought or [None] * len(BOUGHT), strict=True)),
                **dict(zip(HELD, held, strict=True)),
            )
            for member_id, (bought, held) in facts.members.items()
        ]
        MemberMonth.objects.bulk_create(rows, batch_size=1_000)


@transaction.atomic
def note_printed(*, leavers: Leavers, note: str, by: Actor, at: datetime) -> None:
    """Write down that these letters were printed, in the log of each member."""
    _record_told(leaving.PRINTED, leavers, note, by=by, at=at)


@transaction.atomic
def mail_leavers(*, leavers: Leavers, note: str, by: Actor, at: datetime) -> int:
    """Mail those who can be reached what they have left; each at most once a day.

    Returns how many mails go out.
    """
    # Two buttons pressed at once send one mail.
    locking.hold(coop_id=leavers.coop_id)
    told = leaving.mailed_today(leavers)
    found = {each.member.id: each for each in leavers.each if each.member.id not in told}
    reached = [one for one in leaving.reachable(leavers) if one.member_id in found]
    written = [
        (one, leaving.mail(leavers, found[one.member_id], one.language, note=note))
        for one in reached
    ]
    mail.send_many_later(
        coop_id=leavers.coop_id,
        mails=[Outgoing(one.address, said.subject, said.body) for one, said in written],
        kind="leaver",
        at=at,
    )
    mailed = leavers.only(found[one.member_id] for one in reached)
    _record_told(leaving.MAILED, mailed, note, by=by, at=at)
    return len(reached)


def _record_told(verb: str, leavers: Leavers, note: str, *, by: Actor, at: datetime) -> None:
    acts = [
        Act(
            verb,
            f"member:{each.member.member_number}",
            {
                "graduating": leavers.graduating,
                "prepaid_yen": each.left.prepaid_yen,
                "uncollected_yen": each.left.uncollected_yen,
                "points_tenths": each.left.points_tenths,
                "web_points_tenths": each.left.web_points_tenths,
            },
            note,
        )
        for each in leavers.each
    ]
    coops.record_acts(coop_id=leavers.coop_id, by=by, at=at, acts=acts)


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
