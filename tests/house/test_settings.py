"""Every setting is read in one place and explained in docs/operations.md."""

import re
from pathlib import Path

from kumiai.kit import environment
from tests.house import tree

OPERATIONS = tree.DOCS / "operations.md"
# Of the system or of Django, not settings of an installation.
NOT_OURS = {"DJANGO_SETTINGS_MODULE", "PATH"}


def table() -> str:
    """The settings as they should stand in the document."""
    lines = ["| setting | default | what it decides |", "| --- | --- | --- |"]
    for setting in environment.SETTINGS.values():
        default = _shown(setting.default)
        description = setting.description + (" A secret." if setting.is_secret else "")
        lines.append(f"| `{setting.name}` | {default} | {description} |")
    return "\n".join(lines) + "\n"


def environment_findings(path: Path) -> list[str]:
    """Reading the environment anywhere else hides a setting."""
    text = path.read_text("utf-8")
    named = re.findall(r"(?:os\.getenv\(|os\.environ(?:\.get\(|\[))\s*\"(\w+)\"(?!\]\s*=)", text)
    return [f"{tree.shown(path)} reads {name} by itself" for name in set(named) - NOT_OURS]


def _shown(default: object) -> str:
    if default in ("", ()):
        return "–"
    if isinstance(default, bool):
        return f"`{int(default)}`"
    return f"`{default}`"


class TestSettings:
    def test_are_all_in_the_document(self) -> None:
        assert table() in OPERATIONS.read_text("utf-8"), f"put this there:\n\n{table()}"

    def test_named_in_documents_exist(self) -> None:
        known = {*environment.SETTINGS, *(f"{name}_FILE" for name in environment.SETTINGS)}
        for path in tree.documents():
            named = set(re.findall(r"\b(?:KUMIAI_[A-Z_]+|DATABASE_URL)\b", path.read_text("utf-8")))
            tree.none(f"{tree.shown(path)} names {name}" for name in named - known)

    def test_are_read_in_one_place(self) -> None:
        # The bench lays a database of its own over the setting, and takes it away again.
        apart = {tree.SOURCE / "kit" / "environment.py", tree.SOURCE / "cli/bench/servers.py"}
        files = [path for path in tree.python_files() if path not in apart]
        tree.none(finding for path in files for finding in environment_findings(path))

    def test_read_elsewhere_are_seen(self, tmp_path: Path) -> None:
        sample = tmp_path / "sample.py"
        for line in ('os.environ["KUMIAI_X"]', 'os.environ.get("KUMIAI_X")', 'os.getenv("X")'):
            sample.write_text(line)
            assert environment_findings(sample), line
        sample.write_text('os.environ["KUMIAI_X"] = "1"')
        assert environment_findings(sample) == []
