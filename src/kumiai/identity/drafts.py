"""What was typed into the registration form so far, and what is still wrong with it. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from kumiai.identity import rules
from kumiai.identity.rules import MemberFacts, Scheme
from kumiai.kit import japanese

FIELDS = ("kana", "second_proof", "login_id", "password", "mail", "consent")


class DraftProblem(StrEnum):
    """What is wrong with an item of the form, beside what its own rule says."""

    MISSING = "missing"
    NO_MATCH = "no_match"
    TAKEN = "taken"
    NOT_PROVEN = "not_proven"


@dataclass(frozen=True)
class Draft:
    """The form as it stands. The password is in it as its hash only.

    `is_checked` once the proofs of identity were right; typing anything takes it back.
    """

    kana: str = ""
    second_proof: str = ""
    login_id: str = ""
    password_hash: str = ""
    mail: str = ""
    has_consented: bool = False
    is_checked: bool = False


def from_document(document: Mapping[str, Any]) -> Draft:
    """A stored draft."""
    return Draft(**document)


def to_document(draft: Draft) -> dict[str, Any]:
    """As it is stored."""
    return asdict(draft)


def checked(draft: Draft) -> Draft:
    """The draft whose proofs of identity were right."""
    return replace(draft, is_checked=True)


def unchecked(draft: Draft, **changes: Any) -> Draft:
    """The draft with something typed anew."""
    return replace(draft, is_checked=False, **changes)


def problems_with(draft: Draft, *, is_taken: bool, is_mail_proven: bool) -> dict[str, StrEnum]:
    """What still stands in the way, by item; nothing here depends on who the member is."""
    typed = {
        "kana": draft.kana,
        "second_proof": draft.second_proof,
        "login_id": draft.login_id,
        "password": draft.password_hash,
        "mail": draft.mail,
        "consent": draft.has_consented,
    }
    problems: dict[str, StrEnum] = {
        item: DraftProblem.MISSING for item in FIELDS if not typed[item]
    }
    if draft.login_id:
        if problem := rules.problem_with_login_id(draft.login_id):
            problems["login_id"] = problem
        elif is_taken:
            problems["login_id"] = DraftProblem.TAKEN
    if draft.mail and not is_mail_proven:
        problems["mail"] = DraftProblem.NOT_PROVEN
    return problems


def mismatches(draft: Draft, facts: MemberFacts, scheme: Scheme) -> dict[str, StrEnum]:
    """Which proofs of identity are not the membership's (guide row G03)."""
    wrong: dict[str, StrEnum] = {}
    if not rules.kana_matches(draft.kana, facts):
        wrong["kana"] = DraftProblem.NO_MATCH
    if not rules.second_proof_matches(draft.second_proof, facts, scheme):
        wrong["second_proof"] = DraftProblem.NO_MATCH
    return wrong


def mismatches_first_time(draft: Draft, facts: MemberFacts) -> dict[str, StrEnum]:
    """The same for the first-time form, which always asks for the birth date (guide row G04)."""
    wrong: dict[str, StrEnum] = {}
    if not rules.kana_matches(draft.kana, facts):
        wrong["kana"] = DraftProblem.NO_MATCH
    if japanese.read_date(draft.second_proof) != facts.birth_date:
        wrong["second_proof"] = DraftProblem.NO_MATCH
    return wrong
