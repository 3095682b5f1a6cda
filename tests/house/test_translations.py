"""Every Japanese text a user reads has its English, with the same places to fill in."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import template as translation_template

from kumiai.ui import catalogue
from tests.house import tree

CALLS = {
    "_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext",
    "pgettext_lazy",
}  # fmt: skip
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
PLACES = re.compile(r"%\((\w+)\)[sd]")
STRING = re.compile(
    r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|'''.*?'''|\"\"\".*?\"\"\")""", re.DOTALL
)
CALL = re.compile(r"\b(n?p?gettext|_)\((.*?)\)\s", re.DOTALL)
PLURAL, CONTEXT = catalogue.FORM_ENDS, catalogue.CONTEXT_ENDS


def in_python(text: str) -> Iterator[str]:
    """The keys of the messages a module asks for, as the catalogue has them."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and _called(node) in CALLS:
            strings = [
                arg.value
                for arg in node.args
                if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
            ]
            if strings:
                yield _key(_called(node), strings)


def in_template(text: str, name: str = "sample.html") -> Iterator[str]:
    """The same of a template: Django turns it into something like Python first."""
    like_python = translation_template.templatize(text, origin=name)
    for call, arguments in CALL.findall(like_python + " "):
        strings = [ast.literal_eval(found) for found in STRING.findall(arguments)]
        if strings:
            yield _key(call, strings)


def findings(asked: dict[str, str], english: dict[str, str]) -> list[str]:
    """Messages asked for (with where) that lack an English text, or fill in other places."""
    found = []
    for key, place in asked.items():
        translated = english.get(key)
        if not translated:
            found.append(f"{place}: {key!r} has no English")
        elif set(PLACES.findall(key)) != set(PLACES.findall(translated)):
            found.append(f"{place}: {key!r} fills in other places than {translated!r}")
    return found


def asked_for() -> dict[str, str]:
    """Every message of the source, and a file that asks for it."""
    asked = {}
    for path in tree.python_files():
        asked |= dict.fromkeys(in_python(path.read_text("utf-8")), tree.shown(path))
    for path in tree.source_files(".html", ".txt"):
        asked |= dict.fromkeys(in_template(path.read_text("utf-8"), path.name), tree.shown(path))
    return asked


def english() -> dict[str, str]:
    return catalogue.messages(catalogue.ENGLISH.read_text("utf-8"))


def bare_findings(path: Path) -> list[str]:
    """Japanese in a template outside every translation."""
    text = path.read_text("utf-8")
    for pattern in (
        r"\{%\s*comment.*?endcomment\s*%\}",
        r"\{#.*?#\}",
        r"\{%\s*blocktrans(?:late)?\b.*?endblocktrans(?:late)?\s*%\}",
        r"\{%.*?%\}",
        r"\{\{.*?\}\}",
    ):
        text = re.sub(
            pattern, lambda found: "\n" * found.group().count("\n"), text, flags=re.DOTALL
        )
    return [
        f"{tree.shown(path)}:{number}: {line.strip()!r} is not translated"
        for number, line in enumerate(text.splitlines(), start=1)
        if JAPANESE.search(line)
    ]


def _only_line_ends(found: re.Match[str]) -> str:
    return "\n" * found.group().count("\n")


def _called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _key(call: str, strings: list[str]) -> str:
    if call.startswith("p") and len(strings) >= 2:
        return strings[0] + CONTEXT + strings[1]
    if call.startswith("n") and len(strings) >= 2:
        return strings[0] + PLURAL + strings[1]
    return strings[0]


class TestEnglish:
    def test_is_there_for_every_message(self) -> None:
        tree.none(findings(asked_for(), english()))

    def test_holds_nothing_nobody_asks_for(self) -> None:
        asked = asked_for()
        tree.none(key for key in english() if key and key not in asked)

    def test_reaches_every_text_of_a_template(self) -> None:
        tree.none(finding for path in tree.source_files(".html") for finding in bare_findings(path))

    def test_that_is_missing_is_seen(self, tmp_path: Path) -> None:
        assert list(in_python('_("組合員"); translation.gettext_lazy("保護者")')) == [
            "組合員",
            "保護者",
        ]
        page = (
            '{% load i18n %}{% translate "組合員" %}'
            "{% blocktranslate trimmed with a=b %}あと{{ a }}円{% endblocktranslate %}"
            "{% blocktranslate count n=3 %}{{ n }}件{% plural %}{{ n }}件々{% endblocktranslate %}"
        )
        asked = dict.fromkeys(in_template(page), "here")
        assert set(asked) == {"組合員", "あと%(a)s円", "%(n)s件\0%(n)s件々"}
        assert len(findings(asked, {})) == 3
        assert findings({"あと%(a)s円": "here"}, {"あと%(a)s円": "%(b)s yen left"})
        assert findings({"あと%(a)s円": "here"}, {"あと%(a)s円": "%(a)s yen left"}) == []
        sample = tmp_path / "sample.html"
        sample.write_text("<p>組合員</p>")
        assert bare_findings(sample)
        sample.write_text(page + "{# 注 #}")
        assert bare_findings(sample) == []
