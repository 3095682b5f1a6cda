"""A till of one co-op and somebody new at it, for tests of what is posted."""

import itertools
from typing import Any
from uuid import UUID

from kumiai.purchases.at_till import Message
from tests.cast import Person
from tests.ledger import world
from tests.ledger.world import NOON, Connection, World

serial = itertools.count(1)


class Counter:
    """A till of Hanako's co-op, with people who hold nothing yet."""

    def __init__(self, connection: Connection, here: World) -> None:
        self.connection, self.here = connection, here
        people = world.people_of(here.coop, here.other, serial=next(serial))
        self.hanako, self.taro, _, self.jiro = people

    def post(self, *messages: Message, at: Any = NOON, till: str = "till") -> list[dict[str, Any]]:
        requests = [world.asked(self.here.callers[till], message) for message in messages]
        return [world.answer(o) for o in world.post(self.connection, requests, at=at)]

    def sell(self, person: Person, *lines: Any, **more: Any) -> UUID:
        """A sale that settles; its id."""
        sale = world.sale(person, *lines, **more)
        [answer] = self.post(sale, at=more.get("at", NOON))
        assert answer["state"] == "settled", answer
        return sale.id

    def top_up(self, person: Person, yen: int, **more: Any) -> UUID:
        message = world.top_up(person, yen)
        [answer] = self.post(message, **more)
        assert answer["state"] == "settled", answer
        return message.id

    def reverse(self, of: UUID, *wanted: tuple[int, int], **more: Any) -> dict[str, Any]:
        message = world.reversal(of, *wanted, at=more.get("at", NOON))
        [answer] = self.post(message, **more)
        return answer

    def refused(self, of: UUID, *wanted: tuple[int, int], **more: Any) -> str:
        """The reason of a decline, which moves nothing."""
        before = world.purses(self.connection, self.hanako)
        answer = self.reverse(of, *wanted, **more)
        assert answer["state"] == "declined", answer
        assert world.purses(self.connection, self.hanako) == before
        reason: str = answer["reason"]
        return reason

    def holds(self, person: Person) -> dict[str, int]:
        return {k: balance for k, (balance, _) in world.purses(self.connection, person).items()}
