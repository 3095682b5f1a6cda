"""A browser that knows links, labels and forms and nothing else: no styles, no scripts.

It reads a page from top to bottom, as w3m shows it. A label is found only where it stands before
its field (for a box to tick: in the same label), because that is where its reader looks.
"""

import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar

TIMEOUT_SECONDS = 20
UNSEEN = {"head", "style", "script", "svg"}
BLOCKS = {"p", "div", "li", "dt", "dd", "h1", "h2", "h3", "tr", "form", "section", "br"}


@dataclass
class Form:
    """Where it is sent, and what stands in it; `labels` and `buttons` in the page's words."""

    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    boxes: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, dict[str, str]]] = field(default_factory=list)


class _Reader(HTMLParser):
    """One page, read once."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: dict[str, str] = {}
        self.forms: list[Form] = []
        self._skipping = 0
        self._open: list[tuple[str, dict[str, str], int]] = []
        self._labels: dict[str, str] = {}
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._skipping += tag in UNSEEN
        self.words += ["\n"] if tag in BLOCKS else []
        if tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get")))
        elif tag == "input":
            self._control(given)
        elif tag == "select":
            self._select = given.get("name", "")
            if label := self._labels.get(given.get("id", "")):
                self.forms[-1].labels[label] = self._select
        elif tag == "option" and ("selected" in given or self._select not in self.forms[-1].values):
            self.forms[-1].values[self._select] = given.get("value", "")
        elif tag in {"a", "button", "label"}:
            self._open.append((tag, given, len(self.words)))

    def handle_endtag(self, tag: str) -> None:
        self._skipping -= tag in UNSEEN
        if not self._open or self._open[-1][0] != tag:
            return
        _, given, since = self._open.pop()
        words = _plain(self.words[since:])
        if tag == "a" and "href" in given:
            self.links.setdefault(words, given["href"])
        elif tag == "label" and "for" in given:
            self._labels[given["for"]] = words
        elif tag == "label" and self._select:
            # What may be chosen stands in it: it stays as the page has it.
            self._select = ""
        elif tag == "label":
            self._tick_by(words)
        elif tag == "button" and given.get("type") == "submit":
            pressed = {given["name"]: given.get("value", "")} if "name" in given else {}
            self.forms[-1].buttons.append((words, pressed))

    def handle_data(self, data: str) -> None:
        if not self._skipping:
            self.words.append(data)

    def _control(self, given: dict[str, str]) -> None:
        form, name, kind = self.forms[-1], given.get("name", ""), given.get("type", "text")
        if kind == "checkbox":
            form.boxes[name] = ""
            if "checked" in given:
                form.values[name] = given.get("value", "on")
            return
        form.values[name] = given.get("value", "")
        if kind != "hidden":
            assert given.get("id") in self._labels, f"no label stands before {name}"
            form.labels[self._labels[given["id"]]] = name

    def _tick_by(self, words: str) -> None:
        """The box in a label that goes around it."""
        name = next(name for name, label in self.forms[-1].boxes.items() if not label)
        self.forms[-1].boxes[name] = words


class TextBrowser:
    """One person at a terminal; `text` is the page as it can be read."""

    def __init__(self, url: str) -> None:
        cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        self._opener = urllib.request.build_opener(cookies)
        self._here = url
        self.text = ""

    def open(self, address: str, sent: dict[str, str] | None = None) -> None:
        """Go somewhere; a form that is answered with 4xx is a page like any other."""
        target = urllib.parse.urljoin(self._here, address)
        body = urllib.parse.urlencode(sent).encode() if sent is not None else None
        headers = {"Origin": urllib.parse.urljoin(target, "/")[:-1]}
        request = urllib.request.Request(target, data=body, headers=headers)
        try:
            answer = self._opener.open(request, timeout=TIMEOUT_SECONDS)
        except urllib.error.HTTPError as refused:
            if refused.code >= 500:
                raise
            answer = refused
        with answer:
            self._here, self._page = answer.url, _Reader(answer.read().decode())
        self.text = _plain(self._page.words)

    def fill(self, label: str, value: str) -> None:
        """Type into the field whose label begins so, or choose this value in it."""
        form, name = self._labelled(label)
        form.values[name] = value

    def check(self, label: str) -> None:
        """Tick the box with this label."""
        form, name = next(
            (form, name)
            for form in self._page.forms
            for name, words in form.boxes.items()
            if words.startswith(label)
        )
        form.values[name] = "on"

    def press(self, words: str) -> None:
        """Send the form this button belongs to."""
        form, pressed = next(
            (form, pressed)
            for form in self._page.forms
            for name, pressed in form.buttons
            if name == words
        )
        assert form.method == "post"
        self.open(form.action or self._here, form.values | pressed)

    def follow(self, words: str) -> None:
        """Go where the link with these words leads."""
        self.open(self._page.links[words])

    def _labelled(self, label: str) -> tuple[Form, str]:
        found = [
            (form, name)
            for form in self._page.forms
            for words, name in form.labels.items()
            if words.startswith(label)
        ]
        assert found, f"no field {label} on {self._here}: {self.text}"
        return found[0]


def _plain(words: list[str]) -> str:
    """The words with their blanks as a page shows them."""
    lines = re.sub(r"[^\S\n]+", " ", "".join(words)).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())
