"""docs/till-api.md is run as a reader runs it: every example in order, in a shell, with curl."""

import html
import json
import os
import re
import subprocess
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from kumiai.kit import clock
from kumiai.till_api.operations import OPERATIONS
from kumiai.till_api.problems import ProblemDetails
from tests.cast import Person
from tests.house import tree
from tests.ledger import world
from tests.ledger.world import World
from tests.till_api import server
from tests.till_api.server import Tills
from tests.till_api.test_examples import is_one

TEXT = (tree.DOCS / "till-api.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(sh|json)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
CALL = re.compile(r"^curl .*?\$TILLS(/v1/[a-z-]+)", re.MULTILINE)
# Answers stand one after the other: curl ends none of them with a line.
CARD = "210112345678"
CURL = "curl() { command curl --show-error \"$@\" && printf '\\n'; }"
SECONDS_MAX = 300


def script(settings: dict[str, str]) -> str:
    """Every block for a shell, with the reader's own values in the place of those shown."""
    blocks = [text for language, text in BLOCKS if language == "sh"]
    for name, value in settings.items():
        blocks[0], count = re.subn(
            f"^{name}=.*$", f"{name}='{value}'", blocks[0], flags=re.MULTILINE
        )
        assert count == 1, name
    return "\n".join(blocks)


def shown() -> list[tuple[str, Any]]:
    """Each call in order, and the answer shown right after it, where there is one."""
    found: list[tuple[str, Any]] = []
    for language, text in BLOCKS:
        if language == "sh":
            found += [(path, None) for path in CALL.findall(text)]
        elif found and found[-1][1] is None:
            found[-1] = (found[-1][0], json.loads(text))
    return found


def shape(value: Any) -> Any:
    """What a value is made of, whatever it says."""
    if isinstance(value, dict):
        return {name: shape(each) for name, each in value.items()}
    if isinstance(value, list):
        return [shape(each) for each in value[:1]]
    return type(value).__name__


@pytest.fixture(scope="module")
def reader(here: World, tills: Tills) -> Person:
    """Taro, with money, and with more that can be collected today and in three days."""
    taro = here.people[1]
    now = clock.now()
    for yen, days in ((20_000, 0), (600, 3)):
        on = clock.tokyo_date(now) + timedelta(days=days)
        world.credit(taro, world.slip(taro, yen, on=on), at=now)
    tills.settled(here.coop.till, "/v1/top-ups", server.event(taro.card, amount=5000))
    return taro


@pytest.fixture(scope="module")
def answers(tills: Tills, here: World, reader: Person) -> Sequence[dict[str, Any]]:
    """What the shell prints, call by call."""
    settings = {
        "TILLS": f"http://127.0.0.1:{tills.port}",
        "KEY": here.coop.till.key,
        "FEED_KEY": here.coop.feed.key,
        "CARD": reader.card,
    }
    return run(script(settings))


def run(text: str, **more: str) -> Sequence[dict[str, Any]]:
    """What a shell prints that is told this, line by line."""
    ran = subprocess.run(
        ["bash", "-c", "\n".join(["set -eu", CURL, text])],
        capture_output=True,
        text=True,
        timeout=SECONDS_MAX,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"} | more,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stderr
    return [json.loads(line) for line in ran.stdout.splitlines()]


def of_card(command: str, card: str) -> str:
    """A call shown on the page, for this card and its holder."""
    for place in ('"card": "{}"', "/cards/{}"):
        command = command.replace(place.format(CARD), place.format(card))
    return command.replace(CARD, card.partition("-")[0])


class TestTheCalls:
    def test_of_the_contract_all_have_an_example(self) -> None:
        of_calls = {each.path.partition("/{")[0] for each in OPERATIONS if each.kinds}
        assert {path for path, _ in shown()} == of_calls

    def test_show_only_answers_that_there_are(self) -> None:
        kinds = {kind for each in OPERATIONS for kind in each.answers} | {ProblemDetails}
        for language, text in BLOCKS:
            assert language == "sh" or any(is_one(kind, json.loads(text)) for kind in kinds), text

    def test_answer_as_they_are_shown(self, answers: Sequence[dict[str, Any]]) -> None:
        assert len(answers) == len(shown())
        for (path, expected), answer in zip(shown(), answers, strict=True):
            assert "title_en" not in answer, (path, answer)
            assert answer.get("state") != "declined", (path, answer)
            assert expected is None or shape(answer) == shape(expected), path

    def test_do_all_that_they_ask(
        self, answers: Sequence[dict[str, Any]], tills: Tills, here: World, reader: Person
    ) -> None:
        told: dict[str, dict[str, Any]] = {}
        for (path, _), answer in zip(shown(), answers, strict=True):
            told.setdefault(path, answer)
        assert told["/v1/purchases"]["total"] == 610
        assert told["/v1/entries"] == told["/v1/purchases"]
        assert told["/v1/reversals"]["amount"] == 130
        assert {each["status"] for each in told["/v1/batches"]["entries"]} == {200}
        assert {each["body"]["state"] for each in told["/v1/batches"]["entries"]} == {"settled"}
        card = told["/v1/cards"]
        assert (card["card"], card["state"]) == (f"{reader.card}-2", "active")
        assert card["balances"]["web_points_tenths"] == 100


class TestThePage:
    def test_shows_calls_that_can_be_pasted(self, tills: Tills, here: World) -> None:
        kenji = here.people[2]
        card = kenji.card
        now = clock.now()
        on = clock.tokyo_date(now)
        world.credit(kenji, world.slip(kenji, 20_000, on=on), at=now)
        tills.settled(here.coop.till, "/v1/top-ups", server.event(kenji.card, amount=5000))
        page = html.unescape(tills.ask("GET", "/docs").raw.decode())
        commands = re.findall(r"<code>(curl .*?)</code>", page, re.DOTALL)
        calls = [each for each in OPERATIONS if each.kinds]
        assert len(commands) == len(OPERATIONS)
        for operation, command in zip(calls, commands, strict=False):
            terminal = here.coop.till if "till" in operation.kinds else here.coop.feed
            base = f"http://127.0.0.1:{tills.port}"
            [told] = run(of_card(command, card), TILLS=base, KEY=terminal.key)
            assert "title_en" not in told, (command, told)
            if operation.name == "card-reissues":
                card = told["new_card"]
