"""The errors of the calls in OpenAPI: one answer for each status and what may stand behind it."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from kumiai.till_api import message_schemas, problems
from kumiai.till_api.operation import Operation
from kumiai.till_api.problems import Problem, ProblemDetails

_RESPONSE = "#/components/responses/{name}"


def of(operation: Operation) -> dict[str, Any]:
    """Where the errors of a call stand, by their status."""
    return {
        str(status): {"$ref": _RESPONSE.format(name=_name(codes))}
        for status, codes in _by_status(operation).items()
    }


def responses(operations: Sequence[Operation]) -> dict[str, Any]:
    """Every error in the calls, by its name."""
    return {_name(codes): _response(codes) for _, codes in _kinds(operations)}


def schemas(operations: Sequence[Operation]) -> dict[str, Any]:
    """Their contents, by the same names: a problem with one of these codes."""
    return {
        _name(codes): {
            "allOf": [
                message_schemas.reference(ProblemDetails),
                {
                    "type": "object",
                    "properties": {
                        "code": {"type": "string", "enum": list(codes)},
                        "status": {"type": "integer", "enum": [status]},
                    },
                },
            ]
        }
        for status, codes in _kinds(operations)
    }


def _kinds(operations: Sequence[Operation]) -> Iterator[tuple[int, tuple[str, ...]]]:
    for operation in operations:
        yield from _by_status(operation).items()


def _by_status(operation: Operation) -> dict[int, tuple[str, ...]]:
    """Several errors may share a status, told apart by their code."""
    found: dict[int, tuple[str, ...]] = {}
    for code in operation.problem_codes:
        status = problems.TITLES[code][0].value
        found[status] = (*found.get(status, ()), code)
    return found


def _name(codes: Sequence[str]) -> str:
    return "Or".join("".join(map(str.capitalize, code.split("_"))) for code in codes)


def _response(codes: Sequence[str]) -> dict[str, Any]:
    headers = {name for code in codes for name in problems.HEADERS.get(code, {})}
    headers |= {"Allow"} if "method_not_allowed" in codes else set()
    return {
        "description": "\n\n".join(
            f"`{code}`: {japanese} · {english}"
            for code, (_, japanese, english) in problems.TITLES.items()
            if code in codes
        ),
        "headers": {name: {"schema": {"type": "string"}} for name in sorted(headers)},
        "content": {
            problems.MEDIA_TYPE: {
                "schema": {"$ref": message_schemas.REFERENCE.format(name=_name(codes))},
                "examples": {
                    code: {"value": msgspec.to_builtins(problems.details(Problem(code)))}
                    for code in codes
                },
            }
        },
    }
