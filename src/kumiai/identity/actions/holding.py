"""The one order in which identity holds rows: logins first, by their keys, then what is theirs.

A ticket, a re-issue or a link is held only by who holds its logins. Held the other way round, one
who completes a registration and one who lets it begin anew would each wait for the other.
"""

from collections.abc import Collection

from kumiai.identity.models import Login


def hold_logins(*, login_pks: Collection[int]) -> dict[int, Login]:
    """These logins as they are now, with their members, held until the transaction ends."""
    rows = Login.objects.select_for_update(of=("self",)).select_related("member")
    return {row.pk: row for row in rows.filter(pk__in=login_pks).order_by("pk")}
