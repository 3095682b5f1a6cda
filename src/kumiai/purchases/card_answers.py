"""The answers to stopping cards, letting them go again and issuing new ones. Texts: the clerk's."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from kumiai.coops.at_till import Caller
from kumiai.wallet.answers import Balances, Message, PurseVersions


class CardStopped(msgspec.Struct, frozen=True, kw_only=True):
    """The member's cards are stopped from `suspended_at` on."""

    id: UUID
    state: Literal["settled"]
    posted_at: datetime
    card: str
    member_number: str
    suspended_at: datetime
    text: str
    balances: Balances
    purse_versions: PurseVersions
    messages: tuple[Message, ...] = ()


class CardLifted(msgspec.Struct, frozen=True, kw_only=True):
    """The member's cards work again from `lifted_at` on."""

    id: UUID
    state: Literal["settled"]
    posted_at: datetime
    card: str
    member_number: str
    lifted_at: datetime
    text: str
    balances: Balances
    purse_versions: PurseVersions
    messages: tuple[Message, ...] = ()


class CardReissued(msgspec.Struct, frozen=True, kw_only=True):
    """A new card, which holds what the member holds; `fee` in yen is an ordinary purchase line."""

    id: UUID
    state: Literal["settled"]
    posted_at: datetime
    new_card: str
    idm: str | None
    replaces: str
    member_number: str
    fee: int
    text: str
    balances: Balances
    purse_versions: PurseVersions
    messages: tuple[Message, ...] = ()


LIFTED = "カードの利用を再開しました。"


def stopped(caller: Caller, *, eats: bool) -> str:
    """What the clerk says of a stopped card; who holds a meal card goes to the cafeteria (G50)."""
    text = "カードの利用を停止しました。再開は店舗でお手続きください。"
    if eats and caller.cafeterias:
        text += f"ミールカードのお手続きは{'・'.join(caller.cafeterias)}へご案内ください。"
    return text


def reissued(code: str, *, fee_yen: int) -> str:
    """What the clerk says of a new card."""
    text = f"新しいカード（{code}）を発行しました。これまでのカードは使えません。"
    return text + f"再発行手数料は{fee_yen:,}円です。" if fee_yen else text
