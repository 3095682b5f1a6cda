"""Long lists in pages: nothing is left out, nothing comes twice."""

import pytest
from django.http import Http404
from hypothesis import given
from hypothesis import strategies as st

from kumiai.ui import paging
from kumiai.ui.paging import Page


def page(
    items: range, asked: dict[str, str], *, size: int = 5, keep: tuple[str, ...] = ()
) -> Page[int]:
    return paging.page(asked, "moves", size=size, part=lambda part: items[part], keep=keep)


class TestPage:
    @given(count=st.integers(1, 40), size=st.integers(1, 12))
    def test_shows_every_item_once_and_in_order(self, count: int, size: int) -> None:
        seen: list[int] = []
        number: int | None = 1
        while number:
            found = page(range(count), {"moves": str(number)}, size=size)
            assert 0 < len(found.items) <= size
            seen += found.items
            number = found.older
        assert seen == list(range(count))

    def test_asks_for_one_item_more_than_it_shows(self) -> None:
        parts: list[slice] = []
        paging.page({"moves": "3"}, "moves", size=5, part=lambda part: parts.append(part) or [1])
        assert parts == [slice(10, 16)]

    @pytest.mark.parametrize("asked", ["", "0", "-1", "zwei", "２", "1.5", "9" * 30])
    def test_is_the_first_where_nothing_can_be_read(self, asked: str) -> None:
        assert page(range(9), {"moves": asked}).items == (0, 1, 2, 3, 4)

    def test_is_empty_only_as_the_first(self) -> None:
        assert page(range(0), {}).items == ()
        with pytest.raises(Http404):
            page(range(10), {"moves": "3"})

    def test_keeps_where_the_other_lists_are(self) -> None:
        asked = {"moves": "2", "slips": "3", "log": "", "words": "&<"}
        assert page(range(9), asked, keep=("moves", "slips", "log")).kept == "slips=3"

    def test_shows_its_items_otherwise(self) -> None:
        found = page(range(9), {}).each(str)
        assert (found.items, found.newer, found.older) == (("0", "1", "2", "3", "4"), None, 2)
