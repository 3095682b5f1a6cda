"""What a newcomer tries first, printed when everything answers."""

from typing import Any

import click
import msgspec

from kumiai.cli.demo import handout
from kumiai.kit import clock, ids


def show() -> None:
    """Print the list, in Japanese and in English."""
    found = handout.read()
    if found is not None:
        click.echo("\n".join(_lines(found)))


def _lines(found: dict[str, Any]) -> list[str]:
    member, guardian = found["registered_member"], found["registered_guardian"]
    manager = next(one for one in found["staff"] if one["role"] == "manager")
    newcomer, other = found["member"], found["other_coop"]["registered_member"]
    return [
        "",
        f"1. マイページを見る  Look at a member's pages: {found['pages_url']}",
        f"     組合員 member         {member['login_id']}  {member['password']}",
        f"     保護者 guardian       {guardian['login_id']}  {guardian['password']}",
        "       （お子さま2人を切り替えられます  two children to switch between）",
        f"     別の生協 other co-op  {other['login_id']}  {other['password']}",
        "2. 仮登録から本登録へ  Register for the first time:",
        f"     仮ログインID provisional ID  {newcomer['login_id']}",
        f"     仮パスワード password        {newcomer['password']}",
        f"     フリガナ reading             {newcomer['kana']}",
        f"     帰省先電話番号 phone         {newcomer['phone']}",
        f"3. 届いたメールを読む  Read the mail: {found['mailbox_url']}",
        "4. レジで買い、レシートとマイページで確かめる  Buy at a till, then look at the pages:",
        *_purchase(found),
        f"5. レジのAPIを読む  Read about the till API: {found['tills_url']}/docs",
        f"6. 事務室に入る  Come into the office: {found['pages_url']}/office/",
        f"     責任者 manager  {manager['login_id']}  {manager['password']}",
        f"     認証アプリの鍵 secret for an authenticator app  {manager['totp_secret']}",
        f"7. そのほかの番号と鍵  More numbers and keys: {handout.file()}",
        "",
        "Ctrl-C で終了します。 Ctrl-C stops everything.",
    ]


def _purchase(found: dict[str, Any]) -> list[str]:
    """A call that can be pasted into a shell as it stands, once: its id is of this moment."""
    body = {
        "id": str(ids.uuid7()),
        "card": found["registered_member"]["member_number"],
        "occurred_at": clock.now().astimezone(clock.TOKYO).isoformat(timespec="seconds"),
        "lines": [
            {
                "code": "D1001",
                "name": "鶏の唐揚げ",
                "genre": "food",
                "quantity": 1,
                "unit_price": 352,
                "amount": 352,
                "tax_rate": 10,
            }
        ],
        "tenders": [{"kind": "prepaid"}],
    }
    return [
        f"     curl -s {found['tills_url']}/v1/purchases \\",
        f"       -H 'Authorization: Bearer {found['terminals']['till_ferio']['key']}' \\",
        "       -H 'Content-Type: application/json' \\",
        f"       -d '{msgspec.json.encode(body).decode()}'",
    ]
