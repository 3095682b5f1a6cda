"""Full logins for a bench, made through the rooms' own actions."""

from kumiai.cli.bench.measures import COOP_ID, member_number
from kumiai.cli.bench.visitors import Credentials
from kumiai.identity import actions as identity
from kumiai.identity import digests, hashing
from kumiai.identity import queries as identities
from kumiai.kit import clock
from kumiai.members import queries as members


def made(count: int) -> list[Credentials]:
    """Let the first so many members of the bench be registered."""
    at = clock.now()
    numbers = [member_number(index) for index in range(count)]
    ids = members.member_ids(coop_id=COOP_ID, member_numbers=numbers)
    identity.register_provisionally(coop_id=COOP_ID, member_ids=list(ids.values()), at=at)
    people = []
    for number in numbers:
        person = Credentials(f"bench.{number}", digests.new_token())
        login_pk = identities.login_of(member_id=ids[number], kind="member")
        if login_pk is None:
            raise LookupError(number)
        identity.register_fully(
            login_pk=login_pk,
            login_id=person.login_id,
            password_hash=hashing.hash_password(person.password),
            mail_address=f"{number}@example.jp",
            language="ja",
            at=at,
            by_kind="operator",
        )
        people.append(person)
    return people
