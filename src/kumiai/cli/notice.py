"""`kumiai notice …`: what a co-op tells its people, from the command line."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kumiai.cli import coop_option, notice_audience, operator, refusal, schema
from kumiai.kit import clock

if TYPE_CHECKING:
    from kumiai.notices.queries import Written

PROBLEMS = {
    "no_title": ("題名がありません。", "It has no title."),
    "title_too_long": ("題名は100文字までです。", "The title is longer than 100 signs."),
    "title_not_one_line": ("題名は1行にしてください。", "The title is not one line."),
    "no_text": ("本文がありません。", "It has no text."),
    "text_too_long": ("本文は10,000文字までです。", "The text is longer than 10,000 signs."),
    "control_signs": ("本文に使えない文字があります。", "The text has control characters."),
    "ends_before_it_starts": ("終わりが始まりより前です。", "It ends before it starts."),
    "is_over": ("掲載の終わりが過ぎています。", "Its end has passed already."),
    "nobody": ("あてはまる組合員がいません。", "There is no member it would be for."),
}
TEXT_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class Moment(click.ParamType[datetime]):
    """`2026-12-01` or `2026-12-01T09:00`, in Tokyo; a last day counts to its end."""

    name = "moment"

    def __init__(self, *, is_end: bool = False) -> None:
        self._is_end = is_end

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Refuse what is neither a date nor a date with a time."""
        text = str(value)
        try:
            if len(text) == len("2026-12-01"):
                day = date.fromisoformat(text) + timedelta(days=self._is_end)
                return datetime.combine(day, time(), clock.TOKYO)
            return datetime.strptime(text, "%Y-%m-%dT%H:%M").replace(tzinfo=clock.TOKYO)
        except (ValueError, OverflowError):
            self.fail(f"{text!r}: 2026-12-01 / 2026-12-01T09:00", param, ctx)


@click.group()
def notice() -> None:
    """Publish notices to members and guardians, list them, withdraw them."""


@notice.command()
@coop_option.required
@click.argument("file", type=TEXT_FILE)
@click.option("--english", type=TEXT_FILE, help="The same in English; else the Japanese is shown.")
@click.option("--from", "starts_at", type=Moment(), help="Shown from then on; else at once.")
@click.option("--until", "ends_at", type=Moment(is_end=True), help="Shown until then.")
@notice_audience.options
@click.option("--mail", "has_copies", is_flag=True, help="Send everybody a copy by mail.")
def publish(coop_id: int, file: Path, **chosen: Any) -> None:
    """Publish the notice in FILE: UTF-8, the title on the first line, the text below it."""
    with schema.ready():
        from kumiai.notices import actions, queries
        from kumiai.notices.rules import Draft

        coop_option.chosen(coop_id)
        at = clock.now()
        title, text = _read(file)
        title_english, text_english = _read(chosen["english"]) if chosen["english"] else ("", "")
        draft = Draft(
            title=title,
            text=text,
            title_english=title_english,
            text_english=text_english,
            starts_at=chosen["starts_at"] or at,
            ends_at=chosen["ends_at"],
            **notice_audience.of(coop_id, chosen, at=at),
        )
        try:
            notice_id = actions.publish(
                coop_id=coop_id,
                draft=draft,
                by=operator.actor(),
                at=at,
                has_copies=chosen["has_copies"],
            )
        except actions.CannotPublish as cannot:
            raise refusal.Refused(*PROBLEMS[cannot.problem]) from cannot
        reached = queries.members_reached(coop_id=coop_id, draft=draft, at=at)
    click.echo(f"{notice_id}")
    click.echo(f"組合員{reached:,}人へのお知らせです。(for {reached:,} members)", err=True)


@notice.command("list")
@coop_option.required
def list_notices(coop_id: int) -> None:
    """List a co-op's notices, the latest first, with how often each was opened and mailed."""
    with schema.ready():
        from kumiai.notices import queries

        coop_option.chosen(coop_id)
        at = clock.now()
        for found in queries.written(coop_id=coop_id):
            seen = queries.delivery(coop_id=coop_id, notice_id=found.id, at=at)
            copies = sum(seen.copies.values())
            click.echo(
                f"{found.id:>5}  {_day(found.starts_at)}  {_state(found, at):<18}"
                f"  {notice_audience.shown(found)}  {found.title}"
                f"  既読 read {seen.read_by_members:,}+{seen.read_by_guardians:,}"
                f"/{seen.addressees:,}" + (f"  メール mail {copies:,}" if seen.ordered_at else "")
            )


@notice.command()
@coop_option.required
@click.argument("notice_id", type=int)
@click.option("--reason", required=True, help="Why; it goes into the audit log.")
def withdraw(coop_id: int, notice_id: int, reason: str) -> None:
    """Show a notice no longer, and send no more copies of it."""
    with schema.ready():
        from kumiai.notices import actions

        try:
            actions.withdraw(
                coop_id=coop_id,
                notice_id=notice_id,
                reason=reason,
                by=operator.actor(),
                at=clock.now(),
            )
        except actions.CannotWithdraw as cannot:
            raise refusal.Refused(
                f"お知らせ{notice_id}はないか、すでに取り下げられています。",
                f"There is no notice {notice_id}, or it is withdrawn already.",
            ) from cannot
    click.echo(f"{notice_id}: 取り下げました。(withdrawn)")


def _read(file: Path) -> tuple[str, str]:
    """Title and text of a file."""
    try:
        whole = file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refusal.Refused(
            f"{file}はUTF-8のファイルではありません。", f"{file} is not UTF-8."
        ) from error
    title, _, text = whole.strip().partition("\n")
    return title.strip(), text.strip()


def _day(moment: datetime) -> str:
    return f"{moment.astimezone(clock.TOKYO):%Y-%m-%d}"


def _state(found: "Written", at: datetime) -> str:
    if found.withdrawn_at:
        return "取り下げ withdrawn"
    if found.starts_at > at:
        return "予定 scheduled"
    return "終了 over" if found.ends_at and found.ends_at <= at else "掲載中 shown"
