"""Habits of the code: where writes are, what is not used, and who reads the clock."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house import tree

WRITES = {
    "save", "asave", "delete", "adelete", "create", "acreate", "bulk_create", "bulk_update",
    "get_or_create", "update_or_create", "abulk_create", "aupdate",
}  # fmt: skip
# `.update(` is a dictionary's word too; behind these it is the table's.
QUERY_WORDS = {"objects", "filter", "exclude", "all", "select_for_update", "order_by"}
NOT_USED = {
    "django.dispatch": "signals",
    "django.db.models.signals": "signals",
    "django.views.generic": "class-based views",
    "django.views": "class-based views",
    "django.core.validators": "field validators",
    "unittest" + ".mock": "mocks",
    "logging.config": "a second logging set-up",
}
CLOCKS = {("datetime", "now"), ("date", "today"), ("timezone", "now"), ("clock", "now")}
DOORS = {"config", "portal", "backoffice", "till_api", "cli", "kit"}


def write_findings(path: Path) -> list[str]:
    """ORM writes outside actions.py: nobody finds them there."""
    if "actions" in {path.stem, path.parent.name} or tree.is_migration(path):
        return []
    return [
        f"{tree.shown(path)}:{call.lineno}: .{name}( belongs into actions.py"
        for call, name, before in _method_calls(path)
        if name in WRITES or (name == "update" and before & QUERY_WORDS)
    ]


def clock_findings(path: Path) -> list[str]:
    """Below the doors, and the worker's tasks, the clock is handed in."""
    if tree.room_of(path) in DOORS or path.name == "tasks.py":
        return []
    return [
        f"{tree.shown(path)}:{call.lineno}: the clock is handed in as `at`"
        for call, name, before in _method_calls(path)
        if any(name == verb and owner in before for owner, verb in CLOCKS)
    ]


def not_used_findings(path: Path) -> list[str]:
    module = ast.parse(path.read_text("utf-8"))
    findings = []
    for node in ast.walk(module):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
            names = [name for name in names if name != "django.views" or _imports_view(node)]
        findings += [
            f"{tree.shown(path)}:{node.lineno}: {NOT_USED[name]} are not used here"
            for name in names
            if name in NOT_USED
        ]
        if isinstance(node, ast.ClassDef):
            findings += _class_findings(path, node)
    return findings


def signature_findings(path: Path) -> list[str]:
    """A verb takes its arguments by name."""
    if "actions" not in {path.stem, path.parent.name}:
        return []
    module = ast.parse(path.read_text("utf-8"))
    return [
        f"{tree.shown(path)}:{node.lineno}: {node.name} takes arguments without names"
        for node in module.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and not node.name.startswith("_")
        and (node.args.args or node.args.posonlyargs)
    ]


def _imports_view(node: ast.ImportFrom) -> bool:
    return any(alias.name in {"View", "generic"} for alias in node.names)


def _class_findings(path: Path, node: ast.ClassDef) -> Iterator[str]:
    bases = {ast.unparse(base) for base in node.bases}
    if any(base.endswith("ModelForm") for base in bases):
        yield f"{tree.shown(path)}:{node.lineno}: model forms are not used here"
    for part in node.body:
        if isinstance(part, ast.FunctionDef) and part.name == "save":
            yield f"{tree.shown(path)}:{part.lineno}: save is not overridden"
        if node.name == "Meta" and ast.unparse(part).startswith("ordering ="):
            yield f"{tree.shown(path)}:{part.lineno}: a query says its own order"
        if isinstance(part, ast.Assign) and "validators=" in ast.unparse(part):
            yield f"{tree.shown(path)}:{part.lineno}: field validators are not used here"


def _method_calls(path: Path) -> Iterator[tuple[ast.Call, str, set[str]]]:
    """Each call of a method, its name, and the names that stand before the dot."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            before = set(re.findall(r"\w+", ast.unparse(node.func.value)))
            yield node, node.func.attr, before


class TestHabits:
    def test_hold_everywhere(self) -> None:
        checks = (write_findings, clock_findings, not_used_findings, signature_findings)
        files = tree.python_files()
        tree.none([finding for check in checks for path in files for finding in check(path)])

    def test_leave_no_test_out(self) -> None:
        words = re.compile(r"pytest\.(mark\.)?(sk" + r"ip|xf" + r"ail)|unittest\.m" + r"ock\b")
        found = [path for path in tree.python_files(tests=True) if words.search(path.read_text())]
        tree.none(map(str, found))

    def test_are_seen_where_they_break(self, tmp_path: Path) -> None:
        sample = tmp_path / "sample.py"
        for line in ("Member.objects.create(a=1)", "rows.filter(a=1).update(b=2)", "row.save()"):
            sample.write_text(line)
            assert write_findings(sample), line
        sample.write_text("values.update(b=2)")
        assert write_findings(sample) == []
        for line in (
            "from django.dispatch import receiver",
            "from django.views import View",
            "class F(forms.ModelForm): pass",
            "class M:\n    def save(self): pass",
            "class Meta:\n    ordering = ['a']",
            "class M:\n    name = CharField(validators=[v])",
        ):
            sample.write_text(line)
            assert not_used_findings(sample), line
        sample.write_text("from django.views.decorators.http import require_POST")
        assert not_used_findings(sample) == []

    def test_are_seen_in_a_room(self, tmp_path: Path) -> None:
        actions = tmp_path / "actions.py"
        actions.write_text("def stop(card, *, at):\n    return card.stop(at)\n")
        assert signature_findings(actions)
        actions.write_text("def stop(*, card, at):\n    return timezone.now()\n")
        assert signature_findings(actions) == []
        assert clock_findings(actions)
