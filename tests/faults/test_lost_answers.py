"""An answer that never arrives: the till asks by id, then again, and pays once.

The moments are held, not hoped for. Before the commit, a page holds the member's purse. At the
commit, the server has written it and waits for a standby that does not exist, so the commit is on
disk while nobody has been told: just where an answer is lost and the money has moved.
"""

import contextlib
import http.client
import json
import threading
from collections.abc import Iterator

import psycopg
import pytest

from tests import installation as installations
from tests.faults import shop as shops
from tests.faults.shop import Shop
from tests.installation import wait_until

SALE_YEN = 480
_MEMBER_LOCK = "SELECT pg_advisory_xact_lock(member_id) FROM members_membercard WHERE code = %s"
_WAITING = """
SELECT count(*) FROM pg_stat_activity WHERE application_name = 'kumiai-tills'
   AND wait_event_type || ' ' || wait_event = ANY(%s)
"""
# What the till may hear meanwhile: the till server that lives on says that it does not know. Where
# everything is killed, it may outlive the database by just long enough to say so.
FAULTS: dict[str, set[int | None]] = {
    "till server": {None},
    "database": {503},
    "everything": {None, 503},
}


class Caller(threading.Thread):
    """A till that asks once and then waits."""

    def __init__(self, shop: Shop, path: str, body: bytes) -> None:
        super().__init__()
        self.shop, self.path, self.body = shop, path, body
        self.connection = http.client.HTTPConnection("127.0.0.1", shop.port, timeout=30)
        self.connection.connect()
        self.server = shop.till_server_of(port=self.connection.sock.getsockname()[1])
        self.status: int | None = None

    def run(self) -> None:
        """The status is None where the connection was lost."""
        headers = {"Authorization": f"Bearer {self.shop.keys[0]}"}
        headers["Content-Type"] = "application/json"
        with contextlib.closing(self.connection), contextlib.suppress(OSError):
            self.connection.request("POST", self.path, self.body, headers)
            self.status = self.connection.getresponse().status


def strike(shop: Shop, fault: str, caller: Caller) -> None:
    """Let the fault happen while the caller waits, and see that it was not told of a payment."""
    if fault == "till server":
        shops.end(caller.server)
    elif fault == "database":
        postmaster = shop.database.postmaster_pid()
        assert postmaster is not None
        shops.end(postmaster)
    else:
        shop.cut_power()
    caller.join()
    assert caller.status in FAULTS[fault]


def come_back(shop: Shop, fault: str) -> None:
    """Until then a till may hear a 503, or nothing; never that all is well."""
    if fault == "everything":
        with pytest.raises((ConnectionRefusedError, ConnectionResetError)):
            shop.ask("GET", "/v1/status")
        shop.open()
    wait_until(lambda: shop.status() == 200 and shop.listening() == 2)
    # It may have started while the settings still held commits.
    _read_settings(shop)
    # Each till server hears of a lost connection when it next needs it.
    working: set[int] = set()
    while working != shop.till_servers():
        body = shops.top_up(shop.cards[-1], 1)
        caller = Caller(shop, "/v1/top-ups", json.dumps(body).encode())
        caller.run()
        if caller.status == 200:
            working.add(caller.server)


@contextlib.contextmanager
def member_held(shop: Shop, card: str) -> Iterator[None]:
    """Nobody pays with the card meanwhile, as long as the database lives: a page has the lock."""
    page = shop.connect()
    with (
        contextlib.closing(page),
        contextlib.suppress(psycopg.OperationalError),
        page.transaction(),
    ):
        page.execute(_MEMBER_LOCK, [card])
        yield


@contextlib.contextmanager
def commits_held(shop: Shop) -> Iterator[None]:
    """What is committed reaches the disk, and is neither seen nor acknowledged meanwhile."""
    settings = shop.installation.data / "postgres" / "cluster" / "postgresql.auto.conf"
    settings.write_text("synchronous_standby_names = 'nobody'\n")
    _read_settings(shop)
    try:
        yield
    finally:
        settings.write_text("")
        with contextlib.suppress(psycopg.OperationalError):
            _read_settings(shop)


def _read_settings(shop: Shop) -> None:
    with shop.connect(role="postgres") as owner:
        owner.execute("SELECT pg_reload_conf()")


def _await(shop: Shop, *waits: str) -> None:
    """Wait until a till server's connection waits for one of these."""
    with shop.connect() as observer:

        def is_waiting() -> bool:
            row = observer.execute(_WAITING, [list(waits)]).fetchone()
            return bool(row and row[0])

        wait_until(is_waiting)


def _sale(card: str) -> tuple[str, bytes]:
    body = shops.sale(card, SALE_YEN)
    return body["id"], json.dumps(body).encode()


def _prepaid_yen(shop: Shop, raw: bytes) -> int:
    return int(json.loads(raw)["balances"]["prepaid"])


@pytest.mark.parametrize("fault", FAULTS)
class TestALostAnswer:
    def test_before_the_commit_leaves_nothing(self, shop: Shop, fault: str) -> None:
        card = shop.cards[0]
        before_yen = shop.prepaid_yen(card)
        entry_id, raw = _sale(card)
        with member_held(shop, card):
            caller = Caller(shop, "/v1/purchases", raw)
            caller.start()
            _await(shop, "Lock advisory")
            strike(shop, fault, caller)
        come_back(shop, fault)
        assert shop.ask("GET", f"/v1/entries/{entry_id}")[0] == 404
        status, is_replay, answer = shop.ask("POST", "/v1/purchases", raw)
        assert (status, is_replay) == (200, False)
        assert _prepaid_yen(shop, answer) == before_yen - SALE_YEN
        assert shop.ask("GET", f"/v1/entries/{entry_id}") == (200, False, answer)
        assert shop.ask("POST", "/v1/purchases", raw) == (200, True, answer)

    def test_after_the_commit_is_found_by_id_and_told_again(self, shop: Shop, fault: str) -> None:
        card = shop.cards[1]
        before_yen = shop.prepaid_yen(card)
        with commits_held(shop):
            entry_id, raw = _sale(card)
            caller = Caller(shop, "/v1/purchases", raw)
            caller.start()
            _await(shop, "IPC SyncRep")
            strike(shop, fault, caller)
        come_back(shop, fault)
        wait_until(lambda: shop.ask("GET", f"/v1/entries/{entry_id}")[0] == 200)
        _, _, answer = shop.ask("GET", f"/v1/entries/{entry_id}")
        assert _prepaid_yen(shop, answer) == before_yen - SALE_YEN
        assert shop.ask("POST", "/v1/purchases", raw) == (200, True, answer)
        assert shop.prepaid_yen(card) == before_yen - SALE_YEN


class TestAnUnseenCommit:
    def test_is_not_there_yet_and_holds_up_nobody_but_its_own_retry(self, shop: Shop) -> None:
        """A 404 is no proof that nothing will happen: repeating is what settles it."""
        card = shop.cards[2]
        before_yen = shop.prepaid_yen(card)
        entry_id, raw = _sale(card)
        with commits_held(shop):
            caller = Caller(shop, "/v1/purchases", raw)
            caller.start()
            _await(shop, "IPC SyncRep")
            strike(shop, "till server", caller)
            # The port of the killed one may still be open for a moment.
            wait_until(lambda: shop.status() == 200 and shop.listening() == 2)
            wait_until(lambda: caller.server not in shop.till_servers())
            assert shop.ask("GET", f"/v1/entries/{entry_id}")[0] == 404
            status, _, problem = shop.ask("POST", "/v1/purchases", raw)
            assert (status, json.loads(problem)["code"]) == (503, "busy")
        wait_until(lambda: shop.ask("POST", "/v1/purchases", raw)[0] == 200)
        assert shop.ask("POST", "/v1/purchases", raw)[1]
        assert shop.prepaid_yen(card) == before_yen - SALE_YEN

    def test_given_up_by_the_database_is_an_outcome_unknown(self, shop: Shop) -> None:
        """A server that warns at the commit has written it, and will not vouch for it."""
        card = shop.cards[3]
        before_yen = shop.prepaid_yen(card)
        entry_id, raw = _sale(card)
        with commits_held(shop):
            caller = Caller(shop, "/v1/purchases", raw)
            caller.start()
            _await(shop, "IPC SyncRep")
            with shop.connect() as owner:
                owner.execute(
                    "SELECT pg_cancel_backend(pid) FROM pg_stat_activity"
                    " WHERE wait_event = 'SyncRep'"
                )
            caller.join(installations.FAREWELL_SECONDS)
            assert caller.status == 503
            assert shop.ask("GET", f"/v1/entries/{entry_id}")[0] == 200
        assert shop.ask("POST", "/v1/purchases", raw)[:2] == (200, True)
        assert shop.prepaid_yen(card) == before_yen - SALE_YEN
