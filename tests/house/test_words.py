"""One word for one thing: the words that are not used, and why, are in docs/glossary.md."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house import tree

# A drawer that takes everything has no name of its own.
MODULES = {"utils", "util", "helpers", "helper", "services", "managers", "selectors", "misc"}
CLASS_ENDINGS = ("Service", "Manager", "Helper", "Helpers", "Utils", "Selector", "Repository")
# Till or registration; top up; uncollected.
IDENTIFIER_WORDS = {"charge", "charges", "unclaimed", "registers"}
BARE = {"register"}
# Only the ledger has accounts, and only there is a balance more than one of the purses'.
OUTSIDE_THE_LEDGER = {"account", "accounts"}
# Split so that this file is not its own first finding.
PROSE = [
    r"\bTO" + r"DO\b", r"\bFIX" + r"ME\b", r"\bX" + r"XX\b", "NotImplemented" + "Error",
    r"\bsuccess" + r"fully\b", r"/wo" + r"rk/", r"\.\./sha" + r"red",
    r"py" + r"pi\.org", "python" + r"hosted\.org", "npm" + r"js\.(org|com)", "crates" + r"\.io",
    r"\biss" + r"ue #?\d", r"\b(de" + r"sign|guide-ro" + r"ws|reliab" + r"ility|do" + r"main)\.md",
    r"\bPL" + r"AN\.md", r"\bC" + r"laude\b", r"\bL" + r"LM\b", r"\bAI ag" + r"ent",
]  # fmt: skip


def module_findings(path: Path) -> list[str]:
    parts = {path.stem, path.parent.name}
    return [
        f"{tree.shown(path)}: name it after its subject, not {part}" for part in parts & MODULES
    ]


def name_findings(path: Path) -> list[str]:
    findings = []
    in_ledger = "ledger" in path.parts
    for line, name in _defined_names(ast.parse(path.read_text("utf-8"))):
        if (name, path.parent.name) == ("register", "templatetags"):
            continue  # Django finds a template library by this name
        words = set(re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name).lower().split("_"))
        bad = words & IDENTIFIER_WORDS | BARE & {name}
        if not in_ledger:
            bad |= words & OUTSIDE_THE_LEDGER
            bad |= {"balance"} & {name}
        if name.endswith(CLASS_ENDINGS) and name[0].isupper():
            bad.add(name)
        findings += [f"{tree.shown(path)}:{line}: {name} says {word}" for word in sorted(bad)]
    return findings


def prose_findings(path: Path) -> list[str]:
    text = path.read_text("utf-8")
    return [
        f"{tree.shown(path)}:{text.count(chr(10), 0, found.start()) + 1} says {found.group()!r}"
        for pattern in PROSE
        for found in re.finditer(pattern, text)
    ]


def _defined_names(module: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id


class TestWords:
    def test_name_modules_after_their_subject(self) -> None:
        files = tree.python_files(tests=True)
        tree.none([finding for path in files for finding in module_findings(path)])

    def test_mean_one_thing_in_code(self) -> None:
        files = [path for path in tree.python_files() if not tree.is_migration(path)]
        tree.none([finding for path in files for finding in name_findings(path)])

    def test_say_nothing_that_does_not_belong_here(self) -> None:
        files = tree.written_files()
        tree.none([finding for path in files for finding in prose_findings(path)])

    def test_are_seen_where_they_are_wrong(self, tmp_path: Path) -> None:
        drawer = tmp_path / "utils.py"
        drawer.write_text("")
        assert module_findings(drawer)
        for line in (
            "def charge_card(): pass",
            "register = 1",
            "class MemberManager: pass",
            "def pay(*, balance): pass",
            "bank_account = 1",
        ):
            sample = tmp_path / "sample.py"
            sample.write_text(line + "\n")
            assert name_findings(sample), line
        sample.write_text("prepaid_balance_yen = 1\n# TO" + "DO\n")
        assert name_findings(sample) == []
        assert len(prose_findings(sample)) == 1
