"""Writes of purchases other than by a till that calls: taking in what tills did before."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from kumiai.coops.at_till import Caller
from kumiai.kit import clock
from kumiai.ledger import actions as ledger
from kumiai.ledger.posting import BATCH_LIMIT, Chart, Outcome
from kumiai.purchases import at_till
from kumiai.purchases.at_till import Counter, Message


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


def _post(batch: Sequence[Past], chart: Chart) -> Sequence[tuple[Past, Outcome]]:
    requests = [
        at_till.request(caller=each.caller, message=each.message, posted_at=each.posted_at)
        for each in batch
    ]
    outcomes = ledger.post(requests=requests, room=Counter(), now=clock.now, chart=chart)
    return list(zip(batch, outcomes, strict=True))
