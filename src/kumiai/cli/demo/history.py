"""Posting a co-op's history: what tills, the app and the portal sent, each at its own moment.

Every line has an id of its own, so that a history whose loading was broken off is simply loaded
again: what is posted already stays as it is.
"""

import itertools
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from uuid import UUID

import msgspec

from kumiai.cli.demo.office_files import HistoryLine
from kumiai.coops.at_till import Caller
from kumiai.coops.policy import Policy
from kumiai.ledger import posting
from kumiai.ledger.posting import Chart, Outcome
from kumiai.purchases import actions as purchases
from kumiai.purchases.actions import Past
from kumiai.purchases.asked import Purchase
from kumiai.wallet import actions as wallet
from kumiai.wallet.actions import CreditAsked
from kumiai.wallet.asked import TopUp
from kumiai.wallet.crediting import Claim, Credit, WebPointsCredit

TILL_TYPES: Mapping[str, type[Purchase | TopUp]] = {"purchase": Purchase, "top_up": TopUp}
TILL, WALLET, SLIPS = "till", "wallet", "slips"
WINDOW_LINES = 4_000
SETTLED = b'"state":"settled"'


class _WebPoints(msgspec.Struct, frozen=True):
    id: UUID
    points_tenths: int
    description: str


class _Claim(msgspec.Struct, frozen=True):
    id: UUID
    blocks: int


def lines(file: Path) -> Iterator[HistoryLine]:
    """The lines of a history file, in the order of time."""
    decoder = msgspec.json.Decoder(HistoryLine)
    with file.open("rb") as history:
        for line in history:
            yield decoder.decode(line)


def runs(history: Iterator[HistoryLine]) -> Iterator[tuple[str, Sequence[HistoryLine]]]:
    """The history in runs of one kind that one posting takes: many, where one by one is slow.

    Each member's lines stay in their order; those of different members do not wait for each other.
    """
    for is_slips, group in itertools.groupby(history, key=lambda line: line.type == SLIPS):
        while window := list(itertools.islice(group, WINDOW_LINES)):
            if is_slips:
                yield from ((SLIPS, [line]) for line in window)
            else:
                yield from _waves(window)


def _waves(window: Sequence[HistoryLine]) -> Iterator[tuple[str, Sequence[HistoryLine]]]:
    """Whatever comes first for each member, kind by kind, until nothing is left."""
    queues: dict[str, deque[HistoryLine]] = {}
    for line in window:
        queues.setdefault(line.member_number, deque()).append(line)
    while any(queues.values()):
        for kind in (TILL, WALLET):
            wave = [line for queue in queues.values() for line in _leading(queue, kind)]
            wave.sort(key=lambda line: line.posted_at)
            for start in range(0, len(wave), posting.BATCH_LIMIT):
                yield kind, wave[start : start + posting.BATCH_LIMIT]


def _leading(queue: deque[HistoryLine], kind: str) -> Iterator[HistoryLine]:
    while queue and _kind(queue[0]) == kind:
        yield queue.popleft()


def _kind(line: HistoryLine) -> str:
    return TILL if line.type in TILL_TYPES else WALLET


class Poster:
    """Posts runs of a co-op's history; `member_ids` by number, `callers` by terminal."""

    def __init__(
        self,
        *,
        coop_id: int,
        callers: Mapping[str, Caller],
        member_ids: Mapping[str, int],
        policy: Policy,
        calendar: Mapping[date, bool],
    ) -> None:
        self._coop_id = coop_id
        self._callers = callers
        self._member_ids = member_ids
        self._policy = policy
        self._calendar = calendar
        self._chart = Chart()

    def post_till(self, some: Sequence[HistoryLine]) -> int:
        """Post at most 256 lines of tills; returns how many were declined."""
        past = [
            Past(
                caller=self._callers[line.terminal],
                message=msgspec.json.decode(line.body, type=TILL_TYPES[line.type]),
                posted_at=line.posted_at,
            )
            for line in some
        ]
        batches = purchases.load_history(past=past, chart=self._chart)
        return _declined([outcome for batch in batches for _, outcome in batch])

    def post_wallet(self, some: Sequence[HistoryLine]) -> int:
        """Post at most 256 lines of the app and the portal; returns how many were declined."""
        asked = [self._asked(line) for line in some]
        return _declined(wallet.credit(coop_id=self._coop_id, asked=asked, chart=self._chart))

    def _asked(self, line: HistoryLine) -> CreditAsked:
        member_id = self._member_ids[line.member_number]
        if line.type == "web_points":
            earned = msgspec.json.decode(line.body, type=_WebPoints)
            asked_id = earned.id
            credit: Credit = WebPointsCredit(member_id, earned.points_tenths, earned.description)
        else:
            claim = msgspec.json.decode(line.body, type=_Claim)
            asked_id = claim.id
            credit = Claim(member_id, claim.blocks, self._policy, self._calendar)
        return CreditAsked(asked_id, credit, line.posted_at, line.posted_at)


def _declined(outcomes: Sequence[Outcome]) -> int:
    return sum(SETTLED not in outcome.receipt for outcome in outcomes)
