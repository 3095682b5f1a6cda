"""The files the house rules are about."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent.parent
SOURCE = REPOSITORY / "src" / "kumiai"
TESTS = REPOSITORY / "tests"
DOCS = REPOSITORY / "docs"
NOT_OURS = {"vendor", "__pycache__"}


def rooms() -> list[str]:
    """Every package of the first level, by name."""
    return sorted(path.parent.name for path in SOURCE.glob("*/__init__.py"))


def source_files(*suffixes: str) -> list[Path]:
    """Our files under src/kumiai; what is vendored is not ours."""
    return _files(SOURCE, suffixes)


def written_files() -> list[Path]:
    """Every text file of the repository a person writes."""
    folders = [SOURCE, TESTS, DOCS]
    named = [path for path in REPOSITORY.iterdir() if path.is_file() and _is_written(path)]
    suffixes = (".py", ".html", ".css", ".js", ".sql", ".md", ".txt", ".po", ".toml", ".json")
    return [*sorted(named), *(path for folder in folders for path in _files(folder, suffixes))]


def documents() -> list[Path]:
    """README, changelog and everything under docs/."""
    return [*sorted(REPOSITORY.glob("*.md")), *sorted(DOCS.rglob("*.md"))]


def python_files(*, tests: bool = False) -> list[Path]:
    """Python under src/kumiai, and the tests' where asked for."""
    return [*_files(SOURCE, (".py",)), *(_files(TESTS, (".py",)) if tests else [])]


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a module, nested ones too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def shown(path: Path) -> str:
    """The path as a person says it."""
    return str(path.relative_to(REPOSITORY)) if path.is_relative_to(REPOSITORY) else path.name


def room_of(path: Path) -> str | None:
    """The package of the first level a file is in."""
    return path.relative_to(SOURCE).parts[0] if path.is_relative_to(SOURCE) else None


def none(findings: Iterable[str]) -> None:
    """Fail with every finding on its own line; an assertion on the list would cut it short."""
    found = list(findings)
    assert not found, "\n".join(["", *found])


def is_migration(path: Path) -> bool:
    """Whether the file is a migration, which is written once and by a tool."""
    return "migrations" in path.parts


def _is_written(path: Path) -> bool:
    return path.name != ".git" and not _is_lock(path)


def _is_lock(path: Path) -> bool:
    return path.name.startswith(("requirements", "uv.lock", "LICENSE", ".coverage"))


def _files(folder: Path, suffixes: tuple[str, ...]) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and path.suffix in suffixes and not NOT_OURS & set(path.parts)
    )
