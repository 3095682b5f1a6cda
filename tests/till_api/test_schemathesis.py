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
EXAMPLES = os.environ.get("KUMIAI_TEST_EXAMPLES", "10")
SECONDS_MAX = 3600 if "KUMIAI_TEST_EXAMPLES" in os.environ else 180


def real(tills: Tills, here: World) -> dict[str, list[str]]:
    """Cards in every state that matters, and the ids of a sale and of a decline."""
    hanako, taro, kenji = here.people[:3]
    stored = []
    for tender in ("cash", "prepaid"):
        sent = server.sale(hanako.card, tenders=[{"kind": tender}])
        assert tills.post(here.coop.till, "/v1/purchases", sent).status == 200
        stored.append(sent["id"])
    tills.post(here.coop.till, "/v1/top-ups", server.event(taro.card, amount=50_000))
    members.suspend(at=clock.now(), **world.suspension_of(kenji))
    return {"card": [hanako.card, taro.card, kenji.card, here.jiro.card], "id": stored}


def run(tills: Tills, here: World, folder: Path) -> "subprocess.CompletedProcess[str]":
    """One run over all operations: examples, limits, chance, and one call after another."""
    return subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli"),
            *("--config-file", HERE / "schemathesis.toml", "run"),
            f"http://127.0.0.1:{tills.port}/openapi.json",
            *("--header", f"Authorization: Bearer {here.coop.till.key}"),
            *("--checks", "all", "--max-examples", EXAMPLES, "--continue-on-failure"),
            *("--warnings", "off", "--generation-database", "none", "--no-color"),
        ],
        cwd=folder,
        env=os.environ
        | {
            "SCHEMATHESIS_HOOKS": "schemathesis_hooks",
            "PYTHONPATH": os.pathsep.join([str(HERE), str(Path(kumiai.__file__).parents[1])]),
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
        assert Entry.objects.filter(coop_id=here.coop.id, outcome="settled").count() > 2
        assert list(proof.lies()) == []
