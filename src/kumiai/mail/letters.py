"""What a mail says: plain text, a template per language, the subject on the first line."""

from dataclasses import dataclass
from typing import Any

from django.template import Context, Engine
from django.utils import translation

from kumiai.coops import queries as coops

LANGUAGES = ("ja", "en")


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says."""

    subject: str
    body: str


def write(path: str, language: str, *, coop_id: int, **facts: Any) -> Letter:
    """The template of this path in the language of its reader; Japanese where there is no other.

    Money and months are written in that language too, whoever asks for the mail.
    """
    chosen = language if language in LANGUAGES else LANGUAGES[0]
    template = Engine.get_default().get_template(f"{path}.{chosen}.txt")
    known = Context({"coop": coops.coop(coop_id), **facts}, autoescape=False)
    with translation.override(chosen):
        said = template.render(known)
    subject, _, body = said.partition("\n")
    return Letter(subject.strip(), body.strip() + "\n")
