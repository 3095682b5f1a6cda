"""What the parts of a bench tell each other."""

from dataclasses import dataclass

COOP_ID = 9901


@dataclass(frozen=True, slots=True)
class Made:
    """What a load needs: the till's key and how many members there are, numbered from 0."""

    key: str
    members: int


@dataclass(frozen=True, slots=True)
class Measured:
    """Answers and errors of one run, and how long the answers took."""

    answers: int
    errors: int
    seconds: float
    p50_ms: float
    p99_ms: float
    client: str


def member_number(index: int) -> str:
    """The card of member `index`."""
    return f"{COOP_ID}{index:08d}"
