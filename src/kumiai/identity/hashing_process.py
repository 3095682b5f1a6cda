"""The process that hashes passwords: one at a time, behind everything else on the machine.

Reads requests from its standard input, one JSON array a line, and writes one JSON value a line.
It ends with its parent, whose end closes the input. It must not import Django: it is started when
somebody waits.
"""

import json
import os
import signal
import sys
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type

LOWEST_PRIORITY = 19

hasher = PasswordHasher(
    time_cost=2, memory_cost=19 * 1024, parallelism=1, hash_len=32, salt_len=16, type=Type.ID
)


def answer(request: list[str]) -> Any:
    """`["hash", password]` gives the hash, `["verify", hash, password]` true or false."""
    match request:
        case ["hash", password]:
            return hasher.hash(password)
        case ["verify", stored, password]:
            try:
                return hasher.verify(stored, password)
            except (VerificationError, InvalidHashError):
                return False
    raise ValueError("neither hash nor verify")


def main() -> None:
    """Answer until the input ends; Ctrl-C is for the parent, which ends the input."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(LOWEST_PRIORITY)
    for line in sys.stdin.buffer:
        sys.stdout.buffer.write(json.dumps(answer(json.loads(line))).encode() + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
