"""Writes other than by a till that calls: what tills did before, and mails about cards."""

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kumiai.coops.at_till import Caller
from kumiai.coops.models import StaffAct
from kumiai.kit import clock
from kumiai.ledger import actions as ledger
from kumiai.ledger.posting import BATCH_LIMIT, Chart, Outcome
from kumiai.mail import actions as mail
from kumiai.mail.actions import CannotWriteTo
from kumiai.purchases import at_till, card_mails
from kumiai.purchases.at_till import Counter, Message
from kumiai.purchases.models_told import CardChangeTold


@dataclass(frozen=True, slots=True)
class Past:
    """What a terminal asked at a moment, to be posted as of that moment."""

    caller: Caller
    message: Message
    posted_at: datetime


def load_history(
    *, past: Iterable[Past], chart: Chart | None = None
) -> Iterator[Sequence[tuple[Past, Outcome]]]:
    """Post a history in the order given, oldest first, in batches that each commit.

    Loading the same again posts nothing new, so a load that was cut short is simply run again.
    Yields each batch with its outcomes, for whoever shows progress.
    """
    chart = chart or Chart()
    batch: list[Past] = []
    for each in past:
        batch.append(each)
        if len(batch) == BATCH_LIMIT:
            yield _post(batch, chart)
            batch = []
    if batch:
        yield _post(batch, chart)


def tell_of_card_changes(*, at: datetime) -> int:
    """Mail those whose cards were stopped, let go again or issued anew; each change once.

    Returns how many changes were told (guide rows G32, G50 and G51).
    """
    return sum(_tell(act, at) for act in card_mails.untold(at=at))


@transaction.atomic
def _tell(act: StaffAct, at: datetime) -> bool:
    """False where another worker tells of it."""
    defaults = {"coop_id": act.coop_id, "told_at": at}
    _, is_new = CardChangeTold.objects.get_or_create(act=act, defaults=defaults)
    if not is_new:
        return False
    member = card_mails.member_of(act)
    for reader in card_mails.readers(member, act):
        letter = card_mails.letter(act, member, reader)
        with contextlib.suppress(CannotWriteTo):
            mail.send_later(
                coop_id=act.coop_id,
                to_address=reader.address,
                subject=letter.subject,
                body=letter.body,
                kind=card_mails.LETTERS[act.verb],
                at=at,
            )
    return True


def _post(batch: Sequence[Past], chart: Chart) -> Sequence[tuple[Past, Outcome]]:
    requests = [
        at_till.request(caller=each.caller, message=each.message, posted_at=each.posted_at)
        for each in batch
    ]
    outcomes = ledger.post(requests=requests, room=Counter(), now=clock.now, chart=chart)
    return list(zip(batch, outcomes, strict=True))
