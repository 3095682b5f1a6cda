"""Our reading and writing of catalogues, with gettext itself as the judge."""

import gettext
import io
import os
from pathlib import Path

import pytest
from django.utils import translation

from kumiai.ui import catalogue

SAMPLE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

# a comment
msgid "組合員"
msgstr ""
"the "
"member"

msgctxt "menu"
msgid "組合員"
msgstr "Member"

msgid "%(n)s件"
msgid_plural "%(n)s件々"
msgstr[0] "%(n)s item"
msgstr[1] "%(n)s items"

msgid "まだ"
msgstr ""
"""


def loaded(text: str) -> gettext.GNUTranslations:
    return gettext.GNUTranslations(io.BytesIO(catalogue.compiled(catalogue.messages(text))))


class TestCompiled:
    def test_is_what_gettext_reads(self) -> None:
        english = loaded(SAMPLE)
        assert english.gettext("組合員") == "the member"
        assert english.pgettext("menu", "組合員") == "Member"
        assert english.ngettext("%(n)s件", "%(n)s件々", 1) == "%(n)s item"
        assert english.ngettext("%(n)s件", "%(n)s件々", 2) == "%(n)s items"

    def test_falls_back_to_the_source_where_nothing_is_translated(self) -> None:
        assert loaded(SAMPLE).gettext("まだ") == "まだ"


class TestMessages:
    @pytest.mark.parametrize(
        "broken",
        ["msgid 組合員", 'msgstr "alone"\n', 'msgid "a"\nmsgstr "b"\nmsgid "a"\nmsgstr "c"\n'],
    )
    def test_says_what_it_does_not_understand(self, broken: str) -> None:
        with pytest.raises(catalogue.BrokenCatalogue, match="line"):
            catalogue.messages(broken)


class TestCompileWhenStale:
    def test_writes_what_is_missing_or_says_something_else(self, tmp_path: Path) -> None:
        po, mo = tmp_path / "django.po", tmp_path / "django.mo"
        po.write_text(SAMPLE)
        catalogue.compile_when_stale(po)
        assert mo.read_bytes() == catalogue.compiled(catalogue.messages(SAMPLE))
        po.write_text(SAMPLE.replace("Member", "Membership"))
        catalogue.compile_when_stale(po)
        assert b"Membership" in mo.read_bytes()
        assert sorted(path.name for path in tmp_path.iterdir()) == ["django.mo", "django.po"]

    def test_leaves_alone_what_is_up_to_date(self, tmp_path: Path) -> None:
        po, mo = tmp_path / "django.po", tmp_path / "django.mo"
        po.write_text(SAMPLE)
        catalogue.compile_when_stale(po)
        os.utime(mo, (0, 0))
        catalogue.compile_when_stale(po)
        assert mo.stat().st_mtime == 0

    def test_is_what_the_pages_speak(self) -> None:
        with translation.override("en"):
            assert translation.gettext("メニュー") == "Menu"
        with translation.override("ja"):
            assert translation.gettext("メニュー") == "メニュー"
