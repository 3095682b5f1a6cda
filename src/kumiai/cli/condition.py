"""`kumiai condition`: whether every co-op works, and what somebody should look at."""

import sys
from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from kumiai.cli import schema
from kumiai.kit import clock
from kumiai.reports.condition.rules import Concern, CoopCondition, WorkCondition

if TYPE_CHECKING:
    from kumiai.reports.condition.queries import Condition

# In a few words and both languages; the limits are in the operations manual.
CONCERNS = {
    Concern.NO_SALE: "今日の売上なし no sale today",
    Concern.DAY_OPEN: "日締めの遅れ a day before yesterday is not closed",
    Concern.MAIL_STUCK: "送信されないメール a mail is not tried",
    Concern.MAIL_NOT_TAKEN: "送り直しの多いメール many mails are tried again",
    Concern.MAILS_GIVEN_UP: "送信をあきらめたメール mails were given up",
    Concern.ADDRESSES_DEAD: "届かないアドレスの急増 many dead addresses in a day",
    Concern.FILE_RESTS: "進まない入金ファイル a bank file rests",
    Concern.MEMBER_FILE_RESTS: "進まない組合員ファイル a member file rests",
    Concern.MEMBER_FILE_STOPPED: "途中で止まった組合員ファイル a member file has stopped",
    Concern.NO_WORKER: "ワーカーの応答なし no sign of a worker",
    Concern.JOBS_WAIT: "処理の遅れ jobs are late",
    Concern.JOBS_FAILED: "失敗した処理 jobs have failed",
    Concern.TABLES_BEHIND: "未適用の更新 the database is behind",
}
WORKS = "動いています works"


@click.command()
def condition() -> None:
    """Show whether every co-op works: moments and counts, nobody's name and nobody's money.

    The exit status is 1 where somebody should look at something.
    """
    with schema.ready():
        from kumiai.reports.condition import queries

        found = queries.condition(at=clock.now())
    _show(found)
    sys.exit(0 if found.is_fine else 1)


def _show(found: "Condition") -> None:
    click.echo(f"共通 shared: {_verdict(found.work_concerns)}")
    _show_work(found.work)
    for coop, concerns in found.coops:
        click.echo(f"{coop.coop_id} {coop.name}: {_verdict(concerns)}")
        _show_coop(coop)


def _verdict(concerns: tuple[Concern, ...]) -> str:
    if not concerns:
        return WORKS
    return "確認 look: " + "、".join(CONCERNS[each] for each in concerns)


def _show_work(work: WorkCondition) -> None:
    click.echo(f"  ワーカー worker: {_when(work.worker_seen_at)}")
    click.echo(
        f"  処理 jobs: 待ち {work.jobs_waiting} waiting ({_when(work.job_oldest_at)}), "
        f"失敗 {work.jobs_failed_lately} failed in a day"
    )
    click.echo(
        f"  データベース database: {work.database_bytes:,} bytes, "
        f"更新 {work.changes} applied, {work.changes_waiting} waiting"
    )


def _show_coop(coop: CoopCondition) -> None:
    click.echo(f"  最後の売上 last sale: {_when(coop.last_sale_at)}")
    click.echo(f"  今日の端末 terminals today: {coop.terminals_today}/{coop.terminals}")
    click.echo(f"  日締め closed through: {_when(coop.closed_through)}")
    click.echo(
        f"  メール mail: 待ち {coop.mails_waiting} waiting ({_when(coop.mail_oldest_at)}), "
        f"1時間以上 {coop.mails_late} for over an hour, "
        f"断念 {coop.mails_given_up} given up in a week; "
        f"届かないアドレス {coop.addresses_dead} dead addresses"
    )
    click.echo(f"  入金ファイル bank files: {coop.files_working} in work")
    click.echo(
        f"  組合員ファイル member files: 読み取り中 {coop.member_files_reading} being read, "
        f"確認待ち {coop.member_files_waiting} waiting to be ordered, "
        f"取り込み中 {coop.member_files_working} being taken in, "
        f"停止 {coop.member_files_stopped} stopped in a day"
    )


def _when(moment: datetime | date | None) -> str:
    if isinstance(moment, datetime):
        return f"{moment.astimezone(clock.TOKYO):%Y-%m-%d %H:%M}"
    return moment.isoformat() if moment else "–"
