"""Whose turn it is: who was told to wait and did, once; nobody with a note of their own making."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kumiai.identity import digests, turns
from tests.identity.conftest import NOON

WAITED = NOON + turns.WAIT


class TestSpend:
    def test_takes_a_note_whose_bearer_has_waited_once(self) -> None:
        note = turns.new_note(at=NOON)
        assert not turns.spend(note, at=WAITED - timedelta(seconds=1))
        assert turns.spend(note, at=WAITED)
        assert not turns.spend(note, at=WAITED)

    def test_takes_no_note_that_has_lapsed_or_is_of_tomorrow(self) -> None:
        old, new = turns.new_note(at=NOON), turns.new_note(at=WAITED + timedelta(days=1))
        assert not turns.spend(old, at=NOON + turns.NOTE_LASTS + timedelta(seconds=1))
        assert not turns.spend(new, at=WAITED)

    def test_takes_no_note_that_was_changed(self) -> None:
        said, _, seal = turns.new_note(at=WAITED).rpartition(".")
        earlier = said.replace(str(int(WAITED.timestamp())), str(int(NOON.timestamp())))
        assert earlier != said
        assert not turns.spend(f"{earlier}.{seal}", at=WAITED)

    @pytest.mark.parametrize("note", ["", ".", "..", "1.x.", "ｘ.ｙ.ｚ"])
    def test_takes_nothing_else(self, note: str) -> None:
        assert not turns.spend(note, at=WAITED)

    @given(st.text())
    def test_fails_at_nothing_a_browser_may_send(self, note: str) -> None:
        assert not turns.spend(note, at=WAITED)

    def test_forgets_what_was_spent_long_ago(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(turns, "SPENT_MAX", 3)
        monkeypatch.setattr(turns, "_spent", turns._Spent())
        notes = [turns.new_note(at=NOON) for _ in range(5)]
        assert all(turns.spend(note, at=WAITED) for note in notes)
        assert len(turns._spent._seals) == 3

    def test_takes_no_seal_of_another_purpose(self) -> None:
        said = f"{int(NOON.timestamp())}.{digests.new_token()}"
        other = digests.of_secret(said, salt=b"").hex()
        assert not turns.spend(f"{said}.{other}", at=WAITED)
