"""What a till server that has just started asks of the books."""

from kumiai.kit import steps
from kumiai.ledger.posting import Chart
from tests.databases import FreshDatabase
from tests.ledger import world

STARTS = 40


class TestChart:
    def test_only_reads_once_the_accounts_are_open(self, module_database: FreshDatabase) -> None:
        """Else its commit would wait to be safe, and the first till with it."""
        here = world.make()
        sale = world.asked(here.callers["till"], world.top_up(here.hanako, 3480))
        first = Chart()
        with world.connect(module_database.url) as connection:
            world.post(connection, [sale], chart=first)
            for _ in range(STARTS):
                chart = Chart()
                with connection.transaction():
                    steps.run(connection, chart.fill(chart.missing([sale])))
                    written = connection.execute("SELECT pg_current_xact_id_if_assigned()")
                    assert written.fetchone() == (None,)
                assert chart.books == first.books
