"""`kumiai import coops`: take in co-ops from TOML files."""

from dataclasses import asdict
from typing import IO, TYPE_CHECKING

import click
import msgspec

from kumiai.cli import meal_plan_parts, operator, refusal, schema
from kumiai.coops import imports
from kumiai.kit import clock

if TYPE_CHECKING:
    from kumiai.coops.actions import Intake

BYTES_MAX = 10 * 1024 * 1024


@click.command("coops")
@click.argument("files", metavar="FILE...", type=click.File("rb"), nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a file.")
def import_coops(files: tuple[IO[bytes], ...], *, as_json: bool) -> None:
    """Take in co-ops with their stores, calendar, policy, terminals and legal texts.

    A file says what there is; what it leaves out stays. Keys of terminals that are new are shown
    once, here. The same file again changes nothing.
    """
    read = [_read(file) for file in files]
    with schema.ready():
        from kumiai.cli import coop_file
        from kumiai.coops import actions
        from kumiai.coops.legal import actions as legal

        for file in read:
            try:
                intake = coop_file.take_in(file, by=operator.actor(), at=clock.now())
            except actions.CannotRewritePolicy as problem:
                raise refusal.Refused(
                    f"{problem}: 始まっているポリシーは書き換えられません。"
                    "明日以降に始まる版を加えてください。",
                    f"{problem}: a policy in force is not rewritten; add a version from tomorrow.",
                ) from problem
            except legal.CannotRewrite as problem:
                raise refusal.Refused(
                    f"{problem}: 始まっている版の文面は書き換えられません。"
                    "明日以降に始まる、より大きい番号の版を加えてください。",
                    f"{problem}: a text in force is not rewritten;"
                    " add a version with a higher number from tomorrow.",
                ) from problem
            except actions.CannotEnrol as problem:
                raise refusal.Refused(f"端末を登録できません。{problem}", str(problem)) from problem
            if as_json:
                click.echo(msgspec.json.encode(asdict(intake)))
            else:
                _show(file.coop.name, intake)


def _read(file: IO[bytes]) -> imports.CoopFile:
    raw = file.read(BYTES_MAX + 1)
    if len(raw) > BYTES_MAX:
        raise refusal.Refused(f"{file.name}: 大きすぎます。", f"{file.name} is too large.")
    try:
        read = imports.read(raw)
        meal_plan_parts.plans(read)
    except imports.NotACoopFile as problem:
        raise refusal.Refused(
            f"{file.name}: 生協のファイルとして読めません。{problem}",
            f"{file.name} is not a co-op's file: {problem}",
        ) from problem
    return read


def _show(name: str, intake: "Intake") -> None:
    if not intake.changes and not intake.enrolled:
        click.echo(f"{intake.coop_id} {name}: 変更なし (unchanged)")
    for change in intake.changes:
        click.echo(f"{intake.coop_id} {name}: {change}")
    for terminal in intake.enrolled:
        click.echo(f"{intake.coop_id} {terminal.name} ({terminal.kind}): {terminal.key}")
    if intake.enrolled:
        click.echo("端末の鍵は二度と表示されません。(These keys are not shown again.)", err=True)
