"""The mails of this room, written from its own templates."""

from typing import Any

from kumiai.mail import letters
from kumiai.mail.letters import LANGUAGES, Letter

__all__ = ["LANGUAGES", "Letter", "write"]


def write(name: str, language: str, *, coop_id: int, **facts: Any) -> Letter:
    """The mail of this name in the language of its reader; Japanese where there is no other."""
    return letters.write(f"identity/mail/{name}", language, coop_id=coop_id, **facts)
