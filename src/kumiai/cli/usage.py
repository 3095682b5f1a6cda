"""What is wrong with how a command was called: in Japanese, and then as click has it in English."""

import contextlib
from collections.abc import Iterator

import click


class Misused(click.UsageError):
    """The command was called with what it does not take; exit status 2."""


@contextlib.contextmanager
def in_both_languages() -> Iterator[None]:
    """Say in Japanese too what click finds wrong meanwhile."""
    try:
        yield
    except (Misused, click.exceptions.NoArgsIsHelpError):
        raise
    except click.UsageError as error:
        raise Misused(f"{_japanese(error)}\n{error.format_message()}", error.ctx) from error


def _japanese(error: click.UsageError) -> str:
    match error:
        case click.NoSuchOption():
            return f"{error.option_name} というオプションはありません。"
        case click.exceptions.NoSuchCommand():
            return f"{error.command_name} というコマンドはありません。"
        case click.MissingParameter(param=click.Parameter() as parameter):
            return f"{_named(parameter)} を指定してください。"
        case click.BadParameter(param=click.Parameter() as parameter):
            return f"{_named(parameter)} {_wanted(parameter.type)}"
    return "コマンドの書き方が正しくありません。"


def _named(parameter: click.Parameter) -> str:
    is_option = isinstance(parameter, click.Option)
    return " / ".join(parameter.opts) if is_option else parameter.human_readable_name


def _wanted(kind: click.ParamType) -> str:
    match kind:
        case click.Choice():
            return f"は {'、'.join(map(str, kind.choices))} のどれかにしてください。"
        case click.IntRange(min=int(), max=int()):
            return f"は{kind.min}から{kind.max}までの整数にしてください。"
        case click.FloatRange(min=float(), max=float()):
            return f"は{kind.min:g}から{kind.max:g}までの数にしてください。"
    return "の値が正しくありません。"
