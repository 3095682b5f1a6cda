"""What must be true after any fault: nothing lost, nothing doubled, nothing out of order."""

import asyncio
import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence

from tests.faults.crowd import Asked, Crowd, Till
from tests.faults.shop import Shop

QUESTIONERS = 8
_PURSES = """
SELECT card.code, purse.kind, purse.version
  FROM members_membercard card
  JOIN ledger_account purse ON purse.holder_id = card.member_id
 WHERE purse.kind IN ('PREPAID', 'POINTS')
"""

Versions = dict[tuple[str, str], int]


def versions(shop: Shop) -> Versions:
    """How many transfers each member's prepaid money and points have had."""
    with shop.connect() as connection:
        return {
            (card, kind.lower()): version
            for card, kind, version in connection.execute(_PURSES).fetchall()
        }


def entries(shop: Shop) -> set[str]:
    """The ids of everything that is in the books."""
    with shop.connect() as connection:
        return {str(entry_id) for (entry_id,) in connection.execute("SELECT id FROM ledger_entry")}


def check(crowd: Crowd, *, entries_before: set[str], versions_before: Versions) -> None:
    """Everything that was asked is there once, as it was answered; what was not, can be had."""
    assert crowd.wrong == []
    everything = crowd.answered + crowd.unanswered
    asyncio.run(_settle_unanswered(crowd))
    asyncio.run(_look_up(crowd.shop, everything))
    assert {asked.body["state"] for asked in everything} == {"settled"}
    assert entries(crowd.shop) - entries_before == {asked.id for asked in everything}
    told = _told(everything)
    now = versions(crowd.shop)
    for purse, before in versions_before.items():
        assert sorted(told[purse]) == list(range(before + 1, now[purse] + 1)), purse


async def _settle_unanswered(crowd: Crowd) -> None:
    """Nobody knows of these: ask by id first, then again, twice; all must say the same."""
    till = Till(crowd.shop)
    for asked in crowd.unanswered:
        status, _, stored = await till.insist("GET", f"/v1/entries/{asked.id}", asked.key)
        assert status in (200, 404), stored
        again, is_replay, asked.answer = await till.insist("POST", asked.path, asked.key, asked.raw)
        assert again == 200, asked.answer
        assert is_replay == (status == 200)
        assert status == 404 or stored == asked.answer
        once_more = await till.insist("POST", asked.path, asked.key, asked.raw)
        assert once_more == (200, True, asked.answer)
    till.hang_up()


async def _look_up(shop: Shop, everything: Sequence[Asked]) -> None:
    """The stored answer is the very one that was given."""

    async def questioner(share: Iterator[Asked]) -> None:
        till = Till(shop)
        for asked in share:
            found = await till.insist("GET", f"/v1/entries/{asked.id}", asked.key)
            assert found == (200, False, asked.answer), asked
        till.hang_up()

    shares = [
        itertools.islice(everything, first, None, QUESTIONERS) for first in range(QUESTIONERS)
    ]
    await asyncio.gather(*(questioner(share) for share in shares))


def _told(everything: Sequence[Asked]) -> dict[tuple[str, str], list[int]]:
    """The versions that answers named: prepaid by every entry, points by sales alone."""
    told: dict[tuple[str, str], list[int]] = defaultdict(list)
    for asked in everything:
        named = asked.body["purse_versions"]
        told[asked.card, "prepaid"].append(named["prepaid"])
        if asked.body.get("points_earned_tenths"):
            told[asked.card, "points"].append(named["points"])
    return told
