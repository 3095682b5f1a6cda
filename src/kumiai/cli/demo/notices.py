"""What the demo's co-ops tell their people, dated from the moment the demo was made."""

from datetime import datetime, timedelta

import msgspec

from kumiai.cli import operator
from kumiai.cli.demo import content
from kumiai.cli.demo.manifest import CoopPart
from kumiai.members import queries as members
from kumiai.notices import actions, queries
from kumiai.notices.rules import Audience, Draft, Readers


class _Notice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A notice of one co-op; `to` is a part of the demo, empty for everyone."""

    coop: int
    days_ago: int
    to: str = ""
    readers: Readers = Readers.BOTH
    title: str
    text: str
    title_english: str = ""
    text_english: str = ""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    notices: tuple[_Notice, ...]


def publish(coop: CoopPart, *, until: datetime) -> None:
    """Publish the co-op's notices, once."""
    if queries.written(coop_id=coop.coop_id):
        return
    file = msgspec.toml.decode(content.text("notices.toml"), type=_File)
    for notice in file.notices:
        if notice.coop == coop.coop_id:
            draft = _draft(notice, coop, until)
            actions.publish(
                coop_id=coop.coop_id, draft=draft, by=operator.actor(), at=draft.starts_at
            )


def _draft(notice: _Notice, coop: CoopPart, until: datetime) -> Draft:
    numbers = [coop.parts[notice.to].member_number] if notice.to else []
    member_ids = members.member_ids(coop_id=coop.coop_id, member_numbers=numbers)
    return Draft(
        title=notice.title,
        text=notice.text,
        title_english=notice.title_english,
        text_english=notice.text_english,
        starts_at=until - timedelta(days=notice.days_ago),
        audience=Audience.MEMBERS if notice.to else Audience.EVERYONE,
        readers=notice.readers,
        member_ids=frozenset(member_ids.values()),
    )
