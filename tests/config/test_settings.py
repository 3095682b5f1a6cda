"""Settings are read once in a process, so each question here is a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ASK = """
import json, sys
from kumiai.config import settings
print(json.dumps({name: getattr(settings, name, None) for name in sys.argv[1:]}, default=str))
"""


def settings_with(tmp_path: Path, names: list[str], **environment: str) -> dict[str, Any]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KUMIAI_")}
    done = subprocess.run(
        [sys.executable, "-c", ASK, *names],
        env=kept | {"KUMIAI_DATA": str(tmp_path)} | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


class TestCookies:
    NAMES = ("CSRF_COOKIE_NAME", "CSRF_COOKIE_SECURE", "COOKIES_ARE_SECURE", "SECURE_HSTS_SECONDS")

    def test_are_plain_where_the_whole_way_is_this_machine(self, tmp_path: Path) -> None:
        answer = settings_with(tmp_path, list(self.NAMES))
        assert answer == dict(zip(self.NAMES, ("kumiai-csrf", False, False, 0), strict=True))

    @pytest.mark.parametrize(
        "environment",
        [
            {"KUMIAI_PAGES_URL": "https://coop.example"},
            {"KUMIAI_HOST": "0.0.0.0"},
            {"KUMIAI_HOST": "192.0.2.7"},
        ],
    )
    def test_are_locked_to_the_host_everywhere_else(
        self, tmp_path: Path, environment: dict[str, str]
    ) -> None:
        answer = settings_with(tmp_path, list(self.NAMES), **environment)
        assert answer["CSRF_COOKIE_NAME"] == "__Host-kumiai-csrf"
        assert answer["CSRF_COOKIE_SECURE"]
        assert answer["SECURE_HSTS_SECONDS"] >= 31_536_000


class TestAllowedHosts:
    def test_are_never_all(self, tmp_path: Path) -> None:
        names = ["ALLOWED_HOSTS", "DEBUG"]
        answer = settings_with(tmp_path, names, KUMIAI_PAGES_URL="https://coop.example")
        assert "coop.example" in answer["ALLOWED_HOSTS"]
        assert "*" not in answer["ALLOWED_HOSTS"]
        assert answer["DEBUG"] is False


class TestDatabases:
    def test_have_a_pool_only_where_it_is_asked_for(self, tmp_path: Path) -> None:
        url = "postgresql://someone:p%40ss@db.example:5433/coop?sslmode=require"
        plain = settings_with(tmp_path, ["DATABASES"], DATABASE_URL=url)["DATABASES"]["default"]
        assert plain["NAME"] == "coop"
        assert plain["PASSWORD"] == "p@ss"
        assert plain["HOST"] == "db.example"
        assert plain["PORT"] == "5433"
        assert plain["OPTIONS"] == {
            "application_name": "kumiai",
            "sslmode": "require",
            "server_side_binding": True,
            "prepare_threshold": 3,
        }
        pooled = settings_with(tmp_path, ["DATABASES"], DATABASE_URL=url, KUMIAI_DATABASE_POOL="8")[
            "DATABASES"
        ]["default"]
        assert pooled["OPTIONS"]["pool"]["max_size"] == 8
        assert "statement_timeout" in pooled["OPTIONS"]["options"]
