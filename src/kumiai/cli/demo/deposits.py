"""What the demo's bank tells of: one deposit that finds its member, and a handful that do not.

They wait on the suspense, so that the matching desk has something to decide from the first start.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from kumiai.cli.demo import manifest, whole_files
from kumiai.cli.demo.manifest import CoopPart
from kumiai.cli.demo.office import BY
from kumiai.kit.clock import TOKYO
from kumiai.kit.zengin import notices
from kumiai.kit.zengin.notices import Notice, Transferred
from kumiai.members import actions as members
from kumiai.members import queries as people
from kumiai.slips import actions, file_queries
from kumiai.slips.deposits import FileKind

DAY = timedelta(days=1)
FOLDER = "deposits"


@transaction.atomic
def take_in(coop: CoopPart, *, until: datetime) -> None:
    """Take two files of a bank in, once, as the office does; somebody they name has left."""
    if file_queries.files(coop_id=coop.coop_id, part=slice(1)):
        return
    payer, stranger, leaver = _bystanders(coop)
    today = until.astimezone(TOKYO).date()
    _leave(coop.coop_id, leaver, on=today - DAY, at=until)
    paid = Transferred(remitter=payer, amount_yen=15_000, posted_on=today - DAY, inquiry="000001")
    _take_in(coop, "1", [paid], until=until)
    waiting = [
        Transferred(remitter=payer, amount_yen=15_000, posted_on=today - DAY, inquiry="000101"),
        Transferred(
            remitter=f"ｻｻﾓﾘ ｺｳｼﾞ {stranger}",
            amount_yen=20_000,
            posted_on=today - DAY,
            inquiry="000102",
        ),
        Transferred(
            remitter="ｵｵﾜﾆ ｼｹﾞﾙ", amount_yen=10_000, posted_on=today - DAY, inquiry="000103"
        ),
        Transferred(remitter=leaver, amount_yen=5_000, posted_on=today - DAY, inquiry="000104"),
    ]
    _take_in(coop, "2", waiting, until=until)


def _bystanders(coop: CoopPart) -> Sequence[str]:
    """Three who play no part in the demo and whose cards it does not name."""
    playing = {part.member_number for part in coop.parts.values()} | set(coop.cards)
    others = [number for number in coop.member_numbers if number not in playing]
    return others[:3]


def _leave(coop_id: int, number: str, *, on: date, at: datetime) -> None:
    [member_id] = people.member_ids(coop_id=coop_id, member_numbers=[number]).values()
    members.end_membership(
        coop_id=coop_id, member_id=member_id, on=on, reason="他大学へ編入", by=BY, at=at
    )


def _take_in(
    coop: CoopPart, serial: str, transfers: Sequence[Transferred], *, until: datetime
) -> None:
    day = transfers[0].posted_on
    told = Notice(
        created_on=day,
        first_on=day,
        last_on=day,
        bank_code="0117",
        branch_code="201",
        deposit_number="1234567",
        transfers=transfers,
    )
    raw = notices.write([told])
    name = f"振込入金通知-{day.isoformat()}-{serial}.txt"
    whole_files.write(manifest.folder() / str(coop.coop_id) / FOLDER / name, raw)
    received = actions.receive(
        coop_id=coop.coop_id, name=name, raw=raw, by=BY, at=until, kind=FileKind.NOTICE
    )
    actions.order(coop_id=coop.coop_id, file_id=received.file_id, by=BY, at=until)
    actions.work_off(file_id=received.file_id, now=lambda: until)
