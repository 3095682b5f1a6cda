"""The ledger under everything tills do: retries, doubles, declines, closes, in any order.

Hypothesis makes up what happens; after each step every purse is what an independent model says,
and at the end no row lies.
"""

import itertools
import os
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from kumiai.cli import proof
from kumiai.coops.at_till import Caller
from kumiai.kit import ids
from kumiai.kit.clock import TOKYO
from kumiai.ledger import actions as ledger
from kumiai.ledger import queries
from kumiai.ledger.posting import Chart, Request
from kumiai.purchases.asked import Reversal
from kumiai.wallet.asked import TopUp
from tests import cast, databases
from tests.ledger import model, model_reversals, sound, world
from tests.ledger.asks import asks, brought_back, yen
from tests.ledger.model_reversals import Past
from tests.ledger.world import NOON, World

# As many as fit into a minute; more for a long look: KUMIAI_TEST_MACHINE_RUNS=1000.
RUNS = int(os.environ.get("KUMIAI_TEST_MACHINE_RUNS", "100"))
_serial = itertools.count(1)

minutes = st.integers(-600, 1500)


class Tills(RuleBasedStateMachine):
    """Two servers, three tills, four people of two co-ops, and the office."""

    url: str
    world: World

    @initialize()
    def open(self) -> None:
        """New people on the first open day; what earlier runs left behind stays."""
        home, other = self.world.coop, self.world.other
        self.people = world.people_of(home, other, serial=next(_serial))
        self.closed = {c: _closed_through(c) for c in (home.id, other.id)}
        latest = max((day for day in self.closed.values() if day), default=NOON.date())
        self.now = datetime.combine(latest + timedelta(days=1), NOON.timetz())
        self.servers = [world.connect(self.url) for _ in range(2)]
        self.charts = [Chart(), Chart()]
        self.answered: dict[Any, tuple[Request, bytes]] = {}
        self.asked: list[UUID] = []
        self.past: dict[UUID, Past] = {}
        self.holders = {
            p.id: model.Holder(p.coop_id, index == 0, *((1000, 100) if index == 3 else (2000, 200)))
            for index, p in enumerate(self.people)
        }

    @rule(batch=st.lists(asks, min_size=1, max_size=6), server=st.integers(0, 1), later=minutes)
    def tills_post(self, batch: list[Any], server: int, later: int) -> None:
        self._pass(later)
        requests = [self._request(each) for each in batch]
        self._post(server, requests)

    @rule(batch=st.lists(asks, min_size=1, max_size=3), server=st.integers(0, 1), data=st.data())
    def tills_repeat_themselves(self, batch: list[Any], server: int, data: Any) -> None:
        """The same bodies twice in one batch and mixed up, old ones and reused ids among them."""
        fresh = [self._request(each) for each in batch]
        old = [request for request, _ in self.answered.values()]
        known = data.draw(st.lists(st.sampled_from(old), max_size=3)) if old else []
        reused = [self._reused(request) for request in known if data.draw(st.booleans())]
        self._post(server, data.draw(st.permutations(fresh + fresh + known + reused)))

    @rule(
        back=st.lists(brought_back, min_size=1, max_size=4), server=st.integers(0, 1), later=minutes
    )
    def things_come_back(self, back: list[Any], server: int, later: int) -> None:
        """Of what was settled, the latest first."""
        self._pass(later)
        settled = [entry_id for entry_id, past in self.past.items() if past.kind]
        if settled:
            requests = []
            for ago, till, what in back:
                message = world.reversal(settled[-(ago % len(settled))], *what, at=self.now)
                requests.append(world.asked(self.world.callers[till], message))
            self._post(server, requests)

    @rule(who=st.integers(0, 3), amount=yen, wait=st.integers(-3, 3), later=minutes)
    def a_slip_is_paid(self, who: int, amount: int, wait: int, later: int) -> None:
        self._pass(later)
        person, holder, posted_at = self._at_the_office(who)
        on = posted_at.astimezone(TOKYO).date() + timedelta(days=wait)
        entry_id = ids.uuid7()
        outcome = world.credit(
            person, world.slip(person, amount, on=on), at=self.now, entry_id=entry_id
        )
        said = model.credit_slip(holder, entry_id, amount, on)
        self._compare(world.answer(outcome), holder, said, posted_at)

    @rule(who=st.integers(0, 3), tenths=st.integers(1, 5000), later=minutes)
    def the_app_grants(self, who: int, tenths: int, later: int) -> None:
        self._pass(later)
        person, holder, posted_at = self._at_the_office(who)
        outcome = world.credit(person, world.web_points(person, tenths), at=self.now)
        self._compare(
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
        self._compare(world.answer(outcome), holder, said, posted_at)

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
        for server in getattr(self, "servers", ()):
            server.close()

    def _pass(self, minutes: int) -> None:
        """Time goes on; a server's clock may also be behind."""
        self.now += timedelta(minutes=minutes)

    def _request(self, asked: Any) -> Request:
        kind, who, till, what = asked
        if kind == "reversal":
            of = self.asked[-who] if who <= len(self.asked) else ids.uuid7()
            message: Any = world.reversal(of, *what, at=self.now)
        elif kind == "top_up":
            message = world.top_up(self.people[who], what, at=self.now)
        else:
            made, split, collect, offline = what
            more = {"at": self.now, "collect": collect, "offline": offline}
            message = world.sale(self.people[who], *made, tenders=split, **more)
        self.asked.append(message.id)
        return world.asked(self.world.callers[till], message)

    def _reused(self, request: Request) -> Request:
        message = msgspec.structs.replace(request.body.message, cashier="someone else")
        return world.asked(request.body.caller, message)

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
            self._foresee(request, world.answer(outcome))
        self._check_purses()

    def _foresee(self, request: Request, answer: dict[str, Any]) -> None:
        message, caller = request.body.message, request.body.caller
        if isinstance(message, Reversal):
            self._foresee_reversal(message, caller, answer)
            return
        [person] = [p for p in self.people if p.card == message.card]
        if person.coop_id != caller.coop_id:
            self._expect_unknown(answer, "card_unknown")
            self._keep(message, caller, None, {"state": "declined"}, self.now)
            return
        holder = self.holders[person.id]
        posted_at = holder.posted_at(self.now)
        if isinstance(message, TopUp):
            said = model.top_up(holder, message.amount)
            model_reversals.top_up(self._keep(message, caller, holder, said, posted_at))
        else:
            after, said = model.purchase(
                holder, message, posted_at=posted_at, hands_over=caller.hands_over
            )
            vars(holder).update(vars(after))
            past = self._keep(message, caller, holder, said, posted_at)
            model_reversals.sale(past, message)
            if "paid" in said:
                assert {t["kind"]: t["amount"] for t in answer["tenders"]} == said.pop("paid")
        self._compare(answer, holder, said, posted_at)
        self._expect_collectable(answer, holder, posted_at)

    def _foresee_reversal(self, message: Reversal, caller: Caller, answer: dict[str, Any]) -> None:
        past = self.past.get(message.reverses)
        if past is None or past.coop_id != caller.coop_id or past.holder is None:
            self._expect_unknown(answer, "not_reversible")
            self._keep(message, caller, None, {"state": "declined"}, self.now)
            return
        posted_at = max(past.holder.posted_at(self.now), past.posted_at)
        said = model_reversals.reverse(
            past,
            message,
            terminal_id=caller.terminal_id,
            business_date=model_reversals.business_date(posted_at, self.closed.get(caller.coop_id)),
        )
        self._keep(message, caller, past.holder, said, posted_at)
        self._compare(answer, past.holder, said, posted_at)
        self._expect_collectable(answer, past.holder, posted_at)

    def _keep(
        self,
        message: Any,
        caller: Caller,
        holder: model.Holder | None,
        said: dict[str, Any],
        posted_at: datetime,
    ) -> Past:
        self.past[message.id] = Past(
            holder,
            caller.coop_id,
            caller.terminal_id,
            posted_at,
            model_reversals.business_date(posted_at, self.closed.get(caller.coop_id)),
            message.occurred_at.astimezone(TOKYO).date(),
            dict(said),
        )
        return self.past[message.id]

    def _expect_unknown(self, answer: dict[str, Any], reason: str) -> None:
        assert (answer["state"], answer["reason"]) == ("declined", reason)
        assert "balances" not in answer

    def _expect_collectable(
        self, answer: dict[str, Any], holder: model.Holder, posted_at: datetime
    ) -> None:
        due = sum(
            w.left for w in holder.waits if w.available_on <= posted_at.astimezone(TOKYO).date()
        )
        assert answer["balances"]["collectable"] == due

    def _compare(
        self, answer: dict[str, Any], holder: model.Holder, said: Any, posted_at: datetime
    ) -> None:
        assert {key: answer[key] for key in said} == said
        assert datetime.fromisoformat(answer["posted_at"]) == posted_at
        names = {kind: kind.lower() for kind in model.KINDS}
        tenths = {"points": "points_tenths", "web_points": "web_points_tenths"}
        for kind, name in names.items():
            assert answer["balances"][tenths.get(name, name)] == holder.holds[kind]
            assert answer["purse_versions"][name] == holder.versions[kind]
        if said["state"] == "settled" and holder.versions != holder.seen:
            holder.moved_at = posted_at
        holder.seen = dict(holder.versions)

    def _at_the_office(self, who: int) -> tuple[Any, model.Holder, datetime]:
        person = self.people[who]
        holder = self.holders[person.id]
        return person, holder, holder.posted_at(self.now)

    def _check_purses(self) -> None:
        """Every purse as the model has it, and equal to the sum of its transfers."""
        for person in self.people:
            holder = self.holders[person.id]
            expected = {k: (holder.holds[k], holder.versions[k]) for k in model.KINDS}
            assert world.purses(self.servers[0], person) == expected
        assert sound.is_sound(self.servers[0])


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
