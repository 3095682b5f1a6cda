"""A till API that finds no database: an error that says so; and its description still."""

from collections.abc import Iterator

import pytest

from kumiai.till_api import openapi
from kumiai.till_api.operation import Operation
from kumiai.till_api.operations import OPERATIONS
from tests import ports
from tests.till_api import server
from tests.till_api.server import Tills


@pytest.fixture(scope="module")
def alone() -> Iterator[Tills]:
    [nowhere] = ports.free(1)
    with server.running(f"postgresql://kumiai@127.0.0.1:{nowhere}/kumiai") as running:
        yield running


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: f"{each.method} {each.path}")
class TestWithoutADatabase:
    def test_a_till_hears_so_and_a_reader_reads(self, alone: Tills, operation: Operation) -> None:
        path = operation.path
        for name, value in openapi.PARAMETER_EXAMPLES.items():
            path = path.replace(f"{{{name}}}", value)
        answer = alone.ask(operation.method, path, b"{}" if operation.asks else None, key="any")
        if operation.kinds:
            assert answer.problem() == (503, "busy", "-")
            assert answer.headers["retry-after"]
        else:
            assert answer.status == 200
