"""`make screenshots`: the chosen pages on a phone and at a desk, light and dark.

Another page is another line of PICTURES.
"""

import itertools
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page

from tests import browsers
from tests.looks import demo
from tests.looks.demo import Demo

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
TOTAL_BYTES_MAX = 3_000_000
SCREENS = {360: 740, 1280: 900}
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


@dataclass(frozen=True)
class Picture:
    """A page as somebody of `demo.json` sees it, or nobody; `opens` is clicked before."""

    name: str
    path: str
    who: str = ""
    opens: str = ""


PICTURES = (
    Picture("login", "/"),
    Picture("home", "/home", "registered_member"),
    Picture("purchases", "/purchases", "registered_member", opens="details.purchase summary"),
    Picture("web-points", "/web-points", "registered_member"),
    Picture("meal-card", "/meal-card", "meal_card_member"),
    Picture("notices", "/notices", "registered_member"),
    Picture("sharing", "/sharing", "registered_member"),
)


def main() -> None:
    """Make all pictures, and remove those of pages that are not in the table any more."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with demo.running() as running, browsers.chromium() as chromium:
        made = list(itertools.chain.from_iterable(_all(chromium, running)))
    for path in set(FOLDER.glob("*.png")) - set(made):
        path.unlink()
    total = sum(path.stat().st_size for path in made)
    sys.stdout.write(f"{len(made)} pictures, {total / 1e6:.1f} MB, in {FOLDER}\n")
    if total > TOTAL_BYTES_MAX:
        sys.exit(f"{TOTAL_BYTES_MAX:,} bytes are the most")


def _all(chromium: Browser, running: Demo) -> list[list[Path]]:
    everybody = sorted({picture.who for picture in PICTURES})
    return [
        _of_one(chromium, running, who, width, scheme)
        for who in everybody
        for width in SCREENS
        for scheme in SCHEMES
    ]


def _of_one(chromium: Browser, running: Demo, who: str, width: int, scheme: Scheme) -> list[Path]:
    """What one person sees on one screen, logged in once."""
    context = chromium.new_context(
        base_url=running.url,
        viewport={"width": width, "height": SCREENS[width]},
        color_scheme=scheme,
        locale="ja-JP",
        timezone_id="Asia/Tokyo",
        reduced_motion="reduce",
    )
    page = context.new_page()
    if who:
        log_in(page, *running.credentials(who))
    made = [
        _taken(page, picture, FOLDER / f"{picture.name}-{width}-{scheme}.png")
        for picture in PICTURES
        if picture.who == who
    ]
    context.close()
    return made


def log_in(page: Page, login_id: str, password: str) -> None:
    """Come in by the login page, to the top page."""
    page.goto("/")
    page.locator("input[name=login_id]").fill(login_id)
    page.locator("input[name=password]").fill(password)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url("**/home")


def _taken(page: Page, picture: Picture, path: Path) -> Path:
    answer = page.goto(picture.path)
    assert answer is not None
    assert answer.ok, f"{picture.path} is answered with {answer.status}"
    assert page.url.endswith(picture.path), f"{picture.path} leads to {page.url}"
    if picture.opens:
        page.locator(picture.opens).first.click()
    page.screenshot(path=path)
    return path


if __name__ == "__main__":
    main()
