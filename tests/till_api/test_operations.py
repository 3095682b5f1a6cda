"""The table of calls, its description, and the server: all three say the same."""

import html
import json
import re
from typing import Any

import pytest
from starlette.routing import Route

from kumiai.coops.rules import TERMINAL_KINDS
from kumiai.till_api import app, openapi, problems, words
from kumiai.till_api.operation import Operation
from kumiai.till_api.operations import OPERATIONS
from tests.ledger.world import World
from tests.till_api.server import Answer, Tills

DOCUMENT = openapi.document(OPERATIONS)
NAMES = [f"{each.method} {each.path}" for each in OPERATIONS]
# Words for fields of whatever is added, and for things that are no message.
NO_MESSAGES = {"any", "reasons", "kinds", "problems", "promises", "cards", "entries"}

each_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=NAMES)


def ask(tills: Tills, operation: Operation, key: str = "", method: str = "") -> Answer:
    path = operation.path
    for name, value in openapi.PARAMETER_EXAMPLES.items():
        path = path.replace(f"{{{name}}}", value)
    body = b"{}" if operation.asks else None
    return tills.ask(method or operation.method, path, body, key=key)


def schemas() -> dict[str, Any]:
    """Those of messages; an error that narrows another down has no fields of its own."""
    found: dict[str, Any] = DOCUMENT["components"]["schemas"]
    return {name: schema for name, schema in found.items() if "properties" in schema}


class TestEveryRoute:
    def test_is_described_and_everything_described_is_one(self) -> None:
        routes = {
            (method, route.path)
            for route in app.app.routes
            if isinstance(route, Route)
            for method in (route.methods or set()) - {"HEAD"}
        }
        assert routes == {(each.method, each.path) for each in OPERATIONS}
        described = {
            (method.upper(), path) for path, found in DOCUMENT["paths"].items() for method in found
        }
        assert routes == described

    def test_has_a_name_of_its_own(self) -> None:
        assert len({(each.method, each.name) for each in OPERATIONS}) == len(OPERATIONS)

    @each_operation
    def test_is_for_the_kinds_it_says(
        self, tills: Tills, here: World, operation: Operation
    ) -> None:
        terminals = {
            "till": here.coop.till,
            "top_up_machine": here.coop.top_up_machine,
            "feed": here.coop.feed,
        }
        assert set(terminals) == set(TERMINAL_KINDS)
        for kind, terminal in terminals.items():
            status = ask(tills, operation, terminal.key).status
            assert (status == 403) == (bool(operation.kinds) and kind not in operation.kinds)
            assert (
                status == 200
                or str(status)
                in DOCUMENT["paths"][operation.path][operation.method.lower()]["responses"]
            )

    @each_operation
    def test_asks_for_a_key_unless_it_says_otherwise(
        self, tills: Tills, operation: Operation
    ) -> None:
        answer = ask(tills, operation)
        assert (answer.status == 401) == bool(operation.kinds)
        if operation.kinds:
            assert answer.problem() == (401, "unauthorized", "-")

    @each_operation
    def test_knows_no_other_method(self, tills: Tills, here: World, operation: Operation) -> None:
        answer = ask(tills, operation, here.coop.till.key, method="DELETE")
        assert answer.problem() == (405, "method_not_allowed", "-")
        assert operation.method in answer.headers["allow"]

    def test_is_nowhere_else(self, tills: Tills, here: World) -> None:
        """No call is redirected: a client that follows would lose its body."""
        for path in ("/v1/status/", "/v1/purchases/", "/docs/", "//docs"):
            answer = tills.ask("GET", path, key=here.coop.till.key)
            assert answer.problem() == (404, "not_found", "-")


class TestTheDescription:
    def test_is_read_without_a_key(self, tills: Tills) -> None:
        answer = tills.ask("GET", "/openapi.json")
        assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
        assert answer.body == json.loads(json.dumps(DOCUMENT))
        assert answer.body["openapi"] == "3.1.0"

    @pytest.mark.parametrize("name", sorted(schemas()))
    def test_has_words_for_every_field(self, name: str) -> None:
        assert words.of_type(name), f"files/words.toml: [{name}] _"
        for field in schemas()[name]["properties"]:
            assert words.of_field(name, field), f"files/words.toml: [{name}] {field}"

    @each_operation
    def test_has_words_for_parameters_reasons_and_errors(self, operation: Operation) -> None:
        for parameter in DOCUMENT["paths"][operation.path][operation.method.lower()].get(
            "parameters", []
        ):
            assert "\n\n" in parameter["description"]
        for reason in operation.reasons:
            assert words.of_reason(reason), f"files/words.toml: [reasons] {reason}"
        assert ("Declined" in {each.__name__ for each in operation.answers}) or not (
            operation.reasons
        )

    def test_has_no_words_for_what_is_not_there(self) -> None:
        tables = {k: v for k, v in words.tables().items() if k not in NO_MESSAGES}
        asked_in_queries = {each.query.__name__: each.query for each in OPERATIONS if each.query}
        for name, fields in tables.items():
            known = set(
                asked_in_queries[name].__struct_fields__
                if name in asked_in_queries
                else schemas()[name]["properties"]
            )
            assert set(fields) - {"_"} <= known, name
        assert set(words.tables()["problems"]) == set(problems.TITLES)

    def test_says_what_msgspec_enforces(self) -> None:
        purchase = schemas()["Purchase"]
        assert purchase["additionalProperties"] is False
        assert purchase["required"] == ["id", "card", "occurred_at", "lines", "tenders"]
        assert purchase["properties"]["id"]["format"] == "uuid"
        assert purchase["properties"]["lines"]["maxItems"] == 200
        settled, declined = (
            DOCUMENT["paths"]["/v1/purchases"]["post"]["responses"]["200"]["content"]
        )["application/json"]["schema"]["oneOf"]
        assert settled["$ref"].endswith("/RungUp")
        assert declined["$ref"].endswith("/Declined")

    @pytest.mark.parametrize("name", sorted(schemas()))
    def test_knows_every_moment_as_one(self, name: str) -> None:
        for field, told in schemas()[name]["properties"].items():
            if field.endswith(("_at", "as_of", "since")) or field == "time":
                kinds = [told, *told.get("anyOf", [])]
                assert any(kind.get("format") == "date-time" for kind in kinds), field


class TestThePage:
    def test_holds_no_link_that_leads_nowhere(self, tills: Tills) -> None:
        answer = tills.ask("GET", "/docs")
        assert answer.status == 200
        page = answer.raw.decode()
        anchors = re.findall(r' id="([^"]+)"', page)
        assert len(anchors) == len(set(anchors))
        assert set(re.findall(r'href="#([^"]+)"', page)) <= set(anchors)
        assert {f"problem-{code}" for code in problems.TITLES} <= set(anchors)

    def test_tells_every_call_and_reason(self, tills: Tills) -> None:
        page = html.unescape(tills.ask("GET", "/docs").raw.decode())
        for operation in OPERATIONS:
            assert operation.path in page
            assert operation.summary in page
            assert operation.summary_en in page
            assert all(reason in page for reason in operation.reasons)

    def test_lets_nothing_in_from_elsewhere(self, tills: Tills) -> None:
        answer = tills.ask("GET", "/docs")
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert "default-src 'none'; style-src 'self'" in answer.headers["content-security-policy"]
        page = answer.raw.decode()
        assert "<script" not in page
        assert not re.search(r'(?:src|href)="(?:https?:)?//', page)
        style = tills.ask("GET", "/docs.css")
        assert style.headers["content-type"] == "text/css; charset=utf-8"
        assert b"@import" not in style.raw
