"""What one call of the till API is: enough to route it, to describe it and to test it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

import msgspec
from starlette.responses import Response

from kumiai.coops.rules import TERMINAL_KINDS, TerminalKind
from kumiai.till_api import problems
from kumiai.till_api.call import Call

Endpoint = Callable[[Call], Awaitable[Response]]
Message = type[msgspec.Struct]

_OF_A_KEY = ("unauthorized", "busy")
_OF_A_BODY = ("not_json", "too_large", "not_json_type", "invalid")
# What a write that is told again under its id may end in, beside those of its body.
OF_AN_ID = ("id_reused", "too_many_requests", "outcome_unknown", "closing")


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One call. Who may make it, what it asks (a body or a query), what it may be answered.

    Without `kinds` it needs no key. `reasons` are those of its declines; `problems` only those
    that do not follow from the rest. Examples are in `files/examples/`, under its name.
    """

    method: Literal["GET", "POST"]
    path: str
    endpoint: Endpoint
    summary: str
    summary_en: str
    kinds: tuple[TerminalKind, ...] = ()
    asks: Message | None = None
    query: Message | None = None
    answers: tuple[Message, ...] = ()
    reasons: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    media_type: str = "application/json"

    @property
    def name(self) -> str:
        """The noun of its path, by which examples, anchors and clients know it."""
        return self.path.removeprefix("/v1/").partition("/{")[0].strip("/").replace(".", "-")

    @property
    def parameter(self) -> str | None:
        """The name of the part of the path that varies, if there is one; always the last."""
        return self.path.partition("{")[2].rstrip("}") or None

    @property
    def is_replayed(self) -> bool:
        """Whether the first answer is given again to who asks again."""
        return "id_reused" in self.problems

    @property
    def problem_codes(self) -> tuple[str, ...]:
        """Every error it may end in, in the order of `problems.TITLES`."""
        codes = {"not_http", "internal", "method_not_allowed", *self.problems}
        if self.kinds:
            codes.update(_OF_A_KEY)
        if self.kinds and set(self.kinds) != set(TERMINAL_KINDS):
            codes.add("forbidden")
        if self.asks:
            codes.update(_OF_A_BODY)
        if self.query:
            codes.add("invalid")
        if self.parameter:
            codes.add("not_found")
        return tuple(code for code in problems.TITLES if code in codes)
