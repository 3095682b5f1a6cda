"""The server is held against its own description: Schemathesis makes up calls, good and bad ones.

`KUMIAI_TEST_EXAMPLES` says how many of each operation it tries, for a longer look.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import kumiai
from kumiai.cli import proof
from kumiai.kit import clock
from kumiai.ledger.models import Entry
from kumiai.members import actions as members
from tests.ledger import world
from tests.ledger.world import World
from tests.till_api import server
from tests.till_api.server import Tills

HERE = Path(__file__).parent
EXAMPLES = os.environ.get("KUMIAI_TEST_EXAMPLES", "5")
SECONDS_MAX = 3600
SPARE = range(1, 9)
# Far fewer than there are; were there none, only errors and unknown cards would have been tried.
SETTLED_MIN = 20


def real(tills: Tills, here: World) -> dict[str, list[str]]:
    """Cards of people with money, cards to ruin, and the ids of a sale and of a decline."""
    hanako, taro, kenji = here.people[:3]
    now = clock.now()
    for person in (hanako, taro):
        world.credit(person, world.slip(person, 9000, on=clock.tokyo_date(now)), at=now)
        tills.settled(here.coop.till, "/v1/top-ups", server.event(person.card, amount=50_000))
    members.suspend(at=now, **world.suspension_of(kenji))
    sale = server.sale(hanako.card)
    tills.settled(here.coop.till, "/v1/purchases", sale)
    decline = server.sale(kenji.card)
    tills.declined(here.coop.till, "/v1/purchases", decline)
    spare = [
        person.card
        for serial in SPARE
        for person in world.people_of(here.coop, here.other, serial=serial)
    ]
    return {
        "card": [hanako.card, taro.card, kenji.card, here.jiro.card],
        "spare": spare,
        "id": [sale["id"], decline["id"]],
    }


def run(tills: Tills, here: World, folder: Path) -> "subprocess.CompletedProcess[str]":
    """One run over all operations: examples, limits, chance, and one call after another."""
    return subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli"),
            *("--config-file", HERE / "schemathesis.toml", "run"),
            f"http://127.0.0.1:{tills.port}/openapi.json",
            *("--checks", "all", "--max-examples", EXAMPLES, "--continue-on-failure"),
            *("--warnings", "off", "--generation-database", "none", "--no-color"),
        ],
        cwd=folder,
        env=os.environ
        | {
            "SCHEMATHESIS_HOOKS": "schemathesis_hooks",
            "PYTHONPATH": os.pathsep.join([str(HERE), str(Path(kumiai.__file__).parents[1])]),
            "KUMIAI_TEST_TILL_KEY": here.coop.till.key,
            "KUMIAI_TEST_FEED_KEY": here.coop.feed.key,
            "KUMIAI_TEST_REAL": json.dumps(real(tills, here)),
        },
        capture_output=True,
        text=True,
        timeout=SECONDS_MAX,
        check=False,
    )


class TestTheServer:
    def test_does_what_its_description_says(
        self, tills: Tills, here: World, tmp_path: Path
    ) -> None:
        done = run(tills, here, tmp_path)
        assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-5000:]
        assert tills.is_alive()
        assert tills.get(here.coop.till, "/v1/status").status == 200
        settled = Entry.objects.filter(coop_id=here.coop.id, outcome="settled")
        assert settled.count() > SETTLED_MIN
        assert list(proof.lies()) == []
