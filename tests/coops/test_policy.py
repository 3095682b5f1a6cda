"""A co-op's numbers as a document: complete, bounded, and with nothing in it nobody reads."""

from typing import Any

import pytest

from kumiai.coops import policy
from kumiai.coops.policy import GUIDE_2020, NotAPolicy


class TestFromPreset:
    def test_changes_only_what_is_named(self) -> None:
        changed = policy.from_preset("guide-2020", {"prepaid_cap_yen": 20_000})
        assert changed.prepaid_cap_yen == 20_000
        assert changed.point_block_tenths == GUIDE_2020.point_block_tenths

    @pytest.mark.parametrize(
        "changes",
        [
            {"prepaid_cap": 1},
            {"prepaid_cap_yen": 0},
            {"prepaid_cap_yen": 10**30},
            {"prepaid_cap_yen": 1.5},
            {"prepaid_cap_yen": "99999"},
            {"point_rates_basis_points": {"food": 50}},
            {"point_rates_basis_points": {**policy.POINT_RATES_GUIDE_2020, "food": -1}},
            {"headline": "yesterday"},
            {"slip_days_min": 11},
            {"slip_issuer_code": "12345"},
            {"slip_postal_number": "0230011234"},
        ],
    )
    def test_refuses_unknown_names_and_numbers_out_of_range(self, changes: dict[str, Any]) -> None:
        with pytest.raises(NotAPolicy):
            policy.from_preset("guide-2020", changes)

    def test_refuses_an_unknown_preset(self) -> None:
        with pytest.raises(NotAPolicy, match="guide-1999"):
            policy.from_preset("guide-1999", {})


class TestDocument:
    def test_reads_back_what_was_stored(self) -> None:
        assert policy.from_document(policy.to_document(GUIDE_2020)) == GUIDE_2020

    def test_of_an_earlier_time_takes_new_numbers_from_the_preset(self) -> None:
        document = policy.to_document(GUIDE_2020)
        del document["history_months"]
        assert policy.from_document(document) == GUIDE_2020
