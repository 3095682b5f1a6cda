"""The demo as files in the data folder, each in the form in which an office or a till sends it.

For each co-op a folder with `coop.toml`, `dishes.csv` for what is cooked, `members/<year>.csv` for
who joined in a year, `slips/<day>.csv` for each file of slips (CP932 at one, UTF-8 with its mark at
the other), and `history.jsonl` with what tills, the app and the portal sent, one line each in the
order of time.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec

from kumiai.cli.demo import content, whole_files
from kumiai.cli.demo.customer import Event
from kumiai.cli.demo.people import Person
from kumiai.cli.demo.places import PLACES
from kumiai.cli.demo.world import CoopWorld
from kumiai.kit.clock import TOKYO
from kumiai.meals import imports as dish_imports

FOLDER = "demo-files"
ENCODINGS = {2101: "cp932", 9902: "utf-8-sig"}
MEMBER_HEADER = (
    "組合員番号",
    "氏名",
    "フリガナ",
    "生年月日",
    "加入年",
    "卒業予定年",
    "学部",
    "帰省先電話番号",
    "保護者携帯番号",
    "保護者氏名",
    "ミールカード",
)
SLIP_HEADER = ("払込日", "金額", "組合員番号", "払込票番号", "払込人")


DISHES = "dishes.csv"


class HistoryLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of history.jsonl: a body as a till sends it, with its terminal and its moment.

    `type` is that of a till's message; `web_points` is the feed's, `claim` the portal's; `slips`
    names the file taken in at that moment.
    """

    type: str
    posted_at: datetime
    terminal: str = ""
    member_number: str = ""
    file: str = ""
    body: msgspec.Raw = msgspec.Raw()


def write(folder: Path, coop: CoopWorld) -> int:
    """Write all files of a co-op into its folder; returns how many lines the history has."""
    encoding = ENCODINGS[coop.coop_id]
    whole_files.write(folder / "coop.toml", coop.file_text.encode())
    for year in sorted({person.joined_year for person in coop.people}):
        whole_files.write(folder / member_file_name(year), _members(coop, year).encode(encoding))
    whole_files.write(folder / DISHES, _dishes().encode(encoding))
    events = coop.events
    names = {person.member_number: person for person in coop.people}
    for name, slips in _slip_files(events).items():
        content = _csv([SLIP_HEADER, *(_slip_row(slip, names) for slip in slips)])
        whole_files.write(folder / name, content.encode(encoding))
    history = _history(events)
    whole_files.write(folder / "history.jsonl", history)
    return history.count(b"\n")


def member_file_name(joined_year: int) -> str:
    return f"members/{joined_year}.csv"


def _dishes() -> str:
    """All dishes, in the columns in which `kumiai import dishes` takes them."""
    header = [dish_imports.HEADER_OF[field] for field in dish_imports.REQUIRED]
    rows = [[dish.code, dish.name, *dish.figures] for dish in content.dishes()]
    return _csv([header, *rows])


def _members(coop: CoopWorld, year: int) -> str:
    plans = {past.life.person.member_number: past.life.habits.plan for past in coop.pasts}
    joined = [person for person in coop.people if person.joined_year == year]
    rows = [_member_row(person, plans[person.member_number]) for person in joined]
    return _csv([MEMBER_HEADER, *rows])


def _member_row(person: Person, plan: int | None) -> Sequence[str]:
    return (
        person.member_number,
        person.name,
        person.kana,
        person.birth_date.strftime("%Y/%m/%d"),
        str(person.joined_year),
        str(person.graduation_year or ""),
        person.faculty,
        person.home_phone,
        person.guardian_mobile,
        person.guardian_name,
        "" if plan is None else PLACES[person.coop_id].plans[plan].name,
    )


def _slip_files(events: Iterable[Event]) -> dict[str, list[Event]]:
    found: dict[str, list[Event]] = {}
    for event in events:
        if event.kind == "slip":
            found.setdefault(_slip_file_name(event.at), []).append(event)
    return found


def _slip_file_name(taken_at: datetime) -> str:
    return f"slips/{taken_at.date().isoformat()}.csv"


def _slip_row(slip: Event, people: dict[str, Person]) -> Sequence[str]:
    paid_on: date = slip.content["paid_on"]
    kana = people[slip.member_number].kana
    reference = f"{slip.member_number}{paid_on:%y%m%d}"
    return (
        paid_on.isoformat(),
        str(slip.content["amount_yen"]),
        slip.member_number,
        reference,
        kana,
    )


def _history(events: Sequence[Event]) -> bytes:
    encoder = msgspec.json.Encoder()
    counts: dict[str, int] = {}
    taken: set[str] = set()
    lines = []
    for event in events:
        if event.kind == "slip":
            name = _slip_file_name(event.at)
            if name not in taken:
                taken.add(name)
                lines.append(HistoryLine(type="slips", posted_at=event.at, file=name))
        else:
            counts[event.terminal] = counts.get(event.terminal, 0) + 1
            lines.append(_history_line(event, counts[event.terminal]))
    return b"".join(encoder.encode(line) + b"\n" for line in lines)


def _history_line(event: Event, count: int) -> HistoryLine:
    body: dict[str, Any] = {"id": event.id}
    if event.kind == "claim":
        body |= event.content
    elif event.kind == "web_points":
        body |= {"member_number": event.member_number, "occurred_at": _local(event.at)}
        body |= event.content
    else:
        body |= {"card": event.member_number, "occurred_at": _local(event.at)} | event.content
    if event.kind == "purchase":
        body |= {"receipt_number": f"{event.at:%y%m%d}-{count:05d}", "offline": False}
        body["cashier"] = f"{count // 40 % 12 + 1:02d}"
    return HistoryLine(
        type=event.kind,
        posted_at=event.at,
        member_number=event.member_number,
        terminal=event.terminal,
        body=_raw(body),
    )


def _raw(body: dict[str, Any]) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(body))


def _local(at: datetime) -> str:
    return at.astimezone(TOKYO).isoformat(timespec="seconds")


def _csv(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()
