"""The log of acts as people read it: who, what, about whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from kumiai.coops.queries import ActFacts
from kumiai.coops.staff import queries as staff

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Text

VERBS: "dict[str, Text]" = {
    "add_meal_plan": _("ミールプランを追加"),
    "add_staff": _("職員を追加"),
    "add_store": _("店舗を追加"),
    "answer_inquiry": _("お問い合せに回答"),
    "approve": _("承認して実行"),
    "ask_approval": _("承認を依頼"),
    "assign_deposit": _("入金を組合員に割り当て"),
    "assign_inquiry": _("お問い合せの担当を決定"),
    "attach_member": _("お問い合せに組合員を結び付け"),
    "change_coop": _("生協の名前や色を変更"),
    "change_inquiry": _("お問い合せの状態を変更"),
    "change_logo": _("生協のロゴを変更"),
    "change_mail_at_desk": _("メールアドレスを変更（窓口）"),
    "change_meal_plan": _("ミールプランを変更"),
    "change_role": _("職員の役割を変更"),
    "change_store": _("店舗の内容を変更"),
    "change_member": _("組合員情報を更新（ファイル）"),
    "close_day": _("日締め"),
    "compensate_lunch": _("ミールカードの補償"),
    "confirm_password": _("パスワードで本人を確認"),
    "count_drawer": _("レジの現金を記録"),
    "disable_staff": _("職員を停止"),
    "discard_bank_file": _("入金ファイルを取り下げ"),
    "discard_member_file": _("組合員ファイルを取り下げ"),
    "download_member_file": _("組合員ファイルをダウンロード"),
    "end_meal_card": _("ミールカードを終了"),
    "end_meal_plan": _("ミールプランの最終日を変更"),
    "end_membership": _("脱退を記録"),
    "enrol_terminal": _("端末を登録"),
    "follow_up_inquiry": _("お問い合せに追加の連絡"),
    "give_meal_card": _("ミールカードを渡した"),
    "issue_codes": _("登録コードを発行"),
    "join_members": _("組合員を登録（ファイル）"),
    "lift_login_stop": _("ログインの停止を解除"),
    "lift_suspension": _("利用停止を解除"),
    "list_offline_sales": _("オフラインの売上を一覧"),
    "log_in": _("ログイン"),
    "look_at_member_file": _("組合員ファイルの内容を閲覧"),
    "look_up_member": _("組合員を照会"),
    "mark_business_days": _("営業日を変更"),
    "note": _("メモ"),
    "note_on_inquiry": _("お問い合せにメモ"),
    "order_bank_file": _("入金ファイルの取り込みを開始"),
    "order_member_file": _("組合員ファイルの取り込みを開始"),
    "mail_leaver": _("卒業予定者にメールを送信"),
    "print_leaver_letter": _("卒業予定者への手紙を印刷"),
    "print_letters": _("登録の手紙を印刷"),
    "print_set_up_sheet": _("初回設定の用紙を印刷"),
    "publish_notice": _("お知らせを公開"),
    "read_log": _("操作記録を閲覧"),
    "read_member_file": _("組合員ファイルを確認（システム）"),
    "read_report": _("報告を閲覧"),
    "recall_deposit": _("まちがえた入金を取り戻し"),
    "receive_bank_file": _("入金ファイルを受け取り"),
    "receive_member_file": _("組合員ファイルを受け取り"),
    "refuse_approval": _("承認を見送り"),
    "reissue_card": _("カードを再発行"),
    "reset_second_factor": _("2つ目の確認を再設定"),
    "restart_registration": _("本登録のやり直し"),
    "revoke_terminal": _("端末を失効"),
    "rotate_terminal_key": _("端末の鍵を更新"),
    "save_canned_answer": _("定型の回答を変更"),
    "search_members": _("組合員を検索"),
    "send_deposit_back": _("入金を返金"),
    "send_login_id": _("ログインIDをメールで通知"),
    "send_slips": _("払込票を作成"),
    "set_deposit_aside": _("入金を保留"),
    "set_policy": _("数字の変更を登録"),
    "set_up_staff_login": _("職員の初回設定"),
    "stop_member_file": _("組合員ファイルの取り込みが停止"),
    "suspend": _("カードの利用を停止"),
    "take_in_bank_file": _("入金ファイルを取り込み"),
    "take_in_coop": _("生協の設定を取り込み"),
    "take_in_dishes": _("料理を取り込み"),
    "take_in_legal_texts": _("規約を取り込み"),
    "take_in_meal_plans": _("ミールプランを取り込み"),
    "take_in_member_file": _("組合員ファイルを取り込み"),
    "take_in_slips": _("払込票の入金を取り込み"),
    "withdraw_meal_plan": _("ミールプランを取りやめ"),
    "withdraw_notice": _("お知らせを取り下げ"),
    "withdraw_policy": _("数字の変更を取りやめ"),
}
KINDS: "dict[str, Text]" = {
    "staff": _("職員"),
    "operator": _("運用担当"),
    "system": _("システム"),
    "member": _("組合員本人"),
    "guardian": _("保護者"),
    "terminal": _("レジ・端末"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One act in words. `member_number` is set where it is about a member."""

    at: datetime
    who: str
    kind: "Text | str"
    verb: str
    what: "Text | str"
    subject: str
    member_number: str
    reason: str
    details: dict[str, Any]


def lines(coop_id: int, acts: Iterable[ActFacts]) -> list[Line]:
    """The acts in their order; people of the office by name."""
    acts = list(acts)
    staff_ids = {int(act.actor_id) for act in acts if _is_staff(act)}
    names = staff.names(coop_id=coop_id, staff_ids=staff_ids)
    return [_line(act, names) for act in acts]


def _is_staff(act: ActFacts) -> bool:
    return act.actor_kind == "staff" and act.actor_id.isdecimal()


def _line(act: ActFacts, names: dict[int, str]) -> Line:
    kind, _colon, rest = act.subject.partition(":")
    who = names.get(int(act.actor_id), act.actor_id) if _is_staff(act) else act.actor_id
    return Line(
        at=act.at,
        who=who if act.actor_kind in ("staff", "operator", "terminal") else "",
        kind=KINDS.get(act.actor_kind, act.actor_kind),
        verb=act.verb,
        what=VERBS.get(act.verb, act.verb),
        subject=act.subject,
        member_number=rest if kind == "member" else "",
        reason=act.reason,
        details=dict(act.details),
    )
