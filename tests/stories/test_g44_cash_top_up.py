"""Guide row G44: cash tops up at a till and at a top-up machine."""

from tests.stories.conftest import Registered, World


class TestCashTopUp:
    def test_works_at_a_till(self, world: World, hanako: Registered) -> None:
        answer = world.servers.post(
            world.coop.till, "/v1/top-ups", {"card": hanako.person.card, "amount": 1234}
        )
        assert (answer.status, answer.body["balances"]["prepaid"]) == (200, 1234)

    def test_takes_whole_notes_at_a_machine(self, world: World, hanako: Registered) -> None:
        machine, card = world.coop.top_up_machine, hanako.person.card
        refused = world.servers.post(machine, "/v1/top-ups", {"card": card, "amount": 1234})
        assert (refused.status, refused.body["errors"][0]["pointer"]) == (422, "/amount")
        taken = world.servers.post(machine, "/v1/top-ups", {"card": card, "amount": 2000})
        assert (taken.status, taken.body["balances"]["prepaid"]) == (200, 2000)

    def test_stops_where_the_purse_is_full(self, world: World, hanako: Registered) -> None:
        till, card = world.coop.till, hanako.person.card
        world.servers.post(till, "/v1/top-ups", {"card": card, "amount": 99_000})
        declined = world.servers.post(till, "/v1/top-ups", {"card": card, "amount": 1000})
        assert (declined.status, declined.body["state"]) == (200, "declined")
        assert (declined.body["reason"], declined.body["room"]) == ("over_prepaid_cap", 999)

    def test_does_not_let_a_machine_sell(self, world: World, hanako: Registered) -> None:
        answer = world.servers.post(world.coop.top_up_machine, "/v1/purchases", {})
        assert (answer.status, answer.body["code"]) == (403, "forbidden")
