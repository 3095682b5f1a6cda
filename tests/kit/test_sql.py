import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kumiai.kit import sql

Maker = Callable[[dict[str, str]], str]


@pytest.fixture
def package_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Maker:
    """Makes an importable package with these files under `sql/`."""

    def make(files: dict[str, str]) -> str:
        name = f"room_{tmp_path.name}".replace("-", "_")
        folder = tmp_path / name / "sql"
        folder.mkdir(parents=True)
        (tmp_path / name / "__init__.py").touch()
        for file, text in files.items():
            (folder / file).write_text(text, "utf-8")
        monkeypatch.syspath_prepend(tmp_path)
        monkeypatch.delitem(sys.modules, name, raising=False)
        return name

    return make


class TestLoad:
    def test_names_statements_by_file(self, package_with: Maker) -> None:
        package = package_with({"one.sql": "SELECT 1;\n", "two.sql": "SELECT 2\n", "note.txt": ""})
        statements = sql.load(package)
        assert dict(statements) == {"one": "SELECT 1", "two": "SELECT 2"}
        assert statements.one == statements["one"]
        assert len(statements) == 2

    def test_reads_a_package_once(self, package_with: Maker) -> None:
        package = package_with({"one.sql": "SELECT 1"})
        assert sql.load(package) is sql.load(package)

    def test_takes_semicolons_in_text_and_comments(self, package_with: Maker) -> None:
        text = "-- first; then\nSELECT ';', \"a;b\" /* ; */, $q$ ; $q$"
        assert sql.load(package_with({"one.sql": text})).one == text

    @pytest.mark.parametrize("text", ["SELECT 1; SELECT 2", "", "-- only a comment"])
    def test_refuses_any_number_but_one(self, package_with: Maker, text: str) -> None:
        package = package_with({"bad.sql": text})
        with pytest.raises(ValueError, match=r"bad\.sql"):
            sql.load(package)

    def test_names_the_file_that_is_missing(self, package_with: Maker) -> None:
        statements = sql.load(package_with({"one.sql": "SELECT 1"}))
        with pytest.raises(AttributeError, match=r"sql/two\.sql"):
            _ = statements.two
