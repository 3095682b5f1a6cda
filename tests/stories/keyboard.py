"""Going through a page with the Tab key, as somebody without a mouse does."""

from playwright.sync_api import Locator, Page

STOPS_MAX = 80
OUTLINE = """() => {
    const style = getComputedStyle(document.activeElement);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
}"""


def tab_to(page: Page, target: str | Locator, *, backwards: bool = False) -> None:
    """Press Tab until the target has the focus; fails where it cannot be reached or seen."""
    wanted = page.locator(target) if isinstance(target, str) else target
    wanted.wait_for()
    for _ in range(STOPS_MAX):
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            assert page.evaluate(OUTLINE), f"the focus on {target} is not to be seen"
            return
    raise AssertionError(f"no Tab reaches {target} on {page.url}")


def type_into(page: Page, selector: str, text: str) -> None:
    """Reach a field and type."""
    tab_to(page, selector)
    page.keyboard.type(text)
