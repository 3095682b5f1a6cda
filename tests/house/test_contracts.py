"""The storeys of the house, held by the contracts in `.importlinter`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.house import tree

CONTRACTS = tree.REPOSITORY / ".importlinter"


def lint(source: Path) -> tuple[int, str]:
    """Exit status and words of the import linter over the package in `source`."""
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--config", CONTRACTS, "--no-cache"],
        cwd=source,
        env=os.environ | {"PYTHONPATH": str(source)},
        capture_output=True,
        check=False,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr


class TestStoreys:
    def test_stand(self) -> None:
        status, words = lint(tree.SOURCE.parent)
        assert status == 0, words

    def test_fall_where_a_lower_room_knows_a_higher_one(self, tmp_path: Path) -> None:
        shutil.copytree(tree.SOURCE, tmp_path / "kumiai", ignore=_all_but_python)
        (tmp_path / "kumiai" / "coops" / "rules.py").write_text(
            "from kumiai.wallet import rules\nimport django\n"
        )
        status, words = lint(tmp_path)
        assert status == 1
        assert "kumiai.coops is not allowed to import kumiai.wallet" in words
        assert "kumiai.coops.rules -> django" in words


def _all_but_python(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if not name.endswith(".py") and not Path(folder, name).is_dir()]
