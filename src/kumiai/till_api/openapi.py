"""The description of the API for programs: OpenAPI 3.1, made from the types that are parsed."""

from collections.abc import Iterator, Sequence
from typing import Any

import kumiai
from kumiai.till_api import message_schemas, problem_responses, words
from kumiai.till_api.operation import Message, Operation
from kumiai.till_api.problems import ProblemDetails

TITLE = "kumiai till API"
PARAMETER_EXAMPLES = {"card": "210112345678", "id": "01938f6e-8a3c-7c41-9f5e-0d6b2a1c4e10"}

_KEY = "terminalKey"
_PARAMETER_SCHEMAS: dict[str, dict[str, Any]] = {
    "card": {"type": "string", "minLength": 1, "maxLength": 40},
    "id": {"type": "string", "format": "uuid"},
}
_REPLAY = {
    "Idempotent-Replay": {
        "description": "最初の応答の繰り返し\n\nThe first answer, again",
        "schema": {"type": "string", "enum": ["true"]},
    }
}


def document(operations: Sequence[Operation]) -> dict[str, Any]:
    """The whole description, ready to be encoded."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _described(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": TITLE,
            "version": kumiai.__version__,
            "summary": "レジ・チャージ機・Webポイント連携のためのAPI",
            "description": "\n\n".join(
                f"## {heading.japanese} · {heading.english}\n\n{text}"
                for heading, text in words.promises()
            ),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": message_schemas.of(list(_messages(operations)), _reasons(operations))
            | problem_responses.schemas(operations),
            "responses": problem_responses.responses(operations),
            "securitySchemes": {
                _KEY: {
                    "type": "http",
                    "scheme": "bearer",
                    "description": str(words.promises()[0][1]),
                }
            },
        },
    }


def _messages(operations: Sequence[Operation]) -> Iterator[Message]:
    yield ProblemDetails
    for operation in operations:
        yield from operation.answers
        if operation.asks:
            yield operation.asks


def _reasons(operations: Sequence[Operation]) -> list[str]:
    return list(dict.fromkeys(reason for each in operations for reason in each.reasons))


def _described(operation: Operation) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": f"{operation.method.lower()}-{operation.name}",
        "summary": _summary(operation),
        "security": [{_KEY: []}] if operation.kinds else [],
        "responses": {"200": _success(operation)} | problem_responses.of(operation),
    }
    if operation.kinds:
        told["x-terminal-kinds"] = list(operation.kinds)
        told["description"] = who_may(operation)
    if parameters := [*_in_path(operation), *_in_query(operation)]:
        told["parameters"] = parameters
    if operation.asks:
        content: dict[str, Any] = {"schema": message_schemas.reference(operation.asks)}
        if "request" in (shown := words.examples(operation.name)):
            content["example"] = shown["request"]
        told["requestBody"] = {"required": True, "content": {"application/json": content}}
    return told


def _summary(operation: Operation) -> str:
    return f"{operation.summary} · {operation.summary_en}"


def _reasons_of(operation: Operation) -> Iterator[str]:
    """The reasons of a decline as a list that a viewer shows."""
    if operation.reasons:
        yield "\nお断りの理由 · Why it may be declined:\n"
    for reason in operation.reasons:
        japanese, english = words.of_reason(reason) or ("", "")
        yield f"- `{reason}`: {japanese} · {english}"


def who_may(operation: Operation) -> str:
    """The kinds of terminals that may make the call, in words."""
    kinds = [words.of_kind(kind) for kind in operation.kinds]
    japanese, english = zip(*kinds, strict=True)
    return f"{'・'.join(japanese)} · {', '.join(english)}"


def _in_path(operation: Operation) -> Iterator[dict[str, Any]]:
    if name := operation.parameter:
        yield {
            "name": name,
            "in": "path",
            "required": True,
            "description": str(words.of_field(operation.name, name) or ""),
            "schema": _PARAMETER_SCHEMAS[name],
            "example": PARAMETER_EXAMPLES[name],
        }


def _in_query(operation: Operation) -> Iterator[dict[str, Any]]:
    if operation.query is None:
        return
    [schema] = message_schemas.of([operation.query], []).values()
    for name, field in schema["properties"].items():
        said = {key: value for key, value in field.items() if key not in {"description", "default"}}
        # What may be left out of a query is left out: there is no null in one.
        alternatives = [each for each in said.get("anyOf", []) if each != {"type": "null"}]
        yield {
            "name": name,
            "in": "query",
            "required": name in schema.get("required", []),
            "description": field["description"],
            "schema": alternatives[0] if alternatives else said,
        }


def _success(operation: Operation) -> dict[str, Any]:
    content: dict[str, Any] = {"schema": _answer_schema(operation)}
    if shown := {k: v for k, v in words.examples(operation.name).items() if k != "request"}:
        content["examples"] = {name: {"value": value} for name, value in shown.items()}
    told: dict[str, Any] = {
        "description": "\n".join([_summary(operation), *_reasons_of(operation)]),
        "content": {operation.media_type: content},
    }
    return told | {"headers": _REPLAY} if operation.is_replayed else told


def _answer_schema(operation: Operation) -> dict[str, Any]:
    if not operation.answers:
        is_json = operation.media_type == "application/json"
        return {"type": "object", "required": ["openapi"]} if is_json else {"type": "string"}
    if len(operation.answers) == 1:
        return message_schemas.reference(operation.answers[0])
    if not operation.asks:
        # What is stored may have been asked by any write; of those, some answers look alike.
        return message_schemas.any_of(operation.answers)
    settled, declined = map(message_schemas.reference, operation.answers)
    mapping = {"settled": settled["$ref"], "declined": declined["$ref"]}
    return {
        "oneOf": [settled, declined],
        "discriminator": {"propertyName": "state", "mapping": mapping},
    }
