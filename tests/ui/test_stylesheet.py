"""The one style sheet: complete, small, in layers, and kept for ever under its own name."""

import gzip
import hashlib
import re

from django.test import Client, RequestFactory

from kumiai.ui import stylesheet, theme, views

FIRST_VIEW_BYTES = 12_000


class TestSheet:
    def test_holds_every_file_that_lies_there(self) -> None:
        taken = stylesheet.sheet_files()
        lying = sorted((stylesheet.HERE / "css").rglob("*.css"))
        assert sorted(taken) == lying

    def test_names_every_token_it_uses(self) -> None:
        text = stylesheet.current().text.decode()
        used = set(re.findall(r"var\((--[\w-]+)", text))
        assert used - set(re.findall(r"(--[\w-]+):", text)) == set()

    def test_takes_of_the_agencys_tokens_those_it_uses(self) -> None:
        text = stylesheet.current().text.decode()
        agencys = re.findall(r"(--(?:color|font|line|border|elevation)[\w-]+):", text)
        assert agencys
        assert all(f"var({name})" in text for name in agencys)
        assert "--color-primitive-lime-50" not in agencys

    def test_says_the_order_of_the_layers_first(self) -> None:
        text = stylesheet.current().text.decode()
        assert text.startswith("@layer tokens,base,components,utilities,print;")
        for file in stylesheet.sheet_files()[1:]:
            assert "@layer " in file.read_text(), file

    def test_fits_into_a_first_view(self) -> None:
        assert len(stylesheet.current().gzipped) < FIRST_VIEW_BYTES

    def test_closes_every_brace(self) -> None:
        text = stylesheet.current().text.decode()
        assert text.count("{") == text.count("}")


class TestSheetView:
    def test_is_kept_under_the_name_of_its_content(self) -> None:
        sheet = stylesheet.current()
        answer = views.style(RequestFactory().get("/"), sheet.version)
        assert answer.content == sheet.text
        assert "immutable" in answer.headers["Cache-Control"]

    def test_answers_an_old_name_with_the_present_sheet_unkept(self) -> None:
        answer = views.style(RequestFactory().get("/"), "0" * 12)
        assert answer.content == stylesheet.current().text
        assert answer.headers["Cache-Control"] == "no-cache"

    def test_travels_small_to_whoever_can_unpack_it(self) -> None:
        request = RequestFactory().get("/", headers={"accept-encoding": "gzip, br"})
        answer = views.style(request, stylesheet.current().version)
        assert gzip.decompress(answer.content) == stylesheet.current().text
        assert answer.headers["Content-Encoding"] == "gzip"
        assert answer.headers["Vary"] == "Accept-Encoding"


class TestTheme:
    def test_of_the_default_accent_is_in_the_sheet(self) -> None:
        default = stylesheet.squeezed(theme.stylesheet(theme.DEFAULT_ACCENT)).strip()
        assert default in stylesheet.current().text.decode()

    def test_is_for_light_for_dark_and_never_dark_on_paper(self) -> None:
        text = theme.stylesheet("#9a3412")
        assert text.count("--ku-accent:") == 2
        assert "@media screen and (prefers-color-scheme:dark)" in text

    def test_is_kept_for_ever(self) -> None:
        answer = views.theme_style("#9a3412")
        assert answer.headers["Content-Type"].startswith("text/css")
        assert "immutable" in answer.headers["Cache-Control"]
        assert b"--ku-accent:#9a3412" in answer.content

    def test_colours_the_brand_mark(self) -> None:
        answer = views.brand_icon("#9a3412")
        assert answer.headers["Content-Type"] == "image/svg+xml"
        assert b'fill="#9a3412"' in answer.content

    def test_has_a_mark_where_no_coop_is_known(self, client: Client, db: None) -> None:
        assert client.get("/icon.svg").status_code == 200
        assert client.get("/favicon.ico").headers["Content-Type"] == "image/svg+xml"


class TestVendoredTokens:
    def test_are_as_they_were_published(self) -> None:
        folder = stylesheet.VENDORED.parent
        listed = dict(
            line.split()[::-1] for line in (folder / "SHA256SUMS").read_text().split("\n") if line
        )
        assert {"LICENSE", "tokens.css"} == listed.keys()
        for name, digest in listed.items():
            assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
