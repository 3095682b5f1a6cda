"""`POST /v1/batches`: what a terminal could not tell during an outage, each answered by itself."""

import asyncio
import functools
import operator
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import msgspec
from msgspec import Meta
from starlette.responses import Response

from kumiai.coops.at_till import Caller
from kumiai.coops.rules import TerminalKind
from kumiai.ledger.posting import Outcome
from kumiai.purchases import at_till
from kumiai.purchases.at_till import Message
from kumiai.till_api import desk, message_schemas, parsing, problems, stored, words
from kumiai.till_api.call import Call
from kumiai.till_api.desk import Desk
from kumiai.till_api.problems import Problem, ProblemDetails
from kumiai.till_api.writes import WRITES, Write
from kumiai.wallet.answers import Declined

ENTRIES_MAX = 500
KINDS: tuple[TerminalKind, ...] = ("till", "top_up_machine")


class _Typed(msgspec.Struct, frozen=True):
    """A body of which only the type is read."""

    type: str


class Batch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Bodies of other calls, each with its `type`; what they say is read one by one."""

    entries: Annotated[tuple[msgspec.Raw, ...], Meta(min_length=1, max_length=ENTRIES_MAX)]


_OF_TYPE: Mapping[str, Write] = {
    write.kind: write for write in WRITES.values() if "till" in write.kinds
}
_ANSWERS = (*(write.answer for write in _OF_TYPE.values()), Declined, ProblemDetails)
# The same message with its type beside it: only the tag is more, so that a body is read, and
# refused, exactly as when it is sent alone.
_TAGGED: Mapping[type, Write] = {
    msgspec.defstruct(
        f"{write.message.__name__}{words.IN_BATCH}",
        [],
        bases=(write.message,),
        tag_field="type",
        tag=kind,
        frozen=True,
        forbid_unknown_fields=True,
    ): write
    for kind, write in _OF_TYPE.items()
}

# A batch of which every entry is as it should be, for its description.
WholeBatch = msgspec.defstruct(
    "WholeBatch",
    [
        (
            "entries",
            Annotated[
                tuple[functools.reduce(operator.or_, _TAGGED), ...],  # type: ignore[misc]
                Meta(min_length=1, max_length=ENTRIES_MAX),
            ],
        )
    ],
    frozen=True,
    forbid_unknown_fields=True,
)


class AnsweredEntry(msgspec.Struct, frozen=True):
    """What one entry is answered; `body` is what it would be answered alone."""

    status: int
    replay: bool
    body: Annotated[msgspec.Raw, Meta(extra_json_schema=message_schemas.any_of(_ANSWERS))]


class AnsweredBatch(msgspec.Struct, frozen=True):
    """The answers in the order of the entries."""

    entries: tuple[AnsweredEntry, ...]


_batch = msgspec.json.Decoder(Batch)
_typed = msgspec.json.Decoder(_Typed)
_entry: msgspec.json.Decoder[Any] = msgspec.json.Decoder(functools.reduce(operator.or_, _TAGGED))

_Read = tuple[Write, Message] | Problem
_Waiting = asyncio.Future[Outcome] | Problem


async def create(call: Call) -> Response:
    """Post up to 500 entries in their order; a bad one gets its problem and spoils no other."""
    here = desk.of(call)
    caller = await here.callers.authenticate(call, *KINDS)
    parsing.require_json_type(call)
    body = await call.body()
    entries = parsing.decoded(body, _batch).entries
    may_double = parsing.may_have_doubles(body)
    if may_double:
        parsing.refuse_doubles(_envelope(body, entries))
    read = [_entry_of(bytes(raw), caller, may_double=may_double) for raw in entries]
    waiting = [_handed_in(here, caller, each) for each in await _without_strangers(here, read)]
    answers = [await _answer(each) for each in waiting]
    return Response(b'{"entries":[' + b",".join(answers) + b"]}", media_type="application/json")


def _envelope(body: bytes, entries: Sequence[msgspec.Raw]) -> bytes:
    """The body without what its entries say."""
    for entry in entries:
        body = body.replace(bytes(entry), b"0", 1)
    return body


def _entry_of(raw: bytes, caller: Caller, *, may_double: bool) -> _Read:
    try:
        entry = parsing.decoded(raw, _entry)
        if may_double:
            parsing.refuse_doubles(raw)
        write = _TAGGED[type(entry)]
        message = write.message(**msgspec.structs.asdict(entry))
        if not _may(write, caller):
            return Problem("forbidden")
        parsing.check_id(message.id)
        write.check(message, caller)
    except Problem as problem:
        return Problem("forbidden") if _is_forbidden(raw, caller) else problem
    return write, message


def _may(write: Write, caller: Caller) -> bool:
    return caller.kind in write.kinds and write.may(caller)


def _is_forbidden(raw: bytes, caller: Caller) -> bool:
    """Whether a body is no business of this terminal's, whatever else is wrong with it."""
    try:
        write = _OF_TYPE.get(_typed.decode(raw).type)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return False
    return write is not None and not _may(write, caller)


async def _without_strangers(here: Desk, read: Sequence[_Read]) -> list[_Read]:
    """What is too old to be new must be a retry: one look for all of them."""
    now = here.now()
    checked: list[_Read] = []
    doubted: set[Any] = set()
    for each in read:
        try:
            if not isinstance(each, Problem) and not parsing.may_be_new(each[1], now):
                doubted.add(each[1].id)
            checked.append(each)
        except Problem as problem:
            checked.append(problem)
    strangers = doubted - await stored.known(here, doubted) if doubted else doubted
    return [
        each if isinstance(each, Problem) or each[1].id not in strangers else parsing.odd_moment()
        for each in checked
    ]


def _handed_in(here: Desk, caller: Caller, read: _Read) -> _Waiting:
    if isinstance(read, Problem):
        return read
    try:
        return here.batcher.hand_in(at_till.request(caller=caller, message=read[1]))
    except Problem as problem:
        return problem


async def _answer(waiting: _Waiting) -> bytes:
    if isinstance(waiting, Problem):
        return _refused(waiting)
    try:
        outcome = await waiting
    except Problem as problem:
        return _refused(problem)
    if outcome.id_reused:
        return _refused(Problem("id_reused"))
    replay = b"true" if outcome.is_replay else b"false"
    return b'{"status":200,"replay":' + replay + b',"body":' + outcome.receipt + b"}"


def _refused(problem: Problem) -> bytes:
    status, body = problems.document(problem)
    return b'{"status":%d,"replay":false,"body":' % status + body + b"}"
