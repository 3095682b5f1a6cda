"""Somebody who has forgotten something, as the pages and the worker do it."""

from datetime import datetime

from kumiai.identity import actions
from kumiai.identity.models_recovery import Knock
from kumiai.mail.models import Message
from tests.identity.conftest import NOON

LINKS = "https://mypage.example/new-password/"
NETWORK = "192.0.2.7"


def ask_for_login_id(number: str, address: str, *, at: datetime = NOON) -> list[Message]:
    """Ask, let the worker answer; the mails that came of it."""
    before = set(Message.objects.values_list("pk", flat=True))
    actions.ask_for_login_id(
        member_number=number, address=address, coop_id=2101, network=NETWORK, at=at
    )
    return answered(before, at=at)


def ask_for_password(number: str, login_id: str, *, at: datetime = NOON) -> list[Message]:
    before = set(Message.objects.values_list("pk", flat=True))
    actions.ask_for_password(
        member_number=number,
        login_id=login_id,
        link_prefix=LINKS,
        coop_id=2101,
        network=NETWORK,
        at=at,
    )
    return answered(before, at=at)


def one_time_password_in(message: Message) -> str:
    return message.body.partition("ワンタイムパスワード：")[2].splitlines()[0]


def token_in(message: Message) -> str:
    line = next(line for line in message.body.splitlines() if line.startswith(LINKS))
    return line[len(LINKS) :]


def answered(before: set[int], *, at: datetime) -> list[Message]:
    for knock_id in Knock.objects.filter(asked__isnull=False).values_list("pk", flat=True):
        actions.answer_knock(knock_id=knock_id, at=at)
    return list(Message.objects.exclude(pk__in=before).order_by("pk"))
