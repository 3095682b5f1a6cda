"""What an operator is told to look at, each with the limit from which on it is told."""

from datetime import timedelta

from django.utils.translation import gettext as _

from kumiai.reports.condition import rules
from kumiai.reports.condition.rules import Concern


def concerns() -> dict[Concern, str]:
    """Every reason to look, in the reader's language."""
    return {
        Concern.NO_SALE: _("営業日の%(hour)s時を過ぎても、今日の売上がありません。")
        % {"hour": rules.SALE_BY.hour},
        Concern.DAY_OPEN: _("おとといまでの日締めが済んでいません。"),
        Concern.MAIL_STUCK: _(
            "一度も送られないまま%(minutes)s分を超えて待つメールがあります（一斉メールを除く）。"
        )
        % _minutes(rules.MAIL_UNTRIED_MAX),
        Concern.MAIL_NOT_TAKEN: _("送り直しを待つメールが%(count)s通を超えています。")
        % {"count": rules.MAILS_TRIED_MAX},
        Concern.MAILS_GIVEN_UP: _("24時間のうちに、送るのをあきらめたメールがあります。"),
        Concern.ADDRESSES_DEAD: _("24時間で%(count)sを超えるアドレスに届かなくなりました。")
        % {"count": rules.ADDRESSES_DEAD_A_DAY_MAX},
        Concern.FILE_RESTS: _("処理中の入金ファイルが%(minutes)s分を超えて進んでいません。")
        % _minutes(rules.FILE_RESTS_MAX),
        Concern.MEMBER_FILE_RESTS: _(
            "処理中の組合員ファイルが%(minutes)s分を超えて進んでいません。"
        )
        % _minutes(rules.FILE_RESTS_MAX),
        Concern.MEMBER_FILE_STOPPED: _(
            "24時間のうちに、取り込みが途中で止まった組合員ファイルがあります。"
        ),
        Concern.NO_WORKER: _("ワーカーの応答が%(minutes)s分を超えてありません。")
        % _minutes(rules.WORKER_SILENT_MAX),
        Concern.JOBS_WAIT: _("実行の時刻を%(minutes)s分を超えて過ぎた処理があります。")
        % _minutes(rules.JOB_WAITS_MAX),
        Concern.JOBS_FAILED: _("24時間のうちに失敗した処理があります。"),
        Concern.TABLES_BEHIND: _("データベースに適用していない更新があります。"),
    }


def _minutes(limit: timedelta) -> dict[str, int]:
    return {"minutes": int(limit.total_seconds() // 60)}
