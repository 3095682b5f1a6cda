"""The pictures of the documents are those that `make screenshots` takes."""

import itertools
import re

from tests.house import tree
from tests.looks import screenshots


class TestPictures:
    def test_are_all_there_and_no_others(self) -> None:
        wanted = {
            f"{picture.name}-{width}-{scheme}.png"
            for picture, width, scheme in itertools.product(
                screenshots.PICTURES, screenshots.SCREENS, screenshots.SCHEMES
            )
        }
        assert {path.name for path in screenshots.FOLDER.iterdir()} == wanted

    def test_are_small(self) -> None:
        sizes = [path.stat().st_size for path in screenshots.FOLDER.iterdir()]
        assert 0 < sum(sizes) <= screenshots.TOTAL_BYTES_MAX

    def test_are_shown_where_the_project_is_introduced(self) -> None:
        for name in ("README.md", "README.ja.md"):
            text = (tree.REPOSITORY / name).read_text("utf-8")
            shown = re.findall(r"docs/screenshots/([\w-]+\.png)", text)
            assert len(shown) >= 2
            tree.none(each for each in shown if not (screenshots.FOLDER / each).exists())
