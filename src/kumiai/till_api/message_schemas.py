"""JSON Schemas of messages: what msgspec makes of the types, and the words people need beside."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Annotated, Any, get_args, get_origin

import msgspec

from kumiai.till_api import words

REFERENCE = "#/components/schemas/{name}"

# An id that is asked with must be of version 7, so that ids sort by time.
_VERSION_7 = (
    "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-7[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$"
)


def of(messages: Sequence[type[msgspec.Struct]], reasons: Sequence[str]) -> dict[str, Any]:
    """The schemas of messages and all they hold, by name; `reasons` are those of a decline."""
    _, schemas = msgspec.json.schema_components(messages, ref_template=REFERENCE)
    types = {kind.__name__: kind for message in messages for kind in _structs(message)}
    for name, schema in schemas.items():
        _explain(name, schema)
        _say_moments(types[name], schema)
        _say_versions(schema)
    if reasons:
        schemas["Declined"]["properties"]["reason"]["enum"] = list(reasons)
    return dict(sorted(schemas.items()))


def reference(message: type[msgspec.Struct]) -> dict[str, Any]:
    """Where the schema of a message stands."""
    return {"$ref": REFERENCE.format(name=message.__name__)}


def any_of(messages: Iterable[type[msgspec.Struct]]) -> dict[str, Any]:
    """The schema of what is one of these messages."""
    return {"anyOf": [reference(each) for each in messages]}


def _explain(name: str, schema: dict[str, Any]) -> None:
    if said := words.of_type(name):
        schema["description"] = str(said)
    for field, of_field in schema["properties"].items():
        if said := words.of_field(name, field):
            of_field["description"] = str(said)


def _say_moments(kind: type[msgspec.Struct], schema: dict[str, Any]) -> None:
    """Every moment we tell has an offset, which the type of an answer does not say."""
    for field in msgspec.structs.fields(kind):
        if datetime in (field.type, *get_args(field.type)):
            told = schema["properties"][field.encode_name]
            for alternative in [told, *told.get("anyOf", [])]:
                if alternative.get("type") == "string":
                    alternative["format"] = "date-time"


def _say_versions(schema: dict[str, Any]) -> None:
    told = schema["properties"].get("id", {})
    if schema.get("additionalProperties") is False and told.get("format") == "uuid":
        told["pattern"] = _VERSION_7


def _structs(kind: Any) -> Iterator[type[msgspec.Struct]]:
    """A message and every message in it."""
    if get_origin(kind) is Annotated or get_args(kind):
        for inner in get_args(kind):
            yield from _structs(inner)
    elif isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        yield kind
        for field in msgspec.structs.fields(kind):
            yield from _structs(field.type)
