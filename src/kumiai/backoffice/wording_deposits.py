"""How the office's pages call files of deposits, deposits, and why one waits."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Text

FILE_KINDS: "dict[str, Text]" = {
    "notice": _("振込入金通知（全銀01）"),
    "statement": _("入出金明細（全銀03）"),
    "agency": _("収納代行のCSV"),
    "slips": _("払込票のCSV"),
    "hand": _("手入力の束"),
}
FILE_STATES: "dict[str, Text]" = {
    "received": _("取り込み前"),
    "working": _("取り込み中"),
    "done": _("取り込み済み"),
    "discarded": _("取りやめ"),
}
MEMBER_FILE_STATES: "dict[str, Text]" = {
    "reading": _("確認中"),
    "received": _("取り込み前"),
    "unchanged": _("変わることなし"),
    "refused": _("誤りあり"),
    "working": _("取り込み中"),
    "done": _("取り込み済み"),
    "stopped": _("途中で停止"),
    "discarded": _("取りやめ"),
}
DEPOSIT_STATES: "dict[str, Text]" = {
    "read": _("取り込み待ち"),
    "known": _("前に取り込み済み"),
    "credited": _("組合員へ入金"),
    "suspense": _("仮受金"),
    "assigned": _("照合して入金"),
    "returned": _("返金"),
    "taken_back": _("取消により戻し"),
    "confirmation": _("速報の確定"),
    "cancellation": _("取消"),
    "unmatched": _("相手のない取消"),
    "set_aside": _("確認済み"),
}
WHYS: "dict[str, Text]" = {
    "": _("取消の相手になる入金が見つかりません"),
    "unknown": _("番号がなく、だれの入金か分かりません"),
    "name_mismatch": _("番号の組合員と、払込人の名前が違います"),
    "left": _("脱退した組合員の番号です"),
    "duplicate": _("前に来た入金と同じもの（二重）かもしれません"),
    "too_large": _("1,000万円を超えています"),
    "contradiction": _("二人以上の組合員を指しています"),
    "cancelled": _("取消が先に届いています"),
    "recalled": _("ほかの組合員への入金を取り戻しました"),
}
WHAT_TO_DO: "dict[str, Text]" = {
    "": _("この取消でお金は動いていません。銀行に確認してください。"),
    "unknown": _("下の候補に心あたりがあれば、本人に確かめてから入金してください。"),
    "name_mismatch": _("ご家族や旧姓かもしれません。組合員に確かめてから入金してください。"),
    "left": _("脱退した人はレジで受け取れないため、入金できません。払込人に返金してください。"),
    "duplicate": _(
        "下で前の入金と比べてください。二重払いなら払込人に返金し、別の払い込みなら組合員に入金します。"
    ),
    "too_large": _("金額に間違いがないか、払込人に確かめてください。"),
    "recalled": _("だれの分かをもう一度確かめてから、正しい組合員に入金してください。"),
    "contradiction": _("だれの分か、払込人に確かめてください。分けて入金することもできます。"),
}
ALIKE: "dict[str, Text]" = {
    "line": _("ファイルの同じ行です（重ねて入金はしていません）"),
    "slip": _("同じ払込票の番号です"),
    "same": _("入金日・金額・払込人・通信欄が同じです"),
}
BECAUSE: "dict[str, Text]" = {
    "number": _("組合員番号が書かれています"),
    "slip": _("この組合員に送った払込票の番号です"),
    "name": _("名前の読みが同じです"),
}
PROBLEMS: "dict[str, Text]" = {
    "not_open": _("この入金は、もう処理されています。"),
    "no_reason": _("理由を入力してください。"),
    "no_members": _("組合員番号を入力してください。"),
    "members": _("この番号の組合員はいません。"),
    "amounts": _("金額の合計が、入金の金額と一致しません。"),
    "too_large": _("一人に1,000万円を超えて入金することはできません。"),
    "left": _(
        "%(numbers)sは脱退した組合員です。レジで受け取れないお金になるため、入金できません。"
        "払込人に返金してください。"
    ),
}
