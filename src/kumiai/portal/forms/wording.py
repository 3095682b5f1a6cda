"""What is wrong with an item, in words that say what to do next."""

from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kumiai.identity.drafts import DraftProblem
from kumiai.identity.rules import LoginIdProblem, PasswordProblem, SecondProof
from kumiai.mail.rules import AddressProblem

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Text

SECOND_PROOF_LABELS: "dict[SecondProof, Text]" = {
    SecondProof.BIRTH_DATE: _("組合員の生年月日"),
    SecondProof.PHONE: _("電話番号の下6桁"),
}
SECOND_PROOF_HINTS: "dict[SecondProof, Text]" = {
    SecondProof.BIRTH_DATE: _("数字8桁で（例：20060402）"),
    SecondProof.PHONE: _("生協にお届けの帰省先電話番号または保護者携帯番号の、最後の6桁"),
}

MISSING: "dict[str, Text]" = {
    "kana": _("フリガナを入力してください。"),
    "second_proof": _("ご本人の確認のため、入力してください。"),
    "login_id": _("ご希望のログインIDを入力してください。"),
    "password": _("新しいパスワードを入力してください。"),
    "mail": _("メールアドレスを入力してください。"),
    "code": _("メールに書かれた6桁の確認コードを入力してください。"),
    "consent": _("利用規約をお読みになり、同意される場合はチェックしてください。"),
}
NO_MATCH: "dict[str, Text]" = {
    "kana": _("生協にお届けのフリガナと違います。組合員のお名前の読みを入力してください。"),
    "second_proof": _("生協にお届けの内容と違います。もう一度お確かめください。"),
}
_WORDS: "dict[StrEnum, Text]" = {
    LoginIdProblem.LENGTH: _("ログインIDは6〜32文字で決めてください。"),
    LoginIdProblem.CHARACTERS: _("ログインIDに使えるのは、半角の英字・数字と「.」「_」「-」です。"),
    LoginIdProblem.LOOKS_LIKE_NUMBER: _(
        "数字だけのIDや組合員番号は使えません。英字を含むIDにしてください。"
    ),
    LoginIdProblem.RESERVED: _("このIDはお使いいただけません。別のIDにしてください。"),
    PasswordProblem.TOO_SHORT: _("パスワードは8文字以上で決めてください。"),
    PasswordProblem.TOO_LONG: _("パスワードは128文字以内で決めてください。"),
    PasswordProblem.COMMON: _(
        "よく使われていて、破られやすいパスワードです。別のものにしてください。"
    ),
    PasswordProblem.OWN_DATA: _("生年月日・電話番号・組合員番号を含むパスワードは使えません。"),
    PasswordProblem.LOGIN_ID: _("ログインIDを含むパスワードは使えません。"),
    AddressProblem.EMPTY: MISSING["mail"],
    AddressProblem.TOO_LONG: _("メールアドレスが長すぎます。"),
    AddressProblem.NOT_ONE_LINE: _("メールアドレスは1行で入力してください。"),
    AddressProblem.NOT_AN_ADDRESS: _("メールアドレスの形になっていません。例：hanako@example.jp"),
    DraftProblem.TAKEN: _("このログインIDはすでに使われています。別のIDにしてください。"),
    DraftProblem.NOT_PROVEN: _(
        "「メール送信テスト」を押し、届いたメールの確認コードを入力してください。"
    ),
}


def words(item: str, problem: StrEnum) -> str:
    """The sentence under the field."""
    if problem is DraftProblem.MISSING:
        return str(MISSING[item])
    if problem is DraftProblem.NO_MATCH:
        return str(NO_MATCH[item])
    return str(_WORDS[problem])
