"""One-time passwords: random, easy to read and to type, and forgiving about how they are typed."""

import secrets

from kumiai.kit import japanese

# Without letters and digits that look alike.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
GROUPS = 3
GROUP_LENGTH = 4


def new_password() -> str:
    """Twelve random characters, as `k7mp-q2xw-9hrt`: 59 bits, for half an hour."""
    groups = ["".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS)]
    return "-".join(groups)


def fold(typed: str) -> str:
    """A pasted or typed one: half-width, lower case, without blanks and hyphens (row G10)."""
    return japanese.fold_digits(typed).lower()
