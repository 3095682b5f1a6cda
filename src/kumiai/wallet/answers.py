"""What a till is answered about money, as it stands in the till API. Texts are for the clerk."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

from kumiai.kit.clock import TOKYO
from kumiai.ledger.purses import Purses

encode = msgspec.json.Encoder().encode


class Balances(msgspec.Struct, frozen=True, kw_only=True):
    """What the purses hold after the entry: yen and tenths of a point."""

    prepaid: int
    points_tenths: int
    web_points_tenths: int
    uncollected: int
    collectable: int
    debt: int


class PurseVersions(msgspec.Struct, frozen=True, kw_only=True):
    """How many transfers each purse has had: proof of order, gaps and doubles from outside."""

    prepaid: int
    points: int
    web_points: int
    uncollected: int
    debt: int


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """Something the clerk should tell the customer."""

    code: str
    text: str


class Remedy(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What would help after a decline; `amount` in yen."""

    kind: str
    amount: int | None = None
    on: date | None = None
    stores: tuple[str, ...] | None = None


class Declined(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A business no: stored like a yes, and answered again when asked again."""

    id: UUID
    state: Literal["declined"]
    posted_at: datetime
    reason: str
    text: str
    remedies: tuple[Remedy, ...]
    short_by: int | None = None
    left_today: int | None = None
    room: int | None = None
    next_on: date | msgspec.UnsetType | None = msgspec.UNSET
    balances: Balances | None = None
    purse_versions: PurseVersions | None = None


class ToppedUp(msgspec.Struct, frozen=True, kw_only=True):
    """Cash has become prepaid money, after the debt was taken from it."""

    id: UUID
    state: Literal["settled"]
    posted_at: datetime
    amount: int
    debt_recovered: int
    balances: Balances
    purse_versions: PurseVersions
    messages: tuple[Message, ...]
    store: str
    coop: str


class StillWaiting(msgspec.Struct, frozen=True, kw_only=True):
    """Money that is not handed over yet, in yen, and the first day on which a till does."""

    amount: int
    available_on: date


class HandedOver(msgspec.Struct, frozen=True, kw_only=True):
    """What was collectable has become prepaid money, after the debt was taken from it."""

    id: UUID
    state: Literal["settled"]
    posted_at: datetime
    collected: int
    debt_recovered: int
    waiting: tuple[StillWaiting, ...]
    next_on: date | None
    balances: Balances
    purse_versions: PurseVersions
    messages: tuple[Message, ...]
    store: str
    coop: str


def in_tokyo(moment: datetime) -> datetime:
    """Answers carry the offset of Tokyo."""
    return moment.astimezone(TOKYO)


def balances(purses: Purses, *, collectable_yen: int) -> Balances:
    """The balances after an entry."""
    return Balances(
        prepaid=purses.prepaid.balance,
        points_tenths=purses.points.balance,
        web_points_tenths=purses.web_points.balance,
        uncollected=purses.uncollected.balance,
        collectable=collectable_yen,
        debt=purses.debt.balance,
    )


def purse_versions(purses: Purses) -> PurseVersions:
    """The versions after an entry."""
    return PurseVersions(
        prepaid=purses.prepaid.version,
        points=purses.points.version,
        web_points=purses.web_points.version,
        uncollected=purses.uncollected.version,
        debt=purses.debt.version,
    )


def something_to_collect(*, yen: int, emoney_name: str) -> Message:
    """The prompt of guide row G41."""
    return Message(code="collectable", text=f"未受取の{emoney_name}が{yen:,}円あります。")


def something_owed(*, yen: int) -> Message:
    """What an offline sale left open, so that the clerk can say why money coming in is less."""
    return Message(
        code="debt",
        text=f"お支払いが済んでいない金額が{yen:,}円あります。次のチャージや受け取りから差し引きます。",
    )


NUMBER_UNKNOWN = "この組合員番号は登録がありません。番号をご確認ください。"
NO_ROOM_TO_COLLECT = "残高が上限に達しているため、いまは受け取れません。"


def nothing_to_collect(next_on: date | None) -> str:
    """What the clerk reads when nothing is collectable yet (guide row G31)."""
    if next_on is None:
        return "受け取れる未受取の残高はありません。"
    return f"いま受け取れる未受取の残高はありません。次は{next_on.month}月{next_on.day}日からです。"


_TEXTS: dict[str, str] = {
    "card_unknown": "このカードは登録がありません。組合員番号をご確認ください。",
    "card_replaced": "このカードは再発行により使えません。新しいカードをお出しください。",
    "card_suspended": "このカードは利用停止中です。再開は店舗でお手続きください。",
    "not_suspended": "このカードは利用停止されていません。",
    "card_in_use": "このカードはすでに登録されています。別のカードをお使いください。",
    "membership_ended": "組合員の資格がすでに終了しているため、お取り扱いできません。",
    "prepaid_expired": "電子マネーのご利用期限（卒業年の3月末）を過ぎています。",
    "insufficient_prepaid": "残高が{short_by:,}円不足しています。現金との併用をご案内ください。",
    "tenders_do_not_cover": "お支払いの合計が代金と一致しません。金額をご確認ください。",
    "not_a_meal_card_holder": "ミールカードの登録がありません。別のお支払い方法をご案内ください。",
    "meal_limit": "ミールカードで使えるのは、あと{left_today:,}円です。",
    "meal_not_valid_now": "ミールカードを利用できる日・時間ではありません。",
    "insufficient_web_points": "Webポイントが足りません。",
    "already_reversed": "この記録は、すでにすべて取り消されています。",
    "nothing_left_to_reverse": "指定された明細・個数は残っていません。明細をご確認ください。",
    "not_reversible": "取り消せる記録が見つかりません。番号をご確認ください。",
    "over_prepaid_cap": "上限を超えるため、いまチャージできるのは{room:,}円までです。",
}

_REMEDIES: dict[str, tuple[Remedy, ...]] = {
    "card_unknown": (Remedy(kind="check_number"),),
    "card_replaced": (Remedy(kind="use_new_card"),),
    "card_suspended": (Remedy(kind="lift_at_store"),),
    "card_in_use": (Remedy(kind="use_another_card"),),
    "membership_ended": (Remedy(kind="ask_office"),),
    "prepaid_expired": (Remedy(kind="other_tender"),),
    "tenders_do_not_cover": (Remedy(kind="check_tenders"),),
    "not_a_meal_card_holder": (Remedy(kind="other_tender"),),
    "meal_not_valid_now": (Remedy(kind="other_tender"),),
    "nothing_left_to_reverse": (Remedy(kind="check_lines"),),
    "not_reversible": (Remedy(kind="check_number"),),
}


def decline_text(reason: str, **figures: Any) -> str:
    """What the clerk reads when a call is declined."""
    return _TEXTS[reason].format(**figures)


def usual_remedies(reason: str) -> tuple[Remedy, ...]:
    """What helps where no figure is needed to say it."""
    return _REMEDIES.get(reason, ())
