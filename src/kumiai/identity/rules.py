"""Who may come in with what: pure rules over what people type and what the membership says."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kumiai.kit import japanese

LOGIN_ID_LENGTHS = range(6, 33)
PASSWORD_LENGTHS = range(8, 129)
SECRET_PHONE_DIGITS = 6
# On paper nothing looks like anything else: no 0 and O, no 1, I and L.
CODE_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 10

_PROVISIONAL = re.compile(r"[0-9]{12}p?")
_LOGIN_ID = re.compile(r"[a-z0-9._-]+")
_RESERVED = {
    "account", "accounts", "administrator", "anonymous", "billing", "contact", "everyone",
    "guardian", "helpdesk", "hostmaster", "kumiai", "logout", "mailer-daemon", "manager",
    "member", "mypage", "nobody", "noreply", "no-reply", "office", "operator", "password",
    "postmaster", "privacy", "provisional", "registration", "security", "seikyo", "seikyou",
    "service", "settings", "support", "sysadmin", "system", "webmaster",
}  # fmt: skip
_RUNS = ("01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm")


@dataclass(frozen=True)
class MemberFacts:
    """What a membership says of its member, as far as the ways in ask for it."""

    member_number: str
    kana: str
    birth_date: date
    joined_year: int
    home_phone: str
    guardian_mobile: str


@dataclass(frozen=True)
class Scheme:
    """How a co-op's members come in for the first time (policy `provisional_*`).

    `guide`: with what the guide's row G02 says. `code`: with a random code on the letter set when
    they are taken in. `card`: as the guide has it, after the card was held at a till.
    """

    kind: str
    provisional_from_year: int
    birth_date_from_year: int


class SecondProof(StrEnum):
    """The item of the form that was not the provisional password."""

    BIRTH_DATE = "birth_date"
    PHONE = "phone"


class LoginIdProblem(StrEnum):
    """Why a wished login ID cannot be had."""

    LENGTH = "length"
    CHARACTERS = "characters"
    LOOKS_LIKE_NUMBER = "looks_like_number"
    RESERVED = "reserved"


class PasswordProblem(StrEnum):
    """Why a password cannot be chosen."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    COMMON = "common"
    OWN_DATA = "own_data"
    LOGIN_ID = "login_id"


def provisional_login_id(member_number: str, *, is_guardian: bool) -> str:
    """The member number; the guardian's has a `p` behind it (guide row G01)."""
    return member_number + "p" if is_guardian else member_number


def fold_login_id(typed: str) -> str:
    """What was meant: half-width, lower case, no blanks; a number without its hyphens (G01)."""
    folded = japanese.fold_identifier(typed).lower()
    without_hyphens = folded.replace("-", "")
    return without_hyphens if is_provisional(without_hyphens) else folded


def is_provisional(login_id: str) -> bool:
    """Whether a folded login ID has the form of a member number, with or without `p`."""
    return _PROVISIONAL.fullmatch(login_id) is not None


def is_provisionally_registered(facts: MemberFacts, scheme: Scheme) -> bool:
    """Those who joined in 2014 or later are, without asking (guide rows G01, G04)."""
    return facts.joined_year >= scheme.provisional_from_year


def provisional_secrets(facts: MemberFacts, scheme: Scheme) -> tuple[str, ...]:
    """The provisional passwords that are right (guide row G02); none where there are codes.

    Joined 2014 to 2019: the last six digits of the home phone, or of the guardian's mobile.
    Joined 2020 or later: the birth date in eight digits.
    """
    if scheme.kind == "code" or not is_provisionally_registered(facts, scheme):
        return ()
    if facts.joined_year >= scheme.birth_date_from_year:
        return (_eight_digits(facts.birth_date),)
    return _last_six(facts)


def fold_code(typed: str) -> str:
    """A typed code of a letter: half-width capitals without hyphens and blanks."""
    return japanese.fold_digits(typed).upper()


def printed_code(code: str) -> str:
    """As a letter has it: two groups of five."""
    return f"{code[:5]}-{code[5:]}"


def fold_secret(typed: str) -> str:
    """A typed provisional password: half-width digits without hyphens and blanks."""
    return japanese.fold_digits(typed)


def second_proof(facts: MemberFacts, scheme: Scheme) -> SecondProof:
    """What the form asks for besides the reading of the name (guide row G03)."""
    if scheme.kind == "code":
        return SecondProof.BIRTH_DATE
    if facts.joined_year >= scheme.birth_date_from_year:
        return SecondProof.PHONE
    return SecondProof.BIRTH_DATE


def second_proof_matches(typed: str, facts: MemberFacts, scheme: Scheme) -> bool:
    """Whether the second proof is the membership's; the whole phone number is right as well."""
    if second_proof(facts, scheme) is SecondProof.BIRTH_DATE:
        return japanese.read_date(typed) == facts.birth_date
    digits = japanese.phone_digits(typed)
    known = [phone for phone in (facts.home_phone, facts.guardian_mobile) if phone]
    return digits in known or digits in _last_six(facts)


def kana_matches(typed: str, facts: MemberFacts) -> bool:
    """Whether the typed reading is the membership's: hiragana and half-width are taken as well."""
    folded = japanese.fold_kana(typed)
    return folded != "" and folded == japanese.fold_kana(facts.kana)


def problem_with_login_id(login_id: str) -> LoginIdProblem | None:
    """What is wrong with a folded wished login ID, apart from being taken."""
    if not login_id.isascii() or not _LOGIN_ID.fullmatch(login_id):
        return LoginIdProblem.CHARACTERS
    if len(login_id) not in LOGIN_ID_LENGTHS:
        return LoginIdProblem.LENGTH
    if _PROVISIONAL.fullmatch(re.sub("[._-]", "", login_id)) or not re.search("[a-z]", login_id):
        return LoginIdProblem.LOOKS_LIKE_NUMBER
    if login_id in _RESERVED:
        return LoginIdProblem.RESERVED
    return None


def problem_with_password(
    password: str, *, login_id: str, facts: MemberFacts | None, common: Collection[str]
) -> PasswordProblem | None:
    """What is wrong with a chosen password. It is looked at folded, but never stored so."""
    if len(password) < PASSWORD_LENGTHS.start:
        return PasswordProblem.TOO_SHORT
    if len(password) not in PASSWORD_LENGTHS:
        return PasswordProblem.TOO_LONG
    folded = unicodedata.normalize("NFKC", password).casefold()
    if login_id and login_id in folded:
        return PasswordProblem.LOGIN_ID
    if facts and _holds_own_data(folded, facts):
        return PasswordProblem.OWN_DATA
    if folded in common or folded.rstrip("0123456789!.?") in common or _is_run(folded):
        return PasswordProblem.COMMON
    return None


def _eight_digits(day: date) -> str:
    return f"{day:%Y%m%d}"


def _last_six(facts: MemberFacts) -> tuple[str, ...]:
    """Of either phone that is long enough; the same digits only once."""
    phones = (facts.home_phone, facts.guardian_mobile)
    ends = [p[-SECRET_PHONE_DIGITS:] for p in phones if len(p) >= SECRET_PHONE_DIGITS]
    return tuple(dict.fromkeys(ends))


def _holds_own_data(folded: str, facts: MemberFacts) -> bool:
    digits = re.sub(r"[\s./_-]", "", folded)
    own = [facts.member_number, _eight_digits(facts.birth_date)]
    own += [phone for phone in (facts.home_phone, facts.guardian_mobile) if len(phone) >= 8]
    return any(number in digits for number in own)


def _is_run(folded: str) -> bool:
    """One sign again and again, or a walk along the alphabet or the keyboard."""
    if len(set(folded)) <= 2:
        return True
    return any(folded in run or folded in run[::-1] for run in _RUNS)
