"""Nothing grows past what a reader takes in at once."""

import ast
import re
from pathlib import Path

from tests.house import tree

FILE_LINES_MAX = 300
TEMPLATE_LINES_MAX = 80
FUNCTION_LINES_MAX = 70
COLUMNS_MAX = 100
PRAGMA = re.compile(r"\s+# (noqa|type: ignore)\b.*$")


def file_findings(path: Path) -> list[str]:
    if tree.is_migration(path) and path.suffix == ".py":
        return []
    lines = path.read_text("utf-8").splitlines()
    limit = TEMPLATE_LINES_MAX if path.suffix == ".html" else FILE_LINES_MAX
    findings = []
    if len(lines) > limit:
        findings.append(f"{tree.shown(path)} has {len(lines)} lines, {limit} are the most")
    findings += [
        f"{tree.shown(path)}:{number} has {len(line)} columns, {COLUMNS_MAX} are the most"
        for number, line in enumerate(lines, start=1)
        if len(PRAGMA.sub("", line)) > COLUMNS_MAX
    ]
    return findings


def function_findings(path: Path) -> list[str]:
    findings = []
    for function in tree.functions(ast.parse(path.read_text("utf-8"))):
        lines = (function.end_lineno or 0) - function.lineno + 1
        if lines > FUNCTION_LINES_MAX:
            findings.append(
                f"{tree.shown(path)}: {function.name} has {lines} lines,"
                f" {FUNCTION_LINES_MAX} are the most"
            )
    return findings


class TestSizes:
    def test_hold_for_files_and_lines(self) -> None:
        files = tree.source_files(".py", ".html", ".css", ".js", ".sql")
        files += [path for path in tree.python_files(tests=True) if path not in files]
        tree.none([finding for path in files for finding in file_findings(path)])

    def test_hold_for_functions(self) -> None:
        files = tree.python_files(tests=True)
        tree.none([finding for path in files for finding in function_findings(path)])

    def test_see_what_is_too_long(self, tmp_path: Path) -> None:
        for name, lines in (("long.py", 301), ("long.html", 81)):
            (tmp_path / name).write_text("x = 1\n" * lines)
            assert file_findings(tmp_path / name)
            (tmp_path / name).write_text("x = 1\n" * (lines - 1))
            assert file_findings(tmp_path / name) == []
        wide = tmp_path / "wide.py"
        wide.write_text("x" * 101 + "\n")
        assert file_findings(wide)
        function = tmp_path / "function.py"
        function.write_text("def long():\n" + "    x = 1\n" * 70)
        assert function_findings(function)
        function.write_text("def long():\n" + "    x = 1\n" * 69)
        assert function_findings(function) == []
