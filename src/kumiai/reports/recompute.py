"""Recompute the unused balance from the files beside this one. Needs nothing but Python 3.9.

Goes into the evidence of a base date as it stands here. Exit status 1 where something differs.
"""

import csv
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FIRST_SEAL = "0" * 64
ISSUED = ("PREPAID", "UNCOLLECTED")


def main(folder: Path) -> int:
    """Say what agrees; the exit status."""
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    closes = _rows(folder / "seals.csv")
    sums = _sums(folder)
    by_seals = sum(
        each["credit"] - each["debit"]
        for day in sums.values()
        for each in day
        if each["kind"] in ISSUED
    )
    by_purses = sum(int(row["yen"]) for row in _rows(folder / "purses.csv"))
    wrong = [f"封印が合いません / broken seal: {day}" for day in _broken(closes, sums)]
    wrong += [f"変更されています / changed: {name}" for name in _changed(folder)]
    if not report["unused_yen"] == by_seals == by_purses:
        wrong.append("金額が一致しません / the sums differ")
    print(f"報告 report  {report['unused_yen']:>16,} 円")
    print(f"封印 seals   {by_seals:>16,} 円")
    print(f"残高 purses  {by_purses:>16,} 円")
    for close in closes[-1:]:
        print(f"最後の封印 last seal  {close['business_date']}  {close['seal']}")
    print("\n".join(wrong) or "すべて一致しました。 Everything agrees.")
    return 1 if wrong else 0


def _rows(path: Path) -> "list[dict[str, str]]":
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _sums(folder: Path) -> "dict[str, list[dict[str, Any]]]":
    """What the seals cover of each day, as they cover it."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in _rows(folder / "sums.csv"):
        found.setdefault(row["business_date"], []).append(
            {
                "kind": row["kind"],
                "holder_id": int(row["holder_id"]),
                "debit": int(row["debit"]),
                "credit": int(row["credit"]),
            }
        )
    return found


def _broken(
    closes: "list[dict[str, str]]", sums: "dict[str, list[dict[str, Any]]]"
) -> Iterator[str]:
    previous = FIRST_SEAL
    for close in closes:
        document = {
            "coop": int(close["coop"]),
            "business_date": close["business_date"],
            "entry_count": int(close["entry_count"]),
            "content_digest": close["content_digest"],
            "sums": sums.get(close["business_date"], []),
            "previous_seal": previous,
        }
        text = json.dumps(document, sort_keys=True, separators=(",", ":"))
        seal = hashlib.sha256(text.encode()).hexdigest()
        if (close["previous_seal"], close["seal"]) != (previous, seal):
            yield close["business_date"]
        previous = close["seal"]


def _changed(folder: Path) -> Iterator[str]:
    for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, name = line.split("  ", 1)
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest:
            yield name


if __name__ == "__main__":
    sys.exit(main(Path(__file__).resolve().parent))
