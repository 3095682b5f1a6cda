"""Where letters about a membership go: its full logins, with address and language."""

from dataclasses import dataclass

from kumiai.identity.models import FULL, Login


@dataclass(frozen=True, slots=True)
class Contact:
    """One full login of a membership; `kind` is `member` or `guardian`."""

    kind: str
    address: str
    language: str


def contacts(*, coop_id: int, member_id: int) -> tuple[Contact, ...]:
    """The member's own login and the guardian's, as far as they are fully registered."""
    logins = Login.objects.filter(coop_id=coop_id, member_id=member_id, state=FULL)
    return tuple(
        Contact(login.kind, login.mail, login.language) for login in logins.order_by("kind", "pk")
    )
