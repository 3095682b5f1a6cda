"""What templates and style files may hold, under a content security policy without inline."""

import re
from pathlib import Path

from tests.house import tree

FORBIDDEN = {
    r"""\sstyle\s*=\s*\\?["'{]""": "an inline style: the policy refuses it",
    r"<style\b": "a style element: it belongs into a file",
    r"<script(?![^>]*\bsrc=)[^>]*>": "an inline script",
    r"\son[a-z]+\s*=\s*[\"']": "an inline event handler",
    r"\bhx-on\b": "htmx evaluating a string",
    r"javascript:": "a script as an address",
    r"""type=["']number["']""": "a number that is a name (use inputmode)",
    r"""<\w+(?=[^>]*\btabindex="0")(?![^>]*\baria-label)[^>]*>""": "a stop without a name",
    r"""(src|href)=["'](https?:)?//""": "something from another server",
}


def page_findings(path: Path) -> list[str]:
    text = re.sub(r"\{#.*?#\}", "", path.read_text("utf-8"))
    return [
        f"{tree.shown(path)}: {what}"
        for pattern, what in FORBIDDEN.items()
        if re.search(pattern, text)
    ]


class TestPages:
    def test_hold_nothing_inline(self) -> None:
        files = tree.source_files(".html", ".svg", ".js")
        tree.none([finding for path in files for finding in page_findings(path)])

    def test_are_not_written_inline_by_python_either(self) -> None:
        pattern = re.compile(r"""<\w[^>]*\sstyle=|<style\b|<script>""")
        found = [path for path in tree.python_files() if pattern.search(path.read_text("utf-8"))]
        tree.none(map(str, found))

    def test_are_seen_where_they_do(self, tmp_path: Path) -> None:
        sample = tmp_path / "sample.html"
        for text in (
            '<p style="color: red">', "<style>p {}</style>", "<script>go()</script>",
            '<a onclick="go()">', '<p hx-on:click="go()">', '<a href="javascript:go()">',
            '<input type="number">', '<img src="https://elsewhere.example/a.png">',
            '<div tabindex="0" role="region">',
        ):  # fmt: skip
            sample.write_text(text)
            assert page_findings(sample), text
        sample.write_text('<script src="/static/a.js"></script><input inputmode="numeric">')
        assert page_findings(sample) == []
