"""demo.json: who can log in with what, which cards have money, and the terminals' keys."""

from pathlib import Path
from typing import Any

import msgspec

from kumiai.cli.demo import letter_codes, logins, office, terminal_keys, whole_files
from kumiai.cli.demo.manifest import CoopPart, Manifest, Part
from kumiai.coops import queries as coops
from kumiai.kit import environment

FILE = "demo.json"
SHOWN = {
    2101: {
        "till_ferio": "FERIO レジ1",
        "till_cafeteria": "学生食堂 レジ1",
        "top_up_machine": "FERIO チャージ機",
        "feed": "大学生協アプリ",
    },
    9902: {"till": "ハーバー レジ1"},
}
NOT_YET_REGISTERED = ("member", "guardian", "member_2014_2019", "older_member")
BIRTH_DATE_FROM_YEAR, PROVISIONAL_FROM_YEAR = 2020, 2014


def file() -> Path:
    return environment.data_folder() / FILE


def read() -> dict[str, Any] | None:
    """What demo.json says; None where there is none."""
    try:
        return msgspec.json.decode(file().read_bytes(), type=dict[str, Any])
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def write(content: dict[str, Any]) -> None:
    """Write demo.json with this start's addresses."""
    addresses = _addresses()
    rest = {name: value for name, value in content.items() if name not in addresses}
    whole_files.write(file(), msgspec.json.format(msgspec.json.encode(addresses | rest)))


def content(manifest: Manifest) -> dict[str, Any]:
    """Everything but the addresses; registers who is to be registered."""
    coop, other = manifest.coops
    found: dict[str, Any] = {
        part: _provisional(part, coop.parts[part]) for part in NOT_YET_REGISTERED
    }
    found |= logins.registered(coop, manifest.until)
    found |= {
        "staff": office.people(coop.coop_id, manifest.until),
        "terminals": _terminals(coop),
        "cards": coop.cards,
    }
    codes = letter_codes.kept(other.coop_id)
    newcomer = other.parts["member"]
    found["other_coop"] = {
        "member": _provisional("member", newcomer)
        | {"password": codes.get(newcomer.member_number)},
        **logins.registered(other, manifest.until),
        "staff": office.people(other.coop_id, manifest.until),
        "terminals": _terminals(other),
        "cards": other.cards,
    }
    return found


def is_of_this_database(content: dict[str, Any]) -> bool:
    """Whether the keys it names are this database's terminals', and it names the office."""
    terminals = content.get("terminals", {}).values()
    keys = [terminal["key"] for terminal in terminals]
    return (
        bool(keys)
        and bool(content.get("staff"))
        and all(terminal_keys.is_for_good(key) for key in keys)
    )


def _addresses() -> dict[str, str]:
    pages_url = environment.pages_url()
    return {
        "pages_url": pages_url,
        "tills_url": environment.tills_url(),
        "mailbox_url": f"{pages_url}/demo/mailbox",
    }


def _provisional(name: str, part: Part) -> dict[str, str | None]:
    number = part.member_number
    digits = part.phone.replace("-", "")
    if part.joined_year >= BIRTH_DATE_FROM_YEAR:
        password: str | None = f"{part.birth_date:%Y%m%d}"
    else:
        password = digits[-6:] if part.joined_year >= PROVISIONAL_FROM_YEAR else None
    return {
        "member_number": number,
        "login_id": f"{number}p" if name == "guardian" else number,
        "password": password,
        "kana": part.kana,
        "birth_date": part.birth_date.isoformat(),
        "phone": digits,
    }


def _terminals(coop: CoopPart) -> dict[str, dict[str, str]]:
    keys = terminal_keys.kept(coop.coop_id)
    by_name = {terminal.name: terminal for terminal in coops.terminals(coop.coop_id)}
    return {
        shown: {
            "id": str(by_name[name].id),
            "kind": by_name[name].kind,
            "store": by_name[name].store_code or "",
            "key": keys[name],
        }
        for shown, name in SHOWN[coop.coop_id].items()
    }
