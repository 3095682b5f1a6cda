"""QR codes on pages, read back from their pictures as a camera would."""

from base64 import b64encode

import segno
from playwright.sync_api import Browser, Locator

# The middle of every square of a picture that is `size` squares wide: whether it is dark.
DARK_SQUARES = """async ([png, size]) => {
    const picture = new Image();
    picture.src = "data:image/png;base64," + png;
    await picture.decode();
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const pen = canvas.getContext("2d");
    pen.drawImage(picture, 0, 0);
    const dark = (row, column) => pen.getImageData(
        Math.floor((column + 0.5) * picture.width / size),
        Math.floor((row + 0.5) * picture.height / size), 1, 1).data[0] < 128;
    const count = [...Array(size).keys()];
    return count.map(row => count.map(column => dark(row, column)));
}"""
BORDER = 2


def code_of(text: str) -> list[list[bool]]:
    """The squares of the text's code with its white border, by a program of its own."""
    return [
        [bool(square) for square in row]
        for row in segno.make(text, micro=False).matrix_iter(border=BORDER)
    ]


def seen(browser: Browser, drawing: Locator, *, size: int) -> list[list[bool]]:
    """The squares of a drawing on a page that is `size` squares wide, from its picture."""
    png = b64encode(drawing.locator("svg").screenshot(scale="css")).decode()
    camera = browser.new_page()
    squares: list[list[bool]] = camera.evaluate(DARK_SQUARES, [png, size])
    camera.close()
    return squares
