"""What is written down: nothing below the level that was set, whoever says it."""

import subprocess
import sys

import pytest

SAY = """
import logging.config
from kumiai.kit import logs
logging.config.dictConfig({"version": 1, "loggers": {"django": {"level": "INFO"}}})
logging.config.dictConfig(logs.configuration(level=LEVEL, is_json=False))
for name in ("django.request", "kumiai.portal"):
    logging.getLogger(name).error("something failed")
"""


class TestLevel:
    @pytest.mark.parametrize(("level", "lines"), [("ERROR", 2), ("critical", 0)])
    def test_holds_for_django_too(self, level: str, lines: int) -> None:
        script = SAY.replace("LEVEL", repr(level))
        done = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True
        )
        assert done.stderr.count("something failed") == lines
