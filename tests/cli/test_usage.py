"""Whoever misspells a command is told so in Japanese and in English."""

import pytest
from click.testing import CliRunner

from kumiai.cli import __main__ as command


class TestInBothLanguages:
    @pytest.mark.parametrize(
        ("arguments", "japanese", "english"),
        [
            (["--fast"], "--fast というオプションはありません。", "No such option '--fast'"),
            (["bensh"], "bensh というコマンドはありません。", "No such command 'bensh'"),
            (["bench", "tils"], "tils というコマンドはありません。", "No such command 'tils'"),
            (
                ["terminal", "list"],
                "--coop を指定してください。",
                "Missing option '--coop'",
            ),
            (
                ["import", "members"],
                "FILE を指定してください。",
                "Missing argument 'FILE'",
            ),
            (
                ["terminal", "rotate", "--coop", "1", "5"],
                "--coop は1000から9999までの整数にしてください。",
                "1 is not in the range",
            ),
            (
                ["serve", "--only", "x"],
                "--only は pages、tills、worker のどれかにしてください。",
                "'x' is not one of",
            ),
            (
                ["terminal", "rotate", "--coop", "2101", "x"],
                "TERMINAL_ID の値が正しくありません。",
                "'x' is not a valid integer",
            ),
            (
                ["prove-books", "now"],
                "コマンドの書き方が正しくありません。",
                "unexpected extra argument",
            ),
        ],
    )
    def test_says_what_is_wrong(self, arguments: list[str], japanese: str, english: str) -> None:
        result = CliRunner().invoke(command.main, arguments)
        assert result.exit_code == 2
        assert japanese in result.stderr
        assert english in result.stderr
        assert "Usage: " in result.stderr

    def test_leaves_the_list_of_commands_alone(self) -> None:
        shown = CliRunner().invoke(command.main, [])
        assert "bench" in shown.output
        assert "書き方" not in shown.output
