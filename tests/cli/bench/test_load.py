"""The load where there is nothing to load."""

from typing import ClassVar

import pytest

from kumiai.cli import refusal
from kumiai.cli.bench import load
from kumiai.cli.bench.measures import MIXES, Load, Made, MixName
from tests import ports


class TestApply:
    def test_says_so_where_nobody_answers(self, client: str) -> None:
        [port] = ports.free(1)
        asked = Load(MIXES["sale"], 1, payments=1)
        with pytest.raises(refusal.Refused) as refused:
            load.apply(f"http://127.0.0.1:{port}", Made(("key",), 1), asked)
        japanese, english = refused.value.message.split("\n", maxsplit=1)
        assert not japanese.isascii()
        assert english.isascii()


class TestRead:
    TOLD: ClassVar = {"answers": 10, "sold": 7, "looked": 8, "accepted": 9, "errors": 1}
    LATENCIES: ClassVar = {"seconds": 2.0, "p50_ms": 1.0, "p99_ms": 2.0}

    @pytest.mark.parametrize(
        ("mix_name", "payments", "errors"),
        [("sale", 10, 1), ("top-up", 10, 1), ("lunch", 2, 1), ("batches", 5000, 4992)],
    )
    def test_counts_what_was_answered(self, mix_name: MixName, payments: int, errors: int) -> None:
        asked = Load(MIXES[mix_name], 8, seconds=2)
        found = load._read(self.TOLD | self.LATENCIES, asked)
        assert (found.payments, found.errors, found.answers) == (payments, errors, 10)
