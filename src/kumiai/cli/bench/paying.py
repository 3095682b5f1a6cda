"""Sales at a steady pace, as a lunch has them, from a process of their own."""

import json
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException

from kumiai.cli.bench.measures import Made, member_number
from kumiai.kit import clock, ids

TILLS = 16
ANSWER_SECONDS_MAX = 30


@dataclass(frozen=True, slots=True)
class Paid:
    """Settled sales with how long each took, and the answers that were anything else."""

    took_ms: tuple[float, ...]
    errors: int


def at_pace(address: str, made: Made, *, per_second: int, seconds: float) -> Paid:
    """Ring up so many sales a second; a till whose answer is late sells less, as tills do."""
    took: list[float] = []
    errors: list[int] = []
    pause = TILLS / per_second
    starting = threading.Barrier(TILLS)

    def till(number: int) -> None:
        starting.wait()
        connection = HTTPConnection(address, timeout=ANSWER_SECONDS_MAX)
        begun = time.monotonic()
        due = begun + pause * number / TILLS
        while due < begun + seconds:
            time.sleep(max(due - time.monotonic(), 0))
            asked = time.perf_counter()
            if _is_settled(connection, made):
                took.append((time.perf_counter() - asked) * 1000)
            else:
                errors.append(1)
            due = max(due + pause, time.monotonic())
        connection.close()

    with ThreadPoolExecutor(TILLS) as tills:
        list(tills.map(till, range(TILLS)))
    return Paid(tuple(took), len(errors))


def _is_settled(connection: HTTPConnection, made: Made) -> bool:
    headers = {"Authorization": f"Bearer {made.keys[0]}", "Content-Type": "application/json"}
    try:
        connection.request("POST", "/v1/purchases", _sale(made), headers)
        response = connection.getresponse()
        return b'"state":"settled"' in response.read() and response.status == 200
    except (OSError, HTTPException):
        connection.close()
        return False


def _sale(made: Made) -> bytes:
    line = {
        "code": "D1023",
        "name": "唐揚げ丼",
        "genre": "food",
        "quantity": 1,
        "unit_price": 480,
        "amount": 480,
        "tax_rate": 10,
    }
    sale = {
        "id": str(ids.uuid7()),
        "card": member_number(random.randrange(made.members)),  # noqa: S311 - a load, no secret
        "occurred_at": clock.now().isoformat(),
        "lines": [line],
        "tenders": [{"kind": "prepaid"}],
    }
    return json.dumps(sale).encode()
