"""Named SQL: each file `sql/<name>.sql` of a package is one statement."""

import functools
import re
from collections.abc import Iterator, Mapping
from importlib import resources

_QUOTED_OR_COMMENT = re.compile(
    r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|\"[^\"]*\"|\$(\w*)\$.*?\$\1\$", re.DOTALL
)


class Statements(Mapping[str, str]):
    """The statements of one package, by file stem: `statements.name` or `statements["name"]`."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = dict(texts)

    def __getitem__(self, name: str) -> str:
        return self._texts[name]

    def __getattr__(self, name: str) -> str:
        if name.startswith("_") or name not in self._texts:
            raise AttributeError(f"no file sql/{name}.sql in this package")
        return self._texts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)


@functools.cache
def load(package: str) -> Statements:
    """Read `sql/*.sql` of a package once; ValueError where a file is not one statement."""
    folder = resources.files(package) / "sql"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".sql")), key=lambda f: f.name)
    return Statements({f.name[:-4]: _one_statement(f.name, f.read_text("utf-8")) for f in files})


def _one_statement(name: str, text: str) -> str:
    statement = text.strip().removesuffix(";")
    bare = _QUOTED_OR_COMMENT.sub(" ", statement)
    if not bare.strip() or ";" in bare:
        raise ValueError(f"{name} must hold exactly one statement")
    return statement
