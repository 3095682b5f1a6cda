"""What a bench runs on, and that nothing of it is left."""

import psycopg

from kumiai.cli.bench import servers
from kumiai.kit import environment
from tests.databases import FreshDatabase


class TestTillServers:
    def test_tell_how_much_memory_one_has_taken(self, till_servers: servers.TillServers) -> None:
        memory_mib = till_servers.memory_mib()
        assert memory_mib is not None
        assert 20 < memory_mib < 200

    def test_tell_nothing_of_processes_that_are_gone(self) -> None:
        assert servers.TillServers("http://127.0.0.1:1", [2**22 + 1]).memory_mib() is None


class TestOwnDatabase:
    def test_is_gone_afterwards(self, fresh_database: FreshDatabase) -> None:
        with servers.own_database() as url:
            assert environment.database_url() == url != fresh_database.url
            # Whoever forgot to hang up does not keep it.
            forgotten = psycopg.connect(url)
            [name] = forgotten.execute("SELECT current_database()").fetchone() or ("",)
        forgotten.close()
        assert environment.database_url() == fresh_database.url
        with psycopg.connect(fresh_database.url) as connection:
            known = "SELECT FROM pg_database WHERE datname = %s"
            assert connection.execute(known, [name]).fetchone() is None
