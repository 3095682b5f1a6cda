"""The demo's persons who are fully registered already, and what they log in with."""

from datetime import datetime, timedelta

import msgspec

from kumiai.cli.demo import chance
from kumiai.cli.demo.manifest import CoopPart
from kumiai.identity import actions as identity
from kumiai.identity import hashing
from kumiai.identity import queries as identities
from kumiai.identity.devices import Browser
from kumiai.members import queries as members

LOGIN_IDS = {
    "registered_member": "member",
    "registered_guardian": "guardian",
    "meal_card_member": "mealcard",
    "heavy_member": "heavy",
}
MAIL_DOMAIN = "mail.example"
WORDS = ("ringo", "iwaki", "tsugaru", "nebuta", "yuki", "minato", "aomori", "towada", "hirosaki")
REGISTERED_BEFORE_HISTORY_END = timedelta(days=40)


class Credentials(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody who is fully registered logs in with."""

    member_number: str
    login_id: str
    password: str
    mail: str


def registered(coop: CoopPart, until: datetime) -> dict[str, Credentials]:
    """Register the parts that are to be registered, once; their credentials by part."""
    found = {}
    for part, word in LOGIN_IDS.items():
        if part in coop.parts:
            number = coop.parts[part].member_number
            login_id = f"{word}-{coop.coop_id}"
            found[part] = Credentials(
                member_number=number,
                login_id=login_id,
                password=password(number, part),
                mail=f"{login_id}@{MAIL_DOMAIN}",
            )
            kind = "guardian" if part == "registered_guardian" else "member"
            _register(found[part], coop.coop_id, kind, until - REGISTERED_BEFORE_HISTORY_END)
    if "sibling" in coop.parts:
        found["sibling_guardian"] = _sibling_guardian(coop, found["registered_guardian"].mail)
        guardian, other = found["registered_guardian"], found["sibling_guardian"]
        _add_sibling(coop, guardian, other, until - REGISTERED_BEFORE_HISTORY_END)
    return found


def password(number: str, part: str) -> str:
    """The same every time; a demo keeps no secrets."""
    random = chance.of("password", number, part)
    return "-".join([*random.sample(WORDS, 3), str(random.randrange(1000, 10_000))])


def _sibling_guardian(coop: CoopPart, mail: str) -> Credentials:
    """The other login of the same guardian: with it the other child can be added once more."""
    number = coop.parts["sibling"].member_number
    return Credentials(
        member_number=number,
        login_id=f"guardian2-{coop.coop_id}",
        password=password(number, "sibling"),
        mail=mail,
    )


def _add_sibling(coop: CoopPart, guardian: Credentials, other: Credentials, at: datetime) -> None:
    """The guardian's login shows the other child too, for whom there is another login."""
    if identities.is_login_id_taken(other.login_id):
        return
    _register(other, coop.coop_id, "guardian", at)
    numbers = [guardian.member_number, other.member_number]
    ids = members.member_ids(coop_id=coop.coop_id, member_numbers=numbers)
    login_pk = identities.login_of(member_id=ids[guardian.member_number], kind="guardian")
    identity.add_child(
        login_pk=login_pk or 0,
        child_login_id=other.login_id,
        child_password=other.password,
        browser=Browser(),
        at=at,
    )


def _register(credentials: Credentials, coop_id: int, kind: str, at: datetime) -> None:
    if identities.is_login_id_taken(credentials.login_id):
        return
    ids = members.member_ids(coop_id=coop_id, member_numbers=[credentials.member_number])
    login_pk = identities.login_of(member_id=ids[credentials.member_number], kind=kind)
    if login_pk is None:
        raise LookupError(f"{credentials.member_number} has no provisional login ({kind})")
    identity.register_fully(
        login_pk=login_pk,
        login_id=credentials.login_id,
        password_hash=hashing.hash_password(credentials.password),
        mail_address=credentials.mail,
        language="ja",
        at=at,
        by_kind="operator",
    )
