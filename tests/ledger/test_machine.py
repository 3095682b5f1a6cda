"""The ledger under everything tills do: retries, doubles, declines, closes, in any order.

Hypothesis makes up what happens; after each step every purse, card and meal is what an independent
model says, and at the end no row lies.
"""

import itertools
import os
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from kumiai.cli import proof
from kumiai.kit import ids
from kumiai.kit.clock import TOKYO
from kumiai.ledger import actions as ledger
from kumiai.ledger import queries
from kumiai.ledger.posting import Chart, Request
from kumiai.members import actions as members
from tests import cast, databases
from tests.cast import Person
from tests.ledger import asks, model, model_cards, sound, stored, world
from tests.ledger.asks import Ask
from tests.ledger.model import Holder
from tests.ledger.witness import Witness
from tests.ledger.world import NOON, World
from tests.reports import independent

# As many as fit into a minute; more for a long look: KUMIAI_TEST_MACHINE_RUNS=1000.
RUNS = int(os.environ.get("KUMIAI_TEST_MACHINE_RUNS", "100"))
_serial = itertools.count(1)

minutes = st.integers(-600, 1500)
SECOND = timedelta(seconds=1)


class Tills(RuleBasedStateMachine):
    """Two servers, three tills, four people of two co-ops, and the office."""

    url: str
    world: World

    @initialize()
    def open(self) -> None:
        """New people with chips in their cards, on the first open day; earlier runs' rows stay."""
        home, other = self.world.coop, self.world.other
        self.people = world.people_of(home, other, serial=next(_serial))
        self.closed = {c: _closed_through(c) for c in (home.id, other.id)}
        latest = max((day for day in self.closed.values() if day), default=NOON.date())
        self.now = datetime.combine(latest + timedelta(days=1), NOON.timetz())
        self.servers = [world.connect(self.url) for _ in range(2)]
        self.charts = [Chart(), Chart()]
        self.answered: dict[Any, tuple[Request, bytes]] = {}
        self.asked: list[UUID] = []
        self.witness = Witness(self.people, self.closed)
        self._post(0, [self._request(Ask("reissue", who, "till", who)) for who in range(4)])

    @invariant()
    def every_row_is_as_it_must_be(self) -> None:
        """What is written of everybody is what the model says, and no row contradicts another."""
        if hasattr(self, "witness"):
            holders = self.witness.holders
            is_there = stored.read(self.servers[0], list(holders))
            assert is_there == {each: stored.expected(holders[each]) for each in holders}
            lies = sound.lies(self.servers[0], coops=list(self.closed), members=list(holders))
            assert lies == []

    @rule(
        batch=st.lists(asks.asks, min_size=3, max_size=10), server=st.integers(0, 1), later=minutes
    )
    def tills_post(self, batch: list[Any], server: int, later: int) -> None:
        self._pass(later)
        requests = [self._request(each) for each in batch]
        self._post(server, requests)

    @rule(
        batch=st.lists(asks.asks, min_size=1, max_size=3), server=st.integers(0, 1), data=st.data()
    )
    def tills_repeat_themselves(self, batch: list[Any], server: int, data: Any) -> None:
        """The same bodies twice in one batch and mixed up, old ones and reused ids among them."""
        fresh = [self._request(each) for each in batch]
        old = [request for request, _ in self.answered.values()]
        known = data.draw(st.lists(st.sampled_from(old), max_size=3)) if old else []
        reused = [self._reused(request) for request in known if data.draw(st.booleans())]
        self._post(server, data.draw(st.permutations(fresh + fresh + known + reused)))

    @rule(
        back=st.lists(asks.brought_back, min_size=1, max_size=4),
        server=st.integers(0, 1),
        later=minutes,
    )
    def things_come_back(self, back: list[Any], server: int, later: int) -> None:
        """Of what was settled, the latest first."""
        self._pass(later)
        settled = [entry_id for entry_id, past in self.witness.past.items() if past.kind]
        if settled:
            requests = []
            for ago, till, what in back:
                message = world.reversal(settled[-(ago % len(settled))], *what, at=self.now)
                requests.append(world.asked(self.world.callers[till], message))
            self._post(server, requests)

    @rule(
        who=st.integers(0, 3),
        first=asks.of_cards,
        batch=st.lists(asks.around_a_card, min_size=2, max_size=6),
        server=st.integers(0, 1),
        later=minutes,
    )
    def a_card_is_lost_and_found(
        self, who: int, first: Ask, batch: list[Ask], server: int, later: int
    ) -> None:
        """All of one person: something happens to a card, and after a while the rest at once."""
        self._post(server, [self._request(replace(first, who=who))])
        self._pass(later)
        own = [each if each.kind == "reversal" else replace(each, who=who) for each in batch]
        self._post(server, [self._request(each) for each in own])

    @rule(who=st.integers(0, 3), later=minutes)
    def a_page_stops_cards_or_lets_them_go(self, who: int, later: int) -> None:
        """Members stop them themselves, stores let them go; no till has a part in it."""
        self._pass(later)
        person, holder, _ = self._at_the_office(who)
        if holder.stopped_at:
            members.lift_suspension(at=self.now, **world.suspension_of(person))
            model_cards.let_go(holder, self.now)
        else:
            members.suspend(at=self.now, **world.suspension_of(person))
            holder.stopped_at = self.now

    @rule(
        who=st.integers(0, 3),
        leaves_in=st.sampled_from([None, None, None, -1, 0, 1]),
        graduates=st.sampled_from([2029, 2026, 2026, None]),
    )
    def the_office_hears_of_somebody(
        self, who: int, leaves_in: int | None, graduates: int | None
    ) -> None:
        """Who leaves, comes back, or graduates; their cards and their money are as before."""
        person, holder, _ = self._at_the_office(who)
        today = self.now.astimezone(TOKYO).date()
        holder.left_on = None if leaves_in is None else today + timedelta(days=leaves_in)
        holder.graduation_year = graduates
        coop = self.world.coop if person.coop_id == self.world.coop.id else self.world.other
        row = replace(person.row, left_on=holder.left_on, graduation_year=graduates)
        cast.join(coop, row, at=self.now)

    @rule(
        whos=st.lists(st.integers(0, 3), min_size=2, max_size=4),
        chip=st.integers(4, 9),
        batch=st.lists(asks.asks, min_size=2, max_size=6),
        server=st.integers(0, 1),
    )
    def one_chip_is_given_to_several(
        self, whos: list[int], chip: int, batch: list[Ask], server: int
    ) -> None:
        """And whoever has it now is at a till with it in the same batch."""
        given = [Ask("reissue", who, "till", chip) for who in whos]
        self._post(server, [self._request(each) for each in given + batch])

    @rule(
        who=st.integers(0, 3),
        amount=asks.yen,
        wait=st.integers(-3, 3),
        later=minutes,
        is_fetched=st.booleans(),
    )
    def a_slip_is_paid(
        self, who: int, amount: int, wait: int, later: int, *, is_fetched: bool
    ) -> None:
        """And perhaps its money is wanted at once."""
        self._pass(later)
        person, holder, posted_at = self._at_the_office(who)
        on = posted_at.astimezone(TOKYO).date() + timedelta(days=wait)
        entry_id = ids.uuid7()
        outcome = world.credit(
            person, world.slip(person, amount, on=on), at=self.now, entry_id=entry_id
        )
        said = model.credit_slip(holder, entry_id, amount, on)
        self.witness.compare(world.answer(outcome), holder, said, posted_at)
        if is_fetched:
            self._post(0, [self._request(Ask("collection", who, "till", None))])

    @rule(who=st.integers(0, 3), tenths=st.integers(1, 5000), later=minutes)
    def the_app_grants(self, who: int, tenths: int, later: int) -> None:
        self._pass(later)
        person, holder, posted_at = self._at_the_office(who)
        outcome = world.credit(person, world.web_points(person, tenths), at=self.now)
        self.witness.compare(
            world.answer(outcome), holder, model.credit_web_points(holder, tenths), posted_at
        )

    @rule(who=st.integers(0, 3), blocks=st.integers(1, 3), later=minutes)
    def somebody_claims(self, who: int, blocks: int, later: int) -> None:
        self._pass(later)
        person, holder, posted_at = self._at_the_office(who)
        entry_id = ids.uuid7()
        outcome = world.credit(person, world.claim(person, blocks), at=self.now, entry_id=entry_id)
        on = model.second_business_day(posted_at.astimezone(TOKYO).date())
        said = model.claim(holder, entry_id, blocks, on)
        self.witness.compare(world.answer(outcome), holder, said, posted_at)

    @rule(coop_id=st.sampled_from([2101, 1175]), back=st.integers(0, 2))
    def the_office_closes_a_day(self, coop_id: int, back: int) -> None:
        day = self.now.astimezone(TOKYO).date() - timedelta(days=back)
        if self.closed.get(coop_id) is not None and self.closed[coop_id] >= day:
            with pytest.raises(ledger.CannotCloseDay):
                ledger.close_day(coop_id=coop_id, business_date=day, at=self.now, by=cast.OPERATOR)
            return
        ledger.close_day(coop_id=coop_id, business_date=day, at=self.now, by=cast.OPERATOR)
        self.closed[coop_id] = day

    def teardown(self) -> None:
        """Every answer stands as it was given, whatever came after it."""
        for server in getattr(self, "servers", ()):
            if self.answered:
                given = {each: receipt for each, (_, receipt) in self.answered.items()}
                assert stored.receipts(server, list(given)) == given
            server.close()

    def _pass(self, minutes: int) -> None:
        """Time goes on; a server's clock may also be behind."""
        self.now += timedelta(minutes=minutes)

    def _request(self, ask: Ask) -> Request:
        if ask.kind == "reversal":
            of = self.asked[-ask.who] if ask.who <= len(self.asked) else ids.uuid7()
            message: Any = world.reversal(of, *ask.what, at=self.now)
            is_elsewhere = ask.till == "stranger"
        else:
            person = self.people[ask.who]
            cards = self.witness.holders[person.id].cards
            chips = self.people[0].id
            message = asks.message(ask, person, cards, chips=chips, at=self.now)
            is_elsewhere = (ask.till == "stranger") != (person.coop_id == self.world.other.id)
        self.asked.append(message.id)
        till = "till" if ask.till == "stranger" else ask.till
        return world.asked(self.world.callers["other till" if is_elsewhere else till], message)

    def _reused(self, request: Request) -> Request:
        message = request.body.message
        other = msgspec.structs.replace(message, occurred_at=message.occurred_at + SECOND)
        return world.asked(request.body.caller, other)

    def _post(self, server: int, requests: list[Request]) -> None:
        outcomes = world.post(
            self.servers[server], requests, at=self.now, chart=self.charts[server]
        )
        for request, outcome in zip(requests, outcomes, strict=True):
            if request.id in self.answered:
                first, receipt = self.answered[request.id]
                assert outcome.id_reused == (first.digest != request.digest)
                assert outcome.receipt == (b"" if outcome.id_reused else receipt)
                assert outcome.is_replay != outcome.id_reused
                continue
            assert not outcome.is_replay
            self.answered[request.id] = (request, outcome.receipt)
            self.witness.see(request, world.answer(outcome), self.now)

    def _at_the_office(self, who: int) -> tuple[Person, Holder, datetime]:
        person = self.people[who]
        holder = self.witness.holders[person.id]
        return person, holder, holder.posted_at(self.now)


def _closed_through(coop_id: int) -> date | None:
    close = queries.latest_close(coop_id=coop_id)
    return close.business_date if close else None


class TestTills:
    def test_keep_every_invariant(self, fresh_database: databases.FreshDatabase) -> None:
        Tills.url, Tills.world = fresh_database.url, world.make()
        run_state_machine_as_test(
            Tills,
            settings=settings(
                max_examples=RUNS,
                stateful_step_count=20,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
        assert list(proof.lies()) == []
        for coop_id in (Tills.world.coop.id, Tills.world.other.id):
            independent.check_in_parts(coop_id)
