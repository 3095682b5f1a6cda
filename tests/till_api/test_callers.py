"""Who may call, and what else is refused before anything is read."""

import time
from datetime import datetime, timedelta

import pytest

from kumiai.coops import actions as coops
from kumiai.kit import clock
from tests import cast
from tests.ledger.world import World
from tests.till_api import server
from tests.till_api.server import Tills


class TestAKey:
    @pytest.mark.parametrize("said", ["", "Bearer", "Bearer ", "Bearer nonsense", "Basic eDp5"])
    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("POST", "/v1/purchases"),
            ("POST", "/v1/top-ups"),
            ("GET", "/v1/entries/01a20748-d702-7a7b-b3e4-e02dcbfdb075"),
            ("GET", "/v1/status"),
        ],
    )
    def test_nobody_knows_is_refused(self, tills: Tills, said: str, method: str, path: str) -> None:
        body = b"{}" if method == "POST" else None
        answer = tills.ask(method, path, body, Authorization=said)
        assert answer.problem() == (401, "unauthorized", "-")
        assert answer.headers["www-authenticate"] == "Bearer"

    def test_of_odd_bytes_is_refused(self, tills: Tills) -> None:
        for said in ("Bearer \xff\xfe", "Bearer " + "x" * 5000):
            answer = tills.ask("GET", "/v1/status", Authorization=said)
            assert answer.problem() == (401, "unauthorized", "-")

    def test_of_another_kind_may_not(self, tills: Tills, here: World) -> None:
        sale = server.sale(here.hanako.card, tenders=[{"kind": "cash"}])
        top_up = server.event(here.hanako.card, amount=1000)
        for terminal, path, sent in (
            (here.coop.top_up_machine, "/v1/purchases", sale),
            (here.coop.feed, "/v1/purchases", sale),
            (here.coop.feed, "/v1/top-ups", top_up),
        ):
            assert tills.post(terminal, path, sent).problem() == (403, "forbidden", "-")
            assert tills.get(here.coop.till, f"/v1/entries/{sent['id']}").status == 404

    def test_revoked_is_refused_within_a_second(self, tills: Tills, here: World) -> None:
        till = here.coop.cafeteria_till
        assert tills.get(till, "/v1/status").status == 200
        coops.revoke_terminal(
            coop_id=here.coop.id,
            terminal_id=till.id,
            reason="盗難",
            by=cast.OPERATOR,
            at=clock.now(),
        )
        revoked_at = asked_at = time.monotonic()
        while (answer := tills.get(till, "/v1/status")).status == 200:
            assert asked_at < revoked_at + 1
            asked_at = time.monotonic()
        assert answer.problem() == (401, "unauthorized", "-")
        sent = server.event(here.hanako.card, amount=10)
        assert tills.post(till, "/v1/top-ups", sent).status == 401


class TestTheApi:
    def test_tells_its_time_and_version(self, tills: Tills, here: World) -> None:
        told = tills.get(here.coop.feed, "/v1/status").body
        assert told["state"] == "ok"
        assert told["version"]
        assert abs(datetime.fromisoformat(told["time"]) - clock.now()) < timedelta(seconds=30)

    @pytest.mark.parametrize(
        "path", ["/", "/v1", "/v2/purchases", "/v1/purchases/x", "/%00", "/%C3%A9"]
    )
    def test_knows_no_other_address(self, tills: Tills, here: World, path: str) -> None:
        answer = tills.get(here.coop.till, path)
        assert answer.problem() == (404, "not_found", "-")

    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("GET", "/v1/purchases"),
            ("PUT", "/v1/purchases"),
            ("DELETE", "/v1/top-ups"),
            ("POST", "/v1/status"),
            ("PATCH", "/v1/entries/01a20748-d702-7a7b-b3e4-e02dcbfdb075"),
        ],
    )
    def test_refuses_other_methods(self, tills: Tills, here: World, method: str, path: str) -> None:
        answer = tills.ask(method, path, b"{}", key=here.coop.till.key)
        assert answer.problem() == (405, "method_not_allowed", "-")
        assert answer.headers["allow"]
