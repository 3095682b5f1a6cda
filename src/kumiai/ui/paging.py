"""Long lists in pages: which one is asked for, and what is on it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

from django.http import Http404

Item = TypeVar("Item")
Shown = TypeVar("Shown")
PAGES_MAX = 10_000


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One page of a list; `name` is the list's in the address, `kept` what else stands there."""

    name: str
    number: int
    items: tuple[Item, ...]
    has_more: bool
    kept: str = ""

    def each(self, shown: Callable[[Item], Shown]) -> "Page[Shown]":
        """The same page with every item as it is shown."""
        items = tuple(shown(item) for item in self.items)
        return Page(self.name, self.number, items, self.has_more, self.kept)

    @property
    def newer(self) -> int | None:
        """The page before this one."""
        return self.number - 1 if self.number > 1 else None

    @property
    def older(self) -> int | None:
        """The page after this one."""
        return self.number + 1 if self.has_more else None

    def link_to(self, number: int | None) -> str:
        """Where another page of the list is, from the page it stands on; nothing where none is."""
        kept = f"{self.kept}&" if self.kept else ""
        return f"?{kept}{self.name}={number}#{self.name}" if number else ""


def page(
    asked: Mapping[str, str],
    name: str,
    *,
    size: int,
    part: Callable[[slice], Sequence[Item]],
    keep: Collection[str] = (),
) -> Page[Item]:
    """The page asked for, of so many items; `part` finds one item more, to know whether it ends.

    Links to the pages beside it keep what is asked for under the names in `keep`. Raises Http404
    beyond the last page.
    """
    number = _number(asked.get(name, ""))
    first = (number - 1) * size
    found = part(slice(first, first + size + 1))
    if number > 1 and not found:
        raise Http404
    kept = {each: asked[each] for each in keep if each != name and asked.get(each)}
    return Page(name, number, tuple(found[:size]), len(found) > size, urlencode(kept))


def _number(asked: str) -> int:
    """What cannot be read is the first page."""
    is_number = asked.isascii() and asked.isdecimal() and len(asked) < len(str(PAGES_MAX))
    return max(int(asked), 1) if is_number else 1
