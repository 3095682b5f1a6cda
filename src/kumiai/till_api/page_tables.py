"""The tables of the description page: fields of a message, reasons of declines, errors."""

from collections.abc import Sequence
from typing import Any

from kumiai.till_api import problems, words
from kumiai.till_api.html import Markup, element, joined
from kumiai.till_api.operation import Operation
from kumiai.till_api.words import Words

_FORMATS = {
    "uuid": "UUID",
    "date-time": "日時 date-time",
    "date": "日付 date",
}
_KINDS = {
    "string": "文字列 string",
    "integer": "整数 integer",
    "boolean": "真偽 boolean",
    "object": "オブジェクト object",
}


def bilingual(said: Words | None) -> Markup:
    """Japanese, and English below it."""
    if said is None:
        return Markup("")
    return joined(
        element("span", said.japanese, class_="ja"),
        element("span", said.english, class_="en", lang="en"),
    )


def fields(schema: dict[str, Any], name: str) -> Markup:
    """What a message holds: name, type with its limits, meaning."""
    required = schema.get("required", [])
    is_asked = schema.get("additionalProperties") is False
    return table(
        ["項目 field", "型 type", "意味 meaning"],
        [
            [
                joined(
                    element("code", field),
                    element("small", "必須 required", class_="required")
                    if is_asked and field in required
                    else None,
                ),
                joined(_type(of_field), _default(of_field) if is_asked else None),
                bilingual(words.of_field(name, field)),
            ]
            for field, of_field in schema["properties"].items()
        ],
    )


def parameters(described: dict[str, Any]) -> Markup | None:
    """What stands in the path and behind the question mark."""
    found = described.get("parameters", [])
    if not found:
        return None
    rows = []
    for each in found:
        japanese, _, english = each["description"].partition("\n\n")
        place = "パス path" if each["in"] == "path" else "クエリ query"
        name = joined(element("code", each["name"]), element("small", place))
        rows.append([name, _type(each["schema"]), bilingual(Words(japanese, english))])
    return table(["パラメーター parameter", "型 type", "意味 meaning"], rows)


def reasons(operation: Operation) -> Markup:
    """Why a call may be declined."""
    return table(
        ["理由 reason", "意味 meaning"],
        [
            [element("code", reason), bilingual(words.of_reason(reason))]
            for reason in operation.reasons
        ],
    )


def errors(codes: Sequence[str]) -> Markup:
    """Every error, with an anchor that its `type` leads to."""
    rows = []
    for code in codes:
        status, japanese, english = problems.TITLES[code]
        name = element("code", code, id=f"problem-{code}")
        rows.append(
            [
                joined(name, element("small", f"HTTP {status.value}")),
                bilingual(Words(japanese, english)),
                bilingual(words.of_problem(code)),
            ]
        )
    return table(["種類 code", "意味 meaning", "対処 what to do"], rows)


def table(heads: Sequence[str], rows: Sequence[Sequence[Markup]]) -> Markup:
    """A table that a phone shows row by row: see `docs.css`."""
    header = element("tr", *(element("th", head, scope="col") for head in heads))
    return element(
        "table",
        element("thead", header),
        element(
            "tbody",
            *(
                element("tr", element("th", row[0], scope="row"), *(element("td", c) for c in rest))
                for row in rows
                if (rest := row[1:])
            ),
        ),
    )


def _type(schema: dict[str, Any]) -> Markup:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return element("a", name, href=f"#{name}")
    if "anyOf" in schema:
        return _alternatives(schema)
    if "enum" in schema:
        return joined(*(element("code", str(value)) for value in schema["enum"]), between=" | ")
    if schema.get("type") == "array":
        return joined("配列 array", _range(schema, "Items"), ": ", _type(schema["items"]))
    if schema.get("type") == "null":
        return element("code", "null")
    kind = _FORMATS.get(schema.get("format", "")) or _KINDS[schema["type"]]
    return joined(kind, _range(schema, "Length"), _range(schema, "imum"))


def _alternatives(schema: dict[str, Any]) -> Markup:
    if "discriminator" not in schema:
        return joined(*map(_type, schema["anyOf"]), between=" | ")
    # A message with its type beside it is told where it is asked alone.
    kinds = schema["discriminator"]["mapping"].items()
    return joined(*(_of_kind(kind, reference) for kind, reference in kinds))


def _of_kind(kind: str, reference: str) -> Markup:
    name = reference.rpartition("/")[2].removesuffix(words.IN_BATCH)
    link = element("a", name, href=f"#{name}")
    return element("span", element("code", kind), ": ", link, class_="kind")


def _range(schema: dict[str, Any], what: str) -> str | None:
    least, most = schema.get(f"min{what}"), schema.get(f"max{what}")
    if least is None and most is None:
        return None
    unit = {"Items": "件", "Length": "文字", "imum": ""}[what]
    return f" ≤ {most:,}{unit}" if least is None else f" {least:,} … {most:,}{unit}"


def _default(schema: dict[str, Any]) -> Markup | None:
    value = schema.get("default")
    if value is None or value == "":
        return None
    told = str(value).lower() if isinstance(value, bool) else str(value)
    return element("small", "なければ default ", element("code", told))
