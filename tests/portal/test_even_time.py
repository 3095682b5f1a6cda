"""Answers that must not tell by their time come when theirs has come, and never earlier."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from kumiai.portal import even_time

SECONDS = 0.2


class TestAtLeast:
    def test_holds_what_was_quick_back(self) -> None:
        began = time.monotonic()
        with even_time.at_least(SECONDS):
            pass
        assert time.monotonic() - began >= SECONDS

    def test_holds_a_refusal_back(self) -> None:
        began = time.monotonic()
        with pytest.raises(LookupError), even_time.at_least(SECONDS, refusals_only=True):
            raise LookupError
        assert time.monotonic() - began >= SECONDS

    def test_lets_whoever_succeeds_go_on_where_only_refusals_wait(self) -> None:
        began = time.monotonic()
        with even_time.at_least(3600, refusals_only=True):
            pass
        assert time.monotonic() - began < 3600

    def test_puts_no_more_than_its_share_of_threads_to_rest(self) -> None:
        def answered_at(_: int) -> float:
            with even_time.at_least(SECONDS):
                pass
            return time.monotonic()

        began = time.monotonic()
        with ThreadPoolExecutor(8) as crowd:
            ends = list(crowd.map(answered_at, range(8)))
        held_back = sum(end - began >= SECONDS for end in ends)
        assert 1 <= held_back < 8
