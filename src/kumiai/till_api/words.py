"""What the types cannot say of themselves: words in Japanese and English, and examples."""

import functools
import json
import tomllib
from importlib import resources
from typing import Any, NamedTuple

# A message of a batch is the message of that call with its type beside it, and named so.
IN_BATCH = "InBatch"

_FILES = resources.files("kumiai.till_api") / "files"
_OF_ANY = "any"
_OF_ITSELF = "_"


class Words(NamedTuple):
    """The same thing in Japanese and in English."""

    japanese: str
    english: str

    def __str__(self) -> str:
        return f"{self.japanese}\n\n{self.english}"


@functools.cache
def tables() -> dict[str, dict[str, list[str]]]:
    """Every table of `files/words.toml`."""
    return tomllib.loads((_FILES / "words.toml").read_text("utf-8"))


def of_type(name: str) -> Words | None:
    """What a message is."""
    return _words(name, _OF_ITSELF)


def of_field(type_name: str, field: str) -> Words | None:
    """What a field of a message means; some mean the same wherever they stand."""
    return _words(type_name, field) or _words(_OF_ANY, field)


def of_reason(reason: str) -> Words | None:
    """What a reason of a decline means."""
    return _words("reasons", reason)


def of_kind(kind: str) -> Words:
    """What a kind of terminal is called."""
    return Words(*tables()["kinds"][kind])


def of_problem(code: str) -> Words | None:
    """What to do about an error."""
    return _words("problems", code)


def promises() -> list[tuple[Words, Words]]:
    """What holds for every call: a heading and a text each."""
    found: Any = tables()["promises"]
    return [(Words(*each["heading"]), Words(*each["text"])) for each in found]


@functools.cache
def examples(operation: str) -> dict[str, Any]:
    """The examples of a call by what they show: `request` first, then answers, declined last."""
    found = {
        file.name.removeprefix(f"{operation}.").removesuffix(".json"): file.read_text("utf-8")
        for file in (_FILES / "examples").iterdir()
        if file.name.startswith(f"{operation}.")
    }
    order = sorted(found, key=lambda shown: (shown != "request", shown == "declined", shown))
    return {shown: json.loads(found[shown]) for shown in order}


def _words(table: str, name: str) -> Words | None:
    found = tables().get(table.removesuffix(IN_BATCH), {}).get(name)
    return Words(*found) if found else None
