"""Sales made offline over HTTP: accepted, and flagged for the office without a word to the till."""

from datetime import datetime, timedelta
from typing import Any

from kumiai.cli import proof
from kumiai.kit import clock
from kumiai.members import actions as members
from kumiai.purchases.models import OfflineSale
from tests.cast import Person
from tests.ledger import world
from tests.ledger.world import World
from tests.till_api import server
from tests.till_api.server import Tills

PATH = "/v1/purchases"


def sold(card: str, yen: int, *, at: datetime | None = None, **more: Any) -> dict[str, Any]:
    moment = {"occurred_at": at.isoformat()} if at else {}
    return server.sale(card, server.line(yen), offline=True, **more) | moment


def flags(sent: dict[str, Any]) -> str:
    return OfflineSale.objects.get(entry_id=sent["id"]).flags


class TestOverTheLimit:
    def test_is_answered_like_any_other_sale(
        self, tills: Tills, here: World, person: Person, classmate: Person
    ) -> None:
        within, over = sold(person.card, 3000), sold(classmate.card, 3001)
        answers = [tills.settled(here.coop.till, PATH, sent) for sent in (within, over)]
        assert [flags(sent) for sent in (within, over)] == ["", "over_card_limit"]
        assert answers[0].keys() - {"meal"} == answers[1].keys()
        assert "limit" not in str(answers)
        assert [each["shortfall"] for each in answers] == [3000, 3001]

    def test_is_counted_from_sale_to_sale(
        self, tills: Tills, here: World, classmate: Person
    ) -> None:
        sales = [sold(classmate.card, 1000) for _ in range(4)]
        for sent in sales:
            tills.settled(here.coop.cafeteria_till, PATH, sent)
        assert [flags(sent) for sent in sales] == ["", "", "", "over_card_limit"]

    def test_is_counted_within_a_batch(self, tills: Tills, here: World, classmate: Person) -> None:
        at = clock.now() - timedelta(days=3)
        sales = [sold(classmate.card, 1600, at=at + timedelta(hours=n)) for n in range(2)]
        entries = [{"type": "purchase", **sent} for sent in sales]
        for _ in range(2):
            tills.post(here.coop.cafeteria_till, "/v1/batches", {"entries": entries})
        assert [flags(sent) for sent in sales] == ["", "over_card_limit"]
        assert list(proof.lies()) == []


class TestAnUnknownCard:
    def test_is_declined_and_kept_once(self, tills: Tills, here: World) -> None:
        sent = sold("210199990000", 480, receipt_number="0001-0007", sequence=7)
        answer = tills.declined(here.coop.till, PATH, sent)
        assert (answer["reason"], answer["remedies"]) == (
            *("card_unknown", [{"kind": "ask_office"}]),
        )
        kept = OfflineSale.objects.get(entry_id=sent["id"])
        assert (kept.card, kept.total_yen, kept.flags) == ("210199990000", 480, "card_unknown")
        assert kept.body is not None
        assert "唐揚げ丼" in kept.body

    def test_online_is_told_to_check_the_number(self, tills: Tills, here: World) -> None:
        sent = server.sale("210199990000")
        answer = tills.declined(here.coop.till, PATH, sent)
        assert answer["remedies"] == [{"kind": "check_number"}]
        assert not OfflineSale.objects.filter(entry_id=sent["id"]).exists()


class TestAStoppedCard:
    def test_is_kept_with_its_code_though_it_is_no_members(
        self, tills: Tills, here: World, person: Person
    ) -> None:
        members.suspend(at=clock.now(), **world.suspension_of(person))
        sent = sold(person.card, 480)
        assert "balances" not in tills.settled(here.coop.till, PATH, sent)
        kept = OfflineSale.objects.get(entry_id=sent["id"])
        assert (kept.card, kept.member_id, kept.flags) == (person.card, None, "on_suspense")
        assert (kept.on_card_yen, kept.body) == (480, None)
