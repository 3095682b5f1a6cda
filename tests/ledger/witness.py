"""Somebody who sees every request and every answer, and knows what should have been answered."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from kumiai.coops.at_till import Caller
from kumiai.ledger.posting import Request
from kumiai.purchases.asked import Reversal
from kumiai.purchases.at_till import KINDS, Message
from tests.cast import Person
from tests.ledger import model, model_cards, model_reversals
from tests.ledger.model import TOKYO, Card, Holder
from tests.ledger.model_reversals import Past

_DECLINED = {"state": "declined"}
_TENTHS = {"points": "points_tenths", "web_points": "web_points_tenths"}


class Witness:
    """The model of some people of two co-ops; the last is of the other, where blocks are small."""

    def __init__(self, people: Sequence[Person], closed: dict[int, date | None]) -> None:
        self.closed = closed
        self.past: dict[UUID, Past] = {}
        self.holders = {
            person.id: Holder(
                person.coop_id,
                [Card(person.card)],
                index == 0,
                *((1000, 100) if person.coop_id != people[0].coop_id else (2000, 200)),
            )
            for index, person in enumerate(people)
        }

    def see(self, request: Request, answer: dict[str, Any], at: datetime) -> None:
        """Check an answer given at a moment by the server's clock, and remember what it did."""
        message, caller = request.body.message, request.body.caller
        if isinstance(message, Reversal):
            self._see_reversal(message, caller, answer, at)
            return
        key = getattr(message, "card", None) or message.member_number
        found = model_cards.find(self.holders.values(), caller.coop_id, key)
        if found is None:
            self._expect_nobody(answer, _DECLINED | {"reason": "card_unknown"})
            self._keep(message, caller, None, _DECLINED, at)
            return
        holder, card = found
        kind = KINDS[type(message)]
        is_made = kind == "purchase" and message.offline
        if is_made and model_cards.was_stopped(holder, card, message.occurred_at):
            self._see_on_suspense(message, caller, answer, at)
            return
        posted_at = holder.posted_at(at)
        today = posted_at.astimezone(TOKYO).date()
        reason = None if is_made else model_cards.refusal(holder, card, message, kind, today)
        if reason:
            said = _DECLINED | {"reason": reason}
        else:
            said = self._foresee(holder, card, message, caller, posted_at)
        self._see_of(request, answer, holder, said, at)

    def compare(
        self, answer: dict[str, Any], holder: Holder, said: dict[str, Any], posted_at: datetime
    ) -> None:
        """Hold an answer against what should have been said of somebody."""
        figures = dict(said)
        if "paid" in figures:
            told = {tender["kind"]: tender["amount"] for tender in answer["tenders"]}
            assert told == figures.pop("paid")
        assert {key: answer[key] for key in figures} == figures
        assert datetime.fromisoformat(answer["posted_at"]) == posted_at
        for kind in model.KINDS:
            name = kind.lower()
            assert answer["balances"][_TENTHS.get(name, name)] == holder.holds[kind]
            assert answer["purse_versions"][name] == holder.versions[kind]
        if said["state"] == "settled" and holder.versions != holder.seen:
            holder.moved_at = posted_at
        holder.seen = dict(holder.versions)

    def _foresee(
        self, holder: Holder, card: Card, message: Any, caller: Caller, at: datetime
    ) -> dict[str, Any]:
        """What a card that works is answered; changes its holder."""
        today = at.astimezone(TOKYO).date()
        hands_over = caller.hands_over
        verbs: dict[str, Callable[[], dict[str, Any]]] = {
            "purchase": lambda: self._buy(holder, message, at, hands_over=hands_over),
            "top_up": lambda: model.top_up(holder, message.amount),
            "collection": lambda: model.collection(holder, today),
            "web_points": lambda: model.credit_web_points(holder, message.points_tenths),
            "suspension": lambda: model_cards.suspend(holder, card, at),
            "suspension_lift": lambda: model_cards.lift(holder, card, at),
            "card_reissue": lambda: self._reissue(holder, card, message, at),
        }
        return verbs[KINDS[type(message)]]()

    def _buy(
        self, holder: Holder, message: Any, at: datetime, *, hands_over: bool
    ) -> dict[str, Any]:
        after, said = model.purchase(holder, message, posted_at=at, hands_over=hands_over)
        vars(holder).update(vars(after))
        return said

    def _reissue(self, holder: Holder, card: Card, message: Any, at: datetime) -> dict[str, Any]:
        idm = message.new_card and message.new_card.upper()
        if idm and model_cards.find(self.holders.values(), holder.coop_id, idm):
            return _DECLINED | {"reason": "card_in_use"}
        return model_cards.reissue(holder, card, at, idm)

    def _see_of(
        self,
        request: Request,
        answer: dict[str, Any],
        holder: Holder,
        said: dict[str, Any],
        at: datetime,
    ) -> None:
        posted_at = holder.posted_at(at)
        self._keep(request.body.message, request.body.caller, holder, said, posted_at)
        self.compare(answer, holder, said, posted_at)
        self._expect_collectable(answer, holder, posted_at)

    def _see_on_suspense(
        self, message: Message, caller: Caller, answer: dict[str, Any], at: datetime
    ) -> None:
        """A sale made with a dead card: nobody's."""
        said = model.on_suspense(message)
        self._keep(message, caller, None, said, at)
        tenders = [{"kind": kind, "amount": yen} for kind, yen in said.pop("paid").items()]
        self._expect_nobody(answer, said | {"tenders": tenders})
        assert [each["code"] for each in answer["messages"]] == ["on_suspense"]

    def _see_reversal(
        self, message: Reversal, caller: Caller, answer: dict[str, Any], at: datetime
    ) -> None:
        past = self.past.get(message.reverses)
        if past is None or past.coop_id != caller.coop_id or not (past.holder or past.kind):
            self._expect_nobody(answer, model_reversals.NOT_REVERSIBLE)
            self._keep(message, caller, None, _DECLINED, at)
            return
        posted_at = max(past.holder.posted_at(at) if past.holder else at, past.posted_at)
        said = model_reversals.reverse(
            past,
            message,
            terminal_id=caller.terminal_id,
            business_date=model_reversals.business_date(posted_at, self.closed.get(caller.coop_id)),
        )
        self._keep(message, caller, past.holder, said, posted_at)
        if past.holder is None:
            self._expect_nobody(answer, said)
            return
        self.compare(answer, past.holder, said, posted_at)
        self._expect_collectable(answer, past.holder, posted_at)

    def _keep(
        self,
        message: Any,
        caller: Caller,
        holder: Holder | None,
        said: dict[str, Any],
        posted_at: datetime,
    ) -> None:
        """Remember an entry, for it may be reversed."""
        past = Past(
            holder,
            caller.coop_id,
            caller.terminal_id,
            posted_at,
            model_reversals.business_date(posted_at, self.closed.get(caller.coop_id)),
            message.occurred_at.astimezone(TOKYO).date(),
            dict(said),
        )
        if KINDS[type(message)] == "purchase":
            model_reversals.sale(past, message)
        if KINDS[type(message)] == "top_up":
            model_reversals.top_up(past)
        self.past[message.id] = past

    def _expect_nobody(self, answer: dict[str, Any], said: dict[str, Any]) -> None:
        """An answer in which nobody's balances stand."""
        assert {key: answer[key] for key in said} == said
        assert "balances" not in answer

    def _expect_collectable(
        self, answer: dict[str, Any], holder: Holder, posted_at: datetime
    ) -> None:
        today = posted_at.astimezone(TOKYO).date()
        due = sum(wait.left for wait in holder.waits if wait.available_on <= today)
        assert answer["balances"]["collectable"] == due
