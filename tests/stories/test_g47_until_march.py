"""Guide row G47: prepaid money can be used until the end of March of the graduation year."""

from collections.abc import Callable

from tests import cast, money
from tests.stories import baskets
from tests.stories.conftest import World


class TestPrepaidMoney:
    def test_ends_with_march_of_the_graduation_year(
        self, world: World, numbers: Callable[..., str]
    ) -> None:
        this_year = baskets.now().year
        answers = {}
        for year in (this_year - 1, this_year + 1):
            person = cast.hanako(world.coop, member_number=numbers(), graduation_year=year)
            sale = {
                "card": person.card,
                "lines": [baskets.tea()],
                "tenders": [{"kind": "prepaid"}],
            }
            money.top_up(person, till=world.coop.till, yen=1000, at=cast.LONG_AGO)
            answers[year] = world.servers.post(world.coop.till, "/v1/purchases", sale).body
        assert answers[this_year - 1]["reason"] == "prepaid_expired"
        assert answers[this_year - 1]["remedies"] == [{"kind": "other_tender"}]
        assert answers[this_year + 1]["state"] == "settled"
