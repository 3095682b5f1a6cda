"""The mails of this room: plain text, a template per language, the subject on the first line."""

from dataclasses import dataclass
from typing import Any

from django.template import Context, Engine

from kumiai.coops import queries as coops

LANGUAGES = ("ja", "en")


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says."""

    subject: str
    body: str


def write(name: str, language: str, *, coop_id: int, **facts: Any) -> Letter:
    """The mail of this name in the language of its reader; Japanese where there is no other."""
    chosen = language if language in LANGUAGES else LANGUAGES[0]
    template = Engine.get_default().get_template(f"identity/mail/{name}.{chosen}.txt")
    said = template.render(Context({"coop": coops.coop(coop_id), **facts}, autoescape=False))
    subject, _, body = said.partition("\n")
    return Letter(subject.strip(), body.strip() + "\n")
