"""The load where there is nothing to load."""

import pytest

from kumiai.cli import refusal
from kumiai.cli.bench import load
from kumiai.cli.bench.measures import MIXES, Load, Made
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
