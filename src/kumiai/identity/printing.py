"""Letters that say how to come in for the first time (guide rows G01, G02)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kumiai.coops import queries as coops
from kumiai.identity import queries, rules
from kumiai.identity.actions.codes import IssuedCode
from kumiai.identity.models import PROVISIONAL, Login
from kumiai.identity.rules import SecondProof
from kumiai.ui import paper


@dataclass(frozen=True, slots=True)
class ProvisionalLetter:
    """What one letter says. `password` is `code`, `birth_date` or `phone`: never the latter two
    themselves; `kind` is `member` or `guardian`.
    """

    member_number: str
    kind: str
    name: str
    login_id: str
    password: str
    code: str = ""


def letters(*, coop_id: int, member_ids: Sequence[int], on: date) -> tuple[ProvisionalLetter, ...]:
    """A letter for each login of these members that is provisional still, by number.

    For co-ops that let people in as the guide has it; codes go into letters as they are issued.
    """
    scheme = queries.scheme_on(coop_id, on)
    rows = Login.objects.filter(coop_id=coop_id, member_id__in=member_ids, state=PROVISIONAL)
    rows = rows.select_related("member__guardian").order_by("member__member_number", "-kind")
    return tuple(
        ProvisionalLetter(
            member_number=facts.member_number,
            kind=row.kind,
            name=_addressee(row),
            login_id=row.login_id,
            password=_password(rules.second_proof(facts, scheme)),
        )
        for row in rows
        if rules.is_provisionally_registered(facts := queries.facts_of(row), scheme)
    )


def with_codes(issued: Sequence[IssuedCode]) -> tuple[ProvisionalLetter, ...]:
    """The letters of codes that have just been issued."""
    return tuple(
        ProvisionalLetter(
            member_number=one.member_number,
            kind=one.kind,
            name=one.name,
            login_id=one.login_id,
            password="code",  # noqa: S106 - which of the three it is
            code=rules.printed_code(one.code),
        )
        for one in issued
    )


def page(
    *, coop_id: int, letters: Sequence[ProvisionalLetter], on: date, stylesheet: str = ""
) -> str:
    """The letters as an HTML page; see `ui.paper` for `stylesheet`."""
    coop = coops.coop(coop_id)
    sender_domain = coop.sender_address.rpartition("@")[2]
    facts = {"coop": coop, "date": on, "letters": letters, "sender_domain": sender_domain}
    return paper.page("identity/paper/letters.html", facts, stylesheet=stylesheet)


def _addressee(row: Login) -> str:
    member = row.member
    if member is None:
        return ""
    guardian = getattr(member, "guardian", None)
    return (guardian.name if guardian else "") if row.kind == "guardian" else member.name


def _password(proof: SecondProof) -> str:
    """The second proof is the one of the two that is not the password."""
    return "phone" if proof is SecondProof.BIRTH_DATE else "birth_date"
