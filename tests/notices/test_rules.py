"""What a notice may look like, and the pace of its copies."""

from datetime import timedelta
from typing import Any

import pytest

from kumiai.notices import rules
from kumiai.notices.rules import NoticeProblem
from tests.notices.notes import NOON, draft


class TestProblemWith:
    def test_finds_nothing_in_a_good_notice(self) -> None:
        for changes in (
            {},
            {"text": "一行目\n\n二行目\t表"},
            {"ends_at": NOON + timedelta(days=1)},
            {"title_english": "Closed", "text_english": "We are closed."},
            {"starts_at": NOON + timedelta(days=30)},
        ):
            assert rules.problem_with(draft(**changes), at=NOON) is None, changes

    @pytest.mark.parametrize(
        ("problem", "changes"),
        [
            (NoticeProblem.NO_TITLE, {"title": "  "}),
            (NoticeProblem.TITLE_TOO_LONG, {"title": "あ" * 101}),
            (NoticeProblem.TITLE_TOO_LONG, {"title_english": "a" * 101}),
            (NoticeProblem.TITLE_NOT_ONE_LINE, {"title": "一\n二"}),
            (NoticeProblem.TITLE_NOT_ONE_LINE, {"title": "一\u2028二"}),
            (NoticeProblem.NO_TEXT, {"text": "\n"}),
            (NoticeProblem.TEXT_TOO_LONG, {"text": "あ" * 10_001}),
            (NoticeProblem.CONTROL_SIGNS, {"text": "あ\x00"}),
            (NoticeProblem.CONTROL_SIGNS, {"text_english": "a\x1b[31m"}),
            (NoticeProblem.ENDS_BEFORE_IT_STARTS, {"ends_at": NOON}),
            (
                NoticeProblem.IS_OVER,
                {"starts_at": NOON - timedelta(days=2), "ends_at": NOON - timedelta(days=1)},
            ),
        ],
    )
    def test_names_what_is_wrong(self, problem: NoticeProblem, changes: dict[str, Any]) -> None:
        assert rules.problem_with(draft(**changes), at=NOON) == problem


class TestCopiesAStep:
    def test_are_the_pace_of_a_minute_in_six_parts(self) -> None:
        assert rules.copies_a_step(10_500) == 1_750

    def test_are_at_least_one(self) -> None:
        assert rules.copies_a_step(1) == 1
