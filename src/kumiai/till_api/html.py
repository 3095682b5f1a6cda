"""HTML from Python: every text is escaped, only what an element made is taken as it is."""

import html


class Markup(str):
    """HTML that needs no escaping any more."""

    __slots__ = ()


Content = str | Markup | None

_VOID = {"meta", "link"}


def element(name: str, /, *content: Content, **attributes: str) -> Markup:
    """An element; of an attribute `class_` is class, `aria_label` aria-label."""
    told = "".join(
        f' {_attribute(key)}="{html.escape(value)}"' for key, value in attributes.items()
    )
    if name in _VOID:
        return Markup(f"<{name}{told}>")
    return Markup(f"<{name}{told}>{joined(*content)}</{name}>")


def joined(*content: Content, between: str = "") -> Markup:
    """Pieces one after the other; None is nothing."""
    pieces = [each for each in content if each is not None]
    return Markup(html.escape(between).join(map(_escaped, pieces)))


def page(head: Markup, body: Markup, *, language: str) -> str:
    """A whole document."""
    return "<!doctype html>\n" + element("html", head, body, lang=language) + "\n"


def _escaped(content: str) -> str:
    return content if isinstance(content, Markup) else html.escape(content)


def _attribute(name: str) -> str:
    return name.rstrip("_").replace("_", "-")
