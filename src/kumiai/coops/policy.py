"""A co-op's numbers: one frozen document, versioned by the day from which it holds.

A rule is a function in some room's `rules.py`; what it counts with is here. The defaults are the
preset `guide-2020`, the co-op of the guide.
"""

import re
from typing import Any, Literal

import msgspec

POINT_RATES_GUIDE_2020 = {"food": 50, "books": 300, "learning_goods": 50, "other": 50}

NUMBER_MAX = 1_000_000_000


class Policy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Yen and days as whole numbers, points in tenths, rates in basis points (1/100 of 1 %).

    `slip_issuer_code` is the six digits under which shops take the co-op's payment slips, empty
    where none do; `slip_stamp_from_yen` the amount from which they stick a revenue stamp on the
    receipt, 0 for never; `slip_postal_number` the post office's number of the co-op.
    """

    point_block_tenths: int = 2000
    point_block_yen: int = 200
    auto_top_up: bool = True
    point_rates_basis_points: dict[str, int] = msgspec.field(
        default_factory=lambda: dict(POINT_RATES_GUIDE_2020)
    )
    codes_without_points: tuple[str, ...] = ("REISSUE",)
    web_claim_block_tenths: int = 2000
    web_claim_block_yen: int = 200
    claim_wait_business_days: int = 2
    headline: Literal["previous_day", "live"] = "previous_day"
    history_months: int = 13
    prepaid_cap_yen: int = 99_999
    top_up_step_yen: int = 1000
    expiry: Literal["graduation_march"] = "graduation_march"
    provisional_scheme: Literal["guide", "code", "card"] = "guide"
    provisional_from_year: int = 2014
    birth_date_from_year: int = 2020
    guardian_sees: Literal["all", "totals"] = "all"
    offline_card_limit_yen: int = 3000
    offline_till_limit_yen: int = 200_000
    reissue_fee_yen: int = 1000
    slip_days_min: int = 7
    slip_days_max: int = 10
    slip_issuer_code: str = ""
    slip_stamp_from_yen: int = 0
    slip_postal_number: str = ""

    def __post_init__(self) -> None:
        for name in _AT_LEAST_ONE:
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be at least 1")
        for name in _NOT_NEGATIVE:
            if getattr(self, name) < 0:
                raise ValueError(f"{name} must not be negative")
        for name in self.__struct_fields__:
            if isinstance(value := getattr(self, name), int) and value > NUMBER_MAX:
                raise ValueError(f"{name} must not exceed {NUMBER_MAX}")
        if not set(POINT_RATES_GUIDE_2020) == set(self.point_rates_basis_points):
            raise ValueError("point_rates_basis_points must name exactly the four genres")
        if not all(0 <= rate <= 10_000 for rate in self.point_rates_basis_points.values()):
            raise ValueError("point_rates_basis_points must lie between 0 and 10000")
        if self.slip_days_min > self.slip_days_max:
            raise ValueError("slip_days_min must not exceed slip_days_max")
        _check_texts_on_slips(self)


def _check_texts_on_slips(policy: Policy) -> None:
    if not re.fullmatch("([0-9]{6})?", policy.slip_issuer_code):
        raise ValueError("slip_issuer_code must be six digits, or empty")
    if not re.fullmatch("([0-9]{5}-[0-9]-[0-9]{1,8})?", policy.slip_postal_number):
        raise ValueError("slip_postal_number must be written 00000-0-00000, or empty")


_AT_LEAST_ONE = (
    "point_block_tenths",
    "point_block_yen",
    "web_claim_block_tenths",
    "web_claim_block_yen",
    "history_months",
    "prepaid_cap_yen",
    "top_up_step_yen",
)
_NOT_NEGATIVE = (
    "claim_wait_business_days",
    "offline_card_limit_yen",
    "offline_till_limit_yen",
    "reissue_fee_yen",
    "slip_days_min",
    "slip_stamp_from_yen",
)

GUIDE_2020 = Policy()
PRESETS = {"guide-2020": GUIDE_2020}


class NotAPolicy(ValueError):
    """The document names an unknown preset or field, or a number outside its range."""


def from_preset(preset: str, changes: dict[str, Any]) -> Policy:
    """The preset with some numbers changed; raises NotAPolicy and says which one is wrong."""
    if preset not in PRESETS:
        raise NotAPolicy(f"unknown preset {preset!r}; known: {', '.join(sorted(PRESETS))}")
    return from_document(to_document(PRESETS[preset]) | changes)


def from_document(document: dict[str, Any]) -> Policy:
    """A stored or typed document as a Policy; what it does not name has the preset's value."""
    try:
        return msgspec.convert(document, Policy)
    except msgspec.ValidationError as problem:
        raise NotAPolicy(str(problem)) from problem


def to_document(policy: Policy) -> dict[str, Any]:
    """What is stored: every field by name, so that a version stays what it was."""
    document: dict[str, Any] = msgspec.to_builtins(policy)
    return document
