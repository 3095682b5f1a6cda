"""The description of the API for people: one page of HTML, without script, made at the start."""

import json
import re
from collections.abc import Sequence
from importlib import resources
from typing import Any

import kumiai
from kumiai.till_api import html, openapi, page_tables, problems, words
from kumiai.till_api.html import Markup, element, joined
from kumiai.till_api.operation import Operation
from kumiai.till_api.page_tables import bilingual
from kumiai.till_api.words import Words

_REFERENCES = re.compile(r"#/components/schemas/(\w+)")
_MOMENT = re.compile(r'"occurred_at": "[^"]+"')
_LABELS = {
    "request": Words("リクエストの例", "Example of a request"),
    "settled": Words("応答の例：成立", "Example of an answer: settled"),
    "declined": Words("応答の例：お断り", "Example of an answer: declined"),
    "answered": Words("応答の例", "Example of an answer"),
    "active": Words("応答の例：使えるカード", "Example of an answer: a card that works"),
    "suspended": Words("応答の例：利用停止中のカード", "Example of an answer: a stopped card"),
    "changes": Words("応答の例：差分", "Example of an answer: changes"),
}


def drawn(operations: Sequence[Operation], document: dict[str, Any]) -> str:
    """The page of these calls; `document` is their OpenAPI description."""
    own = _own_messages(operations, document["components"]["schemas"])
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", openapi.TITLE),
        element("link", rel="stylesheet", href="/docs.css"),
    )
    body = element(
        "body",
        _header(),
        element("nav", _contents(operations), aria_label="目次"),
        element(
            "main",
            _promises(),
            *(_call(each, document, own[_anchor(each)]) for each in operations),
            _messages(document, set().union(*own.values())),
            _errors(),
        ),
    )
    return html.page(head, body, language="ja")


def style() -> bytes:
    """The page's style sheet."""
    return (resources.files("kumiai.till_api") / "static" / "docs.css").read_bytes()


def _header() -> Markup:
    return element(
        "header",
        element("h1", openapi.TITLE, " ", element("small", f"v1 · kumiai {kumiai.__version__}")),
        element(
            "p",
            "レジ・チャージ機・Webポイント連携のためのAPIです。JSON（UTF-8）をHTTPでやりとりします。",
        ),
        element("p", "For tills, top-up machines and feeds: JSON in UTF-8 over HTTP.", lang="en"),
        element("p", "OpenAPI 3.1: ", element("a", "/openapi.json", href="/openapi.json")),
    )


def _contents(operations: Sequence[Operation]) -> Markup:
    calls = [
        element("li", element("a", _address(each), href=f"#{_anchor(each)}"), " ", each.summary)
        for each in operations
    ]
    rest = [
        element("li", element("a", "メッセージの型 Messages", href="#messages")),
        element("li", element("a", "エラー Errors", href="#problems")),
    ]
    return element("ul", *calls, *rest)


def _promises() -> Markup:
    told = [
        joined(
            element("h3", heading.japanese, " ", element("small", heading.english, lang="en")),
            element("p", text.japanese),
            element("p", text.english, lang="en"),
        )
        for heading, text in words.promises()
    ]
    return element("section", element("h2", "すべての呼び出しに共通 ", _small("Common")), *told)


def _call(operation: Operation, document: dict[str, Any], own: Sequence[str]) -> Markup:
    described = document["paths"][operation.path][operation.method.lower()]
    schemas = document["components"]["schemas"]
    return element(
        "section",
        element("h2", _address(operation)),
        element("p", operation.summary, class_="lead"),
        element("p", operation.summary_en, lang="en"),
        element("p", _who(operation), class_="who"),
        page_tables.parameters(described),
        *(_request(name, schemas[name]) for name in own[:1]),
        *(_message(name, schemas[name]) for name in own[1:]),
        _examples(operation),
        _answers(operation),
        joined(_heading("お断りの理由", "Why it may be declined"), page_tables.reasons(operation))
        if operation.reasons
        else None,
        _ends(operation),
        id=_anchor(operation),
    )


def _request(name: str, schema: dict[str, Any]) -> Markup:
    return joined(_heading("リクエスト", "Request", name), page_tables.fields(schema, name))


def _who(operation: Operation) -> Markup:
    if not operation.kinds:
        return joined("キーなしで読めます。", _small("No key is needed."))
    return joined("呼び出せる端末 ", _small("Who may call"), " ", openapi.who_may(operation))


def _examples(operation: Operation) -> Markup:
    """Folded, but for the request: answers are long."""
    told = []
    for name, value in words.examples(operation.name).items():
        label = _LABELS[name]
        text = element("pre", element("code", _lines(value)), tabindex="0")
        summary = element("summary", label.japanese, " ", _small(label.english))
        if name == "request":
            told.append(element("details", summary, _command(operation, value), open="open"))
        else:
            told.append(element("details", summary, text))
    if "request" not in words.examples(operation.name):
        told.insert(0, _command(operation, None))
    return joined(*told)


def _command(operation: Operation, body: Any) -> Markup:
    """The call as it is typed into a shell."""
    path = operation.path
    for name, value in openapi.PARAMETER_EXAMPLES.items():
        path = path.replace(f"{{{name}}}", value)
    lines = [f"curl -s $TILLS{path}"]
    if operation.kinds:
        lines.append('-H "Authorization: Bearer $KEY"')
    if body is not None:
        lines.append(f"-H 'Content-Type: application/json' -d @- <<END\n{_of_now(body)}\nEND")
    return element("pre", element("code", " \\\n  ".join(lines)), tabindex="0")


def _of_now(body: Any) -> str:
    """A body with the moment at which the shell sends it: one too old would be refused."""
    return _MOMENT.sub('"occurred_at": "$(date -Iseconds)"', _lines(body))


def _lines(value: Any, depth: int = 0) -> str:
    """JSON as a person writes it: what fits on a line stands on one."""
    flat = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or len(flat) + 2 * depth <= 72:
        return flat
    inner = "  " * (depth + 1)
    pieces = (
        [f"{json.dumps(key)}: {_lines(each, depth + 1)}" for key, each in value.items()]
        if isinstance(value, dict)
        else [_lines(each, depth + 1) for each in value]
    )
    start, end = "{}" if isinstance(value, dict) else "[]"
    return f"{start}\n{inner}" + f",\n{inner}".join(pieces) + f"\n{'  ' * depth}{end}"


def _answers(operation: Operation) -> Markup | None:
    if not operation.answers:
        return None
    links = [
        element("a", answer.__name__, href=f"#{answer.__name__}") for answer in operation.answers
    ]
    return joined(_heading("応答", "Answer"), element("p", "200 · ", joined(*links, between=" | ")))


def _ends(operation: Operation) -> Markup:
    links = [element("a", code, href=f"#problem-{code}") for code in operation.problem_codes]
    return joined(
        _heading("エラー", "Errors"), element("p", joined(*links, between=", "), class_="links")
    )


def _own_messages(operations: Sequence[Operation], schemas: dict[str, Any]) -> dict[str, list[str]]:
    """The messages told with each call: what it asks, and what only that holds."""
    placed = {each.asks.__name__ for each in operations if each.asks}
    own: dict[str, list[str]] = {}
    for operation in operations:
        found = own[_anchor(operation)] = [operation.asks.__name__] if operation.asks else []
        for name in found:  # It grows while it is read.
            held = _REFERENCES.findall(json.dumps(schemas[name]))
            held = [each for each in dict.fromkeys(held) if not each.endswith(words.IN_BATCH)]
            found += [each for each in held if each not in placed]
            placed.update(held)
    return own


def _messages(document: dict[str, Any], told: set[str]) -> Markup:
    """Every message that is not told with its call."""
    rest = [
        _message(name, schema)
        for name, schema in document["components"]["schemas"].items()
        if name not in told and "properties" in schema and not name.endswith(words.IN_BATCH)
    ]
    title = element("h2", "メッセージの型 ", _small("Messages"))
    return element("section", title, *rest, id="messages")


def _message(name: str, schema: dict[str, Any]) -> Markup:
    return element(
        "section",
        element("h3", name),
        element("p", bilingual(words.of_type(name))),
        page_tables.fields(schema, name),
        id=name,
    )


def _errors() -> Markup:
    return element(
        "section",
        element("h2", "エラー ", _small("Errors")),
        element("p", "application/problem+json（RFC 9457）: ", _link("ProblemDetails")),
        page_tables.errors(list(problems.TITLES)),
        id="problems",
    )


def _heading(japanese: str, english: str, anchor: str | None = None) -> Markup:
    name = {"id": anchor} if anchor else {}
    return element("h3", japanese, " ", _small(english), **name)


def _small(english: str) -> Markup:
    return element("small", english, lang="en")


def _link(name: str) -> Markup:
    return element("a", name, href=f"#{name}")


def _address(operation: Operation) -> Markup:
    return joined(
        element("span", operation.method, class_=f"method {operation.method.lower()}"),
        " ",
        element("code", operation.path),
    )


def _anchor(operation: Operation) -> str:
    return f"{operation.method.lower()}-{operation.name}"
