"""What waits at the demo's matching desk from the first start, and how it got there."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from kumiai.cli.demo import deposits
from kumiai.cli.demo.manifest import CoopPart
from kumiai.slips.matching import Why
from kumiai.slips.models import Deposit
from tests import cast
from tests.cli.demo.test_inquiries import UNTIL, coop_part


@pytest.fixture
def coop(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CoopPart:
    monkeypatch.setenv("KUMIAI_DATA", str(tmp_path))
    home = cast.coop_2101()
    hanako, *others = [
        cast.join(home, replace(cast.HANAKO, member_number=f"21012500000{serial}"))
        for serial in range(1, 5)
    ]
    part = coop_part(hanako)
    numbers = tuple(person.member_number for person in (hanako, *others))
    return CoopPart(
        coop_id=part.coop_id,
        joined_years=part.joined_years,
        history_lines=0,
        member_numbers=numbers,
        parts=part.parts,
        cards=(),
    )


class TestTakeIn:
    def test_leaves_one_of_each_kind_to_decide_once(self, coop: CoopPart) -> None:
        for _again in range(2):
            deposits.take_in(coop, until=UNTIL)
        found = Deposit.objects.filter(coop_id=coop.coop_id)
        assert Counter(found.values_list("state", flat=True)) == {"credited": 1, "suspense": 4}
        waiting = found.filter(state="suspense").order_by("position")
        assert list(waiting.values_list("why", flat=True)) == [
            Why.DUPLICATE,
            Why.NAME_MISMATCH,
            Why.UNKNOWN,
            Why.LEFT,
        ]
